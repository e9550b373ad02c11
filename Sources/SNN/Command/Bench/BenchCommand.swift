import Foundation
import SNNReport

/// `snnsim bench`: standard networks, one after the other.
struct BenchCommand {
    let options: BenchOptions
    /// As the user gave it.
    let commandLine: [String]
    let installation: Installation
    let interruption: Interruption
    let terminal: Terminal

    func perform() throws -> CommandStatus {
        let started = RunRecord.now
        let file = try options.output.map { try outputFile($0) }
        options.switches.apply()
        let workers = MachineSwitches.team(options.workers, on: terminal)
        var results: [BenchResult] = []
        var status = CommandStatus.finished
        for network in options.networks {
            do {
                let result = try NetworkMeasurement(
                    network: network, options: options, workers: workers
                ).perform(installation, on: terminal, until: interruption)
                if !results.isEmpty { terminal.print() }
                BenchAnswer(result: result).lines.forEach { terminal.print($0) }
                results.append(result)
            } catch let error as CommandError where error.status == .interrupted {
                terminal.report(error.message)
                status = .interrupted
                break
            }
        }
        if options.networks.count > 1 {
            for network in StandardNetwork.all where network.isLarge {
                terminal.note("note: `\(network.name)` is large and runs only where it is named")
            }
        }
        if let file {
            try BenchRecord(commandLine: commandLine, started: started, results: results)
                .write(to: file)
        }
        return status
    }

    /// - Throws: `CommandError` where there is something already, unless `--force`.
    private func outputFile(_ path: String) throws(CommandError) -> URL {
        let file = URL(fileURLWithPath: path)
        if file.isExistingFolder {
            throw CommandError(.failed, "the output file `\(path)` is a folder")
        }
        if FileManager.default.fileExists(atPath: file.path), !options.force {
            throw CommandError(
                .failed, "the output file `\(path)` exists", help: "`--force` replaces it")
        }
        guard access(file.deletingLastPathComponent().path, W_OK) == 0 else {
            throw CommandError(.failed, "the output file `\(path)` cannot be made")
        }
        return file
    }

    /// What there is to measure.
    static func list(_ installation: Installation, on terminal: Terminal) throws {
        var table = TextTable([
            .init("network"), .init("neurons", .right), .init("synapses", .right),
            .init("what it is"),
        ])
        for network in StandardNetwork.all {
            let model = try network.model(times: 1, installation)
            // The inputs of stimuli are no synapses between neurons.
            let synapses = model.projections
                .filter { model.population(named: $0.source.name) != nil }
                .reduce(0) { $0 + model.expectedSynapseCount(of: $1) }
            table.add(
                network.name, Figures.grouped(model.populations.reduce(0) { $0 + $1.count }),
                Figures.grouped(Int(synapses.rounded())), network.summary)
        }
        terminal.print(table.text)
    }
}

/// The content of the file that `--output` names.
struct BenchRecord: Encodable {
    /// Rises by one when a field changes its meaning.
    var version = 1
    var program = "snnsim \(SnnsimCommand.version)"
    var commandLine: [String]
    /// In UTC, as ISO 8601 writes it.
    var started: String
    var host = HostDescription.current
    var results: [BenchResult]

    init(commandLine: [String], started: String, results: [BenchResult]) {
        self.commandLine = commandLine
        self.started = started
        self.results = results
    }

    /// Sorted keys, one per line.
    func write(to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: file, options: .atomic)
    }
}
