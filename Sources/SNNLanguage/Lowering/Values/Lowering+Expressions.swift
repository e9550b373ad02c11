import SNNModel

/// A formula with its dimension; a constant unless it depends on variables.
struct Term {
    var formula: Formula
    var dimension: Dimension

    var quantity: Quantity? {
        if case .constant(let quantity) = formula { quantity } else { nil }
    }

    init(_ quantity: Quantity) {
        formula = .constant(quantity)
        dimension = quantity.dimension
    }

    init(_ formula: Formula, _ dimension: Dimension) {
        self.formula = formula
        self.dimension = dimension
    }
}

extension Lowering {
    /// The formula that an expression means, or nil after a report. Names are variables first,
    /// then parameters, then units.
    mutating func term(_ expression: Expression, _ variables: [String: Dimension] = [:]) -> Term? {
        switch expression.form {
        case .number(let number, let unit):
            return quantity(number, unit, expression.range).map { Term($0) }
        case .name(let name): return term(named: name, expression.range, variables)
        case .negate(let inner):
            guard let inner = term(inner, variables) else { return nil }
            if let quantity = inner.quantity { return Term(-quantity) }
            return Term(.negate(inner.formula), inner.dimension)
        case .binary(let sign, let left, let right):
            let a = term(left, variables)
            let b = term(right, variables)
            guard let a, let b else { return nil }
            switch sign {
            case .plus, .minus: return sum(sign, a, b, left, right, expression.range)
            case .times, .over: return product(sign, a, b, expression.range)
            }
        case .call(let name, let arguments):
            return term(calling: name, arguments, in: expression.range, variables)
        case .text, .element, .list, .range, .arrow:
            report(
                .notANumber,
                "\(source.quote(expression.range)) is \(expression.noun), not a number",
                expression.range, "not a number")
            return nil
        }
    }

    private mutating func quantity(
        _ number: Double, _ unit: Name?, _ range: SourceRange
    ) -> Quantity? {
        guard number.isFinite else {
            report(.outOfReach, "\(source.quote(range)) is too large", range, "too large")
            return nil
        }
        guard let unit else { return Quantity(number) }
        if unit.text == "%" { return Quantity(number / 100) }
        if let known = Unit.named(unit.text) {
            return finite(Quantity(known.coherent(number), known.dimension), range)?.quantity
        }
        let isParameter = parameters[unit.text] != nil || laterParameters[unit.text] != nil
        report(
            .unknownUnit, "there is no unit `\(unit.text)`", unit.range, "not a unit",
            help: isParameter
                ? "a product is written `\(Quantity(number).text) * \(unit.text)`"
                : Self.unit(meantBy: unit.text).map { "a similar unit exists: `\($0)`" })
        return nil
    }

    /// The unit that somebody means who writes `msec`.
    static func unit(meantBy word: String) -> String? {
        let common = [
            "msec": "ms", "millisecond": "ms", "milliseconds": "ms", "sec": "s", "second": "s",
            "seconds": "s", "usec": "us", "microseconds": "us", "minute": "min", "minutes": "min",
            "hour": "h", "hours": "h", "hertz": "Hz", "volt": "V", "volts": "V",
            "millivolt": "mV", "millivolts": "mV", "amp": "pA", "siemens": "S", "farad": "pF",
            "meter": "m", "meters": "m", "micron": "um", "microns": "um", "micrometer": "um",
            "mohm": "Mohm", "megaohm": "Mohm",
        ]
        if let unit = common[word.lowercased()] { return unit }
        // Of units equally near, one of the same length is the likelier slip.
        let likely = Unit.symbols.filter { $0.count == word.count }
        if let unit = word.nearest(in: likely + Unit.symbols) { return unit }
        return Unit.symbols.filter { $0.count > 1 && word.hasPrefix($0) }.max {
            $0.count < $1.count
        }
    }

    private mutating func term(
        named name: String, _ range: SourceRange, _ variables: [String: Dimension]
    ) -> Term? {
        if let dimension = variables[name] { return Term(.variable(name), dimension) }
        if let quantity = parameters[name] { return Term(quantity) }
        if spoiledParameters.contains(name) { return nil }
        if let later = laterParameters[name] {
            report(
                .unknownName, "`\(name)` is used above its declaration", range, "not declared yet",
                secondary: [.init(later, "declared here")])
            return nil
        }
        if let unit = Unit.named(name) { return Term(Quantity(unit.coherent(1), unit.dimension)) }
        // Every single letter is near to every other, so units are not guessed from one.
        let units = name.count > 1 ? Unit.symbols : []
        let names = variables.keys.sorted() + parameters.keys.sorted() + units
        var help = similar(name, in: names, as: "a parameter or unit")
        if help == nil, declared[name] != nil { help = "`\(name)` is declared, but is no number" }
        report(
            .unknownName, "there is no parameter or unit named `\(name)`", range, "not declared",
            help: help)
        return nil
    }

    private mutating func sum(
        _ sign: ExpressionForm.Operator, _ a: Term, _ b: Term, _ left: Expression,
        _ right: Expression, _ range: SourceRange
    ) -> Term? {
        guard a.dimension == b.dimension else {
            let message =
                sign == .plus
                ? "\(b.dimension.name) cannot be added to \(a.dimension.name)"
                : "\(b.dimension.name) cannot be subtracted from \(a.dimension.name)"
            report(
                .sumOfDimensions, message, right.range, b.dimension.name,
                secondary: [.init(left.range, a.dimension.name)])
            return nil
        }
        guard let x = a.quantity, let y = b.quantity else {
            let formula: Formula =
                sign == .plus ? .add(a.formula, b.formula) : .subtract(a.formula, b.formula)
            return Term(formula, a.dimension)
        }
        let value = sign == .plus ? x.value + y.value : x.value - y.value
        return finite(Quantity(value, a.dimension), range)
    }

    private mutating func product(
        _ sign: ExpressionForm.Operator, _ a: Term, _ b: Term, _ range: SourceRange
    ) -> Term? {
        guard a.dimension.isModest, b.dimension.isModest else {
            report(
                .outOfReach, "\(source.quote(range)) has a dimension without meaning", range,
                "too many units")
            return nil
        }
        if let x = a.quantity, let y = b.quantity {
            if sign == .over, y.value == 0 {
                report(
                    .outOfReach, "\(source.quote(range)) divides by zero", range,
                    "division by zero")
                return nil
            }
            return finite(sign == .times ? x * y : x / y, range)
        }
        return sign == .times
            ? Term(.multiply(a.formula, b.formula), a.dimension * b.dimension)
            : Term(.divide(a.formula, b.formula), a.dimension / b.dimension)
    }

    private mutating func finite(_ quantity: Quantity, _ range: SourceRange) -> Term? {
        if quantity.value.isFinite { return Term(quantity) }
        report(.outOfReach, "\(source.quote(range)) is too large", range, "too large")
        return nil
    }

    mutating func reportCall(of name: Name, in range: SourceRange) {
        if DistributionForm(rawValue: name.text) != nil {
            report(
                .drawInFormula, "a distribution cannot be part of a formula", range,
                "part of a formula",
                help: "give the drawn number a name: `r ~ \(name.text)(...)`, and use `r`")
        } else {
            reportFunction(name, FunctionForm.allCases.map(\.rawValue), as: "a function")
        }
    }

    mutating func reportFunction(_ name: Name, _ known: [String], as what: String) {
        report(
            .unknownFunction, "there is no function `\(name.text)`", name.range,
            "unknown function", help: similar(name.text, in: known, as: what))
    }
}

extension Dimension {
    /// Whether products of two such dimensions can be held.
    var isModest: Bool { [time, voltage, current, length].allSatisfy { abs(Int($0)) < 32 } }
}
