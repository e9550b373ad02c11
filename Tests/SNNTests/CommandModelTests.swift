import Foundation
import Testing

@testable import SNN

private let sound = """
    simulation { duration = 20 ms }
    parameter drive = 5 Hz
    population exc[10] of lif { receptor ampa { shape = exponential, tau = 5 ms } }
    stimulus noise[10] of poisson { rate = drive }
    projection noise -> exc { rule = one_to_one, weight = 50 pA, delay = 1 ms }
    record spikes of exc

    """

struct CommandModelTests {
    @Test func checksASoundModel() throws {
        let trial = try CommandTrial()
        let file = try trial.file("a.model", sound)
        #expect(trial.snnsim("check", file) == .finished)
        #expect(trial.output == "\(file): no mistakes found\n")
        #expect(trial.log.isEmpty)
    }

    @Test func showsAllMistakesWithPlaceAndHelp() throws {
        let trial = try CommandTrial()
        let text = sound.replacing("noise -> exc", with: "noise -> ecx")
            .replacing("50 pA", with: "50 mV")
        let file = try trial.file("a.model", text)
        #expect(trial.snnsim("check", file) == .mistakes)
        #expect(trial.output.isEmpty)
        #expect(trial.log.contains("there is no population named `ecx`"))
        #expect(trial.log.contains("--> \(file):5:21"))
        #expect(trial.log.contains("= help: "))
        #expect(trial.snnsim("run", file, "--output", trial.path("out")) == .mistakes)
        #expect(trial.log.contains("there is no population named `ecx`"))
        #expect(trial.log.hasSuffix("error: `\(file)` has mistakes, so nothing was run\n"))
        #expect(!trial.exists("out"))
    }

    @Test func everyModelThatComesAlongIsSound() throws {
        let trial = try CommandTrial()
        #expect(!Installation.package.modelNames.isEmpty)
        for name in Installation.package.modelNames {
            #expect(trial.snnsim("check", name) == .finished, "\(name): \(trial.log)")
        }
    }

    @Test func takesParametersFromTheCommandLine() throws {
        let trial = try CommandTrial()
        let file = try trial.file("a.model", sound)
        #expect(trial.snnsim("check", file, "--set", "drive=8Hz") == .finished)
        #expect(trial.snnsim("check", file, "--set", "drive=8mV") == .mistakes)
        #expect(trial.snnsim("check", file, "--set", "drvie=8Hz") == .mistakes)
        #expect(trial.log.contains("`drive`"))
    }

    @Test func describesAModelAsTablesAndAsJSON() throws {
        let trial = try CommandTrial()
        let file = try trial.file("a.model", sound)
        #expect(trial.snnsim("describe", file) == .finished)
        #expect(trial.output.hasPrefix("A  Model summary\n"))
        #expect(trial.output.contains("one_to_one"))
        #expect(trial.snnsim("describe", file, "--json") == .finished)
        let json = try JSONSerialization.jsonObject(with: Data(trial.output.utf8))
        #expect((json as? [String: Any])?["tables"] != nil)
    }

    @Test func explainsTopics() throws {
        let trial = try CommandTrial()
        for topic in ["lif", "tau_m", "fixed_indegree", "poisson", "mV"] {
            #expect(trial.snnsim("explain", topic) == .finished)
            #expect(trial.output.count > 50)
        }
        #expect(trial.snnsim("explain", "E083") == .finished)
        #expect(trial.output.contains("resolution"))
        #expect(trial.snnsim("explain", "liff") == .wrongUsage)
        #expect(trial.log.contains("a topic with a similar name: `lif`"))
        #expect(trial.snnsim("explain") == .finished)
        #expect(trial.output.contains("fixed_indegree"))
    }

    @Test func looksModelsUpAmongThoseInstalled() throws {
        let trial = try CommandTrial()
        try FileManager.default.createDirectory(
            atPath: trial.path("models"), withIntermediateDirectories: true)
        _ = try trial.file("models/reward.model", sound)
        let installation = Installation(
            models: trial.folder.appendingPathComponent("models"), stimuli: nil)
        for name in ["reward.model", "reward"] {
            #expect(trial.snnsim(["check", name], installation: installation) == .finished)
        }
        #expect(trial.snnsim(["check", "rewrad"], installation: installation) == .mistakes)
        #expect(
            trial.log == """
                error: there is no model file `rewrad`
                  = help: a model with a similar name came with the program: `reward.model`

                """)
        #expect(
            trial.snnsim(["check", trial.path("models")], installation: installation) == .mistakes)
        #expect(trial.log.contains("is a folder, not a model file"))
        let near = trial.snnsim(["check", trial.path("models/rewad.model")])
        #expect(near == .mistakes)
        #expect(trial.log.contains("the folder holds a file with a similar name: `reward.model`"))
    }

    @Test func runsAModelFile() throws {
        let trial = try CommandTrial()
        let file = try trial.file("a.model", sound)
        #expect(trial.snnsim("run", file, "--output", trial.path("out"), "--quiet") == .finished)
        #expect(trial.log.isEmpty)
        #expect(trial.output.contains("\nexc "))
        #expect(trial.snnsim("run", file, "--output", trial.path("out")) == .failed)
        #expect(trial.log.contains("is not empty"))
        #expect(
            trial.snnsim("run", file, "--output", trial.path("out"), "--force") == .finished)
    }
}
