import SNNModel

/// A network of a model that names classes by leaky readouts, trained with surrogate gradients.
///
///     let trainer = try SurrogateClassifier(model, ticks: 500, classes: 20, options, workers: 2)
///     for epoch in 0..<options.epochs {
///         print(trainer.learn(epoch, count: samples.count) { samples[$0] }.accuracy)
///     }
///
/// Bins of samples are ticks. What is silenced does not make the rest stronger, since spikes have
/// no strength.
public final class SurrogateClassifier: ClassifierTrainer {
    public let options: ClassifierOptions
    public let synapseCount: Int
    let trainer: SurrogateTrainer
    let model: Model
    private let seed: UInt64
    private let ticks: Int

    /// - Parameters:
    ///   - model: checked, with a classifier that reads populations of `lif`.
    ///   - ticks: of a sample.
    ///   - classes: how many there are.
    /// - Throws: `TrainingError`, `NetworkError`.
    public init(
        _ model: Model, ticks: Int, classes: Int, _ options: ClassifierOptions, workers: Int
    ) throws {
        guard let readout = model.readouts.first(where: { $0.kind == "classifier" }) else {
            throw TrainingError.noReadout
        }
        let rules = model.projections.map { projection in
            projection.plasticity.lazy.compactMap { model.plasticity(named: $0) }
                .first { $0.kind == "surrogate" }
        }
        let built = try Network(model.untrained, workers: 1)
        let network = try EPropNetwork(built, learning: rules.map { $0 != nil })
        let neurons = try Training.neurons(of: readout, in: built)
        func setting(_ name: String) -> Value? {
            readout.settings[name]
                ?? Catalogue.kind(.readout, "classifier")?.parameter(name)?.standard
        }
        var random = ElementStream(
            seed: model.seed, stream: StreamID(readout.name + ".weight"), element: 0)
        let scale = 1 / Double(max(neurons.count, 1)).squareRoot()
        let tau = setting("tau")?.quantity?.value ?? 20
        var judgement = SurrogateReadout.Judgement.last
        if case .name(let word)? = setting("judged") {
            judgement = SurrogateReadout.Judgement(rawValue: word) ?? .last
        }
        let leaky = SurrogateReadout(
            count: classes, neurons: neurons, kappa: Double.exp(-model.resolution / tau),
            window: 1...ticks,
            weights: (0..<classes * neurons.count).map { _ in scale * random.normal() },
            judgement: judgement)
        trainer = SurrogateTrainer(
            network, leaky, ticks: ticks, resolution: model.resolution,
            options: SurrogateOptions(
                rules.lazy.compactMap { $0 }.first, resolution: model.resolution, options),
            workers: workers)
        self.model = model
        self.options = options
        self.ticks = ticks
        seed = model.seed
        synapseCount = network.synapseCount
    }

    public var stateCount: Int { trainer.layout.count }
    public var parameterCount: Int { trainer.layout.count }
    public var isFinite: Bool { trainer.isFinite }

    public var state: ClassifierState {
        get {
            let state = trainer.state
            return ClassifierState(
                parameters: state.parameters, first: state.first, second: state.second,
                step: state.step)
        }
        set {
            precondition(newValue.fits(stateCount), "The network has another shape.")
            trainer.state = SurrogateTrainer.State(
                parameters: newValue.parameters, first: newValue.first, second: newValue.second,
                step: newValue.step)
        }
    }

    public func learn(
        _ epoch: Int, count: Int, sample: @escaping @Sendable (Int) -> LabelledBins,
        isOver: (Int) -> Bool
    ) -> ClassifierOutcome {
        let order = ClassifierOptions.order(of: count, epoch, seed: seed)
        var outcome = ClassifierOutcome()
        for start in stride(from: 0, to: count, by: options.batch) {
            let indices = order[start..<min(start + options.batch, count)]
            let batch = indices.map { index in
                var made = sample(index)
                if options.dropout > 0 {
                    var random = ElementStream(
                        seed: seed, stream: StreamID("classifier.dropout.\(epoch)"), element: index)
                    made.train.drop(options.dropout, strengthens: false, &random)
                }
                return EPropSample(made)
            }
            let progress = (Double(epoch) + Double(start) / Double(count)) / Double(options.epochs)
            let part = trainer.learn(
                batch, rate: GradientDescent.cosine(options.rate, at: progress))
            outcome.add(ClassifierOutcome(part), after: start)
            if isOver(start + indices.count) { break }
        }
        outcome.found = []
        return outcome
    }

    public func test(
        count: Int, sample: @escaping @Sendable (Int) -> LabelledBins, isOver: (Int) -> Bool
    ) -> ClassifierOutcome {
        // Delays run as whole ticks.
        let real = trainer.state
        trainer.roundDelays()
        defer { trainer.state = real }
        var outcome = ClassifierOutcome()
        for start in stride(from: 0, to: count, by: 256) {
            let batch = (start..<min(start + 256, count)).map { EPropSample(sample($0)) }
            outcome.add(ClassifierOutcome(trainer.test(batch)), after: start)
            if isOver(start + batch.count) { break }
        }
        return outcome
    }
}

extension SurrogateOptions {
    /// As a rule of the model says; nil where only the readout learns.
    init(_ rule: PlasticityRule?, resolution: Double, _ options: ClassifierOptions) {
        self.init()
        optimiser = options.method
        normMax = options.clip > 0 ? options.clip : nil
        guard let rule else { return }
        func number(_ name: String) -> Double { rule.value(of: name)?.quantity?.value ?? 0 }
        func word(_ name: String) -> String {
            if case .name(let word)? = rule.value(of: name) { word } else { "" }
        }
        surrogate = Surrogate(
            Surrogate.Kind(rawValue: word("shape")) ?? .superspike, slope: number("slope"),
            height: number("height"))
        throughReset = rule.value(of: "through_reset") == .flag(true)
        learnsDelays = rule.value(of: "learn_delays") == .flag(true)
        if let most = rule.settings["delay_max"]?.quantity?.value {
            delayMax = Int((most / resolution).rounded())
        }
        factorDelays = number("delay_rate")
        factorTaus = number("tau_rate")
        factorReadout = number("readout_rate")
        tauMembrane = Sharing(rawValue: word("learn_tau_m")) ?? .fixed
        tauAdaptation = Sharing(rawValue: word("learn_tau_theta")) ?? .fixed
        rateCost = number("c_reg")
        targetRate = number("target_rate")
        spikeCost = number("c_spikes")
    }
}

extension EPropSample {
    /// Bins are ticks, the first of them tick 0.
    init(_ sample: LabelledBins) {
        var input = EPropInput()
        let train = sample.train
        for bin in 0..<train.binCount {
            for entry in Int(train.starts[bin])..<Int(train.starts[bin + 1]) {
                for _ in 0..<max(Int(train.counts[entry].rounded()), 0) {
                    input.ticks.append(Int32(bin))
                    input.sources.append(train.inputs[entry])
                }
            }
        }
        self.init(input: input, target: .label(sample.label))
    }
}

extension ClassifierOutcome {
    fileprivate init(_ outcome: SurrogateTrainer.Outcome) {
        self.init()
        (loss, accuracy, found) = (outcome.error, outcome.accuracy, outcome.found)
    }
}
