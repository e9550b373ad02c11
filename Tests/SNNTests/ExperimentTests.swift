import SNN
import Synchronization
import Testing

/// A toy data set: two classes that differ in which half of the channels is busy first.
private func toySamples(_ count: Int, seed: UInt64, speakers: [Int]) -> SpikeSamples {
    var samples = SpikeSamples(channels: 20, classNames: ["rising", "falling"])
    var state = seed
    func random() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 33) / 0x1p31
    }
    for index in 0..<count {
        let label = index % 2
        var events: [(Float, UInt16)] = []
        for _ in 0..<150 {
            let early = random() < 0.5
            let low = early == (label == 0)
            let unit = UInt16((low ? 0.0 : 10.0) + random() * 10)
            events.append((Float((early ? 0 : 50) + random() * 50), unit))
        }
        events.sort { $0 < $1 }
        samples.append(
            times: events.map(\.0), units: events.map(\.1), label: label,
            speaker: speakers[index / 2 % speakers.count])
    }
    return samples
}

private func toyModel(resets: Bool = true) -> Model {
    var model = Model(seed: 5, duration: 100)
    model.resetsBetweenSamples = resets
    model.addStimulus("port", count: 20, of: .input)
    model.addPopulation(
        "pool", count: 100, of: .lif(tauM: .milliseconds(20)),
        receptors: [Receptor("syn", .exponential, tau: .fixed(.milliseconds(5)))])
    model.connect(
        "port", to: "pool", rule: .fixedIndegree(6), weight: .fixed(.picoamperes(300)),
        delay: .random(Distribution(.uniform(low: 1, high: 40), dimension: .time)))
    model.connect(
        "pool", to: "pool", rule: .fixedIndegree(10), weight: .fixed(.picoamperes(20)),
        delay: .fixed(.milliseconds(2)))
    model.readouts = [
        Readout(
            "class", kind: "ridge", features: .init(of: ["pool"], bins: [1, 2]), penalties: [1, 10])
    ]
    return model
}

struct ExperimentTests {
    private let dataset = SpikeDataset(
        name: "toy", notice: "made by the test",
        train: toySamples(80, seed: 1, speakers: [0, 1, 2, 3]),
        test: toySamples(40, seed: 2, speakers: [4, 5]))

    @Test func sameForEveryNumberOfReplicas() throws {
        let network = try Network(toyModel())
        func present(_ workers: Int, _ kernels: KernelSet) throws -> Presentation.Response {
            try Presentation(
                network: network, port: "port", ticks: 1000, workers: workers, kernels: kernels
            ).run(dataset.train, selections: ["pool"])
        }
        let one = try present(1, .vector)
        #expect(one.times.count > 1000)
        for workers in [1, 2, 3, 7] {
            for kernels in KernelSet.allCases {
                let other = try present(workers, kernels)
                #expect(other.digest == one.digest)
                #expect(other.times == one.times && other.units == one.units)
            }
        }
    }

    /// A single bin cannot tell the classes apart from the input, two bins can: both must find that
    /// out.
    @Test func readoutAndControlLearnTheTask() throws {
        let outcome = try Experiment(toyModel(), on: dataset, workers: 2).run()
        let answer = outcome.answers[0]
        #expect(answer.control.selection?.best.candidate.bins == 2)
        #expect(answer.control.test.share > 0.9)
        #expect(answer.reservoir.test.share > 0.9)
        #expect(outcome.train.offsets.count == 81 && outcome.test.offsets.count == 41)
    }

    @Test func withoutResetSamplesFollowEachOther() throws {
        let fresh = try Network(toyModel())
        let going = try Network(toyModel(resets: false))
        func present(_ network: Network) throws -> Presentation.Response {
            try Presentation(
                network: network, port: "port", ticks: 1000, workers: 2, kernels: .standard
            ).run(dataset.test, selections: ["pool"])
        }
        let reset = try present(fresh)
        let continued = try present(going)
        // The first sample finds the same network; later ones one that has heard others.
        #expect(
            Array(reset.times[..<reset.offsets[1]])
                == Array(continued.times[..<continued.offsets[1]]))
        #expect(reset.digest != continued.digest)
        #expect(continued.times.allSatisfy { $0 > 0 && $0 <= 100 })
    }

    @Test func stoppingKeepsWhatThereIs() throws {
        let experiment = try Experiment(toyModel(), on: dataset, workers: 2)
        let whole = try experiment.run()
        let asked = Atomic(0)
        let stopped = try experiment.run(isCancelled: {
            asked.wrappingAdd(1, ordering: .relaxed).newValue > 20
        })
        #expect(stopped.stoppedDuring == .training && stopped.answers.isEmpty)
        #expect(stopped.train.presented == 20 && stopped.test.presented == 0)
        // Workers took samples in order, so the first ones are there and equal.
        let end = whole.train.offsets[18]
        #expect(stopped.train.times[..<end] == whole.train.times[..<end])
        #expect(stopped.train.offsets.count == 81)
    }

    @Test func whatDoesNotFitIsNamed() throws {
        var noPort = toyModel()
        noPort.stimuli = []
        #expect(throws: ExperimentError.noPort) { try Experiment(noPort, on: dataset) }
        var noReadout = toyModel()
        noReadout.readouts = []
        #expect(throws: ExperimentError.noReadout) { try Experiment(noReadout, on: dataset) }
        var small = toyModel()
        small.stimuli[0].count = 7
        #expect(throws: ExperimentError.channels(20, port: "port", count: 7)) {
            try Experiment(small, on: dataset)
        }
        var unlabelled = dataset
        unlabelled.test.labels = []
        #expect(throws: ExperimentError.unlabelled(split: "test", dataset: "toy")) {
            try Experiment(toyModel(), on: unlabelled)
        }
    }
}
