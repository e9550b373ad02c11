// Weights against the receptor, delays against the tick, and distances against positions.

extension ModelChecks {
    /// The formulas of a projection may use the distance of the two elements.
    func synapseOwner(_ key: String, farthest: Double = 0) -> SettingOwner {
        let distance = Distribution(.uniform(low: 0, high: farthest), dimension: .length)
        return SettingOwner(key, variables: [Population.Variable("distance", distance)])
    }

    /// The dimension of a weight or delay, or nil after a report of what is wrong with it.
    mutating func synapseDimension(
        of value: Value, _ what: String, at key: String
    ) -> Dimension? {
        switch value {
        case .quantity(let quantity):
            if quantity.value.isFinite { return quantity.dimension }
            findings.report(.notFinite, "the \(what) is not finite", at: key, label: "not finite")
            return nil
        case .random(let distribution):
            return check(distribution, at: key, of: "the \(what)") ? distribution.dimension : nil
        case .formula(let formula):
            for name in formula.variables where name != "distance" {
                findings.report(
                    .unknownVariable, "the \(what) depends on `\(name)`, which is not known here",
                    at: key, label: "not a variable",
                    help: "formulas of a projection may use `distance`")
                return nil
            }
            return dimension(of: formula, owner: synapseOwner(key), at: key)
        default:
            findings.report(
                .wrongForm, "the \(what) is \(value.form), not a number", at: key,
                label: "not a number")
            return nil
        }
    }

    mutating func checkWeight(of projection: Projection, _ ends: Ends, at projectionKey: String) {
        let key = String.key(projectionKey, "weight")
        let subject = "weight from `\(ends.source.name)` to `\(ends.target.name)`"
        guard let dimension = synapseDimension(of: projection.weight, subject, at: key) else {
            return
        }
        guard ends.isCurrent || ends.receptor != nil else { return }
        let expected = ends.receptor?.weightDimension ?? .none
        guard dimension == expected else {
            let unit = Unit.customary(for: expected)?.symbol
            let onto =
                ends.receptor.map { "the receptor `\($0.name)` takes \(expected.name)" }
                ?? "from a current the weight is \(expected.name)"
            findings.report(
                .weightDimension, "the \(subject) is \(dimension.name), but \(onto)", at: key,
                label: "expected \(expected.name)",
                related: ends.receptor.map {
                    [(.key(ends.target.name, $0.name), "receptor is here")]
                }
                    ?? [],
                help: unit.map {
                    "weights onto `\(ends.receptor?.name ?? "")` are written in \($0)"
                })
            return
        }
        let farthest = self.farthest(ends)
        guard let range = synapseOwner(key, farthest: farthest).range(of: projection.weight) else {
            return
        }
        guard range.isFinite else {
            findings.report(
                .notFinite, "the \(subject) can be not finite", at: key, label: "not finite")
            return
        }
        guard range.lowerBound < 0 else { return }
        if let receptor = ends.receptor, receptor.isConductance {
            findings.report(
                .negativeConductance,
                "the \(subject) \(projection.weight.isHeterogeneous ? "can be" : "is") negative, "
                    + "but the receptor `\(receptor.name)` is a conductance",
                at: key, label: "negative conductance",
                related: [(.key(ends.target.name, receptor.name), "has a reversal potential")],
                help: projection.weight.isHeterogeneous
                    ? "add the bound `min: 0 nS`"
                    : "a conductance inhibits by its reversal potential, with positive weights")
        } else if range.upperBound > 0, !ends.isCurrent, !isTrained(projection) {
            findings.report(
                .mixedSigns, "the \(subject) can have both signs", at: key, label: "both signs",
                help: "a bound, `min:` or `max:`, keeps one sign")
        }
    }

    mutating func checkDelay(of projection: Projection, at projectionKey: String) {
        checkBackPropagation(of: projection, at: projectionKey)
        if !projection.delayParts.isEmpty {
            checkDelayParts(of: projection, at: projectionKey)
            return
        }
        let key = String.key(projectionKey, "delay")
        let subject = "delay from `\(projection.source.name)` to `\(projection.target.name)`"
        guard let dimension = synapseDimension(of: projection.delay, subject, at: key) else {
            return
        }
        guard dimension == .time else {
            findings.report(
                .wrongDimension, "the \(subject) is \(dimension.name), not a time", at: key,
                label: "expected a time", help: "delays are written in ms")
            return
        }
        guard let resolution else { return }
        let farthest = self.farthest(of: projection)
        guard let range = synapseOwner(key, farthest: farthest).range(of: projection.delay) else {
            return
        }
        let isDrawn = projection.delay.isHeterogeneous
        let verb = isDrawn ? "can be" : "is"
        let tick = text(resolution, .time)
        guard range.isFinite else {
            findings.report(
                .notFinite, "the \(subject) can be not finite", at: key, label: "not finite")
            return
        }
        if range.lowerBound < resolution * (1 - 1e-9) {
            findings.report(
                .delayBelowResolution,
                "the \(subject) \(verb) shorter than the resolution of \(tick)",
                at: key, label: "shorter than a tick",
                related: [("simulation.resolution", "resolution is here")],
                help: isDrawn ? "add the bound `min: \(tick)`" : nil)
        } else if range.upperBound > resolution * Self.delayTicksMax {
            findings.report(
                .delayTooLong,
                "the \(subject) \(verb) \(text(range.upperBound, .time)), longer "
                    + "than \(Int(Self.delayTicksMax)) ticks",
                at: key, label: "too long", help: isDrawn ? "add a bound such as `max: 50 ms`" : nil
            )
        } else if !isDrawn {
            warnOfRounding(range.lowerBound, subject, resolution, at: key)
        }
    }

    mutating func warnOfRounding(
        _ delay: Double, _ subject: String, _ resolution: Double, at key: String
    ) {
        let ticks = delay / resolution
        guard abs(ticks - ticks.rounded()) > 1e-6 else { return }
        findings.report(
            .delayRounded,
            "the \(subject) is rounded to \(text(ticks.rounded() * resolution, .time))", at: key,
            label: "between two ticks", help: "a tick is \(text(resolution, .time))")
    }

    /// The longest delay in ticks: synapses keep it in 16 bits.
    static let delayTicksMax = 65_535.0

    /// Positions of both ends, where the rule, weight or delay depends on distance.
    mutating func checkDistances(of projection: Projection, _ ends: Ends, at key: String) {
        var wraps = false
        var part = "rule"
        if case .distanceDependent(_, _, let wrap) = projection.rule {
            wraps = wrap
        } else if projection.weight.usesDistance {
            part = "weight"
        } else if let delay = projection.delayValues.first(where: { $0.value.usesDistance }) {
            part = delay.name
        } else {
            return
        }
        let key = String.key(key, part)
        guard let from = ends.sourceLayout, let to = ends.targetLayout else {
            let names = [ends.source.name, ends.target.name]
            guard let name = names.first(where: { !model.hasLayout($0) }) else { return }
            findings.report(
                .positionsMissing,
                "the \(part.spoken) depends on distance, but `\(name)` has no positions",
                at: key, label: "depends on distance", related: [(name, "has no positions")],
                help: "add `position = grid(...)` or `position ~ box(...)` to `\(name)`")
            return
        }
        let names = "`\(ends.source.name)` and `\(ends.target.name)`"
        if from.dimensions != to.dimensions {
            findings.report(
                .positionsDiffer,
                "\(names) have positions in \(from.dimensions) and \(to.dimensions) dimensions",
                at: key, label: "dimensions differ")
        } else if wraps, zip(from.extent, to.extent).contains(where: { abs($0 - $1) > 1e-6 }) {
            findings.report(
                .positionsDiffer,
                "\(names) fill regions of different size, so that distances cannot wrap",
                at: key, label: "extents differ")
        }
    }

    func farthest(_ ends: Ends) -> Double { farthest((ends.sourceLayout, ends.targetLayout)) }

    func farthest(of projection: Projection) -> Double {
        farthest(
            (model.layout(of: projection.source.name), model.layout(of: projection.target.name)))
    }

    /// The greatest distance there can be between two elements, in um; 0 without positions.
    private func farthest(_ layouts: (Layout?, Layout?)) -> Double {
        guard let from = layouts.0, let to = layouts.1, from.dimensions == to.dimensions else {
            return 0
        }
        var sum = 0.0
        for axis in 0..<from.dimensions {
            let span = max(from.end(axis) - to.origin[axis], to.end(axis) - from.origin[axis])
            sum += span * span
        }
        return sum.squareRoot()
    }
}

extension Model {
    /// The positions of a population or stimulus, if it has any that are possible.
    func layout(of name: String) -> Layout? {
        let layout = population(named: name)?.layout ?? stimulus(named: name)?.layout
        return layout?.problem(count: count(of: name) ?? 0) == nil ? layout : nil
    }

    /// Whether a population or stimulus has positions, possible or not.
    func hasLayout(_ name: String) -> Bool {
        (population(named: name)?.layout ?? stimulus(named: name)?.layout) != nil
    }
}

extension Layout {
    /// The greatest coordinate on this axis, in um.
    func end(_ axis: Int) -> Double {
        switch arrangement {
        case .grid(let shape, let spacing): origin[axis] + Double(shape[axis] - 1) * spacing
        case .box(let extent): origin[axis] + extent[axis]
        }
    }
}

extension Value {
    /// Whether a projection's weight or delay is calculated from `distance`.
    var usesDistance: Bool {
        if case .formula(let formula) = self {
            formula.variables.contains("distance")
        } else {
            false
        }
    }
}
