import SNNModel

extension ModelPrinter {
    /// `plasticity = learn`, and nothing where there is no rule.
    func rules(_ names: [String]) -> [String] {
        names.isEmpty ? [] : ["plasticity = \(oneOrList(names))"]
    }

    /// The delay, or its parts where they are given, and the way back.
    func delays(of projection: Projection) -> [String] {
        var lines: [String] = []
        if let axonal = projection.axonalDelay { lines.append(setting("axonal_delay", axonal)) }
        if let dendritic = projection.dendriticDelay {
            lines.append(setting("dendritic_delay", dendritic))
        }
        if lines.isEmpty { lines.append(setting("delay", projection.delay)) }
        if let back = projection.backPropagationDelay {
            lines.append(setting("back_propagation_delay", back))
        }
        return lines
    }

    func text(_ rule: PlasticityRule) -> String {
        "plasticity \(rule.name) of \(rule.kind)" + block(lines(rule.settings))
    }

    func text(_ modulator: Modulator) -> String {
        var lines = lines(modulator.settings)
        if !modulator.releasedBy.isEmpty {
            lines.insert("released_by = \(text(modulator.releasedBy))", at: 0)
        }
        return "modulator \(modulator.name) of \(modulator.kind)" + block(lines)
    }

    func text(_ astrocytes: Astrocytes) -> String {
        var lines: [String] = []
        if !astrocytes.covers.isEmpty {
            let arrows = astrocytes.covers.map { "\($0.source) -> \($0.target)" }
            lines.append("covers = \(oneOrList(arrows))")
        }
        lines.append("rule = \(text(astrocytes.coverage))")
        lines += self.lines(astrocytes.settings) + layout(astrocytes.layout)
        return "astrocytes \(astrocytes.name)[\(astrocytes.count)] of \(astrocytes.kind)"
            + block(lines)
    }

    func text(_ phase: Phase) -> String { "phase \(phase.name)" + block(lines(phase.settings)) }

    private func lines(_ settings: Settings) -> [String] {
        settings.entries.map { setting($0.name, $0.value) }
    }

    private func text(_ coverage: Astrocytes.Coverage) -> String {
        switch coverage {
        case .randomPool(let p, let size), .blockPool(let p, let size):
            "\(coverage.name)(p: \(number(p)), size: \(size))"
        case .nearest: coverage.name
        }
    }
}
