// The experiment around the network: time, recordings, readouts.

import SNNModel

extension Lowering {
    mutating func lowerSimulation(_ declaration: Declaration) {
        checkShape(declaration, clauses: [])
        model.places["simulation"] = wordRange(declaration)
        let known = ["duration", "resolution", "seed", "precision", "reset_between_samples"]
        for setting in settings(of: declaration.block) {
            let name = setting.name.text
            guard known.contains(name) else {
                reportUnknown(setting, in: "the simulation", known)
                continue
            }
            checkSets(setting)
            guard let value = setting.value else { continue }
            model.places["simulation.\(name)"] = value.range
            switch name {
            case "duration":
                if let duration = number(value, .time, for: "`duration`") {
                    model.duration = duration
                }
            case "resolution":
                if let resolution = number(value, .time, for: "`resolution`") {
                    model.resolution = resolution
                }
            case "seed": model.seed = seed(value) ?? model.seed
            case "precision":
                let words = Precision.allCases.map(\.rawValue)
                if let word = choice(value, words, for: "precision") {
                    model.precision = Precision(rawValue: word) ?? model.precision
                }
            default:
                if let flag = flag(value, for: "`reset_between_samples`") {
                    model.resetsBetweenSamples = flag
                }
            }
        }
    }

    /// All 64 bits of a seed, of which a Double would keep 53.
    private mutating func seed(_ expression: Expression) -> UInt64? {
        if case .number(_, unit: nil) = expression.form,
            let seed = UInt64(source.text(expression.range))
        {
            return seed
        }
        return count(expression, for: "`seed`").map { UInt64($0) }
    }

    // MARK: - Recordings

    mutating func lowerRecord(_ declaration: Declaration) {
        guard let name = declaration.name, let value = declaration.value else { return }
        if name.text == "weight" { return lowerWeightRecord(declaration, value) }
        let quantity: Recording.Quantity =
            switch name.text {
            case "spikes": .spikes
            case "rate": .rate
            default: .state(name.text)
            }
        let selections = selections(value)
        let isSpoiled = selections.count < items(value).count
        var every: Double?
        if let interval = declaration.every {
            every = number(interval, .time, for: "`every`")
            if every == nil, quantity != .spikes { every = model.resolution }
        }
        if isSpoiled || declaration.isBroken { return }
        let key = "record \(model.recordings.count)"
        model.places[key] = SourceRange(declaration.range.lower, declaration.range.upper)
        model.places["\(key).quantity"] = name.range
        model.places["\(key).of"] = value.range
        model.places["\(key).every"] = declaration.every?.range
        model.recordings.append(Recording(quantity, of: selections.map(\.0), every: every))
    }

    /// `record weight of exc -> exc every 1 s`
    private mutating func lowerWeightRecord(_ declaration: Declaration, _ value: Expression) {
        guard let interval = declaration.every else {
            report(
                .badInterval, "the recording of weights has no interval", value.range,
                "no interval", help: "add one, such as `every 1 s`")
            return
        }
        let every = number(interval, .time, for: "`every`")
        for item in items(value) {
            guard case .arrow(let left, let right) = item.form else {
                report(
                    .noArrow, "\(source.quote(item.range)) has no weights", item.range,
                    "from where to where",
                    help: "write `record weight of SOURCE -> TARGET every 1 s`")
                continue
            }
            let (sources, targets) = (selections(left), selections(right))
            guard let every, !declaration.isBroken else { continue }
            for (from, _) in sources {
                for (to, _) in targets {
                    let key = "record weight \(model.weightRecordings.count)"
                    model.places[key] = item.range
                    model.places["\(key).every"] = interval.range
                    model.weightRecordings.append(
                        WeightRecording(from: from, to: to, every: every))
                }
            }
        }
    }

    // MARK: - Readouts

    mutating func lowerReadout(_ declaration: Declaration) {
        checkShape(declaration, clauses: [.of])
        guard let name = declaration.name else { return }
        model.places[name.text] = name.range
        guard let kind = declaration.clause(.of) else {
            if !declaration.isBroken {
                report(
                    .missingKind, "the readout `\(name.text)` has no kind", name.range,
                    "of what kind", help: "write `of ridge`")
            }
            return
        }
        model.places["\(name.text).kind"] = kind.range
        if ["leaky", "what_when", "classifier", "fit"].contains(kind.text) {
            return lowerLearning(declaration, name.text, of: kind.text)
        }
        var features: Readout.Features?
        var hasFeatures = declaration.isBroken
        var penalties = Self.standardPenalties
        let known = ["features"] + (kind.text == "labels" ? [] : ["penalty"])
        if kind.text == "labels" { penalties = [1] }
        for setting in settings(of: declaration.block) {
            guard known.contains(setting.name.text) else {
                reportUnknown(setting, in: "a readout", known)
                continue
            }
            checkSets(setting)
            place(setting, of: name.text, isKnown: true)
            if setting.name.text == "features" { hasFeatures = true }
            guard let value = setting.value else { continue }
            if setting.name.text == "features" {
                features = self.features(value)
            } else {
                let numbers = items(value).map { number($0, .none, for: "`penalty`") }
                if !numbers.contains(nil) { penalties = numbers.compactMap { $0 } }
            }
        }
        if !hasFeatures {
            report(
                .missingSetting, "the readout `\(name.text)` does not set `features`", name.range,
                "`features` missing", help: "add `features = spike_count(of: POPULATION, bins: 10)`"
            )
        }
        guard let features else { return }
        model.readouts.append(
            Readout(name.text, kind: kind.text, features: features, penalties: penalties))
    }

    private static var standardPenalties: [Double] {
        let entry = Catalogue.kind(.readout, "ridge")?.parameter("penalty")
        guard case .list(let list)? = entry?.standard else { return [1] }
        return list.map(\.value)
    }

    /// `spike_count(of: [exc, inh], bins: [1, 5], transform: sqrt)`
    private mutating func features(_ expression: Expression) -> Readout.Features? {
        guard case .call(let function, let arguments) = expression.form,
            function.text == "spike_count"
        else {
            report(
                .unknownFunction, "\(source.quote(expression.range)) counts nothing",
                expression.range, "not a feature",
                help: "features are `spike_count(of: exc, bins: 10)`")
            return nil
        }
        guard
            let found = bind(
                arguments, of: function, in: expression.range,
                positional: ["of", "bins", "transform"], required: ["of"]),
            let of = found["of"]
        else { return nil }
        let selections = selections(of)
        guard selections.count == items(of).count else { return nil }
        var features = Readout.Features(of: selections.map(\.0), bins: [1])
        if let bins = found["bins"] {
            let counts = items(bins).map { count($0, for: "`bins`") }
            guard !counts.contains(nil) else { return nil }
            features.bins = counts.compactMap { $0 }
        }
        if let transform = found["transform"] {
            let words = Readout.Transform.allCases.map(\.rawValue)
            guard let word = choice(transform, words, for: "transform") else { return nil }
            features.transform = Readout.Transform(rawValue: word) ?? .none
        }
        return features
    }
}
