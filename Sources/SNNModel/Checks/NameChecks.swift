// Names, sizes, positions, and whether everything declared is used.

extension ModelChecks {
    mutating func checkNames() {
        var seen: Set<String> = []
        let names =
            model.parameters.map(\.name) + model.populations.map(\.name)
            + model.stimuli.map(\.name) + model.readouts.map(\.name)
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
        guard let layout else { return }
        let problem: String?
        switch layout.arrangement {
        case .grid(let shape, let spacing):
            let points = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
            if !(1...3).contains(shape.count) {
                problem = "has positions in \(shape.count) dimensions"
            } else if let least = shape.min(), least < 1 {
                problem = "has a grid with an edge of \(least) points"
            } else if !(spacing > 0 && spacing.isFinite) {
                problem = "has a grid with a spacing of \(text(spacing, .length))"
            } else if points != count, count > 0 {
                problem = "has \(count) elements on a grid of \(points) points"
            } else {
                problem = nil
            }
        case .box(let extent):
            if !(1...3).contains(extent.count) {
                problem = "has positions in \(extent.count) dimensions"
            } else if let edge = extent.first(where: { !($0 > 0 && $0.isFinite) }) {
                problem = "has a box with an edge of \(text(edge, .length))"
            } else {
                problem = nil
            }
        }
        let key = String.key(name, "position")
        if let problem {
            findings.report(
                .badLayout, "`\(name)` \(problem)", at: key, label: "impossible positions")
        } else if layout.origin.count != layout.extent.count {
            findings.report(
                .badLayout,
                "`\(name)` has an origin in \(layout.origin.count) and positions in "
                    + "\(layout.extent.count) dimensions", at: key, label: "dimensions differ")
        } else if !layout.origin.allSatisfy(\.isFinite) {
            findings.report(
                .notFinite, "the origin of `\(name)` is not finite", at: key, label: "not finite")
        }
    }

    /// Warns of populations and stimuli that nothing refers to.
    mutating func checkUse() {
        let selections =
            model.projections.flatMap { [$0.source, $0.target] }
            + model.recordings.flatMap(\.of) + model.readouts.flatMap(\.features.of)
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
