/// The spikes of a sample by bins: what each input said in each of them, silent ones left out.
public struct BinnedTrain: Sendable, Equatable {
    /// The entries of bin t are `starts[t]..<starts[t + 1]`.
    public var starts: [Int32]
    public var inputs: [Int32]
    /// How many spikes, or whatever an input is: NeuronIO gives inhibitory inputs as -1.
    public var counts: [Float]

    public var binCount: Int { starts.count - 1 }

    /// - Parameters:
    ///   - times: in ms; those from `bins · bin` on, or before 0, are left out.
    ///   - units: the input of each.
    public init(times: [Double], units: [Int], bin: Double, bins: Int) {
        self.init(binning: times, units, bin: bin, bins: bins)
    }

    /// The same of events as data sets keep them.
    public init(times: ArraySlice<Float>, units: ArraySlice<UInt16>, bin: Double, bins: Int) {
        self.init(binning: times, units, bin: bin, bins: bins)
    }

    // Not public, so that it is compiled for the two kinds of lists that come.
    private init<Time: BinaryFloatingPoint, Unit: BinaryInteger>(
        binning times: some Collection<Time>, _ units: some Collection<Unit>, bin: Double,
        bins: Int
    ) {
        var (places, counts) = ([Int32](), Array(repeating: Int32(0), count: bins + 1))
        places.reserveCapacity(times.count)
        for time in times {
            // A time that should lie on an edge may have been rounded to just below it.
            let place = Double(time) / bin + 1e-9
            let isInside = place >= 0 && place < Double(bins)
            places.append(isInside ? Int32(place) : -1)
            if isInside { counts[Int(place) + 1] += 1 }
        }
        for index in 0..<bins { counts[index + 1] += counts[index] }
        var next = counts
        var sorted = Array(repeating: Int32(0), count: Int(counts[bins]))
        for (place, unit) in zip(places, units) where place >= 0 {
            sorted[Int(next[Int(place)])] = Int32(unit)
            next[Int(place)] += 1
        }
        starts = [0]
        inputs = []
        self.counts = []
        starts.reserveCapacity(bins + 1)
        inputs.reserveCapacity(sorted.count)
        for index in 0..<bins {
            let range = Int(counts[index])..<Int(counts[index + 1])
            sorted[range].sort()
            for place in range {
                if place > range.lowerBound, sorted[place] == sorted[place - 1] {
                    self.counts[self.counts.count - 1] += 1
                } else {
                    inputs.append(sorted[place])
                    self.counts.append(1)
                }
            }
            starts.append(Int32(inputs.count))
        }
    }

    public init(starts: [Int32], inputs: [Int32], counts: [Float]) {
        self.starts = starts
        self.inputs = inputs
        self.counts = counts
    }
}
