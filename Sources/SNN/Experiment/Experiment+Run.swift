import SNNData
import SNNEngine
import SNNModel
import SNNReport

extension Experiment {
    /// Builds the network, goes through all phases and fits all readouts.
    ///
    /// - Parameters:
    ///   - prepare: called once with the state that the first phase finds, to load weights.
    ///   - progress: stage, and which part of it is done (0…1); from any thread.
    ///   - isCancelled: asked often; when it answers true the experiment ends with what it has.
    /// - Throws: `NetworkError`, `ReadoutError`, and what `prepare` throws.
    public func run(
        prepare: (NetworkState) throws -> Void = { _ in },
        progress: @escaping @Sendable (Stage, Double) -> Void = { _, _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> Outcome {
        var clock = StageClock()
        progress(.building, 0)
        // Samples run side by side, each on one worker, so the network is cut for one.
        let network = try Network(model, neurons: neurons, workers: 1)
        let state = NetworkState(network)
        try prepare(state)
        clock.end(.building)

        let units = readoutUnits
        let empty = Presentation.Response(unitCount: units.last?.upperBound ?? 0)
        var outcome = Outcome(
            train: empty, test: empty, network: network, stateByteCount: state.byteCount,
            duration: phases[lastPhase(isTest: true)].duration)
        outcome.weights = WeightHistory.all(of: model, axis: "samples")
        outcome.state = state
        var shown = 0
        for (index, plan) in phases.enumerated() {
            let stage = Stage(name: plan.name)
            let response = try present(
                plan, in: network, from: state, shown, &outcome, progress, isCancelled)
            clock.end(stage)
            outcome.digest = (outcome.digest &* 0x100_0000_01B3) ^ response.digest
            outcome.spikeCount += response.spikeCount
            outcome.simulated += Double(response.presented * plan.passes) * plan.duration
            if index == lastPhase(isTest: false) { outcome.train = response }
            if index == lastPhase(isTest: true) { outcome.test = response }
            if plan.isSequential { shown += samples(of: plan).count * plan.passes }
            outcome.seconds = clock.seconds
            if response.presented < samples(of: plan).count {
                outcome.stoppedDuring = stage
                return outcome
            }
            if plan.isSequential {
                let first = model.readouts.firstIndex { $0.kind == "labels" }
                outcome.courses.append(
                    LearningCourse(
                        plan.name, response, labels: samples(of: plan).labels, classes: classes,
                        units: first.map { units[$0] }))
            }
        }
        try answer(&outcome, units, &clock, progress, isCancelled)
        outcome.seconds = clock.seconds
        return outcome
    }

    /// Units of each readout among those of all.
    private var readoutUnits: [Range<Int>] {
        var ranges: [Range<Int>] = []
        for readout in model.readouts {
            let start = ranges.last?.upperBound ?? 0
            let size = readout.features.of.reduce(0) { $0 + (model.count(of: $1) ?? 0) }
            ranges.append(start..<start + size)
        }
        return ranges
    }

    private func present(
        _ plan: PhasePlan, in network: Network, from state: NetworkState, _ shown: Int,
        _ outcome: inout Outcome, _ progress: @escaping @Sendable (Stage, Double) -> Void,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws -> Presentation.Response {
        var presentation = Presentation(
            plan, network: network, port: port.name, workers: workers, kernels: kernels)
        presentation.greatestShare = dataset.train.greatestShare
        presentation.keepsAllEvents = model.readouts.contains { $0.features.bins != [1] }
        let samples = samples(of: plan)
        let total = samples.count * plan.passes
        let step = max(1, total / LearningCourse.points)
        var histories = outcome.weights
        let learns = plan.isSequential && plan.isLearning
        // Without phases every part begins with the network as it was built or loaded.
        var start = state
        if plan.isSequential, !plan.carriesOn {
            start = NetworkState(network)
            start.takeWeights(of: state)
        }
        let response = try presentation.run(
            samples, isTest: plan.isTest == true, selections: model.readouts.flatMap(\.features.of),
            from: start,
            observe: { count, state in
                guard learns, count % step == 0 || count == total else { return }
                for index in histories.indices {
                    histories[index].look(at: state, moment: Double(shown + count))
                }
            },
            progress: { progress(Stage(name: plan.name), Double($0) / Double(total)) },
            isCancelled: isCancelled)
        outcome.weights = histories
        return response
    }

    // MARK: - Readouts

    private func answer(
        _ outcome: inout Outcome, _ units: [Range<Int>], _ clock: inout StageClock,
        _ progress: @escaping @Sendable (Stage, Double) -> Void,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        let train = phases[lastPhase(isTest: false)].duration
        let test = phases[lastPhase(isTest: true)].duration
        var stage = Stage.readout
        do {
            for (readout, units) in zip(model.readouts, units) {
                stage = .readout
                let reservoir = try fit(
                    readout, train: outcome.train.features(units, train),
                    test: outcome.test.features(units, test), stage, progress, isCancelled)
                clock.end(stage)
                stage = .control
                let control = try fit(
                    readout, train: inputFeatures(dataset.train, train),
                    test: inputFeatures(dataset.test, isTest: true, test), stage, progress,
                    isCancelled)
                clock.end(stage)
                outcome.answers.append(
                    Answer(
                        name: readout.name, reservoir: reservoir, control: control,
                        comparison: PairedComparison(
                            first: reservoir.testPredictions, second: control.testPredictions,
                            labels: dataset.test.labels)))
            }
        } catch ReadoutError.cancelled {
            outcome.answers = []
            outcome.stoppedDuring = stage
        }
    }

    private func inputFeatures(
        _ samples: SpikeSamples, isTest: Bool = false, _ duration: Double
    ) -> SpikeFeatures {
        SampleTrains(
            samples, isTest: isTest, port: port, seed: model.seed,
            greatestShare: dataset.train.greatestShare
        ).features(duration: duration)
    }

    /// The reservoir and the control get the same choice of bins, transforms and penalties, except
    /// that trains made of values, whose rates are constant, are counted in one bin.
    private func fit(
        _ readout: Readout, train: SpikeFeatures, test: SpikeFeatures, _ stage: Stage,
        _ progress: @escaping @Sendable (Stage, Double) -> Void,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws -> ReadoutResult {
        if readout.kind == "labels" {
            return .labels(
                train: train, labels: dataset.train.labels, test: test,
                testLabels: dataset.test.labels, classes: classes)
        }
        let bins = stage == .control && dataset.carriesValues ? [1] : readout.features.bins
        let transform: CountTransform = readout.features.transform == .sqrt ? .squareRoot : .count
        var steps = ReadoutProtocol(
            classes: classes,
            candidates: bins.map { FeatureCandidate(bins: $0, transform: transform) },
            penalties: readout.penalties.isEmpty
                ? ReadoutSelection.usualPenalties : readout.penalties, workers: workers)
        steps.isCancelled = isCancelled
        return try steps.run(
            train: train, labels: dataset.train.labels, speakers: dataset.train.speakers,
            test: test, testLabels: dataset.test.labels
        ) { done, total in progress(stage, Double(done) / Double(total)) }
    }
}

/// Measures stages that follow each other; a stage that comes again is added up.
private struct StageClock {
    private(set) var seconds: [(stage: Experiment.Stage, seconds: Double)] = []
    private var last = ContinuousClock.now

    mutating func end(_ stage: Experiment.Stage) {
        let now = ContinuousClock.now
        let spent = (now - last) / .seconds(1)
        if let index = seconds.firstIndex(where: { $0.stage == stage }) {
            seconds[index].seconds += spent
        } else {
            seconds.append((stage, spent))
        }
        last = now
    }
}
