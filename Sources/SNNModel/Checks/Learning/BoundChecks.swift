// The bounds of rules against the weights that synapses begin with, and the units of both.

extension ModelChecks {
    mutating func checkBounds(of rule: PlasticityRule) {
        guard let least = rule.value(of: "w_min")?.quantity,
            let most = rule.value(of: "w_max")?.quantity, least.value > most.value
        else { return }
        let isSet = rule.settings["w_min"] != nil
        findings.report(
            .boundsReversed,
            "`w_min` of `\(rule.name)` is above its `w_max`, \(text(most.value, most.dimension))",
            at: .key(rule.name, isSet ? "w_min" : "w_max"), label: "above `w_max`")
    }

    /// What depends on the weight as a share of its bound means nothing on the other side of zero.
    mutating func checkSigns(of rule: PlasticityRule) {
        guard rule.isSigned else { return }
        for name in ["mu_plus", "mu_minus"] {
            guard let mu = rule.value(of: name)?.quantity?.value, mu != 0 else { continue }
            findings.report(
                .signedDependence,
                "`w_min` of `\(rule.name)` is negative, but `\(name)` is \(text(mu, .none))",
                at: .key(rule.name, "w_min"), label: "negative",
                related: [(.key(rule.name, name), "depends on the weight")],
                help: "weights that change sign go with `mu_plus = 0, mu_minus = 0`")
            return
        }
    }

    mutating func checkBounds(of projection: Projection, _ ends: Ends, at projectionKey: String) {
        guard let receptor = ends.receptor else { return }
        let key = String.key(projectionKey, "weight")
        let names = "from `\(ends.source.name)` to `\(ends.target.name)`"
        for rule in projection.plasticity.compactMap({ model.plasticity(named: $0) }) {
            let isSound = checkUnits(of: rule, receptor.weightDimension, names)
            guard isSound, rule.part == .weights,
                let most = rule.value(of: "w_max")?.quantity?.value, rule.least <= most,
                let weights = weights(of: projection, ends, at: key)
            else { continue }
            let least = rule.least
            let bounds = least...most
            let kept = rule.isSigned ? weights : weights.magnitudes
            if bounds.contains(kept) { continue }
            let isAbove = kept.upperBound > most
            let bound = isAbove ? "w_max" : "w_min"
            let limit = text(isAbove ? most : least, receptor.weightDimension)
            let isAlways = !bounds.overlaps(kept)
            let value = text(isAbove ? kept.upperBound : kept.lowerBound, receptor.weightDimension)
            let says = isAlways && !projection.weight.isHeterogeneous ? "is" : "can be"
            findings.report(
                isAlways ? .weightOutsideBounds : .boundsCutWeights,
                "the weight \(names) \(says) \(value), but `\(bound)` of `\(rule.name)` is "
                    + limit,
                at: key, label: isAbove ? "above the bound" : "below the bound",
                related: [(.key(rule.name, bound), "bound is here")],
                help: isAlways ? nil : "such weights begin at the bound")
        }
    }

    /// Whether the weights among the rule's settings are in the unit of the receptor.
    private mutating func checkUnits(
        of rule: PlasticityRule, _ dimension: Dimension, _ names: String
    ) -> Bool {
        var isSound = true
        for entry in Catalogue.kind(.plasticity, rule.kind)?.parameters ?? []
        where entry.form == .weight {
            guard let quantity = rule.settings[entry.name]?.quantity,
                quantity.dimension != dimension
            else { continue }
            isSound = false
            findings.report(
                .weightDimension,
                "`\(entry.name)` of `\(rule.name)` is \(quantity.dimension.name), but the weight "
                    + "\(names) is \(dimension.name)",
                at: .key(rule.name, entry.name), label: "expected \(dimension.name)")
        }
        return isSound
    }

    /// The values that weights begin with; nil where those are in disorder.
    private func weights(
        of projection: Projection, _ ends: Ends, at key: String
    ) -> ClosedRange<Double>? {
        let owner = synapseOwner(key, farthest: farthest(ends))
        guard let range = owner.range(of: projection.weight), range.isFinite else { return nil }
        guard case .list(let list) = projection.rule else { return range }
        let own = list.edges.compactMap(\.weight).filter(\.isFinite)
        guard let low = own.min(), let high = own.max() else { return range }
        if own.count == list.edges.count { return low...high }
        return min(low, range.lowerBound)...max(high, range.upperBound)
    }
}

extension ClosedRange<Double> {
    /// The absolute values.
    fileprivate var magnitudes: ClosedRange<Double> {
        let (a, b) = (abs(lowerBound), abs(upperBound))
        return (contains(0) ? 0 : Swift.min(a, b))...Swift.max(a, b)
    }

    fileprivate func contains(_ other: ClosedRange<Double>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}
