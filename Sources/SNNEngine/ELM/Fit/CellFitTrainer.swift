// A neuron of two outputs is to say in each bin whether a cell spikes, and how far its soma is
// depolarised (Spieler et al. 2024, section 4; the data of Beniaguev, Segev & London 2021):
//
//     E = ½ [log(1 + e^y0) - z y0] + ½ (y1 - (min(V, top) - centre) / scale)²,  the mean over bins
//
// Windows are drawn at random from the recordings; nothing is judged by the first bins of one.

/// Fits an ELM neuron to recordings of a cell.
public final class CellFitTrainer {
    public let options: ClassifierOptions
    public let fit: CellFitOptions
    private let learning: ELMLearning
    private let seed: UInt64

    /// - Parameters:
    ///   - options: `dropout` has no part in it.
    ///   - seed: draws where weights begin, routing, and windows.
    /// - Precondition: the shape has two outputs or more.
    public init(
        _ shape: ELMShape, _ fit: CellFitOptions, options: ClassifierOptions, seed: UInt64,
        workers: Int
    ) {
        precondition(shape.outputs >= 2 && fit.burnIn < fit.window)
        self.fit = fit
        self.options = options
        self.seed = seed
        learning = ELMLearning(shape, options: options, seed: seed, workers: workers)
    }

    public var shape: ELMShape { learning.shape }

    /// The neuron as it is now.
    public var neuron: ELMNeuron {
        get { learning.neuron }
        set { learning.neuron = newValue }
    }

    public var state: ClassifierState {
        get { learning.state }
        set { learning.state = newValue }
    }

    public var stateCount: Int { learning.parameters.values.count }
    public var isFinite: Bool { learning.isFinite }

    /// Shows the windows of an epoch and learns from each batch.
    ///
    /// - Parameters:
    ///   - epoch: counted from 0.
    ///   - isOver: told how many batches have been shown; learning ends when it says so.
    /// - Returns: the mean loss.
    /// - Precondition: every recording has at least `fit.skipped + fit.window` bins.
    public func learn(
        _ epoch: Int, from recordings: [CellRecording], isOver: (Int) -> Bool
    ) -> Double {
        var sum = 0.0
        var shown = 0
        for step in 0..<fit.steps {
            var random = SampleDraw(
                seed: seed, name: "fit.windows", number: epoch * fit.steps + step)
            let windows = (0..<options.batch).map { _ in
                let index = random.index(below: recordings.count)
                let room = recordings[index].binCount - fit.skipped - fit.window
                return Window(
                    recording: recordings[index],
                    start: fit.skipped + random.index(below: room + 1), length: fit.window)
            }
            let (loss, gradient) = show(windows, learns: true)
            let progress =
                (Double(epoch) + Double(step) / Double(fit.steps)) / Double(options.epochs)
            learning.step(along: gradient, of: windows.count, progress: progress)
            sum += loss
            shown += 1
            if isOver(shown) { break }
        }
        return sum / Double(shown)
    }

    /// Shows recordings as a whole and learns nothing.
    ///
    /// - Precondition: all are of the same length, above `fit.skipped + fit.burnIn`.
    public func test(_ recordings: [CellRecording]) -> CellPrediction {
        var prediction = CellPrediction()
        guard let bins = recordings.first?.binCount else { return prediction }
        // In pieces, so that few outputs are in memory at once.
        let first = fit.skipped
        for start in stride(from: 0, to: recordings.count, by: 64) {
            let windows = recordings[start..<min(start + 64, recordings.count)].map {
                Window(recording: $0, start: first, length: bins - first)
            }
            show(windows, learns: false, into: &prediction)
        }
        let count = Double(max(prediction.count, 1))
        prediction.loss /= count
        prediction.error = (prediction.error / count).squareRoot()
        return prediction
    }

    private struct Window {
        let recording: CellRecording
        let start: Int
        let length: Int
    }

    /// - Returns: the mean loss of a bin, and the gradient of the sum over windows of their means.
    private func show(
        _ windows: [Window], learns: Bool
    ) -> (loss: Double, gradient: ELMParameters<Float>) {
        let answers = Answers(windows.count, bins: 0)
        let gradient = show(windows, learns: learns, answers)
        let judged = Double(windows.count * (fit.window - fit.burnIn))
        return (windows.indices.reduce(0) { $0 + answers.losses[$1] } / judged, gradient)
    }

    /// Adds up losses and squares of errors.
    private func show(_ windows: [Window], learns: Bool, into sum: inout CellPrediction) {
        let length = windows.first?.length ?? 0
        let bins = length - fit.burnIn
        let answers = Answers(windows.count, bins: bins)
        _ = show(windows, learns: false, answers)
        for (index, window) in windows.enumerated() {
            sum.loss += answers.losses[index]
            sum.error += answers.squares[index]
            sum.count += bins
            for bin in 0..<bins {
                sum.logits.append(answers.outputs[2 * (index * bins + bin)])
                sum.potentials.append(answers.outputs[2 * (index * bins + bin) + 1])
                sum.spikes.append(window.recording.spikes[window.start + fit.burnIn + bin])
            }
        }
    }

    private func show(
        _ windows: [Window], learns: Bool, _ answers: Answers
    ) -> ELMParameters<Float> {
        let (fit, outputCount) = (fit, shape.outputs)
        let length = windows.first?.length ?? 0
        let share = 1 / Float(length - fit.burnIn)
        return learning.show(
            windows.count, bins: length, judgedFrom: fit.burnIn, learns: learns,
            sample: { place in
                let window = windows[place]
                return window.recording.train.bins(window.start..<window.start + window.length)
            },
            judge: { place, bin, outputs, slopes in
                let window = windows[place]
                let level = Double(outputs[1])
                let target = Double(fit.target(window.recording.soma[window.start + bin]))
                let cost = fit.cost(
                    logit: Double(outputs[0]), level: level,
                    spiked: window.recording.spikes[window.start + bin], target: target)
                answers.losses[place] += cost.loss
                if answers.bins > 0 {
                    let error = (level - target) * fit.scale
                    answers.squares[place] += error * error
                    let room = answers.outputs + 2 * (place * answers.bins + bin - fit.burnIn)
                    room[0] = outputs[0]
                    room[1] = Float(fit.potential(outputs[1]))
                }
                guard let slopes else { return }
                slopes[0] = share * Float(cost.logitSlope)
                slopes[1] = share * Float(cost.levelSlope)
                for index in 2..<max(outputCount, 2) { slopes[index] = 0 }
            })
    }

    /// `@unchecked Sendable` because each place is written by one worker.
    private final class Answers: @unchecked Sendable {
        let bins: Int
        let losses, squares: UnsafeMutablePointer<Double>
        /// Of each bin two, for each sample.
        let outputs: UnsafeMutablePointer<Float>

        init(_ count: Int, bins: Int) {
            self.bins = bins
            losses = .allocate(capacity: count)
            squares = .allocate(capacity: count)
            outputs = .allocate(capacity: 2 * count * bins)
            losses.initialize(repeating: 0, count: count)
            squares.initialize(repeating: 0, count: count)
            outputs.initialize(repeating: 0, count: 2 * count * bins)
        }

        deinit {
            losses.deallocate()
            squares.deallocate()
            outputs.deallocate()
        }
    }
}
