import SNNReport

/// What is printed about one network.
///
///     cuba-4000: 4,000 neurons, 319,837 synapses of 8.3 bytes; built in 0.02 s, at most 41 MiB
///     3 segments of 1 s by 1 worker: 0.0521 s per second (0.0519 to 0.0533), 31.9 million events/s
///
///     population  neurons     rate  expected  CV  ...
struct BenchAnswer {
    let result: BenchResult

    var lines: [String] { [size, speed, "", table.text, "digest \(result.digest)"] }

    private var size: String {
        let peak = result.memoryPeakBytes.map { ", at most \(ByteCount($0)) of memory" } ?? ""
        let scale = result.scale == 1 ? "" : " times \(Figures.short(result.scale))"
        return "\(result.network)\(scale): \(Figures.grouped(result.neurons)) neurons, "
            + "\(Figures.grouped(result.synapses)) synapses of "
            + "\(Figures.short(result.bytesPerSynapse)) bytes; built in "
            + "\(Figures.short(result.buildSeconds)) s\(peak)"
    }

    private var speed: String {
        let factors = result.segmentSeconds.map { $0 / result.segmentMilliseconds * 1000 }
        let range =
            factors.count == 1
            ? ""
            : " (\(Figures.short(factors.min() ?? 0)) to \(Figures.short(factors.max() ?? 0)))"
        let segments =
            factors.count == 1 ? "1 segment" : "\(factors.count) segments"
        let workers = result.workers == 1 ? "1 worker" : "\(result.workers) workers"
        let length = Figures.short(result.segmentMilliseconds / 1000)
        return "\(segments) of \(length) s by \(workers): "
            + "\(Figures.short(result.realTimeFactor)) s per second\(range), "
            + "\(Figures.short(result.eventsPerSecond / 1e6)) million synaptic events per second"
    }

    private var table: TextTable {
        var table = TextTable([
            .init("population"), .init("neurons", .right), .init("rate", .right),
            .init("expected", .right), .init("CV", .right), .init("expected", .right),
            .init("synchrony", .right), .init("correlation", .right), .init(""),
        ])
        for population in result.populations {
            table.add(
                population.name, Figures.grouped(population.neurons),
                Figures.short(population.rateHz) + " Hz", range(population.expectedRateHz),
                figure(population.meanCV), range(population.expectedCV),
                figure(population.synchrony, 3), figure(population.meanCorrelation, 4),
                population.isAsExpected.map { $0 ? "as expected" : "not as expected" } ?? "")
        }
        return table
    }

    private func range(_ bounds: [Double]?) -> String {
        bounds.map { "\(Figures.short($0[0])) to \(Figures.short($0[1]))" } ?? "–"
    }

    private func figure(_ value: Double?, _ decimals: Int = 2) -> String {
        value.map { Figures.fixed($0, decimals) } ?? "–"
    }
}
