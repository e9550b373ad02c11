import Testing

@testable import SNN

/// The parts of an experiment that learns.
@Suite struct PhaseTests {
    private let dataset = SpikeDataset(
        name: "toy", notice: "", train: ToyImages.samples(30, seed: 1),
        test: ToyImages.samples(15, seed: 2))

    private func model(_ phases: String) throws -> Model {
        let text = ModelText(ToyImages.model + "\n" + phases, file: "toy.model")
        let (model, diagnostics) = text.model(setting: [:])
        return try #require(model, "\(diagnostics.map(\.message))")
    }

    private let learning = """
        phase learn { samples = train }
        phase assign { samples = train, plasticity = off }
        phase test { samples = test, plasticity = off }
        """

    @Test func settingsOfAPhaseAreTaken() throws {
        let model = try model(
            """
            phase first {
                samples = train, passes = 3, rest = 20 ms, spikes_min = 5, intensity_step = 0.25
                duration = 90 ms, reset = off
            }
            phase second { samples = test, weights = restore }
            """)
        let plans = PhasePlan.plans(of: model, duration: 60)
        #expect(plans.map(\.name) == ["first", "second"])
        #expect(plans[0].passes == 3 && plans[0].rest == 20 && plans[0].spikesMin == 5)
        #expect(plans[0].intensityStep == 0.25 && !plans[0].keepsUp && plans[0].duration == 90)
        #expect(plans[0].isSequential && !plans[0].resets && plans[0].isTest == false)
        #expect(plans[1].isTest == true && plans[1].isLearning && !plans[1].isSequential)
        #expect(plans[1].duration == 60 && plans[1].resets)
        let plain = PhasePlan.plans(of: try self.model(""), duration: 60)
        #expect(plain.map(\.name) == ["training", "testing"])
        #expect(plain.allSatisfy { !$0.isSequential && !$0.carriesOn })
    }

    /// Weights go on from sample to sample and phase to phase while a phase learns, and stay what
    /// they are where it does not, for any number of workers.
    @Test func weightsChangeOnlyWhereLearningIsOn() throws {
        var ends: [WeightFile] = []
        var digests: [UInt64] = []
        for workers in [1, 2] {
            let experiment = try Experiment(try model(learning), on: dataset, workers: workers)
            let outcome = try experiment.run()
            let history = try #require(outcome.weights.first)
            #expect(history.moments.first == 0 && history.moments.last == 30)
            #expect(history.weights.first != history.weights.last)
            #expect(outcome.courses.map(\.phase) == ["learn"])
            let end = try WeightFile(of: try #require(outcome.state), modelHash: "")
            #expect(end.populations[0].theta.reduce(0, +) > 0)
            let sum = end.projections[0].synapses.weights.reduce(0) { $0 + Double($1) }
            let mean = sum / Double(end.projections[0].synapses.count)
            #expect(abs(mean - history.means.last!) < 1e-9)
            ends.append(end)
            digests.append(outcome.digest)
        }
        #expect(ends[0] == ends[1] && digests[0] == digests[1])
    }

    /// The whole of a learning phase is the same as its halves, with weights saved in between.
    @Test func learningGoesOnFromSavedWeights() throws {
        let both = try Experiment(try model(learning), on: dataset).run()
        var half = dataset
        half.train = dataset.train.prefix(15)
        let first = try Experiment(try model(learning), on: half).run()
        let saved = try WeightFile(of: try #require(first.state), modelHash: "")
        // The second half begins with what the first has left, so it begins to differ at once from
        // one that begins anew.
        let again = try Experiment(try model(learning), on: half).run(
            prepare: { try saved.put(into: $0, from: "saved") })
        let start = try #require(again.weights.first?.weights.first)
        let end = try #require(first.weights.first?.weights.last)
        #expect(start == end)
        #expect(again.digest != first.digest)
        let middle = try #require(both.weights.first)
        #expect(middle.weights[try #require(middle.moments.firstIndex(of: 15))] == end)
    }

    @Test func restoredWeightsAreThoseOfTheStartOfThePhase() throws {
        let text = """
            phase learn { samples = train, passes = 2 }
            phase each { samples = train, weights = restore }
            phase test { samples = test, weights = restore }
            """
        let whole = try Experiment(try model(text), on: dataset, workers: 2).run()
        // A sample's answer does not depend on those before it.
        var fewer = dataset
        fewer.test = dataset.test.subset([4])
        let state = try #require(whole.state)
        let saved = try WeightFile(of: state, modelHash: "")
        #expect(whole.weights[0].moments.last == 60)
        let alone = try Experiment(
            try model("phase a { samples = train, weights = restore }\n"
                + "phase b { samples = test, weights = restore }"), on: dataset, workers: 1
        ).run(prepare: { try saved.put(into: $0, from: "saved") })
        #expect(alone.test.counts == whole.test.counts && alone.test.times == whole.test.times)
    }

    /// A silent network is shown the sample again with more intensity, and no sooner.
    @Test func fewSpikesAskForMoreIntensity() throws {
        var weak = try model(
            """
            phase learn { samples = train, spikes_min = 3, intensity_step = 2 }
            phase test { samples = test, plasticity = off }
            """)
        weak.stimuli[0].settings["rate_max"] = .fixed(.hertz(5))
        let shy = try Experiment(weak, on: dataset).run()
        #expect(shy.train.repetitions > 0)
        #expect(shy.train.spikesPerSample.allSatisfy { $0 >= 3 })
        weak.phases[0].settings["spikes_min"] = .fixed(.number(0))
        let calm = try Experiment(weak, on: dataset).run()
        #expect(calm.train.repetitions == 0)
        #expect(calm.train.spikesPerSample.contains { $0 < 3 })
    }

    @Test func whatDoesNotFitIsNamed() throws {
        #expect(throws: ExperimentError.noPhase(split: "test")) {
            try Experiment(try model("phase a { samples = train }"), on: dataset)
        }
        #expect(throws: ExperimentError.noSamples(phase: "a")) {
            try Experiment(try model("phase a { }"), on: dataset)
        }
        var endless = try model("")
        endless.duration = nil
        #expect(throws: ExperimentError.noDuration(dataset: "toy")) {
            try Experiment(endless, on: dataset)
        }
    }
}
