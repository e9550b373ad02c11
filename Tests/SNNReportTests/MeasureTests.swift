import Foundation
import Testing

@testable import SNNReport

@Suite struct MeasureTests {
    /// Independent Poisson neurons.
    static func poisson(neurons: Int, rate: Double, duration: Double, seed: UInt64)
        -> PopulationSpikes
    {
        print("seed \(seed)")
        var random = RepeatableRandom(seed: seed)
        var times: [Double] = [], ids: [Int] = []
        for neuron in 0 ..< neurons {
            var time = random.exponential(mean: 1000 / rate)
            while time < duration {
                times.append(time)
                ids.append(neuron)
                time += random.exponential(mean: 1000 / rate)
            }
        }
        return PopulationSpikes(
            name: "p", neurons: neurons, duration: duration, times: times, ids: ids)
    }

    @Test func poissonIsIrregularAndIndependent() throws {
        let trains = Self.poisson(neurons: 100, rate: 20, duration: 50_000, seed: 21)
        #expect(abs(trains.meanRate - 20) < 0.3)
        // About 1000 intervals per neuron: the CV of each scatters by 0.03, their mean by 0.003.
        let cv = Moments(trains.irregularity)
        #expect(cv.count == 100)
        #expect(abs(cv.mean - 1) < 0.02)
        #expect(abs(try #require(trains.fanoFactor(bin: 5)) - 1) < 0.06)
        #expect(abs(try #require(trains.synchrony(bin: 5)) - 0.1) < 0.01)
        #expect(
            Moments(trains.rates).mean == trains.meanRate
                || abs(Moments(trains.rates).mean - trains.meanRate) < 1e-9)
    }

    /// The mean over all pairs, pair by pair, against the sum that needs no pair.
    @Test func correlationIsThatOfAllPairs() throws {
        let trains = Self.poisson(neurons: 12, rate: 40, duration: 2000, seed: 22)
        let bins = 400
        var counts = [[Double]](repeating: Array(repeating: 0, count: bins), count: 12)
        for (time, id) in zip(trains.times, trains.ids) { counts[Int(id)][Int(time / 5)] += 1 }
        var sum = 0.0
        for first in 0 ..< 12 {
            for second in 0 ..< first {
                let (a, b) = (Moments(counts[first]), Moments(counts[second]))
                let product = zip(counts[first], counts[second])
                    .reduce(0) { $0 + ($1.0 - a.mean) * ($1.1 - b.mean) }
                sum += product / Double(bins - 1) / (a.deviation * b.deviation)
            }
        }
        let mean = try #require(trains.meanCorrelation(bin: 5, neurons: 200))
        #expect(abs(mean - sum / 66) < 1e-12)

        let beats = [12.0, 47, 61, 88]
        let twins = PopulationSpikes(
            name: "t", neurons: 3, duration: 100, times: beats + beats,
            ids: beats.map { _ in 0 } + beats.map { _ in 2 })
        #expect(abs(try #require(twins.meanCorrelation(bin: 2, neurons: 200)) - 1) < 1e-12)
        #expect(twins.meanCorrelation(bin: 2, neurons: 1) == nil)
    }

    @Test func clocksAreRegularAndSynchronous() throws {
        let beats = (0 ..< 100).map { 10 * Double($0) + 3 }
        let trains = PopulationSpikes(
            name: "c", neurons: 4, duration: 1000, times: beats + beats + beats,
            ids: beats.map { _ in 0 } + beats.map { _ in 2 } + beats.map { _ in 3 })
        #expect(trains.irregularity.count == 3)
        #expect(trains.irregularity.allSatisfy { $0 < 1e-12 })
        #expect(trains.rates == [100, 0, 100, 100])
        #expect(trains.silentShare == 0.25)
        // Three of four neurons alike: the mean varies by 9/16 of one, the neurons by 3/4 of one.
        let expected = (9.0 / 16 / (3.0 / 4)).squareRoot()
        #expect(abs(try #require(trains.synchrony(bin: 5)) - expected) < 1e-12)
        #expect(trains.populationRate(bin: 10).allSatisfy { abs($0 - 75) < 1e-9 })
        #expect(trains.fanoFactor(bin: 10) == 0)
        #expect(trains.synchrony(bin: 10) == nil)
    }

    @Test func intervalsDoNotSpanResets() {
        let times = [10.0, 20, 30, 110, 120, 130]
        let trains = { (reset: Double?) in
            PopulationSpikes(
                name: "r", neurons: 1, duration: 200, times: times, ids: times.map { _ in 0 },
                resetEvery: reset)
        }
        #expect(trains(100).irregularity == [0])
        #expect(trains(nil).irregularity[0] > 1)
        let few = PopulationSpikes(
            name: "f", neurons: 1, duration: 9, times: [1.0, 2], ids: [0, 0])
        #expect(few.irregularity.isEmpty)
        #expect(few.fanoFactor(bin: 9) == nil)
    }

    @Test func lastShortBinIsLeftOut() {
        let trains = PopulationSpikes(
            name: "b", neurons: 1, duration: 25, times: [0.0, 9.99, 10, 24], ids: [0, 0, 0, 0])
        #expect(trains.populationCounts(bin: 10) == [2, 1])
        #expect(
            PopulationSpikes(name: "", neurons: 1, duration: 1000, times: [Double](), ids: [Int]())
                .populationCounts(bin: 0.1).count == 10_000)
    }

    @Test func histogramEdges() {
        let histogram = Histogram(
            start: 0, step: 1, bins: 3, values: [0, 0.999, 1, 2, 3, 3.001, -0.1, .nan])
        #expect(histogram.counts == [2, 1, 2])
        #expect(histogram.outside == 3)
        #expect(histogram.shares == [0.25, 0.125, 0.25])
        let shared = Histogram.shared([[0, 7.9], [3.2]], binsWanted: 40)
        #expect(shared[0].step == 0.2 && shared[0].counts.count == 40)
        #expect(shared[0].counts.reduce(0, +) == 2 && shared[1].counts[16] == 1)
        let same = Histogram.shared([[5, 5]])
        #expect(same[0].counts.reduce(0, +) == 2 && same[0].outside == 0)
        let tailed = Histogram.shared([Array(repeating: 1, count: 999) + [50]], tail: 0.01)[0]
        #expect(tailed.outside == 1 && tailed.counts.reduce(0, +) == 999)
        #expect(Histogram.shared([[], []]).allSatisfy { $0.counts.allSatisfy { $0 == 0 } })
        #expect(Histogram.roundStep(0.2) == 0.2 && Histogram.roundStep(0.21) == 0.5)
        #expect(Histogram.roundStep(7) == 10 && Histogram.roundStep(0.001) == 0.001)
    }

    @Test func tablesAlign() {
        var table = TextTable([.init("name"), .init("rate", .right)])
        table.add("exc", "12.5 Hz")
        table.add("inhibitory")
        #expect(
            table.text == """
                name           rate
                ----------  -------
                exc         12.5 Hz
                inhibitory
                """)
        #expect(Figures.grouped(1_024_000) == "1,024,000" && Figures.grouped(-12) == "−12")
        #expect(Figures.percents(0.841 ... 0.899) == "84.1–89.9 %")
        #expect(Figures.points(-0.02) == "−2.0" && Figures.short(12345.6) == "12,346")
    }

    @Test func metricsSurviveJSON() throws {
        let (train, labels, speakers) = SelectionTests.timing(samples: 40, seed: 22)
        let result = try ReadoutProtocol(
            classes: 3, candidates: FeatureCandidate.grid(bins: 1 ... 2)
        ).run(train: train, labels: labels, speakers: speakers, test: train, testLabels: labels)
        var metrics = Metrics()
        metrics.add("reservoir", result, classNames: ["a", "b", "c"])
        metrics.add(
            "reservoir", against: "control",
            PairedComparison(
                first: result.testPredictions, second: result.testPredictions, labels: labels))
        metrics.add(Self.poisson(neurons: 3, rate: 20, duration: 1000, seed: 23))
        metrics.values["wall_s"] = 1.5
        metrics.digest = "00ff"
        let data = try metrics.json()
        let back = try JSONDecoder().decode(Metrics.self, from: data)
        #expect(try back.json() == data)
        #expect(back.readouts[0].confusion[0][0] == 20)
        #expect(back.readouts[0].recall == [1, 1, nil])
        #expect(back.readouts[0].trials.count == 20)
        #expect(TextTable.accuracies([("reservoir", result)]).text.contains("100.0 %"))
    }
}

struct PresentationTests {
    /// Two presentations of 10 ms with one neuron: the mean one has the mean of their rates.
    @Test func meanPresentationAverages() throws {
        let trains = PopulationSpikes(
            name: "p", neurons: 1, duration: 20, times: [1, 2, 7, 11], ids: [0, 0, 0, 0],
            resetEvery: 10)
        let mean = try #require(trains.meanPresentation)
        #expect(mean.duration == 10)
        #expect(mean.times == [1, 2, 7, 1])
        // Bins of 5 ms: three and one spikes in two presentations, so 300 and 100 Hz.
        #expect(mean.populationRate(bin: 5).map { $0.rounded() } == [300, 100])
        #expect(mean.meanRate == trains.meanRate)
        let single = PopulationSpikes(name: "p", neurons: 1, duration: 20, times: [1], ids: [0])
        #expect(single.meanPresentation == nil)
    }
}
