import SNNModel

// The trials of a what_when readout: a cue, then event A at its latency with the probability p, or
// else event B at its own. After so many trials times and probability switch.

/// Fixed statistics of a block of trials.
struct ExpectationBlock {
    /// Tick in the trial, of A and B.
    var events: [Int]
    /// Of A.
    var probability: Double

    func probability(of event: Int) -> Double { event == 0 ? probability : 1 - probability }
}

/// The settings of a what_when readout, in ticks.
struct ExpectationTask {
    let readout: String
    /// Of a trial.
    let ticks: Int
    let cue: Range<Int>
    /// Before the switch and after it.
    let blocks: [ExpectationBlock]
    /// In each block.
    let trials: Int
    let seeds: Int
    let sigma: Double
    let gate: Int
    let gateOutside: Double
    let etaWhen: Double
    let etaWhat: Double
    /// Of the trace, for one tick.
    let decay: Double
    let forceInterval: Int
    let forceAlpha: Double

    /// - Throws: `ExpectationError` for a trial that its cue or an event does not fit into.
    init(_ readout: Readout, of model: Model) throws(ExpectationError) {
        guard let duration = model.duration else { throw .noDuration }
        let kind = Catalogue.kind(.readout, readout.kind)
        func setting(_ name: String) -> Value? {
            readout.settings[name] ?? kind?.parameter(name)?.standard
        }
        func number(_ name: String) -> Double { setting(name)?.quantity?.value ?? 0 }
        func inTicks(_ time: Double) -> Int { Int((time / model.resolution).rounded()) }
        let start = inTicks(number("cue_start"))
        func latencies(_ name: String) -> [Int] {
            guard case .list(let list)? = setting(name) else { return [] }
            return list.map { start + inTicks($0.value) }
        }
        self.readout = readout.name
        ticks = inTicks(duration)
        cue = start..<start + inTicks(number("cue_duration"))
        blocks = [
            ExpectationBlock(
                events: latencies("latencies"), probability: number("probability")),
            ExpectationBlock(
                events: latencies("switched_latencies"),
                probability: number("switched_probability")),
        ]
        trials = Int(number("trials"))
        seeds = Int(number("seeds"))
        sigma = number("sigma") / model.resolution
        gate = inTicks(number("gate"))
        gateOutside = number("gate_outside")
        etaWhen = number("eta_when")
        etaWhat = number("eta_what")
        decay = Double.exp(-model.resolution / number("tau"))
        forceInterval = max(1, inTicks(number("force_interval")))
        forceAlpha = number("force_alpha")
        let last = ([cue.upperBound - 1] + blocks.flatMap(\.events)).max() ?? 0
        guard last < ticks else { throw .tooShort(readout.name) }
    }

    /// y of an event in each tick.
    func target(_ tick: Int) -> [Double] {
        (0..<ticks).map {
            let distance = Double($0 - tick) / sigma
            return Double.exp(-0.5 * distance * distance)
        }
    }

    /// G of the event that occurred, in each tick.
    func attention(_ tick: Int) -> [Double] {
        (0..<ticks).map {
            $0 < cue.lowerBound ? 0 : abs($0 - tick) < gate ? 1 : gateOutside
        }
    }

    /// Spikes of the cue in `count` trials, by every element of a port in every tick of the cue.
    func cueTrains(trials count: Int, elements: Int, resolution: Double) -> SpikeTrains {
        var trains = SpikeTrains()
        for trial in 0..<count {
            for tick in cue {
                for element in 0..<elements {
                    // Ticks of a trial count from 0; the first tick of a run is number 1.
                    trains.times.append(Double(trial * ticks + tick + 1) * resolution)
                    trains.units.append(element)
                }
            }
        }
        return trains
    }

    /// The RMS of what is expected less what should be, relative to the RMS of the latter.
    func error(_ expected: [[Double]], in block: ExpectationBlock) -> Double {
        var (square, whole) = (0.0, 0.0)
        for (event, tick) in block.events.enumerated() {
            let probability = block.probability(of: event)
            for (value, y) in zip(expected[event], target(tick)) {
                let wanted = probability * y
                square += (value - wanted) * (value - wanted)
                whole += wanted * wanted
            }
        }
        return (square / whole).squareRoot()
    }
}

/// Why a what_when readout cannot learn.
public enum ExpectationError: Error, Equatable, Sendable, CustomStringConvertible {
    case noReadout
    case noDuration
    case noPort
    case tooShort(String)
    /// Traces and the comparator's matrix need more bytes than are free.
    case memory(needed: Int, available: Int)

    public var description: String {
        switch self {
        case .noReadout: "the model has no what_when readout"
        case .noDuration: "the model does not say how long a trial lasts"
        case .noPort: "the model has no port for the cue"
        case .tooShort(let name): "the cue or an event of `\(name)` lies after the end of a trial"
        case .memory(let needed, let available):
            "learning from so many neurons needs about \(ByteCount(needed)), and "
                + "\(ByteCount(available)) are free"
        }
    }

    /// What to do about it.
    public var help: String {
        switch self {
        case .noReadout: "declare one: readout expectation of what_when { of = exc }"
        case .noDuration, .tooShort: "write: simulation { duration = 1 s }"
        case .noPort: "add `stimulus cue[1] of input`"
        case .memory: "read a part of them: of = exc[0 ..< 1000]"
        }
    }
}
