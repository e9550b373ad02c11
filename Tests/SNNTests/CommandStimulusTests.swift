import Foundation
import Testing

@testable import SNN

/// A recording of a tone, as a WAV file: 16 bits, mono.
private func tone(_ hertz: Double, seconds: Double = 0.2) -> Data {
    let rate = 16_000
    let samples = (0..<Int(seconds * Double(rate))).map {
        Int16(8000 * sin(2 * Double.pi * hertz * Double($0) / Double(rate)))
    }
    var data = Data()
    func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    data.append(contentsOf: "RIFF".utf8)
    append(UInt32(36 + 2 * samples.count))
    data.append(contentsOf: "WAVEfmt ".utf8)
    append(UInt32(16))
    append(UInt16(1))
    append(UInt16(1))
    append(UInt32(rate))
    append(UInt32(2 * rate))
    append(UInt16(2))
    append(UInt16(16))
    data.append(contentsOf: "data".utf8)
    append(UInt32(2 * samples.count))
    for sample in samples { append(sample) }
    return data
}

private let listener = """
    simulation { duration = 200 ms }
    stimulus ear[700] of input
    population exc[20] of lif {
        tau_m ~ uniform(5 ms, 30 ms)
        receptor ampa { shape = exponential, tau = 5 ms }
    }
    projection ear -> exc { rule = fixed_indegree(100), weight = 60 pA, delay = 1 ms }
    readout pitch of ridge { features = spike_count(of: exc, bins: [1, 2]), penalty = 1 }

    """

extension CommandTrial {
    /// A folder of tones of three speakers, low and high.
    fileprivate func tones() throws -> String {
        try FileManager.default.createDirectory(
            atPath: path("tones"), withIntermediateDirectories: true)
        for (speaker, shift) in [("ann", 1.0), ("bob", 1.1), ("cid", 0.9)] {
            for (label, hertz) in [("high", 3000.0), ("low", 300.0)] {
                for take in 0..<3 {
                    try tone(hertz * shift * (1 + 0.02 * Double(take)))
                        .write(
                            to: folder.appendingPathComponent(
                                "tones/\(label)_\(speaker)_\(take).wav"))
                }
            }
        }
        return path("tones")
    }
}

struct CommandStimulusTests {
    @Test func hearsTonesAndLearnsToTellThemApart() throws {
        let trial = try CommandTrial()
        let file = trial.path("tones.h5")
        #expect(
            trial.snnsim("stimulus", "encode", try trial.tones(), "--output", file) == .finished)
        #expect(trial.output.hasPrefix("18 files, 12 to learn from and 6 to test on"))
        #expect(trial.snnsim("stimulus", "info", file) == .finished)
        #expect(trial.output.contains("channels  700"))
        #expect(trial.output.contains("high, low"))

        let model = try trial.file("a.model", listener)
        let out = trial.path("out")
        let status = trial.snnsim(
            "run", model, "--stimulus", file, "--leave-out", "bob", "--output", out)
        #expect(status == .finished, "\(trial.log)")
        #expect(trial.output.contains("pitch, control"))
        #expect(trial.output.contains("chance"))
        #expect(trial.output.contains("against its control"))
        let files = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
        #expect(files == ["metrics.json", "report.html", "run.json", "spikes.h5"])
        let page = try String(contentsOfFile: out + "/report.html", encoding: .utf8)
        #expect(page.contains("Confusion"))
        #expect(page.contains("Tested on speaker bob"))

        let whole = try trial.digest("out")
        for (index, words) in [["1", "scalar"], ["3", "vector"]].enumerated() {
            let status = trial.snnsim(
                "run", model, "--stimulus", file, "--leave-out", "bob", "--workers", words[0],
                "--kernels", words[1], "--output", trial.path("\(index)"))
            #expect(status == .finished)
            #expect(try trial.digest("\(index)") == whole)
        }
    }

    @Test func refusesWhatCannotBeEncoded() throws {
        let trial = try CommandTrial()
        let tones = try trial.tones()
        let file = try trial.file("taken.h5", "x")
        #expect(trial.snnsim("stimulus", "encode", tones) == .wrongUsage)
        #expect(trial.snnsim("stimulus", "encode", tones, "--output", file) == .failed)
        #expect(trial.log.contains("exists already"))
        let out = trial.path("new.h5")
        for arguments in [
            [trial.path("nothing")], [file], [tones, "--pattern", "{label"],
            [tones, "--manifest", trial.path("nothing.csv")],
        ] {
            let status = trial.snnsim(["stimulus", "encode"] + arguments + ["--output", out])
            #expect(status == .wrongUsage || status == .mistakes)
            #expect(!trial.exists("new.h5"))
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "x")
    }

    @Test func refusesDamagedDataAndWritesNothing() throws {
        let trial = try CommandTrial()
        let model = try trial.file("a.model", listener)
        let out = trial.path("out")
        let empty = try trial.file("empty.h5", "")
        let garbage = trial.path("garbage.h5")
        let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
        try Data(signature + [UInt8](repeating: 7, count: 500))
            .write(to: URL(fileURLWithPath: garbage))
        let outside = try trial.file("outside.csv", "time_ms,unit\n1,5\n2,9000\n")
        let negative = try trial.file("negative.csv", "time_ms,unit\n-1,5\n")
        let text = try trial.file("nan.csv", "time_ms,unit\nnan,5\n")
        for stimulus in [trial.path("missing.h5"), empty, garbage, outside, negative, text, "sdh"] {
            let status = trial.snnsim("run", model, "--stimulus", stimulus, "--output", out)
            #expect(status == .mistakes, "\(stimulus): \(trial.log)")
            #expect(trial.log.hasPrefix("error") || trial.log.contains("\nerror"))
            #expect(!trial.exists("out"))
        }
        #expect(trial.log.contains("a stimulus with a similar name exists: `shd`"))
    }

    @Test func namesSpeakersThatAreMistyped() throws {
        let trial = try CommandTrial()
        let file = trial.path("tones.h5")
        #expect(
            trial.snnsim("stimulus", "encode", try trial.tones(), "--output", file) == .finished)
        let model = try trial.file("a.model", listener)
        let status = trial.snnsim(
            "run", model, "--stimulus", file, "--leave-out", "bbo", "--output", trial.path("out"))
        #expect(status == .mistakes)
        #expect(trial.log.contains("has no speaker `bbo`"))
        #expect(trial.log.contains("a speaker with a similar name: `bob`"))
        #expect(!trial.exists("out"))
    }

    @Test func fetchesKnownSetsOnly() throws {
        let trial = try CommandTrial()
        #expect(trial.snnsim("stimulus", "fetch", "sdh") == .wrongUsage)
        #expect(trial.log.contains("a data set with a similar name exists: `shd`"))
    }
}

extension CommandTrial {
    func digest(_ folder: String) throws -> String {
        let data = try Data(contentsOf: URL(fileURLWithPath: path(folder + "/run.json")))
        let run = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(run["digest"] as? String)
    }
}
