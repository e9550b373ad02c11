/// Samples one state variable of some astrocytes, for one recording; see `Probe`. The samples of a
/// coarse step are known at its end.
final class GliaProbe {
    /// The recorder's item that it serves.
    let item: Int
    private let name: String
    private let range: Range<Int>
    private let interval: Int
    private let samples = [Samples(), Samples()]

    final class Samples {
        fileprivate(set) var ticks: [Int] = []
        /// Sample after sample.
        fileprivate(set) var values: [Double] = []
    }

    init(item: Int, name: String, range: Range<Int>, interval: Int) {
        self.item = item
        self.name = name
        self.range = range
        self.interval = interval
    }

    var width: Int { range.count }

    func samples(parity: Int) -> Samples { samples[parity] }

    func clear(parity: Int) {
        samples[parity].ticks.removeAll(keepingCapacity: true)
        samples[parity].values.removeAll(keepingCapacity: true)
    }

    private var fractions: [Double] = []
    private var firstValue = 0

    /// Makes room for the samples of the coarse step number `step`.
    func begin(_ state: GliaState, step: Int, parity: Int) {
        let ticks = state.group.stepTicks
        let samples = samples[parity]
        fractions.removeAll(keepingCapacity: true)
        firstValue = samples.values.count
        var tick = (step * ticks / interval + 1) * interval
        while tick <= (step + 1) * ticks {
            samples.ticks.append(tick)
            fractions.append(Double(tick - step * ticks) / Double(ticks))
            samples.values.append(contentsOf: repeatElement(0, count: width))
            tick += interval
        }
    }

    /// Samples the level of a modulator at the ticks of an epoch.
    func sample(_ log: ModulatorLog, after start: Int, through end: Int, parity: Int) {
        var tick = (start / interval + 1) * interval
        while tick <= end {
            samples[parity].ticks.append(tick)
            samples[parity].values.append(
                contentsOf: repeatElement(log.level(at: tick), count: width))
            tick += interval
        }
    }

    /// Fills in what a block of eight did.
    func sample(_ state: GliaState, block: Int, parity: Int) {
        let cells = (block..<block + 8).clamped(to: range)
        for (index, fraction) in fractions.enumerated() {
            for cell in cells {
                samples[parity].values[firstValue + index * width + cell - range.lowerBound] =
                    state.value(
                        of: name, block: block, cell: cell - block, at: fraction)
            }
        }
    }
}
