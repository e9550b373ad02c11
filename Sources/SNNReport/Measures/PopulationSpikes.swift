/// The spikes of one population during one recording, and what it measures.
///
///     let trains = PopulationSpikes(
///         name: "exc", neurons: 800, duration: 1000, times: times, ids: ids)
///     trains.meanRate                       // Hz
///     trains.irregularity                   // CV of the intervals of each neuron that has one
public struct PopulationSpikes: Sendable {
    public let name: String
    public let neurons: Int
    /// In ms.
    public let duration: Double
    /// In ms from the start of the recording, in any order.
    public let times: [Double]
    /// The neuron of each spike, from 0.
    public let ids: [UInt32]
    /// Where the recording is a chain of presentations after each of which state was reset: their
    /// length in ms. No interval between spikes is counted across a reset.
    public let resetEvery: Double?

    public init(
        name: String, neurons: Int, duration: Double,
        times: some Collection<some BinaryFloatingPoint>,
        ids: some Collection<some BinaryInteger>, resetEvery: Double? = nil
    ) {
        precondition(times.count == ids.count, "Every spike has one time and one neuron.")
        precondition(
            ids.allSatisfy { $0 >= 0 && $0 < neurons }, "Every neuron is in its population.")
        self.name = name
        self.neurons = neurons
        self.duration = duration
        self.times = times.map { Double($0) }
        self.ids = ids.map { UInt32($0) }
        self.resetEvery = resetEvery
    }

    /// All presentations laid on top of each other, as if so many more neurons had been heard once;
    /// nil where the recording is no chain of presentations.
    public var meanPresentation: PopulationSpikes? {
        guard let length = resetEvery, length > 0, duration > length else { return nil }
        let presentations = Int((duration / length).rounded())
        return PopulationSpikes(
            name: name, neurons: neurons * presentations, duration: length,
            times: times.map { $0.truncatingRemainder(dividingBy: length) }, ids: ids)
    }

    /// Spikes per second of each neuron, silent ones included.
    public var rates: [Double] {
        var counts = [Double](repeating: 0, count: neurons)
        for id in ids { counts[Int(id)] += 1 }
        return counts.map { duration > 0 ? $0 / duration * 1000 : 0 }
    }

    /// Spikes per neuron and second.
    public var meanRate: Double {
        neurons == 0 || duration <= 0 ? 0 : Double(times.count) / Double(neurons) / duration * 1000
    }

    /// The share of neurons that never spiked.
    public var silentShare: Double {
        neurons == 0 ? 0 : Double(rates.count { $0 == 0 }) / Double(neurons)
    }

    /// Coefficient of variation of the intervals between spikes: 0 for a clock, 1 for a Poisson
    /// process. One value per neuron with at least two intervals, so three spikes; variance with
    /// *n* − 1. Neurons with fewer are left out.
    public var irregularity: [Double] {
        let (offsets, ordered) = byNeuron
        var result: [Double] = []
        for neuron in 0 ..< neurons {
            let intervals = intervals(of: ordered[offsets[neuron] ..< offsets[neuron + 1]])
            guard intervals.count >= 2 else { continue }
            let moments = Moments(intervals)
            if moments.mean > 0 { result.append(moments.deviation / moments.mean) }
        }
        return result
    }

    private func intervals(of train: ArraySlice<Double>) -> [Double] {
        zip(train, train.dropFirst()).compactMap { earlier, later in
            if let resetEvery,
                (earlier / resetEvery).rounded(.down) != (later / resetEvery).rounded(.down)
            {
                return nil
            }
            return later - earlier
        }
    }

    /// Spike times neuron after neuron, ascending; neuron *i* has `offsets[i] ..< offsets[i + 1]`.
    private var byNeuron: (offsets: [Int], times: [Double]) {
        var offsets = [Int](repeating: 0, count: neurons + 1)
        for id in ids { offsets[Int(id) + 1] += 1 }
        for neuron in 0 ..< neurons { offsets[neuron + 1] += offsets[neuron] }
        var next = offsets
        var result = [Double](repeating: 0, count: times.count)
        for (time, id) in zip(times, ids) {
            result[next[Int(id)]] = time
            next[Int(id)] += 1
        }
        for neuron in 0 ..< neurons { result[offsets[neuron] ..< offsets[neuron + 1]].sort() }
        return (offsets, result)
    }
}

extension PopulationSpikes {
    /// How many spikes the population fired in each bin of `[0, duration)`. A last bin that would
    /// be shorter than the others is left out.
    public func populationCounts(bin: Double) -> [Int] {
        precondition(bin > 0, "A bin has a length.")
        // Nine tenths of a nanosecond more, so that 1000 ms in bins of 0.1 ms are 10,000.
        var counts = [Int](repeating: 0, count: Int(duration / bin + 1e-6))
        for time in times where time >= 0 {
            let index = Int(time / bin)
            if index < counts.count { counts[index] += 1 }
        }
        return counts
    }

    /// Spikes per neuron and second in each bin.
    public func populationRate(bin: Double) -> [Double] {
        populationCounts(bin: bin).map { Double($0) / Double(max(neurons, 1)) / bin * 1000 }
    }

    /// Variance over mean of the population's spike count in bins: 1 for independent Poisson
    /// neurons, more where they fire together. Nil without spikes or with a single bin.
    public func fanoFactor(bin: Double) -> Double? {
        let moments = Moments(populationCounts(bin: bin).map(Double.init))
        return moments.count < 2 || moments.mean == 0 ? nil : moments.variance / moments.mean
    }

    /// Golomb's χ: how far the population's mean activity fluctuates, relative to its neurons.
    /// About one over the square root of their number when they are independent, 1 in full
    /// synchrony. (Golomb & Rinzel 1994, Physica D 72, 259.) Nil where no neuron's count varies.
    public func synchrony(bin: Double) -> Double? {
        let counts = populationCounts(bin: bin)
        guard counts.count > 1, neurons > 0 else { return nil }
        let bins = Double(counts.count)
        let (offsets, ordered) = byNeuron
        var total = 0.0
        for neuron in 0 ..< neurons {
            var sum = 0.0, squares = 0.0, run = 0.0, current = -1
            for time in ordered[offsets[neuron] ..< offsets[neuron + 1]] where time >= 0 {
                let index = Int(time / bin)
                guard index < counts.count else { break }
                if index != current { (squares, run, current) = (squares + run * run, 0, index) }
                run += 1
                sum += 1
            }
            squares += run * run
            total += squares / bins - (sum / bins) * (sum / bins)
        }
        let mean = Moments(counts.map { Double($0) / Double(neurons) })
        let variance = mean.variance * (bins - 1) / bins
        return total <= 0 ? nil : (variance / (total / Double(neurons))).squareRoot()
    }
}
