/// Samples one state variable of some neurons of a partition, for one recording.
///
/// Written by the partition's worker while it advances; the samples of the other parity are
/// meanwhile collected.
final class Probe {
    let recording: Int
    private let stateIndex: Int
    private let range: Range<Int>
    private let interval: Int
    /// Samples of an epoch, sample after sample; two sets used in turn.
    private(set) var samples: [[Double]] = [[], []]
    private(set) var ticks: [[Int]] = [[], []]

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
        let values = state.values(of: stateIndex)
        ticks[parity].append(tick)
        for neuron in range { samples[parity].append(values[neuron]) }
    }

    func clear(parity: Int) {
        samples[parity].removeAll(keepingCapacity: true)
        ticks[parity].removeAll(keepingCapacity: true)
    }
}
