/// What is on its way to one neuron of a partition: a spike through one synapse, or a neuron's own
/// reminder to look at itself again. 16 bytes; the tick is that of the slot it waits in.
struct Arrival {
    /// ms by which it arrives ahead of the tick's end; see `ExactTime`.
    var before: Double
    var weight: Float
    /// The neuron within the partition.
    var target: UInt16
    /// Which of the partition's tables it came through, or `wake`.
    var table: UInt16

    /// The table of a neuron's reminder to itself; later than all synapses of the same moment.
    static let wake = UInt16.max
}

/// An arrival together with its tick.
struct DueArrival {
    var tick: Int
    var arrival: Arrival

    /// Whether this is to be dealt with before `other`: by target, then time, then table.
    @inline(__always)
    func precedes(_ other: DueArrival) -> Bool {
        if arrival.target != other.arrival.target { return arrival.target < other.arrival.target }
        if tick != other.tick { return tick < other.tick }
        return precedesWithinTick(other)
    }

    /// The same among arrivals of one target and tick.
    @inline(__always)
    func precedesWithinTick(_ other: DueArrival) -> Bool {
        if arrival.before != other.arrival.before { return arrival.before > other.arrival.before }
        return arrival.table < other.arrival.table
    }
}
