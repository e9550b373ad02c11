// What learns and what modulates, in the tables of a methods section.

extension Model {
    var learningTable: ModelDescription.Table {
        let rules = plasticities.map { rule in
            let kind = Catalogue.kind(.plasticity, rule.kind)
            let values = (kind?.parameters ?? []).compactMap { entry in
                rule.value(of: entry.name).map { "\(entry.name) = \($0.text)" }
            }
            return [rule.name, rule.kind, followers(of: rule.name), list(values)]
        }
        let substances = modulators.map { modulator in
            let sources = modulator.releasedBy.map(\.description)
            return [
                modulator.name, modulator.kind,
                sources.isEmpty ? "nothing in the model" : list(sources),
                list(values(modulator.settings, Catalogue.kind(.modulator, modulator.kind))),
            ]
        }
        let glia = astrocytes.map { group in
            let arrows = group.covers.map { "\($0.source) -> \($0.target)" }
            let settings = group.settings.entries.map { "\($0.name) = \($0.value.text)" }
            return [
                "\(group.name)[\(group.count)]", group.kind,
                arrows.isEmpty ? "none" : list(arrows), list([group.coverage.text] + settings),
            ]
        }
        return .init(
            "H", "Plasticity and modulation", ["name", "type", "acts on", "description"],
            rules + substances + glia)
    }

    var phaseTable: ModelDescription.Table {
        .init(
            "I", "Phases", ["name", "description"],
            phases.map { phase in
                [phase.name, list(values(phase.settings, Catalogue.kind(.block, "phase")))]
            })
    }

    /// What is set and, for the rest, the defaults.
    private func values(_ settings: Settings, _ kind: Kind?) -> [String] {
        let own = settings.entries.map { "\($0.name) = \($0.value.text)" }
        let rest = (kind?.parameters ?? []).filter { settings[$0.name] == nil }.compactMap {
            entry in
            entry.standard.map { "\(entry.name) = \($0.text)" }
        }
        return own + rest
    }

    private func followers(of rule: String) -> String {
        let arrows = projections.filter { $0.plasticity.contains(rule) }
            .map { "\($0.source) -> \($0.target)" }
        let names = populations.filter { $0.plasticity.contains(rule) }.map(\.name)
        return arrows.isEmpty && names.isEmpty ? "nothing" : list(distinct(arrows + names))
    }

    private func list(_ items: [String]) -> String { items.joined(separator: ", ") }
}

extension Astrocytes.Coverage {
    var text: String {
        switch self {
        case .randomPool(let p, let size), .blockPool(let p, let size):
            "\(name)(p: \(Quantity(p).text), size: \(size))"
        case .nearest: name
        }
    }
}

extension Projection {
    /// "1 ms", or "axonal 1 ms, dendritic 0.5 ms".
    var delayText: String {
        let parts = [
            ("axonal", axonalDelay), ("dendritic", dendriticDelay),
            ("back-propagation", backPropagationDelay),
        ].compactMap { name, value in value.map { "\(name) \($0.text)" } }
        let hasParts = axonalDelay != nil || dendriticDelay != nil
        return ((hasParts ? [] : [delay.text]) + parts).joined(separator: ", ")
    }
}
