import Foundation

/// A model with the text and the file it was read from.
struct ModelSource {
    /// The file's name without its ending; results are named after it.
    let name: String
    let file: URL
    let text: String
    var model: Model

    /// What populations of `elm` have learnt, from the files that the model names.
    ///
    /// - Throws: `DataError` for a file that is damaged or of another neuron.
    func learntNeurons() throws -> [String: [ELMNeuron]] {
        var neurons: [String: [ELMNeuron]] = [:]
        for population in model.populations where population.kind == "elm" {
            guard case .text(let name)? = population.settings["weights"] else { continue }
            let path = name.hasPrefix("/")
                ? name : file.deletingLastPathComponent().appendingPathComponent(name).path
            let shape = ELMShape(population, inputs: model.inputCount(of: population))
            neurons[population.name] = try ELMNeuron.read(
                path, shape, model.seed,
                each: population.sharesWeights ? nil : population.count)
        }
        return neurons
    }

    /// Spikes of `spike_file` stimuli by name, and explicit lists of synapses in the model: files
    /// that the model names, relative to its own folder.
    ///
    /// - Throws: `DataError` for the first file that makes no sense.
    mutating func resolveFiles() throws -> [String: SNNEngine.SpikeTrains] {
        let folder = file.deletingLastPathComponent()
        func path(_ name: String) -> String {
            name.hasPrefix("/") ? name : folder.appendingPathComponent(name).path
        }
        for index in model.projections.indices {
            guard case .list(let list) = model.projections[index].rule, let file = list.file else {
                continue
            }
            let projection = model.projections[index]
            let read = try EdgeTable(
                reading: path(file), sourceCount: model.count(of: projection.source),
                targetCount: model.count(of: projection.target))
            let edges = read.sources.indices.map {
                SNNModel.EdgeList.Edge(
                    source: read.sources[$0], target: read.targets[$0],
                    weight: read.weights?[$0], delay: read.delays?[$0])
            }
            model.projections[index].rule = .list(SNNModel.EdgeList(file: file, edges: edges))
        }
        var trains: [String: SNNEngine.SpikeTrains] = [:]
        for stimulus in model.stimuli where stimulus.kind == "spike_file" {
            guard case .text(let file) = stimulus.settings["file"] else { continue }
            let train = try SNNData.SpikeTrain(reading: path(file))
            trains[stimulus.name] = SNNEngine.SpikeTrains(
                times: train.times, units: train.units.map { Int($0) })
        }
        return trains
    }
}

extension ModelSource {
    /// Reads a model file; mistakes and doubts go to the terminal.
    ///
    /// - Throws: `CommandError` where there is no such file or it has mistakes.
    init(
        _ name: String, settings: [(name: String, value: String)], _ installation: Installation,
        on terminal: Terminal
    ) throws {
        let source = try Self.text(of: name, installation)
        let (model, diagnostics) = source.model(setting: Self.dictionary(settings))
        guard let model else {
            terminal.showMistakes(source.report(diagnostics, usesColor: terminal.hasColor))
            throw CommandError(.mistakes, "`\(source.file)` has mistakes, so nothing was run")
        }
        if !diagnostics.isEmpty {
            terminal.draw(source.report(diagnostics, usesColor: terminal.hasColor))
        }
        let file = URL(fileURLWithPath: source.file)
        self.init(
            name: file.deletingPathExtension().lastPathComponent, file: file, text: source.text,
            model: model)
    }

    /// The text of the model of this name, with the path under which the user knows it.
    static func text(of name: String, _ installation: Installation) throws -> ModelText {
        let file = try installation.model(name)
        return try ModelText(
            contentsOfFile: file.path == URL(fileURLWithPath: name).path ? name : file.path)
    }

    static func dictionary(_ settings: [(name: String, value: String)]) -> [String: String] {
        Dictionary(settings.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
}
