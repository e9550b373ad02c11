import Testing

@testable import SNNEngine

/// A neuron learns what a leaky sum with a threshold does.
@Suite struct CellFitTests {
    private static let bins = 400

    /// Four inputs that excite and four that inhibit; the potential is their sum with a time
    /// constant of ten bins.
    private static func recording(_ index: Int, bins: Int = Self.bins) -> CellRecording {
        var random = ElementStream(seed: 6, stream: StreamID("cell"), element: index)
        var train = BinnedTrain(starts: [0], inputs: [], counts: [])
        var (potential, spikes, soma) = (-70.0, [Bool](), [Float]())
        for _ in 0..<bins {
            var drive = 0.0
            for input in 0..<8 where random.uniform() < 0.05 {
                train.inputs.append(Int32(input))
                train.counts.append(input < 4 ? 1 : -1)
                drive += input < 4 ? 5 : -4
            }
            train.starts.append(Int32(train.inputs.count))
            potential = -70 + (potential + 70) * 0.9 + drive
            spikes.append(potential > -57)
            soma.append(Float(potential))
        }
        return CellRecording(train: train, spikes: spikes, soma: soma)
    }

    private static var fit: CellFitOptions {
        var fit = CellFitOptions()
        (fit.window, fit.burnIn, fit.skipped, fit.steps) = (80, 20, 30, 60)
        return fit
    }

    private static func trainer(workers: Int) -> CellFitTrainer {
        var shape = ELMShape(
            inputs: 8, memory: 8, outputs: 2, branches: 2, synapsesPerBranch: 4,
            routing: .neuronIO)
        shape.tauMax = 30
        var options = ClassifierOptions()
        (options.method, options.rate, options.epochs, options.batch) = (.adam, 0.01, 6, 6)
        return CellFitTrainer(shape, fit, options: options, seed: 2, workers: workers)
    }

    @Test func slopesAreThoseOfTheCost() {
        let step = 1e-6
        for (logit, level) in [(0.3, 1.2), (-4, -0.5), (30, 0), (-30, 2)] {
            for spiked in [false, true] {
                func loss(_ a: Double, _ b: Double) -> Double {
                    Self.fit.cost(logit: a, level: b, spiked: spiked, target: 0.4).loss
                }
                let found = Self.fit.cost(logit: logit, level: level, spiked: spiked, target: 0.4)
                let byLogit = (loss(logit + step, level) - loss(logit - step, level)) / (2 * step)
                let byLevel = (loss(logit, level + step) - loss(logit, level - step)) / (2 * step)
                // Differences of numbers around 15 have an error of 1e-9.
                #expect(abs(found.logitSlope - byLogit) < 1e-8)
                #expect(abs(found.levelSlope - byLevel) < 1e-8)
            }
        }
        // By hand: half of log 2 for odds of one, and half of the square of 2.
        let even = Self.fit.cost(logit: 0, level: 2, spiked: true, target: 0)
        #expect(abs(even.loss - (0.5 * Double.log(2) + 2)) < 1e-12)
        #expect(even.logitSlope == -0.25 && even.levelSlope == 2)
    }

    @Test func learnsALeakySum() {
        let recordings = (0..<24).map { Self.recording($0) }
        let unseen = (100..<108).map { Self.recording($0) }
        let trainer = Self.trainer(workers: 2)
        let before = trainer.test(unseen)
        for epoch in 0..<6 { _ = trainer.learn(epoch, from: recordings) { _ in false } }
        let after = trainer.test(unseen)
        let judged = 8 * (Self.bins - 50)
        #expect(after.count == judged && after.logits.count == judged)
        #expect(after.spikes.contains(true) && after.spikes.contains(false))
        // The potential, cut off at -55 mV, has a standard deviation of 6 mV.
        #expect(after.error < 1.5)
        #expect(after.loss < before.loss / 4)
    }

    @Test func isTheSameForEveryTeam() {
        let recordings = (0..<5).map { Self.recording($0) }
        let states = [1, 2, 3, 7].map { workers in
            let trainer = Self.trainer(workers: workers)
            let loss = trainer.learn(0, from: recordings) { $0 == 20 }
            return (trainer.state, loss, trainer.test(recordings))
        }
        for state in states.dropFirst() {
            #expect(state.0 == states[0].0)
            #expect(state.1 == states[0].1)
            #expect(state.2 == states[0].2)
        }
    }

    @Test func judgesOnlyWhatComesAfterTheBurnIn() {
        func state(changing bins: Range<Int>) -> ClassifierState {
            // Windows begin at 30 to 60, so nothing before 50 is ever judged.
            var recordings = (0..<3).map { Self.recording($0, bins: 140) }
            for index in recordings.indices {
                for bin in bins {
                    recordings[index].soma[bin] += 3
                    recordings[index].spikes[bin].toggle()
                }
            }
            let trainer = Self.trainer(workers: 1)
            _ = trainer.learn(0, from: recordings) { $0 == 10 }
            return trainer.state
        }
        let untouched = state(changing: 0..<0)
        #expect(state(changing: 0..<50) == untouched)
        #expect(state(changing: 50..<140) != untouched)
    }

    /// What is told of a test is what its definition gives for the outputs of the neuron.
    @Test func tellsWhatTheOutputsAre() {
        let recording = Self.recording(3)
        let trainer = Self.trainer(workers: 1)
        let prediction = trainer.test([recording])
        let (fit, neuron) = (trainer.fit, trainer.neuron)
        let length = Self.bins - fit.skipped
        let pass = ELMPass<Double>(
            neuron.shape, neuron.routing, capacity: 1, bins: length, keepsStates: false)
        var (loss, squares, logits) = (0.0, 0.0, [Double]())
        pass.forward(
            neuron.parameters, [recording.train.bins(fit.skipped..<Self.bins)], judgesAll: true
        ) { bin, outputs in
            guard bin >= fit.burnIn else { return }
            let place = fit.skipped + bin
            let p = 1 / (1 + Double.exp(-outputs[0]))
            let cut = min(Double(recording.soma[place]), -55)
            let miss = outputs[1] - (cut + 67.7) / 10
            loss += -0.5 * Double.log(recording.spikes[place] ? p : 1 - p) + 0.5 * miss * miss
            squares += 100 * miss * miss
            logits.append(outputs[0])
        }
        let count = Double(length - fit.burnIn)
        // Outputs are calculated in single precision.
        #expect(abs(prediction.loss - loss / count) < 1e-4)
        #expect(abs(prediction.error - (squares / count).squareRoot()) < 1e-4)
        #expect(zip(prediction.logits, logits).allSatisfy { abs(Double($0) - $1) < 1e-4 })
    }
}
