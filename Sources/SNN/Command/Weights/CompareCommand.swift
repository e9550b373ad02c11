import SNNData
import SNNReport

/// `snnsim compare`: how the weights in two files differ, projection by projection.
struct CompareCommand {
    let first: String
    let second: String
    let terminal: Terminal

    func perform() throws {
        let files = (try WeightFile(reading: first), try WeightFile(reading: second))
        for line in Self.lines(files.0, files.1) { terminal.print(line) }
    }

    static func lines(_ first: WeightFile, _ second: WeightFile) -> [String] {
        var table = TextTable([
            .init("projection"), .init("synapses", .right), .init("mean", .right),
            .init("then", .right), .init("sd", .right), .init("then", .right),
            .init("changed", .right), .init("greatest", .right), .init("rms", .right),
            .init("correlation", .right),
        ])
        var notes: [String] = []
        let names = first.projections.map(\.name)
        for projection in first.projections {
            guard
                let other = second.projections.first(where: {
                    $0.index == projection.index && $0.name == projection.name
                })
            else {
                notes.append("`\(projection.name)` is in the first file only")
                continue
            }
            guard let difference = WeightComparison(projection.synapses, other.synapses) else {
                notes.append(
                    "`\(projection.name)` has other synapses: \(projection.synapses.count) and "
                        + "\(other.synapses.count)")
                continue
            }
            table.add(
                projection.name, Figures.grouped(difference.count),
                Figures.short(difference.means.0), Figures.short(difference.means.1),
                Figures.short(difference.deviations.0), Figures.short(difference.deviations.1),
                Figures.grouped(difference.changed), Figures.short(difference.greatest),
                Figures.short(difference.rootMeanSquare),
                difference.correlation.map { Figures.fixed($0, 4) } ?? "–")
        }
        for projection in second.projections where !names.contains(projection.name) {
            notes.append("`\(projection.name)` is in the second file only")
        }
        for population in first.populations {
            guard let other = second.populations.first(where: { $0.name == population.name }),
                other.theta.count == population.theta.count
            else { continue }
            let (a, b) = (Moments(population.theta), Moments(other.theta))
            let greatest = zip(population.theta, other.theta).map { abs($0 - $1) }.max() ?? 0
            notes.append(
                "thresholds of `\(population.name)`: mean \(Figures.short(a.mean)) mV, then "
                    + "\(Figures.short(b.mean)) mV; greatest difference "
                    + "\(Figures.short(greatest)) mV")
        }
        if first.modelHash != second.modelHash { notes.append("the models' texts differ") }
        return [table.text] + notes
    }
}
