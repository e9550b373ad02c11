/// Samples one state variable of some neurons of a partition, for one recording.
///
/// Written by the partition's worker while it advances; the samples of the other parity are
/// meanwhile collected. Each parity has an object of its own, so that two workers share no array.
final class Probe {
    let recording: Int
    private let stateIndex: Int
    private let range: Range<Int>
    private let interval: Int
    private let samples = [Samples(), Samples()]

    /// The samples of an epoch.
    final class Samples {
        fileprivate(set) var ticks: [Int] = []
        /// Sample after sample.
        fileprivate(set) var values: [Double] = []
    }

    /// - Parameters:
    ///   - range: indices within the partition.
    ///   - interval: ticks between two samples.
    init(recording: Int, stateIndex: Int, range: Range<Int>, interval: Int) {
        self.recording = recording
        self.stateIndex = stateIndex
        self.range = range
        self.interval = interval
    }

    var width: Int { range.count }

    func sample(_ state: NeuronState, at tick: Int, parity: Int) {
        guard tick % interval == 0 else { return }
        let samples = samples[parity]
        samples.ticks.append(tick)
        for neuron in range {
            samples.values.append(state.value(of: stateIndex, neuron: neuron))
        }
    }

    /// The first tick from `tick` on at which there is a sample.
    func next(from tick: Int) -> Int { (tick + interval - 1) / interval * interval }

    /// The same of neurons that have been advanced exactly through `tick`.
    func sample(_ part: ExactPart, at tick: Int, parity: Int) {
        guard tick % interval == 0 else { return }
        let samples = samples[parity]
        samples.ticks.append(tick)
        for neuron in range {
            samples.values.append(
                part.block.value(of: stateIndex, in: part.state, neuron: neuron, at: tick))
        }
    }

    func samples(parity: Int) -> Samples { samples[parity] }

    func clear(parity: Int) {
        samples[parity].ticks.removeAll(keepingCapacity: true)
        samples[parity].values.removeAll(keepingCapacity: true)
    }
}
