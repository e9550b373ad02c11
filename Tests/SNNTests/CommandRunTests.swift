import Foundation
import Testing

@testable import SNN

/// Neurons that a constant drive lets fire, and an open port where asked for.
private func source(port: Bool = false, duration: Double? = 100, count: Int = 20) -> ModelSource {
    var model = Model(seed: 3, duration: duration)
    var exc = Population("exc", count: count, kind: "lif")
    exc.receptors = [Receptor("ampa", .exponential, tau: .fixed(.milliseconds(5)))]
    exc.settings["I_e"] = .fixed(.picoamperes(500))
    model.populations = [exc]
    model.stimuli = [Stimulus("noise", count: count, kind: "poisson")]
    model.stimuli[0].settings["rate"] = .fixed(.hertz(100))
    model.projections = [
        Projection(
            from: Selection("noise"), to: Selection("exc"), rule: .oneToOne,
            weight: .fixed(.picoamperes(50)), delay: .fixed(.milliseconds(1)))
    ]
    if port {
        model.stimuli.append(Stimulus("ear", count: 4, kind: "input"))
        model.projections.append(
            Projection(
                from: Selection("ear"), to: Selection("exc"), rule: .allToAll,
                weight: .fixed(.picoamperes(50)), delay: .fixed(.milliseconds(1))))
    }
    return ModelSource(
        name: "small", file: URL(fileURLWithPath: "/small.model"), text: "# small", model: model)
}

extension CommandTrial {
    /// What `snnsim run MODEL` does with a model that is at hand.
    fileprivate func run(
        _ source: ModelSource, _ words: String..., interruption: Interruption = Interruption()
    ) throws -> (status: CommandStatus, output: String) {
        let invocation = try OptionParser(root: .snnsim).parse(["run", "small.model"] + words)
        let text = Box()
        let terminal = Terminal(output: { text.append($0) }, log: { _ in })
        let status = try RunCommand(
            RunOptions(invocation), commandLine: ["snnsim"] + words, on: terminal, .package,
            interruption: interruption
        ).perform(source, Stopwatch())
        return (status, text.text)
    }

    fileprivate func record(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path(name)))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}

private final class Box: @unchecked Sendable {
    // Commands write from the thread that calls them.
    private(set) var text = ""
    func append(_ piece: String) { text += piece }
}

struct CommandRunTests {
    @Test func writesAFolderAndAnswers() throws {
        let trial = try CommandTrial()
        let (status, output) = try trial.run(source(), "--output", trial.path("out"))
        #expect(status == .finished)
        let files = try FileManager.default.contentsOfDirectory(atPath: trial.path("out")).sorted()
        #expect(files == ["metrics.json", "report.html", "run.json", "spikes.h5"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: trial.folder.path) == ["out"])

        let run = try trial.record("out/run.json")
        #expect(run["interrupted"] as? Bool == false)
        #expect(run["seed"] as? Int == 3)
        #expect((run["model"] as? [String: Any])?["text"] as? String == "# small")
        let digest = try #require(run["digest"] as? String)
        #expect(digest.count == 16)
        #expect(output.contains("digest \(digest)\n"))
        #expect(output.hasSuffix("results in \(trial.path("out"))\n"))
        #expect((run["memoryPeakBytes"] as? Int ?? 0) > 1 << 20)
        #expect(try trial.record("out/metrics.json")["digest"] as? String == digest)
    }

    @Test func givesOneDigestForAnyWorkersAndKernels() throws {
        let trial = try CommandTrial()
        var digests: Set<String> = []
        for (index, words) in [["1", "vector"], ["2", "vector"], ["3", "scalar"]].enumerated() {
            _ = try trial.run(
                source(), "--workers", words[0], "--kernels", words[1], "--output",
                trial.path("\(index)"), "--no-report")
            digests.insert(try #require(trial.record("\(index)/run.json")["digest"] as? String))
            #expect(!trial.exists("\(index)/report.html"))
        }
        #expect(digests.count == 1)
        _ = try trial.run(source(), "--seed", "4", "--output", trial.path("other"))
        #expect(
            !digests.contains(try #require(trial.record("other/run.json")["digest"] as? String)))
    }

    @Test func writesTracesAndRates() throws {
        let trial = try CommandTrial()
        var source = source()
        source.model.recordings = [
            Recording(.state("V_m"), of: [Selection("exc", 3..<5)], every: 10),
            Recording(.rate, of: [Selection("exc")], every: 50),
        ]
        _ = try trial.run(source, "--output", trial.path("out"))
        let table = try String(contentsOfFile: trial.path("out/rates.csv"), encoding: .utf8)
        let lines = table.split(separator: "\n")
        #expect(lines.first == "time_ms,population,rate_Hz")
        #expect(lines.dropFirst().map { $0.prefix(9) } == ["50.0,exc,", "100.0,exc"])
        #expect(trial.exists("out/traces.h5"))
    }

    @Test func writesWhatAstrocytesDid() throws {
        let trial = try CommandTrial()
        var source = source()
        source.model.astrocytes = [
            Astrocytes(
                "glia", count: 2, kind: "li_rinzel", covers: [.init("noise", "exc")],
                coverage: .randomPool(p: 1, size: 1))
        ]
        source.model.recordings = [
            Recording(.state("Ca"), of: [Selection("glia")], every: 10)
        ]
        _ = try trial.run(source, "--output", trial.path("out"))
        #expect(trial.exists("out/traces.h5"))
        #expect(source.model.unit(of: "Ca", in: "glia") == "uM")
        #expect(source.model.unit(of: "SIC", in: "glia") == "pA")
    }

    @Test func auditsASampleWhereAsked() throws {
        let trial = try CommandTrial()
        let (_, output) = try trial.run(
            source(), "--audit=5", "--workers", "1", "--output", trial.path("out"))
        #expect(output.contains("grid spikes"))
        let metrics = try trial.record("out/metrics.json")
        let finding = try #require((metrics["audit"] as? [[String: Any]])?.first)
        #expect(finding["population"] as? String == "exc")
        #expect(finding["size"] as? Int == 20 && finding["audited"] as? Int == 5)
        #expect(try #require(finding["exactSpikes"] as? Int) > 5)
        let report = try String(contentsOfFile: trial.path("out/report.html"), encoding: .utf8)
        #expect(report.contains("Audit"))
        let (_, plain) = try trial.run(source(), "--output", trial.path("plain"))
        #expect(!plain.contains("grid spikes"))
        let digests = try ["out", "plain"].map {
            try trial.record("\($0)/metrics.json")["digest"] as? String
        }
        #expect(digests[0] == digests[1], "an audit changes nothing")
    }

    @Test func readsTheSizeOfAnAudit() throws {
        func options(_ words: String...) throws -> RunOptions {
            try RunOptions(OptionParser(root: .snnsim).parse(["run"] + words))
        }
        #expect(try options("m").audit == nil)
        #expect(try options("--audit", "m").audit == 100)
        #expect(try options("m", "--audit").audit == 100)
        #expect(try options("--audit", "7", "m").audit == 7)
        #expect(try options("m", "--audit=7").audit == 7)
        #expect(try options("--audit", "m").modelName == "m")
        for wrong in ["0", "-3", "1.5", "many"] {
            #expect(throws: UsageError.self) { try options("m", "--audit=\(wrong)") }
        }
        #expect(throws: UsageError.self) { try options("m", "--audit", "-3") }
    }

    @Test func keepsWhatWasRecordedWhenInterrupted() throws {
        let trial = try CommandTrial()
        let interruption = Interruption()
        interruption.request()
        let (status, output) = try trial.run(
            source(duration: 60_000), "--output", trial.path("out"), interruption: interruption)
        #expect(status == .interrupted)
        #expect(output.contains("interrupted while running; what was recorded until then is"))
        #expect(try trial.record("out/run.json")["interrupted"] as? Bool == true)
        let metrics = try trial.record("out/metrics.json")
        let simulated = (metrics["values"] as? [String: Double])?["simulated_ms"]
        #expect((1..<60_000).contains(try #require(simulated)))
        #expect(trial.exists("out/spikes.h5") && trial.exists("out/report.html"))
    }

    @Test func refusesBeforeAnythingIsWritten() throws {
        let trial = try CommandTrial()
        let out = trial.path("out")
        func refusal(_ source: ModelSource, _ words: String...) -> CommandError? {
            #expect(throws: CommandError.self) {
                let invocation = try OptionParser(root: .snnsim)
                    .parse(["run", "small.model", "--output", out] + words)
                _ = try RunCommand(
                    RunOptions(invocation), commandLine: [],
                    on: Terminal(output: { _ in }, log: { _ in }), .package,
                    interruption: Interruption()
                ).perform(source, Stopwatch())
            }
        }
        #expect(
            refusal(source(duration: nil))?.message == "the model does not say how long to run")
        #expect(refusal(source(port: true))?.message == "nothing is bound to the port `ear`")
        #expect(
            refusal(source(), "--stimulus", "shd")?.message
                == "the model has no port that `--stimulus` could be bound to")
        #expect(!trial.exists("out"))
        let invocation = try OptionParser(root: .snnsim).parse(["run", "m", "--output", out])
        #expect(throws: NetworkError.self, "a network larger than any memory") {
            _ = try RunCommand(
                RunOptions(invocation), commandLine: [],
                on: Terminal(output: { _ in }, log: { _ in }), .package,
                interruption: Interruption()
            ).perform(source(count: 2_000_000_000_000), Stopwatch())
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: trial.folder.path).isEmpty)
    }
}
