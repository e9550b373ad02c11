import Testing

@testable import SNNEngine

@Suite struct SurrogateTrainerTests {
    private func trial(_ seed: UInt64) -> SurrogateCase {
        var trial = SurrogateCase(
            seed: seed, isSoft: seed % 2 == 0, adapts: true, judgement: .maximum,
            isDense: seed % 2 == 0, count: 40, samples: 20)
        trial.options.learnsDelays = seed % 2 == 1
        trial.options.tauMembrane = .perNeuron
        trial.options.tauAdaptation = .shared
        trial.options.rateCost = 10
        trial.options.normMax = 0.5
        return trial
    }

    @Test(arguments: UInt64(1)...4) func workersChangeNothing(_ seed: UInt64) {
        let trial = trial(seed)
        let results = [1, 2, 3, 7].map { workers in
            let trainer = trial.trainer(workers: workers)
            let outcomes = (0..<3).map { _ in trainer.learn(trial.samples, rate: 0.01) }
            return (outcomes, trainer.state)
        }
        for (outcomes, state) in results.dropFirst() {
            #expect(outcomes == results[0].0, "\(trial)")
            #expect(state == results[0].1, "\(trial)")
        }
        #expect(results[0].0[0] != results[0].0[2], "\(trial)")
    }

    @Test(arguments: UInt64(1)...4) func checkpointsContinueIdentically(_ seed: UInt64) {
        var trial = trial(seed)
        trial.options.optimiser = seed < 3 ? .adam : .adamax
        let whole = trial.trainer()
        var checkpoint = whole.state
        for step in 0..<6 {
            if step == 3 { checkpoint = whole.state }
            whole.learn(trial.samples, rate: 0.01)
        }
        let second = trial.trainer()
        second.state = checkpoint
        for _ in 3..<6 { second.learn(trial.samples, rate: 0.01) }
        #expect(checkpoint.step == 3)
        #expect(second.state == whole.state, "\(trial)")
    }

    /// For each tick and neuron 12 bytes, 4 more where thresholds adapt, and 4 for its spike.
    @Test func trialsTakeTheMemoryThatIsStated() {
        let (ticks, count) = (200, 64)
        var trial = SurrogateCase(
            seed: 2, isSoft: true, adapts: false, judgement: .mean, isDense: true, ticks: ticks,
            count: count)
        let plain = trial.trainer().byteCount
        for j in 0..<count { trial.network.neurons[j].growth = 1 }
        let adapting = trial.trainer().byteCount
        #expect(plain > 16 * ticks * count && plain < 17 * ticks * count + 40_000)
        #expect(adapting - plain == 4 * (ticks - 1) * count)
    }
}
