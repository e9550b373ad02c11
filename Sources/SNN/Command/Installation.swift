import Foundation

// A model or a stimulus may be named without its folder. Where such names are looked up:
//
//   a clone        CLONE/.build…/release/snnsim   CLONE/Models    CLONE/Stimuli
//   installed      PREFIX/bin/snnsim              PREFIX/share/snnsim/models  …/stimuli

/// The folders that came with the program.
struct Installation: Sendable {
    /// Folder of model files; nil where the program stands alone.
    let models: URL?
    let stimuli: URL?

    /// What belongs to the program that stands at this path.
    init(program: URL) {
        var folder = program.resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            let shared = folder.appendingPathComponent("share/snnsim")
            if shared.appendingPathComponent("models").isExistingFolder {
                models = shared.appendingPathComponent("models")
                stimuli = shared.appendingPathComponent("stimuli")
                return
            }
            let manifest = folder.appendingPathComponent("Package.swift").path
            let clone = folder.appendingPathComponent("Models")
            if FileManager.default.fileExists(atPath: manifest), clone.isExistingFolder {
                models = clone
                stimuli = folder.appendingPathComponent("Stimuli")
                return
            }
            folder.deleteLastPathComponent()
        }
        models = nil
        stimuli = nil
    }

    init(models: URL?, stimuli: URL?) {
        self.models = models
        self.stimuli = stimuli
    }

    /// That of the running program.
    static var current: Installation { Installation(program: program) }

    static var program: URL { URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath() }

    /// File names of the models that came along, sorted.
    var modelNames: [String] { Self.names(in: models) { $0.hasSuffix(".model") } }

    /// File names of the networks that are measured, sorted.
    var benchmarkNames: [String] { Self.names(in: benchmarks) { $0.hasSuffix(".model") } }

    private var benchmarks: URL? { models?.appendingPathComponent("benchmarks") }

    /// Names of the data sets that came along, without `.h5`, sorted.
    var stimulusNames: [String] {
        Self.names(in: stimuli) { $0.hasSuffix(".h5") }.map { String($0.dropLast(3)) }
    }

    /// The file of a model: the one at this path, else the one of this name that came along.
    ///
    /// - Throws: `CommandError` with the nearest name.
    func model(_ name: String) throws(CommandError) -> URL {
        let file = URL(fileURLWithPath: name)
        if file.isExistingFolder {
            throw CommandError(.mistakes, "`\(name)` is a folder, not a model file")
        }
        if FileManager.default.fileExists(atPath: file.path) { return file }
        if !name.contains("/"), let models {
            let candidates = modelNames
            for candidate in [name, name + ".model"] where candidates.contains(candidate) {
                return models.appendingPathComponent(candidate)
            }
            let networks = benchmarkNames
            for candidate in [name, name + ".model"] where networks.contains(candidate) {
                return models.appendingPathComponent("benchmarks/\(candidate)")
            }
        }
        throw CommandError(.mistakes, "there is no model file `\(name)`", help: help(for: file))
    }

    private func help(for file: URL) -> String? {
        let name = file.lastPathComponent
        let beside = Self.names(in: file.deletingLastPathComponent()) { $0.hasSuffix(".model") }
        if let near = name.nearest(in: beside) {
            return "the folder holds a file with a similar name: `\(near)`"
        }
        let shipped = modelNames + benchmarkNames
        if let near = name.nearest(in: shipped) ?? "\(name).model".nearest(in: shipped) {
            return "a model with a similar name came with the program: `\(near)`"
        }
        if modelNames.isEmpty { return nil }
        return "models that came with the program: " + modelNames.joined(separator: ", ")
    }

    private static func names(in folder: URL?, where isWanted: (String) -> Bool) -> [String] {
        guard let folder else { return [] }
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter(isWanted).sorted()
    }
}

extension URL {
    /// Whether there is a folder at this path.
    var isExistingFolder: Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }
}
