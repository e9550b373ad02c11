import Testing

@testable import SNNEngine

@Suite struct ELMTrainerTests {
    private static let bins = 30

    /// Four classes: which of two inputs comes first, and whether they come early.
    private static func sample(_ index: Int) -> LabelledBins {
        var random = ElementStream(seed: 8, stream: StreamID("sample"), element: index)
        let label = random.index(below: 4)
        let start = (label < 2 ? 2 : 14) + random.index(below: 4)
        let gap = 3 + random.index(below: 3)
        var spikes = [
            (start, label % 2 == 0 ? 0 : 1), (start + gap, label % 2 == 0 ? 1 : 0),
        ]
        for _ in 0..<3 { spikes.append((random.index(below: bins), 2 + random.index(below: 3))) }
        spikes.sort { $0 < $1 }
        return LabelledBins(
            train: BinnedTrain(
                times: spikes.map { Double($0.0) }, units: spikes.map(\.1), bin: 1, bins: bins),
            label: label)
    }

    private static func trainer(
        workers: Int, method: GradientDescent.Method = .adamax
    ) -> ELMTrainer {
        var shape = ELMShape(inputs: 5, memory: 12, outputs: 4)
        shape.tauMax = 40
        shape.tauBound = 100
        shape.learnsTau = true
        var options = ClassifierOptions()
        options.method = method
        options.epochs = 12
        options.batch = 10
        options.dropout = 0.05
        options.clip = 1
        options.rate = method == .adam ? 0.005 : 0.02
        return ELMTrainer(shape, bins: bins, options: options, seed: 5, workers: workers)
    }

    @Test(arguments: GradientDescent.Method.allCases)
    func learnsAnOrder(method: GradientDescent.Method) {
        let trainer = Self.trainer(workers: 2, method: method)
        for epoch in 0..<12 {
            _ = trainer.learn(epoch, count: 400, sample: Self.sample) { _ in false }
        }
        let outcome = trainer.test(count: 200) { Self.sample(1000 + $0) }
        // Chance is a quarter.
        #expect(outcome.accuracy >= 0.9)
        #expect(outcome.found.count == 200)
        let taus = trainer.weights.arrays["memory_tau"]!.values
        #expect(taus.allSatisfy { $0 > 0 && $0 < 100 })
    }

    @Test func isTheSameForEveryTeam() {
        let states = [1, 2, 3, 7].map { workers in
            let trainer = Self.trainer(workers: workers)
            for epoch in 0..<2 {
                _ = trainer.learn(epoch, count: 45, sample: Self.sample) { _ in false }
            }
            return (trainer.state, trainer.test(count: 30, sample: Self.sample))
        }
        for (state, outcome) in states {
            #expect(state == states[0].0)
            #expect(outcome == states[0].1)
        }
    }

    @Test func goesOnAsIfNothingHadBeen() {
        let whole = Self.trainer(workers: 1)
        let first = Self.trainer(workers: 1)
        for epoch in 0..<3 { _ = whole.learn(epoch, count: 40, sample: Self.sample) { _ in false } }
        for epoch in 0..<2 { _ = first.learn(epoch, count: 40, sample: Self.sample) { _ in false } }
        let second = Self.trainer(workers: 1)
        second.state = first.state
        _ = second.learn(2, count: 40, sample: Self.sample) { _ in false }
        #expect(second.state == whole.state)
    }

    /// What was learnt gives the same answers to the bit where it is put into another trainer,
    /// learnt time constants too.
    @Test func weightsGiveTheSameAnswers() throws {
        let trainer = Self.trainer(workers: 1)
        for epoch in 0..<4 {
            _ = trainer.learn(epoch, count: 200, sample: Self.sample) { _ in false }
        }
        let other = Self.trainer(workers: 2)
        _ = other.learn(0, count: 20, sample: Self.sample) { _ in false }
        try other.take(trainer.weights)
        #expect(other.weights == trainer.weights)
        #expect(other.state.step == 0 && other.state.first.allSatisfy { $0 == 0 })
        let outcomes = [trainer, other].map { $0.test(count: 300, sample: Self.sample) }
        #expect(outcomes[0] == outcomes[1])
        #expect(Set(outcomes[0].found).count > 1)
        // Ended by whoever looks on, after a piece of 256.
        #expect(other.test(count: 300, sample: Self.sample) { _ in true }.found.count == 256)
    }

    @Test func binsCount() {
        let train = BinnedTrain(
            times: [0.1, 1.9, 1.95, 2, 7.99, 8, -1], units: [3, 1, 1, 0, 2, 4, 4], bin: 2, bins: 4)
        #expect(train.starts == [0, 2, 3, 3, 4])
        #expect(train.inputs == [1, 3, 0, 2])
        #expect(train.counts == [2, 1, 1, 1])
        let both = train.followed(by: train)
        #expect(both.starts == [0, 2, 3, 3, 4, 6, 7, 7, 8])
        #expect(both.binCount == 8)
    }
}
