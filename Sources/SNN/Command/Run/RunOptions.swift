import Foundation
import SNNData

/// What `snnsim run` was asked to do.
struct RunOptions: Sendable {
    let modelName: String
    let stimulus: String?
    let dataFolder: String?
    let sampleLimit: Int?
    let speakerLeftOut: String?
    /// `--set` in order, split at the first `=`.
    let settings: [(name: String, value: String)]
    let seed: UInt64?
    /// In ms.
    let duration: Double?
    /// Neurons of each population to advance exactly as well; nil for none.
    let audit: Int?
    let loadWeights: String?
    let saveWeights: String?
    let workers: Int
    let kernels: KernelSet
    let switches: MachineSwitches
    let output: String?
    let force: Bool
    let writesReport: Bool
    let isQuiet: Bool

    /// Whether two digits in a row, and their sum, are asked for.
    var isSums: Bool { stimulus?.hasSuffix(DigitSums.ending) ?? false }

    /// More threads than any machine has are a slip of the keyboard.
    static let workersMax = 1024

    init(_ invocation: Invocation) throws(UsageError) {
        modelName = invocation.operands[0]
        stimulus = invocation.value("stimulus")
        dataFolder = invocation.value("data")
        sampleLimit = try invocation.integer("limit", in: 1...Int.max)
        speakerLeftOut = invocation.value("leave-out")
        settings = try Self.settings(of: invocation)
        seed = try Self.seed(invocation.value("seed"))
        duration = try Self.duration(invocation.value("duration"))
        audit = try Self.audit(invocation)
        loadWeights = invocation.value("load-weights")
        saveWeights = invocation.value("save-weights")
        workers =
            try invocation.integer("workers", in: 1...Self.workersMax)
            ?? Machine.workerCount
        kernels = invocation.value("kernels").flatMap(KernelSet.init(rawValue:)) ?? .standard
        switches = MachineSwitches(invocation)
        output = invocation.value("output")
        force = invocation.has("force")
        writesReport = !invocation.has("no-report")
        isQuiet = invocation.has("quiet")
        for option in ["data", "limit", "leave-out"] where invocation.has(option) {
            if stimulus == nil { throw UsageError("`--\(option)` needs `--stimulus` as well") }
        }
    }

    /// `--set` as names and values.
    static func settings(
        of invocation: Invocation
    ) throws(UsageError) -> [(name: String, value: String)] {
        var settings: [(name: String, value: String)] = []
        for text in invocation.all("set") {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw UsageError("`--set` takes NAME=VALUE, not `\(text)`")
            }
            let name = String(parts[0])
            if settings.contains(where: { $0.name == name }) {
                throw UsageError("`--set` gives `\(name)` twice")
            }
            settings.append((name, String(parts[1])))
        }
        return settings
    }

    /// Neurons audited where `--audit` stands alone.
    static let auditedNeurons = 100

    private static func audit(_ invocation: Invocation) throws(UsageError) -> Int? {
        if invocation.value("audit") == "" { return auditedNeurons }
        return try invocation.integer("audit", in: 1...Int.max)
    }

    static func seed(_ text: String?) throws(UsageError) -> UInt64? {
        guard let text else { return nil }
        guard let seed = UInt64(text) else {
            throw UsageError("`--seed` takes a whole number from 0 to 2^64 - 1, not `\(text)`")
        }
        return seed
    }

    static func duration(_ text: String?) throws(UsageError) -> Double? {
        guard let text else { return nil }
        let number = text.prefix { $0.isNumber || ".eE+-".contains($0) }
        let symbol = text.dropFirst(number.count).filter { $0 != " " }
        guard let value = Double(number) else {
            throw UsageError("`--duration` takes a time such as `2 s`, not `\(text)`")
        }
        guard let unit = Unit.named(String(symbol)), unit.dimension == .time else {
            throw UsageError(
                symbol.isEmpty
                    ? "`--duration` needs a unit, as in `\(text) ms`"
                    : "`--duration` takes a time, and `\(symbol)` is no unit of time")
        }
        guard value > 0, value.isFinite else {
            throw UsageError("`--duration` must be positive, not `\(text)`")
        }
        return unit.coherent(value)
    }
}
