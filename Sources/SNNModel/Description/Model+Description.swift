extension Model {
    /// The tables of a methods section for this model.
    ///
    /// - Parameter resources: what a run needs, from who knows; a table of its own.
    public func description(
        resources: [ModelDescription.Resource] = []
    ) -> ModelDescription {
        var tables = [
            summaryTable, populationTable, connectivityTable, equationTable, parameterTable,
            inputTable, measurementTable, learningTable, phaseTable,
        ]
        if !resources.isEmpty {
            tables.append(
                .init(
                    "J", "Resources", ["what", "amount"], resources.map { [$0.name, $0.amount] }))
        }
        let neurons = Self.sum(populations.map(\.count))
        return ModelDescription(
            tables: tables.filter { !$0.rows.isEmpty }, neuronCount: neurons,
            elementCount: Self.sum([neurons] + stimuli.map(\.count)),
            synapseCount: expectedSynapseCount)
    }

    private var summaryTable: ModelDescription.Table {
        let kinds = distinct(populations.map(\.kind))
        let receptors = populations.flatMap(\.receptors)
        let shapes = distinct(
            receptors.map { receptor in
                let what =
                    receptor.shape == .count
                    ? "of spikes" : receptor.shape == .delta
                    ? "jump" : receptor.isConductance ? "conductance" : "current"
                return "\(receptor.shape.rawValue) \(what)"
            })
        let neurons = Self.sum(populations.map(\.count))
        let learns = distinct(plasticities.map(\.kind))
        let rows = [
            ["populations", "\(populations.count), with \(neurons) neurons"],
            ["topology", topology],
            [
                "connectivity",
                projections.isEmpty
                    ? "none" : distinct(projections.map(\.rule.name)).joined(separator: ", "),
            ],
            ["synapses", Self.number(expectedSynapseCount)],
            ["neuron models", summaries(of: kinds, .neuron)],
            ["synapse models", shapes.isEmpty ? "none" : shapes.joined(separator: ", ")],
            ["plasticity", learns.isEmpty ? "none" : summaries(of: learns, .plasticity)],
            [
                "input",
                stimuli.isEmpty ? "none" : summaries(of: distinct(stimuli.map(\.kind)), .stimulus),
            ],
            [
                "measurements",
                recordings.isEmpty && weightRecordings.isEmpty && readouts.isEmpty
                    ? "none"
                    : distinct(
                        recordings.map(\.quantity.name) + weightRecordings.map { _ in "weights" }
                            + readouts.map { "\($0.kind) readout" }
                    )
                    .joined(separator: ", "),
            ],
        ]
        return .init("A", "Model summary", ["what", "how"], rows)
    }

    private var topology: String {
        let dimensions = distinct(populations.compactMap { $0.layout?.dimensions }.map { "\($0)" })
        return dimensions.isEmpty
            ? "none" : "positions in \(dimensions.joined(separator: ", ")) dimensions"
    }

    private func summaries(of kinds: [String], _ category: Kind.Category) -> String {
        kinds.map { name in
            "\(name) (\(Catalogue.kind(category, name)?.summary ?? "unknown"))"
        }.joined(separator: "; ")
    }

    private var populationTable: ModelDescription.Table {
        .init(
            "B", "Populations", ["name", "elements", "size", "positions"],
            populations.map { [$0.name, $0.kind, "\($0.count)", $0.layout?.text ?? "none"] })
    }

    private var connectivityTable: ModelDescription.Table {
        .init(
            "C", "Connectivity",
            ["source", "target", "receptor", "pattern", "weight", "delay", "synapses"],
            projections.map { projection in
                var pattern = projection.rule.text
                if !projection.allowsAutapses { pattern += ", no autapses" }
                if !projection.allowsMultapses { pattern += ", no multapses" }
                if !projection.plasticity.isEmpty {
                    pattern += ", follows \(projection.plasticity.joined(separator: " and "))"
                }
                return [
                    "\(projection.source)", "\(projection.target)",
                    receptor(of: projection) ?? "none", pattern, projection.weight.text,
                    projection.delayText,
                    Self.number(expectedSynapseCount(of: projection)),
                ]
            })
    }

    /// The receptor that is named, or the only one there is.
    private func receptor(of projection: Projection) -> String? {
        if let name = projection.receptor { return name }
        if stimulus(named: projection.source.name)?.kind == "current" { return nil }
        let receptors = population(named: projection.target.name)?.receptors ?? []
        return receptors.count == 1 ? receptors[0].name : nil
    }

    private var equationTable: ModelDescription.Table {
        let neurons = distinct(populations.map(\.kind)).compactMap { Catalogue.kind(.neuron, $0) }
        let shapes = distinct(populations.flatMap(\.receptors).map(\.shape.rawValue))
            .compactMap { Catalogue.kind(.receptor, $0) }
        let learns = distinct(plasticities.map(\.kind)).compactMap {
            Catalogue.kind(.plasticity, $0)
        }
        let glia = distinct(astrocytes.map(\.kind)).compactMap { Catalogue.kind(.astrocyte, $0) }
        let rows = (neurons + shapes + learns + glia).flatMap { kind in
            kind.equations.enumerated().map { [$0 == 0 ? kind.name : "", $1] }
                + [["", "source: " + (kind.sources.first ?? "none")]]
        }
        return .init("D", "Neuron and synapse models", ["model", "equations"], rows)
    }

    private var inputTable: ModelDescription.Table {
        .init(
            "F", "Input", ["name", "type", "size", "description"],
            stimuli.map { stimulus in
                let settings = stimulus.settings.entries.map {
                    "\($0.name) \($0.value.sign) \($0.value.text)"
                }
                let summary = Catalogue.kind(.stimulus, stimulus.kind)?.summary ?? "unknown"
                return [
                    stimulus.name, stimulus.kind, "\(stimulus.count)",
                    ([summary] + settings).joined(separator: ", "),
                ]
            })
    }

    private var measurementTable: ModelDescription.Table {
        let recorded = recordings.map { recording in
            [
                recording.quantity.name, recording.of.map(\.description).joined(separator: ", "),
                recording.every.map { "every \(Quantity.milliseconds($0).text)" } ?? "all",
            ]
        }
        let weights = weightRecordings.map {
            [
                "weights", "\($0.source) -> \($0.target)",
                "every \(Quantity.milliseconds($0.every).text)",
            ]
        }
        let read = readouts.map { readout in
            let bins = readout.features.bins.map { "\($0)" }.joined(separator: ", ")
            let root =
                readout.features.transform == .none
                ? "" : ", \(readout.features.transform.rawValue)"
            let penalties = readout.penalties.map(Quantity.shortest).joined(separator: ", ")
            if readout.kind == "leaky", case .name(let targets)? = readout.settings["targets"] {
                return [
                    "\(readout.name) (leaky)",
                    readout.features.of.map(\.description).joined(separator: ", "),
                    "learns \(targets) with the network",
                ]
            }
            if readout.kind == "what_when" {
                return [
                    "\(readout.name) (what_when)",
                    readout.features.of.map(\.description).joined(separator: ", "),
                    "learns what follows a cue, and when",
                ]
            }
            if readout.kind == "classifier" {
                return [
                    "\(readout.name) (classifier)",
                    readout.features.of.map(\.description).joined(separator: ", "),
                    "names the class, trained by `snnsim train`",
                ]
            }
            if readout.kind == "fit" {
                var cell = "recordings"
                if case .name(let name)? = readout.settings["cell"] { cell = "`\(name)`" }
                return [
                    "\(readout.name) (fit)",
                    readout.features.of.map(\.description).joined(separator: ", "),
                    "does as \(cell) does, trained by `snnsim train`",
                ]
            }
            return [
                "\(readout.name) (\(readout.kind))",
                readout.features.of.map(\.description).joined(separator: ", "),
                "spike counts in \(bins) bins\(root)"
                    + (readout.kind == "labels" ? "" : "; penalty \(penalties)"),
            ]
        }
        return .init("G", "Measurements", ["what", "of", "how"], recorded + weights + read)
    }

    /// Whole numbers as they are, expected ones rounded.
    static func number(_ value: Double) -> String {
        if value == value.rounded(), value < 1e15 { return Quantity.shortest(value) }
        return value < 1e15 ? "about \(Quantity.shortest(value.rounded()))" : "\(value)"
    }

    /// The sum of sizes, those below zero left out, at most the greatest number there is.
    private static func sum(_ counts: [Int]) -> Int {
        counts.reduce(0) { sum, count in
            let (result, overflow) = sum.addingReportingOverflow(max(0, count))
            return overflow ? .max : result
        }
    }

    func distinct(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
