import SNNModel

/// The connection rules of the language and what their arguments are called, in order.
enum RuleForm: String, CaseIterable {
    case oneToOne = "one_to_one"
    case allToAll = "all_to_all"
    case fixedIndegree = "fixed_indegree"
    case fixedOutdegree = "fixed_outdegree"
    case fixedTotalNumber = "fixed_total_number"
    case pairwiseBernoulli = "pairwise_bernoulli"
    case distanceGaussian = "distance_gaussian"
    case distanceExponential = "distance_exponential"
    case list

    var arguments: [String] {
        switch self {
        case .oneToOne, .allToAll: []
        case .fixedIndegree, .fixedOutdegree: ["K"]
        case .fixedTotalNumber: ["N"]
        case .pairwiseBernoulli: ["p"]
        case .distanceGaussian: ["p", "sigma"]
        case .distanceExponential: ["p", "lambda"]
        case .list: ["file"]
        }
    }

    var optional: [String] {
        self == .distanceGaussian || self == .distanceExponential ? ["wrap"] : []
    }
}

extension Lowering {
    /// The rule that an expression names, or nil after a report.
    mutating func rule(_ expression: Expression) -> ConnectionRule? {
        let name: Name
        let arguments: [Argument]
        switch expression.form {
        case .name(let text): (name, arguments) = (Name(text, expression.range), [])
        case .call(let function, let given): (name, arguments) = (function, given)
        default:
            report(
                .unknownRule, "\(source.quote(expression.range)) is not a connection rule",
                expression.range, "not a rule",
                help: "the rules are \(list(RuleForm.allCases.map(\.rawValue)))")
            return nil
        }
        guard let form = RuleForm(rawValue: name.text) else {
            let known = RuleForm.allCases.map(\.rawValue)
            report(
                .unknownRule, "there is no connection rule `\(name.text)`", name.range,
                "unknown rule",
                help: similar(name.text, in: known, as: "a rule") ?? "the rules are \(list(known))")
            return nil
        }
        if form == .list, case .list(let rows)? = arguments.first?.value.form {
            return edges(rows).map { .list(EdgeList(edges: $0)) }
        }
        guard
            let found = bind(
                arguments, of: name, in: expression.range, positional: form.arguments,
                optional: form.optional)
        else { return nil }
        return rule(form, found)
    }

    private mutating func rule(
        _ form: RuleForm, _ arguments: [String: Expression]
    ) -> ConnectionRule? {
        switch form {
        case .oneToOne: return .oneToOne
        case .allToAll: return .allToAll
        case .fixedIndegree: return count(arguments["K"], of: form).map { .fixedIndegree($0) }
        case .fixedOutdegree: return count(arguments["K"], of: form).map { .fixedOutdegree($0) }
        case .fixedTotalNumber:
            return count(arguments["N"], of: form).map { .fixedTotalNumber($0) }
        case .pairwiseBernoulli:
            guard let p = arguments["p"] else { return nil }
            return number(p, .none, for: "`p`").map { .pairwiseBernoulli(p: $0) }
        case .distanceGaussian, .distanceExponential:
            let widthName = form.arguments[1]
            guard let p = arguments["p"], let width = arguments[widthName] else { return nil }
            let peak = number(p, .none, for: "`p`")
            let length = number(width, .length, for: "`\(widthName)`")
            let wrap = arguments["wrap"].map { flag($0, for: "`wrap`") } ?? false
            guard let peak, let length, let wrap else { return nil }
            return .distanceDependent(
                p: peak,
                profile: form == .distanceGaussian
                    ? .gaussian(sigma: length) : .exponential(lambda: length), wrap: wrap)
        case .list:
            guard let file = arguments["file"] else { return nil }
            guard case .text(let path) = file.form else {
                report(
                    .wrongForm,
                    "`list` needs the name of a file, but \(source.quote(file.range)) is "
                        + file.noun, file.range, "expected a text",
                    help: "a text stands between two `\"`")
                return nil
            }
            return .list(EdgeList(file: path))
        }
    }

    private mutating func count(_ expression: Expression?, of form: RuleForm) -> Int? {
        expression.flatMap { count($0, for: "`\(form.rawValue)`", allowsNegative: true) }
    }

    /// `[[0, 5], [1, 7, 2 nS, 1.5 ms]]`: source, target and, where given, weight and delay, which
    /// their dimension tells apart.
    private mutating func edges(_ rows: [Expression]) -> [EdgeList.Edge]? {
        var result: [EdgeList.Edge] = []
        for row in rows {
            guard case .list(let items) = row.form, (2...4).contains(items.count) else {
                report(
                    .wrongForm, "\(source.quote(row.range)) is not a synapse", row.range,
                    "expected source and target",
                    help: "a synapse is written `[0, 5]` or `[0, 5, 2 nS, 1.5 ms]`")
                return nil
            }
            let from = count(items[0], for: "the source of a synapse")
            let to = count(items[1], for: "the target of a synapse")
            guard let from, let to else { return nil }
            var edge = EdgeList.Edge(source: from, target: to)
            for item in items[2...] {
                guard let quantity = constant(item) else { return nil }
                if quantity.dimension == .time {
                    edge.delay = quantity.value
                } else {
                    edge.weight = quantity.value
                }
            }
            result.append(edge)
        }
        return result
    }
}
