import SNNModel

/// Why a network cannot be built or run, in words for the user.
public enum NetworkError: Error, Sendable, CustomStringConvertible {
    /// A drawn or calculated delay is below one tick or too long.
    case delay(projection: String, resolution: Double)
    /// An entry of an explicit list names an element that does not exist.
    case edge(source: Int, target: Int, projection: Projection)
    /// The network would not fit the machine's free memory.
    case memory(needed: Int, available: Int)
    /// Bound spikes name an element that the stimulus does not have.
    case unit(Int, stimulus: String, count: Int)
    /// Bound spikes have a time that is negative or not a number.
    case time(Double, stimulus: String)
    /// There is no modulator of this name that could be released.
    case noModulator(String)
    /// There is no stimulus of this name that spikes could be bound to.
    case noStimulus(String)
    /// A state variable cannot be read or set from outside.
    case noValues(String, population: String, reason: String)
    /// Astrocytes cannot cover what they are asked to.
    case coverage(astrocytes: String, problem: String)
    /// A weight would have ceased to be a finite number. The state is that of the last good weight.
    case weight(projection: String, source: Int, target: Int, milliseconds: Double)
    /// Weights to be set are not those of this network.
    case weights(projection: String, reason: String)
    /// The model has mistakes.
    case model([Diagnostic])

    public var description: String {
        switch self {
        case .delay(let projection, let resolution):
            "a delay of `\(projection)` is below one tick of "
                + "\(Quantity.milliseconds(resolution).text) or above \(Limits.delayTicksMax) ticks"
        case .edge(let source, let target, let projection):
            "the list of `\(projection.source) -> \(projection.target)` has a synapse from "
                + "\(source) to \(target), which lies outside"
        case .memory(let needed, let available):
            "the network needs about \(ByteCount(needed)), and \(ByteCount(available)) are free"
        case .unit(let unit, let stimulus, let count):
            "a spike is bound to element \(unit) of `\(stimulus)`, which has \(count)"
        case .time(let time, let stimulus):
            "a spike bound to `\(stimulus)` has the time \(time) ms"
        case .noModulator(let name): "there is no modulator `\(name)`"
        case .noStimulus(let name): "there is no stimulus `\(name)` to bind spikes to"
        case .noValues(let name, let population, let reason):
            "values of `\(name)` of `\(population)`: \(reason)"
        case .coverage(let name, let problem): "`\(name)` \(problem)"
        case .weight(let projection, let source, let target, let time):
            "at \(Quantity.milliseconds(time).text) the weight of `\(projection)` from \(source) "
                + "to \(target) is no longer a finite number"
        case .weights(let projection, let reason):
            "the weights do not fit `\(projection)`: \(reason)"
        case .model(let diagnostics):
            diagnostics.map { "\($0.severity.rawValue)[\($0.code)]: \($0.message)" }
                .joined(separator: "\n")
        }
    }
}

/// A number of bytes as people read it: `1.3 GiB`.
public struct ByteCount: Sendable, CustomStringConvertible {
    public let bytes: Int

    public init(_ bytes: Int) { self.bytes = bytes }

    public var description: String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        let tenths = (value * 10).rounded() / 10
        return unit == 0 ? "\(bytes) B" : "\(tenths) \(units[unit])"
    }
}
