// Populations and stimuli. Both inherit through `like`: all settings, receptors, variables and
// positions of the base, of which the block replaces some. Inherited parts keep the places of the
// base, so that a mistake in it is told once.

import SNNModel

extension Lowering {
    /// The population of this name, lowered when it is first asked for; nil if there is none.
    mutating func population(_ name: String) -> Population? {
        if let done = loweredPopulations[name] { return done }
        guard let declaration = declared[name], declaration.word == .population,
            begun.insert(name).inserted
        else { return nil }
        checkShape(declaration, clauses: [.of, .like], allowsReceptors: true)
        var result = Population(name, count: size(of: declaration), kind: "")
        if let base = base(of: declaration, of: name) {
            if let inherited = population(base) {
                result = inherited
                result.name = name
                result.count = size(of: declaration)
                inheritPlaces(of: inherited, as: name)
            }
        }
        if let kind = declaration.clause(.of) {
            result.kind = kind.text
            model.places["\(name).kind"] = kind.range
        }
        model.places[name] = declaration.name?.range
        readPopulationBlock(of: declaration, into: &result)
        if result.kind.isEmpty {
            reportMissingKind(of: declaration, "lif")
            result.kind = "lif"
            result.settings = Settings()
        }
        if result.kind == "elm", result.receptors.isEmpty { result.receptors = [.elmInput] }
        loweredPopulations[name] = result
        return result
    }

    mutating func stimulus(_ name: String) -> Stimulus? {
        if let done = loweredStimuli[name] { return done }
        guard let declaration = declared[name], declaration.word == .stimulus,
            begun.insert(name).inserted
        else { return nil }
        checkShape(declaration, clauses: [.of, .like])
        var result = Stimulus(name, count: size(of: declaration), kind: "")
        if let base = base(of: declaration, of: name) {
            if let inherited = stimulus(base) {
                result = inherited
                result.name = name
                result.count = size(of: declaration)
                for part in inherited.settings.names + ["position", "kind"] {
                    model.places["\(name).\(part)"] = model.places["\(base).\(part)"]
                }
            }
        }
        if let kind = declaration.clause(.of) {
            result.kind = kind.text
            model.places["\(name).kind"] = kind.range
        }
        model.places[name] = declaration.name?.range
        let kind = Catalogue.kind(.stimulus, result.kind)
        for setting in settings(of: declaration.block) {
            if setting.name.text == "position" {
                readLayout(setting, of: name, into: &result.layout)
                continue
            }
            let entry = kind?.parameter(setting.name.text)
            place(setting, of: name, isKnown: entry != nil || kind == nil)
            if let value = value(of: setting, as: entry) {
                result.settings[setting.name.text] = value
            }
        }
        if result.kind.isEmpty {
            reportMissingKind(of: declaration, "poisson")
            result.kind = "poisson"
            result.settings = ["rate": .quantity(.hertz(1))]
        }
        loweredStimuli[name] = result
        return result
    }

    /// The number of elements; one if the declaration does not say.
    mutating func size(of declaration: Declaration) -> Int {
        guard case .element(let name, let size) = declaration.subject?.form else { return 1 }
        model.places["\(name.text).count"] = size.range
        return count(size, for: "the size of `\(name.text)`", allowsNegative: true) ?? 1
    }

    /// The name that a declaration is `like`, if something of the same sort has it.
    private mutating func base(of declaration: Declaration, of name: String) -> String? {
        guard let like = declaration.clause(.like) else { return nil }
        let word = declaration.word.rawValue
        if let of = declaration.clauses.first(where: { $0.word == .of }) {
            report(
                .wrongClause, "`\(name)` has both `of` and `like`", of.wordRange, "a second kind",
                help: "`like \(like.text)` gives it the kind of `\(like.text)`")
        }
        guard let base = declared[like.text], base.word == declaration.word else {
            let names = declared.filter { $0.value.word == declaration.word }.keys.sorted()
            report(
                .unknownBase, "there is no \(word) named `\(like.text)`", like.range,
                "not declared in this model",
                help: similar(like.text, in: names, as: "a \(word)"))
            return nil
        }
        let isBegun = begun.contains(like.text)
        let isDone = loweredPopulations[like.text] != nil || loweredStimuli[like.text] != nil
        if isBegun, !isDone {
            report(
                .unknownBase, "`\(name)` is like itself", like.range, "leads back here",
                help: "give one of the populations a kind with `of`")
            return nil
        }
        return like.text
    }

    /// Reports a declaration without a kind, unless that follows from another mistake.
    private mutating func reportMissingKind(of declaration: Declaration, _ kind: String) {
        guard declaration.clauses.isEmpty, !declaration.isBroken, let name = declaration.name else {
            return
        }
        let word = declaration.word.rawValue
        report(
            .missingKind, "the \(word) `\(name.text)` has no kind", name.range, "of what kind",
            help: "write `of \(kind)`, or `like` and the name of another \(word)")
    }

    private mutating func inheritPlaces(of base: Population, as name: String) {
        let receptors = base.receptors.flatMap { receptor in
            [receptor.name]
                + ["shape", "tau", "reversal", "magnesium"].map { "\(receptor.name).\($0)" }
        }
        let parts = base.settings.names + base.variables.map(\.name) + receptors
        for part in parts + ["position", "kind", "plasticity"] {
            model.places["\(name).\(part)"] = model.places["\(declaredBase(name)).\(part)"]
        }
    }

    private func declaredBase(_ name: String) -> String {
        declared[name]?.clause(.like)?.text ?? name
    }

    /// The place of a setting: its value, or its name where that is the mistake.
    mutating func place(_ setting: Setting, of owner: String, isKnown: Bool) {
        model.places["\(owner).\(setting.name.text)"] =
            isKnown ? setting.value?.range ?? setting.range : setting.name.range
    }
}
