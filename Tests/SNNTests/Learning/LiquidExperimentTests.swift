import Testing

@testable import SNN

/// The branching factor that an experiment tells, and how shares become rates.
@Suite struct LiquidExperimentTests {
    private let dataset = SpikeDataset(
        name: "toy", notice: "", train: ToyImages.samples(12, seed: 1),
        test: ToyImages.samples(9, seed: 2))

    private func outcome(
        _ more: String = "", workers: Int = 1
    ) throws -> (Experiment, Experiment.Outcome) {
        let text = """
            simulation { duration = 100 ms, resolution = 1 ms, seed = 3 }
            stimulus pixels[784] of input { rate_max = 40 Hz }
            population a[20] of lif { receptor x { shape = exponential, tau = 2 ms } }
            population b[10] like a {}
            population c[5] like a {}
            projection pixels -> [a, b, c] {
                rule = fixed_indegree(60), weight = 250 pA, delay = 1 ms
            }
            projection a -> [a, b, c] { rule = fixed_indegree(4), weight = 150 pA, delay = 1 ms }
            projection b -> a { rule = fixed_indegree(3), weight = -100 pA, delay = 2 ms }
            readout class of ridge { features = spike_count(of: [b, a[5 ..< 20]]) }
            """ + "\n" + more
        let (model, diagnostics) = ModelText(text, file: "t.model").model(setting: [:])
        let experiment = try Experiment(
            try #require(model, "\(diagnostics.map(\.message))"), on: dataset, workers: workers)
        return (experiment, try experiment.run())
    }

    /// Spike by spike and synapse by synapse, from the model's own numbering.
    private func plain(_ experiment: Experiment, _ outcome: Experiment.Outcome) -> Double {
        let state = NetworkState(outcome.network)
        var pairs: Set<[Int]> = []
        // Units are those of b, then a from 5 on.
        func unit(_ name: String, _ index: Int) -> Int? {
            name == "b" ? index : name == "a" && index >= 5 ? 10 + index - 5 : nil
        }
        for (number, projection) in experiment.model.projections.enumerated() {
            let list = state.weights(of: number)
            for (source, target) in zip(list.sources, list.targets) {
                if let i = unit(projection.source.name, Int(source)),
                    let j = unit(projection.target.name, Int(target))
                {
                    pairs.insert([i, j])
                }
            }
        }
        var factors: [Double] = []
        let test = outcome.test
        for sample in 0..<test.sampleCount {
            let events = test.offsets[sample]..<test.offsets[sample + 1]
            var means: [Double] = []
            for neuron in 0..<25 {
                var values: [Double] = []
                for event in events where Int(test.units[event]) == neuron {
                    let time = test.times[event]
                    guard time >= 25, time < 75 else { continue }
                    var (after, before) = (0, 0)
                    for other in events {
                        let step = test.times[other] - time
                        let partner = Int(test.units[other])
                        if (1...4).contains(step), pairs.contains([neuron, partner]) { after += 1 }
                        if (-4 ... -1).contains(step), pairs.contains([partner, neuron]) {
                            before += 1
                        }
                    }
                    values.append(Double(after) / Double(max(1, before)))
                }
                if !values.isEmpty { means.append(values.reduce(0, +) / Double(values.count)) }
            }
            if !means.isEmpty { factors.append(means.reduce(0, +) / Double(means.count)) }
        }
        return factors.reduce(0, +) / Double(factors.count)
    }

    @Test func branchingIsThatOfTheSpikesThatAreRead() throws {
        let (experiment, outcome) = try outcome()
        let found = try #require(
            ExperimentSpikes(experiment, outcome)
                .branching(network: outcome.network, state: outcome.state))
        let right = plain(experiment, outcome)
        print("branching factor \(found.factor) in \(outcome.test.times.count) spikes")
        #expect(abs(found.factor - right) < 1e-9 && right > 0)
        #expect(found.presentations == 9)
        let results = RunResults(experiment, outcome, stage: "testing")
        #expect(results.metrics.values["branching_factor"] == found.factor)
    }

    /// Test samples are shown with the scale of the training samples, so that the same image gives
    /// the same rates whichever others are tested.
    @Test func sharesAreThoseOfTraining() throws {
        var samples = SpikeSamples(channels: 3, classNames: ["a"])
        samples.append(values: [100, 100, 0], label: 0)
        var port = Stimulus("pixels", count: 3, kind: "input")
        port.settings["intensity"] = .name("share")
        port.settings["rate_max"] = .quantity(.hertz(1000))
        func spikes(_ greatest: Double?) -> Int {
            SampleTrains(samples, isTest: true, port: port, seed: 1, greatestShare: greatest)
                .trains(of: 0, duration: 4000).units.count
        }
        // Its own greatest share is a half, so that both channels spike in every interval.
        #expect(spikes(nil) == 8000 && spikes(0.5) == 8000 && spikes(0.25) == 8000)
        #expect(abs(spikes(1) - 4000) < 200)
    }
}
