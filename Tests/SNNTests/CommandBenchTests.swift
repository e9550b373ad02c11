import Foundation
import Testing

@testable import SNN

struct CommandBenchTests {
    @Test func measuresASmallNetwork() throws {
        let trial = try CommandTrial()
        let file = trial.path("cuba.json")
        #expect(
            trial.snnsim(
                "bench", "cuba-4000", "--scale", "0.1", "--repeats", "2", "--duration", "50ms",
                "--workers", "2", "--quiet", "--output", file) == .finished)
        let lines = trial.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("cuba-4000 times 0.1: 400 neurons, "))
        #expect(lines[1].hasPrefix("2 segments of 0.05 s by 2 workers: "))
        #expect(lines.last?.hasPrefix("digest ") == true)

        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        let record = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let results = try #require(record["results"] as? [[String: Any]])
        let result = try #require(results.first)
        #expect(results.count == 1)
        #expect(result["neurons"] as? Int == 400)
        #expect(result["precision"] as? String == "double")
        #expect((result["segmentSeconds"] as? [Double])?.count == 2)
        let events = try #require(result["eventsPerSimulatedSecond"] as? Double)
        let populations = try #require(result["populations"] as? [[String: Any]])
        let spikes = populations.reduce(0) { $0 + ($1["spikes"] as? Int ?? 0) }
        // 80 synapses leave every neuron on average, over 0.1 s in all.
        #expect(spikes > 0)
        #expect(abs(events - Double(spikes) * 80 / 0.1) < 1e-6 * events)
        #expect(populations[0]["isAsExpected"] == nil)
    }

    @Test func judgesRateAndIrregularity() {
        let clock = PopulationSpikes(
            name: "exc", neurons: 1, duration: 100, times: [10.0, 20, 30, 40], ids: [0, 0, 0, 0])
        func verdict(_ band: StandardNetwork.Band?, isJudged: Bool = true) -> Bool? {
            PopulationActivity(clock, band: band, isJudged: isJudged).isAsExpected
        }
        #expect(verdict(.init(39...41)) == true)
        #expect(verdict(.init(41...43)) == false)
        #expect(verdict(.init(39...41, cv: 0...0.1)) == true)
        #expect(verdict(.init(39...41, cv: 0.5...1)) == false)
        #expect(verdict(.init(39...41), isJudged: false) == nil)
        #expect(verdict(nil) == nil)
    }

    @Test func digestDoesNotDependOnWorkers() throws {
        let trial = try CommandTrial()
        var digests: Set<Substring> = []
        for workers in ["1", "2"] {
            #expect(
                trial.snnsim(
                    "bench", "brunel-2000", "--scale", "0.04", "--repeats", "1", "--duration",
                    "50ms", "--workers", workers, "--quiet") == .finished)
            digests.insert(try #require(trial.output.split(separator: "\n").last))
        }
        #expect(digests.count == 1)
    }

    @Test func listsTheNetworks() throws {
        let trial = try CommandTrial()
        #expect(trial.snnsim("bench", "--list") == .finished)
        for network in StandardNetwork.all { #expect(trial.output.contains(network.name)) }
        #expect(trial.output.contains("298,880,968"))
    }

    @Test func refusesWhatItCannotMeasure() throws {
        let trial = try CommandTrial()
        #expect(trial.snnsim("bench") == .wrongUsage)
        #expect(trial.log.contains("error: `snnsim bench` needs NETWORK\n"))
        #expect(trial.snnsim("bench", "cuba-400") == .wrongUsage)
        #expect(
            trial.log == """
                error: there is no standard network `cuba-400`
                  = help: a network with a similar name exists: `cuba-4000`

                """)
        #expect(trial.snnsim("bench", "cuba-4000", "--scale", "0") == .wrongUsage)
        #expect(trial.log == "error: `--scale` must be positive, not `0`\n")
        #expect(trial.snnsim("bench", "cuba-4000", "--scale", "big") == .wrongUsage)
        #expect(trial.log == "error: `--scale` takes a number, not `big`\n")
        #expect(trial.snnsim("bench", "cuba-4000", "--duration", "1") == .wrongUsage)
        #expect(trial.snnsim("bench", "coba-4000", "--scheme", "leapfrog") == .mistakes)
        #expect(trial.output.isEmpty)
    }

    @Test func replacesNothing() throws {
        let trial = try CommandTrial()
        let file = try trial.file("kept.json", "kept")
        #expect(trial.snnsim("bench", "start-up", "--output", file) == .failed)
        #expect(
            trial.log == """
                error: the output file `\(file)` exists
                  = help: `--force` replaces it

                """)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "kept")
        #expect(
            trial.snnsim("bench", "start-up", "--output", file, "--force", "--quiet") == .finished)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("\"start-up\""))
    }

    /// A model among the networks can be run like any other.
    @Test func networksAreModels() throws {
        let trial = try CommandTrial()
        #expect(trial.snnsim("check", "brunel-2000") == .finished)
        #expect(trial.snnsim("check", "brunel-200") == .mistakes)
        #expect(trial.log.contains("`brunel-2000.model`"))
    }
}
