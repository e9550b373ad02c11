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
        let kept = times.indices.filter { times[$0] >= 0 && times[$0] < bin * Double(bins) }
            .map { (bin: min(Int(times[$0] / bin + 1e-9), bins - 1), input: units[$0]) }
            .sorted { ($0.bin, $0.input) < ($1.bin, $1.input) }
        starts = Array(repeating: 0, count: bins + 1)
        inputs = []
        counts = []
        var last = (bin: -1, input: -1)
        for spike in kept {
            if spike == last {
                counts[counts.count - 1] += 1
                continue
            }
            last = spike
            inputs.append(Int32(spike.input))
            counts.append(1)
            starts[spike.bin + 1] += 1
        }
        for index in 0..<bins { starts[index + 1] += starts[index] }
    }

    public init(starts: [Int32], inputs: [Int32], counts: [Float]) {
        self.starts = starts
        self.inputs = inputs
        self.counts = counts
    }
}
