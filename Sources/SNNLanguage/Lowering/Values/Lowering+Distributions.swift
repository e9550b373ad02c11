import SNNModel

/// The distributions of the language and what their arguments are called, in order.
enum DistributionForm: String, CaseIterable {
    case uniform, normal, lognormal, exponential, gamma

    var arguments: [String] {
        switch self {
        case .uniform: ["low", "high"]
        case .normal, .lognormal: ["mean", "sd"]
        case .exponential: ["mean"]
        case .gamma: ["shape", "scale"]
        }
    }
}

extension Lowering {
    /// The distribution behind a `~`, or nil after a report.
    mutating func distribution(_ expression: Expression, of name: String) -> Distribution? {
        guard case .call(let function, let arguments) = expression.form else {
            report(
                .notADistribution,
                "`~` draws, but \(source.quote(expression.range)) is not a distribution",
                expression.range, "not a distribution",
                help: "one value for all is set with `=`: "
                    + "`\(name) = \(source.text(expression.range))`")
            return nil
        }
        guard let form = DistributionForm(rawValue: function.text) else {
            let known = DistributionForm.allCases.map(\.rawValue)
            report(
                .unknownFunction, "there is no distribution `\(function.text)`", function.range,
                "unknown distribution",
                help: similar(function.text, in: known, as: "a distribution")
                    ?? "the distributions are \(list(known))")
            return nil
        }
        guard
            let found = bind(
                arguments, of: function, in: expression.range, positional: form.arguments,
                optional: ["min", "max"])
        else { return nil }
        return distribution(form, found)
    }

    private mutating func distribution(
        _ form: DistributionForm, _ arguments: [String: Expression]
    ) -> Distribution? {
        var values: [String: Quantity] = [:]
        var isComplete = true
        for name in form.arguments + ["min", "max"] {
            guard let argument = arguments[name] else { continue }
            values[name] = constant(argument)
            if values[name] == nil { isComplete = false }
        }
        guard isComplete else { return nil }
        let leading = form == .gamma ? "scale" : form.arguments[0]
        let dimension = values[leading]?.dimension ?? .none
        for name in form.arguments + ["min", "max"] {
            guard let value = values[name], let argument = arguments[name] else { continue }
            let needed = form == .gamma && name == "shape" ? .none : dimension
            if value.dimension == needed { continue }
            reportDimension(
                of: argument, value.dimension, needed: needed, for: "`\(name)` of this distribution"
            )
            return nil
        }
        let value = { (name: String) in values[name]?.value ?? 0 }
        let shape: Distribution.Shape =
            switch form {
            case .uniform: .uniform(low: value("low"), high: value("high"))
            case .normal: .normal(mean: value("mean"), sd: value("sd"))
            case .lognormal: .lognormal(mean: value("mean"), sd: value("sd"))
            case .exponential: .exponential(mean: value("mean"))
            case .gamma: .gamma(shape: value("shape"), scale: value("scale"))
            }
        return Distribution(
            shape, dimension: dimension, lower: values["min"]?.value, upper: values["max"]?.value)
    }

    /// Arguments by name: those without a label take the names of `positional` in order. All of
    /// `positional` have to be there unless `required` says fewer. nil after a report.
    mutating func bind(
        _ arguments: [Argument], of function: Name, in range: SourceRange, positional: [String],
        optional: [String] = [], required: [String]? = nil
    ) -> [String: Expression]? {
        let known = positional + optional
        let required = required ?? positional
        var result: [String: Expression] = [:]
        var position = 0
        var isSound = true
        for argument in arguments {
            let name: String
            if let label = argument.label {
                guard known.contains(label.text) else {
                    report(
                        .wrongArguments, "`\(function.text)` has no argument `\(label.text)`",
                        label.range, "unknown argument",
                        help: similar(label.text, in: known, as: "an argument")
                            ?? "its arguments are \(list(known))")
                    isSound = false
                    continue
                }
                name = label.text
            } else if position < positional.count {
                name = positional[position]
                position += 1
            } else {
                report(
                    .wrongArguments, "`\(function.text)` has too many arguments",
                    argument.value.range, "one too many",
                    help: known.isEmpty ? nil : "its arguments are \(list(known))")
                isSound = false
                continue
            }
            if result[name] != nil {
                report(
                    .wrongArguments, "the argument `\(name)` of `\(function.text)` is given twice",
                    argument.value.range, "given again")
                isSound = false
            }
            result[name] = argument.value
        }
        let missing = required.filter { result[$0] == nil }
        if isSound, !missing.isEmpty {
            report(
                .wrongArguments, "`\(function.text)` needs \(list(missing))", range,
                "an argument is missing",
                help: "its arguments are \(list(known))")
            isSound = false
        }
        return isSound ? result : nil
    }
}
