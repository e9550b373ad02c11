// A model as text that reads back as the same model, and prints again as the same text.
// Inheritance and parameters are resolved in a model, so every population is written out and every
// value is a number.

import SNNModel

extension Model {
    /// The model in the model language.
    ///
    ///     let again = ModelText(model.text, file: "again.model").model().model
    ///     again == model          // true, if `model.check()` finds no errors
    public var text: String { ModelPrinter(model: self).text }
}

struct ModelPrinter {
    let model: Model

    var text: String {
        var groups = [[simulation]]
        groups.append(model.parameters.map { "parameter \($0.name) = \($0.value.text)" })
        groups.append(model.populations.map(text))
        groups.append(model.stimuli.map(text))
        groups.append(model.modulators.map(text))
        groups.append(model.astrocytes.map(text))
        groups.append(model.plasticities.map(text))
        groups.append(model.projections.map(text))
        groups.append(model.recordings.map(text) + model.weightRecordings.map(text))
        groups.append(model.readouts.map(text))
        groups.append(model.phases.map(text))
        let blocks = groups.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private var simulation: String {
        var parts: [String] = []
        if let duration = model.duration { parts.append("duration = \(time(duration))") }
        parts.append("resolution = \(time(model.resolution))")
        parts.append("seed = \(model.seed)")
        if model.precision != .double { parts.append("precision = \(model.precision.rawValue)") }
        if !model.resetsBetweenSamples { parts.append("reset_between_samples = false") }
        return "simulation { \(parts.joined(separator: ", ")) }"
    }

    // MARK: - Populations and stimuli

    private func text(_ population: Population) -> String {
        var lines = population.variables.map { "\($0.name) ~ \(text($0.distribution))" }
        lines += population.settings.entries.map { setting($0.name, $0.value) }
        lines += layout(population.layout)
        lines += rules(population.plasticity)
        lines += population.receptors.map(text)
        return "population \(population.name)[\(population.count)] of \(population.kind)"
            + block(lines)
    }

    private func text(_ stimulus: Stimulus) -> String {
        let lines =
            stimulus.settings.entries.map { setting($0.name, $0.value) } + layout(stimulus.layout)
        return "stimulus \(stimulus.name)[\(stimulus.count)] of \(stimulus.kind)" + block(lines)
    }

    private func text(_ receptor: Receptor) -> String {
        var parts = ["shape = \(receptor.shape.rawValue)"]
        if let tau = receptor.tau { parts.append(setting("tau", tau)) }
        if let reversal = receptor.reversal { parts.append(setting("reversal", reversal)) }
        if let magnesium = receptor.magnesium { parts.append(setting("magnesium", magnesium)) }
        return "receptor \(receptor.name) { \(parts.joined(separator: ", ")) }"
    }

    func layout(_ layout: Layout?) -> [String] {
        guard let layout else { return [] }
        var arguments: [String]
        switch layout.arrangement {
        case .grid(let shape, let spacing):
            arguments = shape.map(String.init) + ["spacing: \(length(spacing))"]
        case .box(let extent): arguments = extent.map(length)
        }
        if layout.origin.contains(where: { $0 != 0 }) {
            arguments.append("origin: [\(layout.origin.map(length).joined(separator: ", "))]")
        }
        let list = arguments.joined(separator: ", ")
        if case .grid = layout.arrangement { return ["position = grid(\(list))"] }
        return ["position ~ box(\(list))"]
    }

    func block(_ lines: [String]) -> String {
        if lines.isEmpty { return "" }
        return " {\n" + lines.map { "    \($0)\n" }.joined() + "}"
    }

    // MARK: - Projections

    private func text(_ projection: Projection) -> String {
        var lines = ["rule = \(text(projection.rule, weight: weightDimension(of: projection)))"]
        lines.append(setting("weight", projection.weight))
        lines += delays(of: projection)
        if !projection.allowsAutapses { lines.append("autapses = false") }
        if !projection.allowsMultapses { lines.append("multapses = false") }
        lines += rules(projection.plasticity)
        let via = projection.receptor.map { " via \($0)" } ?? ""
        return "projection \(text(projection.source)) -> \(text(projection.target))\(via)"
            + block(lines)
    }

    private func text(_ rule: ConnectionRule, weight: Dimension) -> String {
        switch rule {
        case .oneToOne, .allToAll: return rule.name
        case .fixedIndegree(let n), .fixedOutdegree(let n), .fixedTotalNumber(let n):
            return "\(rule.name)(\(n))"
        case .pairwiseBernoulli(let p): return "\(rule.name)(p: \(number(p)))"
        case .distanceDependent(let p, let profile, let wrap):
            let width =
                switch profile {
                case .gaussian(let sigma): "sigma: \(length(sigma))"
                case .exponential(let lambda): "lambda: \(length(lambda))"
                }
            return "\(rule.name)(p: \(number(p)), \(width)\(wrap ? ", wrap: true" : ""))"
        case .list(let list):
            if let file = list.file { return "list(file: \(quoted(file)))" }
            let rows = list.edges.map { edge in
                var items = ["\(edge.source)", "\(edge.target)"]
                if let value = edge.weight { items.append(Quantity(value, weight).text) }
                if let delay = edge.delay { items.append(time(delay)) }
                return "[\(items.joined(separator: ", "))]"
            }
            return "list([\(rows.joined(separator: ", "))])"
        }
    }

    /// The dimension in which the weights of a list are written.
    private func weightDimension(of projection: Projection) -> Dimension {
        let receptors = model.population(named: projection.target.name)?.receptors ?? []
        let receptor =
            projection.receptor.map { name in receptors.first { $0.name == name } }
            ?? (receptors.count == 1 ? receptors[0] : nil)
        return receptor?.weightDimension ?? .none
    }

    // MARK: - The experiment

    private func text(_ recording: Recording) -> String {
        let name =
            switch recording.quantity {
            case .spikes: "spikes"
            case .rate: "rate"
            case .state(let state): state
            }
        let every = recording.every.map { " every \(time($0))" } ?? ""
        return "record \(name) of \(text(recording.of))\(every)"
    }

    private func text(_ recording: WeightRecording) -> String {
        let ends = "\(text([recording.source])) -> \(text([recording.target]))"
        return "record weight of \(ends) every \(time(recording.every))"
    }

    private func text(_ readout: Readout) -> String {
        if readout.learnsByTrials {
            let lines = ["of = \(text(readout.features.of))"]
                + readout.settings.entries.map { setting($0.name, $0.value) }
            return "readout \(readout.name) of \(readout.kind)" + block(lines)
        }
        let bins = oneOrList(readout.features.bins.map(String.init))
        let transform = readout.features.transform
        let end = transform == .none ? "" : ", transform: \(transform.rawValue)"
        var lines = [
            "features = spike_count(of: \(text(readout.features.of)), bins: \(bins)\(end))"
        ]
        if readout.kind != "labels" {
            lines.append("penalty = \(oneOrList(readout.penalties.map(number)))")
        }
        return "readout \(readout.name) of \(readout.kind)" + block(lines)
    }

    func oneOrList(_ items: [String]) -> String {
        items.count == 1 ? items[0] : "[\(items.joined(separator: ", "))]"
    }
}
