import SNNModel

// What is to be learnt: trials and their targets. A trial is a pure function of the seed and its
// number, so that results depend on neither workers nor what was drawn before.

/// The task of a leaky readout.
struct EPropTask {
    enum Kind { case sines, majority, labels }

    let kind: Kind
    let readout: String
    let outputs: Int
    let ticks: Int
    let window: ClosedRange<Int>
    private let seed: UInt64
    private let resolution: Double
    /// Spikes of the model's own stimuli, the same in every trial.
    private let steady: EPropInput
    /// The first source and number of elements of the open port.
    private let port: (first: Int, count: Int)
    private let cues: Cues
    private let values: [Double]
    /// Samples to learn from, of a data set.
    private let samples: [EPropSample]

    private struct Cues {
        let count: Int
        /// In ticks.
        let interval: Int
        let duration: Int
        /// Per tick.
        let rate: Double
        let noise: Double
        let probability: Double
    }

    /// - Parameter samples: what a data set shows, for `labels`.
    init(
        _ readout: Readout, of model: Model, ticks: Int, steady: EPropInput,
        samples: [LabelledTrains], classes: Int
    ) throws(TrainingError) {
        let h = model.resolution
        let value = Self.values(of: readout)
        func inTicks(_ name: String) -> Int { Int((value(name) / h).rounded()) }
        self.readout = readout.name
        self.ticks = ticks
        self.steady = steady
        seed = model.seed
        resolution = h
        var first = 0
        var found = (0, 0)
        for stimulus in model.stimuli {
            if stimulus.kind == "input" { found = (first, stimulus.count) }
            first += stimulus.count
        }
        port = found
        switch readout.settings["targets"] {
        case .name("majority")?: kind = .majority
        case .name("labels")?: kind = .labels
        default: kind = .sines
        }
        cues = Cues(
            count: Int(value("cues")), interval: inTicks("cue_interval"),
            duration: inTicks("cue_duration"), rate: value("cue_rate") * h,
            noise: value("noise_rate") * h, probability: value("cue_probability"))
        let last = readout.settings["window"] == nil ? ticks : inTicks("window")
        let cueTicks = kind == .majority ? cues.count * cues.interval : 0
        guard last >= 1, cueTicks + last <= ticks else { throw .window(readout.name) }
        window = ticks - last + 1...ticks
        values = kind == .sines ? Self.sines(readout, model.seed, ticks: ticks, h) : []
        outputs = kind == .sines ? 1 : kind == .majority ? 2 : classes
        guard kind != .labels || !samples.isEmpty else { throw .noSamples(readout.name) }
        let placed = found.0
        self.samples = samples.map { $0.sample(from: placed, resolution: h, steady: steady) }
    }

    /// A parameter as set, or by default.
    static func values(of readout: Readout) -> (String) -> Double {
        let kind = Catalogue.kind(.readout, "leaky")
        return { name in
            (readout.settings[name] ?? kind?.parameter(name)?.standard)?.quantity?.value ?? 0
        }
    }

    /// The trials of an iteration.
    func batch(_ iteration: Int, count: Int) -> [EPropSample] {
        let first = iteration * count
        switch kind {
        case .sines:
            return Array(
                repeating: EPropSample(input: steady, target: .values(values)), count: count)
        case .majority: return (first..<first + count).map { trial($0) }
        case .labels:
            // Epoch after epoch, each in an order of its own.
            return (first..<first + count).map { number in
                samples[shuffled(epoch: number / samples.count)[number % samples.count]]
            }
        }
    }

    private func shuffled(epoch: Int) -> [Int] {
        var random = ElementStream(
            seed: seed, stream: StreamID(readout + ".order"), element: epoch)
        var order = Array(samples.indices)
        for index in order.indices.reversed() where index > 0 {
            order.swapAt(index, random.index(below: index + 1))
        }
        return order
    }

    /// Cues left and right, then the question which there were more of.
    private func trial(_ number: Int) -> EPropSample {
        var random = ElementStream(
            seed: seed, stream: StreamID(readout + ".trial"), element: number)
        let right = random.uniform() < 0.5 ? cues.probability : 1 - cues.probability
        let isRight = (0..<cues.count).map { _ in random.uniform() < right }
        let group = port.count / 4
        var input = EPropInput()
        for tick in 0..<ticks {
            let (cue, phase) = (tick / cues.interval, tick % cues.interval)
            for element in 0..<4 * group {
                let isOn =
                    switch element / group {
                    case 0: cue < cues.count && phase < cues.duration && isRight[cue]
                    case 1: cue < cues.count && phase < cues.duration && !isRight[cue]
                    case 2: tick >= window.lowerBound - 1
                    default: true
                    }
                guard isOn else { continue }
                let rate = element / group == 3 ? cues.noise : cues.rate
                guard random.uniform() < rate else { continue }
                input.ticks.append(Int32(tick))
                input.sources.append(Int32(port.first + element))
            }
        }
        let majority = 2 * isRight.filter { $0 }.count > cues.count
        return EPropSample(
            input: input.merging(steady), target: .label(majority ? 0 : 1))
    }

    /// A sum of sines with random amplitudes and phases, at most 1.
    private static func sines(
        _ readout: Readout, _ seed: UInt64, ticks: Int, _ h: Double
    ) -> [Double] {
        let entry = Catalogue.kind(.readout, "leaky")?.parameter("periods")
        guard case .list(let periods)? = readout.settings["periods"] ?? entry?.standard else {
            return []
        }
        var random = ElementStream(
            seed: seed, stream: StreamID(readout.name + ".target"), element: 0)
        let parts = periods.map { period in
            (period.value, 0.5 + 1.5 * random.uniform(), random.uniform())
        }
        let sum = (1...ticks).map { tick in
            parts.reduce(0.0) { sum, part in
                let turns = Double(tick) * h / part.0 + part.2
                return sum + part.1 * Double.sine(6.283_185_307_179_586 * turns)
            }
        }
        let top = sum.map { abs($0) }.max() ?? 1
        return sum.map { $0 / max(top, 1e-12) }
    }
}

/// Spikes of one sample of a data set and its label.
public struct LabelledTrains: Sendable {
    public var trains: SpikeTrains
    public var label: Int

    public init(_ trains: SpikeTrains, label: Int) {
        self.trains = trains
        self.label = label
    }

    /// - Parameter first: the source that element 0 is.
    func sample(from first: Int, resolution: Double, steady: EPropInput) -> EPropSample {
        var input = EPropInput()
        let order = trains.times.indices.sorted {
            (trains.times[$0], trains.units[$0]) < (trains.times[$1], trains.units[$1])
        }
        for index in order {
            input.ticks.append(Int32((trains.times[index] / resolution).rounded()))
            input.sources.append(Int32(first + trains.units[index]))
        }
        return EPropSample(input: input.merging(steady), target: .label(label))
    }
}

extension EPropInput {
    /// Both, in the order of time.
    func merging(_ other: EPropInput) -> EPropInput {
        if other.ticks.isEmpty { return self }
        let all = zip(ticks + other.ticks, sources + other.sources).sorted { $0 < $1 }
        return EPropInput(ticks: all.map(\.0), sources: all.map(\.1))
    }
}
