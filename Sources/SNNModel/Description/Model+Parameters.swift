extension Model {
    /// Table E: every parameter of every population, whether set or by default.
    var parameterTable: ModelDescription.Table {
        var rows = [
            ["simulation", "resolution", Quantity.milliseconds(resolution).text, ""],
            [
                "", "duration", duration.map { Quantity.milliseconds($0).text } ?? "as asked for",
                "",
            ],
            ["", "seed", "\(seed)", ""],
            ["", "precision", precisionText, ""],
        ]
        for parameter in parameters {
            rows.append(["parameter", parameter.name, parameter.value.text, ""])
        }
        for population in populations {
            var own = settingRows(of: population)
            for receptor in population.receptors {
                own.append(["\(receptor.name).shape", receptor.shape.rawValue, ""])
                if let tau = receptor.tau { own.append(["\(receptor.name).tau", tau.text, ""]) }
                if let reversal = receptor.reversal {
                    own.append(["\(receptor.name).reversal", reversal.text, ""])
                }
                if let magnesium = receptor.magnesium {
                    own.append(["\(receptor.name).magnesium", magnesium.text, ""])
                }
            }
            rows += own.enumerated().map { [$0 == 0 ? population.name : ""] + $1 }
        }
        return .init("E", "Parameters", ["of", "name", "value", "origin"], rows)
    }

    /// The precision, and who does not take part in it.
    private var precisionText: String {
        let exceptions = populations.filter { $0.precision(precision) != precision }.map(\.name)
        guard !exceptions.isEmpty else { return precision.rawValue }
        return "\(precision.rawValue); double for \(exceptions.joined(separator: ", "))"
    }

    private func settingRows(of population: Population) -> [[String]] {
        let kind = Catalogue.kind(.neuron, population.kind)
        let entries = (kind?.parameters ?? []) + (kind?.states ?? [])
        let drawn = population.variables.map { [$0.name, "~ " + $0.distribution.text, ""] }
        let known = entries.compactMap { entry -> [String]? in
            if entry.name == "solver", population.solver == .auto {
                let choice = solverChoice(for: population)
                return [entry.name, "auto: \(choice.solver.rawValue)", choice.reason]
            }
            if let value = population.settings[entry.name] {
                let sign = value.sign == "~" ? "~ " : ""
                return [entry.name, sign + value.text, ""]
            }
            return entry.standard.map { [entry.name, $0.text, "default"] }
        }
        return drawn + known
    }
}
