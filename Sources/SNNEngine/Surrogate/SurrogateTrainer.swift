import SNNModel

/// Trains a network and its readouts by backpropagation through time with surrogate gradients.
///
///     let trainer = SurrogateTrainer(
///         network, readout, ticks: 100, resolution: 1, options: options, workers: 2)
///     for step in 0..<500 { trainer.learn(batch(step), rate: 1e-3) }
///     trainer.roundDelays()
///     print(trainer.test(samples).accuracy)
///
/// Results are the same to the bit for any number of workers.
final class SurrogateTrainer {
    /// What a batch showed.
    struct Outcome: Sendable, Equatable {
        /// Mean cross-entropy over trials, in nats.
        var error: Double
        /// What rates and spikes cost.
        var cost: Double
        /// The part of trials whose label had the greatest readout.
        var accuracy: Double
        /// The class found in each trial.
        var found: [Int]
        /// Spikes per neuron and ms.
        var rate: Double
        /// Euclidean norm of the gradient before it was clipped; 0 where nothing was learnt.
        var norm: Double
        /// A fingerprint of all spikes.
        var digest: UInt64
    }

    /// All that changes: enough to go on with another trainer of the same network.
    struct State: Sendable, Equatable {
        var parameters: [Double]
        var first: [Double]
        var second: [Double]
        var step: Int
    }

    private enum Core {
        case single(SurrogateBatch<SIMD16<Float>>)
        case double(SurrogateBatch<SIMD8<Double>>)
    }

    let layout: SurrogateLayout
    let ticks: Int
    private let options: SurrogateOptions
    /// As it was before all training; what is learnt of time constants is relative to it.
    let initialNetwork: EPropNetwork
    private let initialReadout: SurrogateReadout
    private let resolution: Double
    /// In ticks.
    let delayMax: Double
    private let core: Core
    private var descent: GradientMoments<Double>
    /// Laid out as `layout` says.
    var parameters: [Double]

    /// - Parameters:
    ///   - ticks: length of a trial.
    ///   - resolution: h in ms, for rates.
    init(
        _ network: EPropNetwork, _ readout: SurrogateReadout, ticks: Int, resolution: Double,
        options: SurrogateOptions, workers: Int
    ) {
        precondition(
            readout.window.lowerBound >= 1 && readout.window.upperBound <= ticks,
            "What counts must lie within the trial.")
        precondition(
            network.neurons.allSatisfy { $0.threshold > 0 }, "Thresholds must lie above E_L.")
        self.ticks = ticks
        self.options = options
        self.resolution = resolution
        initialNetwork = network
        initialReadout = readout
        layout = SurrogateLayout(network, readout, options)
        parameters = layout.parameters(network, readout)
        delayMax = Double(max(options.delayMax ?? network.delayMax, network.delayMax))
        descent = GradientMoments(options.optimiser, .ofMoments, count: layout.count)
        switch options.precision {
        case .single:
            core = .single(
                SurrogateBatch(
                    network, readout, ticks: ticks, resolution: resolution, options: options,
                    workers: workers))
        case .double:
            core = .double(
                SurrogateBatch(
                    network, readout, ticks: ticks, resolution: resolution, options: options,
                    workers: workers))
        }
    }

    /// The network and the readout as learnt so far, with delays in whole ticks.
    var network: EPropNetwork { layout.network(initialNetwork, with: parameters) }
    var readout: SurrogateReadout { layout.readout(initialReadout, with: parameters) }

    var state: State {
        get {
            State(
                parameters: parameters, first: descent.first, second: descent.second,
                step: descent.step)
        }
        set {
            precondition(
                newValue.parameters.count == layout.count,
                "A state belongs to a network with the same parameters.")
            parameters = newValue.parameters
            descent.restore(
                step: newValue.step, first: newValue.first, second: newValue.second)
        }
    }

    /// Begins anew with other parameters.
    func restart(with parameters: [Double]) {
        let zeros = Array(repeating: 0.0, count: layout.count)
        state = State(parameters: parameters, first: zeros, second: zeros, step: 0)
    }

    /// Whether all parameters are still numbers.
    var isFinite: Bool { parameters.allSatisfy(\.isFinite) }

    /// Bytes that trials hold for the way back, of all workers together.
    var byteCount: Int {
        switch core {
        case .single(let batch): batch.byteCount
        case .double(let batch): batch.byteCount
        }
    }

    /// Shows a batch, and moves all parameters that learn.
    @discardableResult
    func learn(_ batch: [EPropSample], rate: Double) -> Outcome {
        var (outcome, gradient) = gradient(batch)
        outcome.norm = GradientDescent.clip(&gradient, to: options.normMax ?? 0)
        descent.move(&parameters, along: gradient, parts(rate))
        for index in layout.delays {
            parameters[index] = min(max(parameters[index], 1), delayMax)
        }
        return outcome
    }

    /// How fast each kind of parameter moves.
    private func parts(_ rate: Double) -> [GradientMoments<Double>.Part] {
        [
            .init(range: layout.weights, rate: rate),
            .init(range: layout.delays, rate: rate * options.factorDelays),
            .init(
                range: layout.taus.lowerBound..<layout.slowTaus.upperBound,
                rate: rate * options.factorTaus),
            .init(
                range: layout.readout.lowerBound..<layout.biases.upperBound,
                rate: rate * options.factorReadout),
        ]
    }

    /// Shows trials and learns nothing.
    func test(_ batch: [EPropSample]) -> Outcome { outcome(show(batch, learns: false)) }

    /// The derivatives of `error + cost` of a batch with respect to all parameters.
    func gradient(_ batch: [EPropSample]) -> (Outcome, [Double]) {
        let totals = show(batch, learns: true)
        let trials = Double(max(batch.count, 1))
        return (outcome(totals), totals.gradient.map { $0 / trials })
    }

    /// Delays become whole ticks, as they are in `network`.
    func roundDelays() {
        for index in layout.delays { parameters[index] = parameters[index].rounded() }
    }

    private func show(_ batch: [EPropSample], learns: Bool) -> SurrogateTotals {
        switch core {
        case .single(let core): core.show(batch, parameters, learns: learns)
        case .double(let core): core.show(batch, parameters, learns: learns)
        }
    }

    private func outcome(_ totals: SurrogateTotals) -> Outcome {
        let trials = Double(max(totals.trials, 1))
        let duration = trials * Double(ticks) * resolution
        var cost = 0.0
        for spikes in totals.spikes {
            let rate = spikes / duration
            let excess = rate - options.targetRate
            cost += 0.5 * options.rateCost * excess * excess + options.spikeCost * rate
        }
        let neurons = Double(max(totals.spikes.count, 1))
        return Outcome(
            error: totals.error / trials, cost: cost, accuracy: Double(totals.correct) / trials,
            found: totals.found,
            rate: totals.spikes.reduce(0, +) / (duration * neurons), norm: 0,
            digest: totals.digest)
    }
}
