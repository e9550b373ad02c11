import Foundation
import SNNModel

extension SnnsimCommand {
    /// `snnsim plan MODEL`
    static func plan(
        _ invocation: Invocation, on terminal: Terminal, _ installation: Installation
    ) throws {
        let options = try PlanOptions(invocation)
        var source = try ModelSource(
            invocation.operands[0], settings: try RunOptions.settings(of: invocation),
            installation, on: terminal)
        if let duration = options.duration { source.model.duration = duration }
        let plan = RunPlan(
            of: source.model, named: source.name, workers: options.workers, rate: options.rate)
        guard options.isJSON else {
            terminal.print(PlanAnswer(plan: plan).text)
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        terminal.print(String(decoding: try encoder.encode(plan), as: UTF8.self))
    }
}

/// What `snnsim plan` was asked to do.
struct PlanOptions {
    /// As many as the machine has room for.
    let workers: Int
    /// In ms.
    let duration: Double?
    /// In kHz.
    let rate: Double
    let isJSON: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        workers =
            try invocation.integer("workers", in: 1...RunOptions.workersMax)
            ?? Machine.workerCount
        duration = try RunOptions.duration(invocation.value("duration"))
        rate = try Self.rate(invocation.value("rate") ?? "10Hz")
        isJSON = invocation.has("json")
    }

    private static func rate(_ text: String) throws(UsageError) -> Double {
        let number = text.prefix { $0.isNumber || ".eE+-".contains($0) }
        let symbol = text.dropFirst(number.count).filter { $0 != " " }
        guard let value = Double(number), value >= 0, value.isFinite,
            let unit = Unit.named(String(symbol)), unit.dimension == .rate
        else { throw UsageError("`--rate` takes a rate such as `10 Hz`, not `\(text)`") }
        return unit.coherent(value)
    }
}

extension CommandEntry {
    static let plan = CommandEntry(
        "plan", "Tells what a run will need of memory, time and disk.",
        group: "Simulation", operands: [.model],
        options: [
            .set,
            OptionEntry(
                "duration", value: "TIME", "how long to run, as `2 s`, instead of the model's",
                group: "Model"),
            OptionEntry(
                "rate", value: "RATE", "what neurons are taken to fire at; 10 Hz", group: "Model"),
            OptionEntry(
                "workers", value: "N", "threads to use; as many as the machine has cores",
                group: "Machine"),
            OptionEntry("json", "write it as JSON, for programs", group: "Output"),
        ],
        examples: ["snnsim plan balanced.model --duration 10s --rate 5Hz"])
}
