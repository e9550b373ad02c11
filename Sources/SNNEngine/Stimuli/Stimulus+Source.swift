import SNNModel

// From the settings of a stimulus, which the model's checks have passed, to what emits.

extension SpikeSource {
    /// - Returns: nil for stimuli that do not spike.
    init?(_ stimulus: Stimulus, model: Model, trains: [String: SpikeTrains]) throws(NetworkError) {
        let draw = { (name: String, standard: Double) in
            stimulus.numbers(name, standard: standard, seed: model.seed)
        }
        switch stimulus.kind {
        case "poisson":
            let times = stimulus.list("times")
            let rates = stimulus.list("rates")
            let steps = zip(times, rates).map {
                (tick: Int(($0 / model.resolution).rounded()), mean: $1 * model.resolution)
            }
            self = .poisson(
                PoissonSource(
                    seed: model.seed, stream: StreamID(stimulus.name + ".spikes"),
                    count: stimulus.count, means: draw("rate", 0).map { $0 * model.resolution },
                    steps: steps))
        case "fluctuating":
            let kind = Catalogue.kind(.stimulus, stimulus.kind)
            let number = { (name: String) in
                (stimulus.settings[name] ?? kind?.parameter(name)?.standard)?.quantity?.value ?? 0
            }
            let (low, high) = (number("rate_min"), number("rate_max"))
            self = .fluctuating(
                FluctuatingSource(
                    seed: model.seed, name: stimulus.name, count: stimulus.count,
                    means: low * model.resolution...max(low, high) * model.resolution,
                    tau: number("tau") / model.resolution, shared: max(1, Int(number("shared")))))
        case "regular":
            self = .regular(
                RegularTrains(
                    start: draw("start", 1), rate: draw("rate", 0), resolution: model.resolution))
        case "spike_file":
            self = .trains(
                try BoundTrains(
                    trains[stimulus.name] ?? SpikeTrains(), stimulus: stimulus.name,
                    count: stimulus.count, resolution: model.resolution))
        case "input": self = .open
        default: return nil
        }
    }
}

extension CurrentSource {
    /// - Returns: nil for stimuli that are no currents.
    init?(_ stimulus: Stimulus, model: Model) {
        guard stimulus.kind == "current" else { return nil }
        let number = { (name: String) in stimulus.settings[name]?.quantity?.value ?? 0 }
        let waveform: Waveform
        switch stimulus.settings["waveform"] {
        case .name("sine"):
            waveform = .sine(
                offset: number("offset"), amplitude: number("amplitude"),
                frequency: number("frequency"), phase: number("phase"))
        case .name("noise"):
            let ticks = (number("interval") / model.resolution).rounded()
            waveform = .noise(
                offset: number("offset"), sd: number("sd"), interval: max(1, Int(ticks)))
        default:
            waveform = .step(
                zip(stimulus.list("times"), stimulus.list("amplitudes")).map {
                    (tick: Int(($0 / model.resolution).rounded()), value: $1)
                })
        }
        self.init(
            waveform: waveform, seed: model.seed, stream: StreamID(stimulus.name + ".current"),
            resolution: model.resolution)
    }
}

extension Stimulus {
    fileprivate func list(_ name: String) -> [Double] {
        if case .list(let values) = settings[name] { values.map(\.value) } else { [] }
    }

    /// One value where all elements are alike, else one per element.
    fileprivate func numbers(_ name: String, standard: Double, seed: UInt64) -> [Double] {
        switch settings[name] {
        case .quantity(let quantity): return [quantity.value]
        case .random(let distribution):
            let id = StreamID("\(self.name).\(name)")
            return (0..<count).map {
                var random = ElementStream(seed: seed, stream: id, element: $0)
                return random.draw(distribution)
            }
        default: return [standard]
        }
    }
}
