// Every bound of the engine, with its unit, its reason and its evidence.

enum Limits {
    /// Draws thrown away before a bounded distribution is given up; the model's checks reject
    /// bounds that keep less than 0.1 % of the probability, so that this many misses in a row have
    /// a probability below 10⁻⁴³.
    static let redrawsMax = 100_000

    /// Neurons of a partition, so that a target index fits 16 bits.
    static let partitionNeuronsMax = 65_536

    /// Bytes of state and slots that an update of a neuron touches, about: they decide how many
    /// neurons a partition has at most, so that it stays in the cache.
    static let partitionBytesPerNeuron = 32

    /// Neurons of a partition below which a partition is not split further: a kernel call costs
    /// about as much as sixteen neurons.
    static let partitionNeuronsMin = 64

    /// Partitions per worker and population. More would balance loads better and make every row
    /// shorter and every epoch of a small network dearer.
    static let partitionsPerWorker = 1

    /// Ticks of an epoch at most. Networks without recurrent delays would have endless epochs;
    /// longer ones gain nothing, since a barrier costs less than a microsecond.
    static let epochTicksMax = 64

    /// Bytes of a ring beyond which input with delays of its own is kept as mail: the second-level
    /// cache of the processors of these years, per core.
    static let ringBytesMax = 1 << 20

    /// Ticks ahead at most that an exact neuron is reminded of a spike to come: a wheel of 16 KiB,
    /// and one look in 100 ms at a neuron that will spike later still.
    static let reminderTicksMax = 1000

    /// Longest delay in ticks, since synapses keep it in 16 bits.
    static let delayTicksMax = 65_535

    /// Estimated work of a run, in ns, below which workers are not bound to processors: reading the
    /// machine's topology takes 3 to 15 ms.
    static let pinnedNanosecondsMin = 2e8

    /// A meeting of two workers at a barrier, in ns, and how much dearer it is taken to be when
    /// the useful number of workers is chosen. `Benchmarks/machine` measures it.
    static let barrierNanoseconds = 400.0
    static let barrierWeight = 2.0

    /// Spikes per neuron that a log keeps before all synapses are made to see them: a sweep visits
    /// each synapse once, so it costs a sixteenth of the arrivals in between where sources spike as
    /// often as targets.
    static let loggedSpikesPerNeuron = 16

    /// Time between two sweeps of synapses with eligibility traces, in ms. It is the same for all
    /// networks, because the sweep shows in the last digit.
    static let eligibilitySweep = 1000.0

    /// Workers at most; above any machine that is sold today.
    static let workersMax = 1024
}
