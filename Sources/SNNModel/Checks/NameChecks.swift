// Names, sizes, positions, and whether everything declared is used.

extension ModelChecks {
    mutating func checkNames() {
        var seen: Set<String> = []
        var names =
            model.parameters.map(\.name) + model.populations.map(\.name)
            + model.stimuli.map(\.name) + model.readouts.map(\.name)
        names +=
            model.plasticities.map(\.name) + model.modulators.map(\.name)
            + model.astrocytes.map(\.name) + model.phases.map(\.name)
        for name in names where !seen.insert(name).inserted {
            findings.report(
                .duplicateName, "the name `\(name)` is declared twice", at: name,
                label: "declared again")
        }
        for name in names where !name.isName { reportInvalid(name, at: name) }
        let inputs = model.stimuli.filter { $0.kind == "input" }
        if inputs.count > 1 {
            findings.report(
                .severalInputs,
                "the model has \(inputs.count) open ports, \(String.list(of: inputs.map(\.name)))",
                at: inputs[1].name, label: "another open port",
                related: [(inputs[0].name, "first open port")],
                help: "a data set is bound to the only stimulus of kind `input`")
        }
    }

    /// The names inside a population: its variables and receptors.
    mutating func checkInnerNames(of population: Population) {
        let kind = Catalogue.kind(.neuron, population.kind)
        var seen = Set((kind?.parameters ?? []).map(\.name) + (kind?.states ?? []).map(\.name))
        for name in population.variables.map(\.name) + population.receptors.map(\.name) {
            let key = String.key(population.name, name)
            if !seen.insert(name).inserted {
                findings.report(
                    .duplicateName,
                    "the name `\(name)` is declared twice in `\(population.name)`", at: key,
                    label: "declared again")
            }
            if !name.isName { reportInvalid(name, at: key) }
        }
    }

    private mutating func reportInvalid(_ name: String, at key: String) {
        let help =
            name == "distance"
            ? "`distance` means the distance of two neurons"
            : "names are made of letters, digits and underscores"
        findings.report(
            .invalidName, "`\(name)` is not a name", at: key, label: "not a name", help: help)
    }

    mutating func checkCount(of name: String, _ count: Int, isStimulus: Bool) {
        if count > 0 { return }
        let what = isStimulus ? "stimulus" : "population"
        findings.report(
            .emptyPopulation,
            count == 0
                ? "the \(what) `\(name)` has no elements"
                : "the \(what) `\(name)` has a negative number of elements, \(count)",
            at: .key(name, "count"), label: "not a size")
    }

    mutating func checkLayout(_ layout: Layout?, of name: String, count: Int) {
        guard let problem = layout?.problem(count: count) else { return }
        findings.report(
            .badLayout, "`\(name)` \(problem)", at: .key(name, "position"),
            label: "impossible positions")
    }

    /// Warns of populations and stimuli that nothing refers to.
    mutating func checkUse() {
        var selections = model.projections.flatMap { [$0.source, $0.target] }
        selections += model.recordings.flatMap(\.of) + model.readouts.flatMap(\.features.of)
        selections += model.modulators.flatMap(\.releasedBy)
        let used = Set(selections.map(\.name))
        let parts =
            model.populations.map { ($0.name, "population") }
            + model.stimuli.map { ($0.name, "stimulus") }
        for (name, what) in parts where !used.contains(name) {
            findings.report(
                .unused, "the \(what) `\(name)` is neither connected nor recorded", at: name,
                label: "not used")
        }
    }
}

extension Layout {
    /// Why so many elements cannot be placed like this, or nil.
    func problem(count: Int) -> String? {
        let axes: Int
        switch arrangement {
        case .grid(let shape, let spacing):
            axes = shape.count
            let points = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
            if let least = shape.min(), least < 1 {
                return "has a grid with an edge of \(least) points"
            }
            if !(spacing > 0 && spacing.isFinite) {
                return "has a grid with a spacing of \(Quantity.micrometers(spacing).text)"
            }
            if points != count, count > 0, (1...3).contains(axes) {
                return "has \(count) elements on a grid of \(points) points"
            }
        case .box(let extent):
            axes = extent.count
            if let edge = extent.first(where: { !($0 > 0 && $0.isFinite) }) {
                return "has a box with an edge of \(Quantity.micrometers(edge).text)"
            }
        }
        if !(1...3).contains(axes) { return "has positions in \(axes) dimensions" }
        if origin.count != axes {
            return "has an origin in \(origin.count) and positions in \(axes) dimensions"
        }
        return origin.allSatisfy(\.isFinite) ? nil : "has an origin that is not finite"
    }
}

extension String {
    /// Whether the model language can write this as a name.
    var isName: Bool {
        guard let first = unicodeScalars.first, self != "distance" else { return false }
        let isLetter = { (c: Unicode.Scalar) in
            c == "_" || ("a"..."z").contains(c) || ("A"..."Z").contains(c)
        }
        return isLetter(first)
            && unicodeScalars.allSatisfy { isLetter($0) || ("0"..."9").contains($0) }
    }
}
