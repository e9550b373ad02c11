import SNNModel

extension Lowering {
    /// The parameters of the file in order, with the values of the command line in place of their
    /// own.
    mutating func lowerParameters(_ setting: [String: String]) {
        let declarations = tree.declarations.filter { $0.word == .parameter && isFirst($0) }
        for declaration in declarations {
            if let name = declaration.name { laterParameters[name.text] = name.range }
        }
        for declaration in declarations {
            guard let name = declaration.name else { continue }
            laterParameters[name.text] = nil
            model.places[name.text] = name.range
            guard let expression = declaration.value, var quantity = constant(expression) else {
                spoiledParameters.insert(name.text)
                continue
            }
            if let text = setting[name.text] {
                quantity = override(name, quantity, with: text) ?? quantity
            }
            parameters[name.text] = quantity
            model.parameters.append(Model.Parameter(name.text, quantity))
        }
        let names = declarations.compactMap { $0.name?.text }
        for (name, text) in setting.sorted(by: { $0.key < $1.key }) where !names.contains(name) {
            diagnostics.append(
                Diagnostic(
                    .unknownOverride,
                    "`--set \(name)=\(text)` names no parameter of this model",
                    help: similar(name, in: names, as: "a parameter")
                        ?? (names.isEmpty
                            ? "the model declares no parameters"
                            : "its parameters are \(list(names))")))
        }
    }

    /// What `--set` gives a parameter, or nil after a report that names the text of the command
    /// line.
    private mutating func override(
        _ name: Name, _ declared: Quantity, with text: String
    ) -> Quantity? {
        let written = "`--set \(name.text)=\(text)`"
        let place = Diagnostic.Label(name.range, "declared here")
        let line = SourceText(text, file: "--set")
        var parser = Parser(line)
        var problem: Diagnostic?
        var found: Quantity?
        do throws(Parser.Mistake) {
            let expression = try parser.expression()
            if !parser.at(.end) { throw parser.expected("the end of the value") }
            var inner = Lowering(line, knowing: parameters)
            found = inner.constant(expression)
            problem = inner.diagnostics.first
        } catch {
            problem = error.diagnostic
        }
        if let lexical = parser.diagnostics.first { problem = lexical }
        if let problem {
            diagnostics.append(
                Diagnostic(
                    .badOverride, "\(written) cannot be read: \(problem.message)", primary: place,
                    help: problem.help))
            return nil
        }
        guard let found else { return nil }
        if found.dimension == declared.dimension { return found }
        let unit = Unit.customary(for: declared.dimension)?.symbol
        diagnostics.append(
            Diagnostic(
                .badOverride,
                "\(written) is \(found.dimension.name), but `\(name.text)` is "
                    + declared.dimension.name, primary: place,
                help: unit.map { "write a unit such as \($0): `--set \(name.text)=5\($0)`" }))
        return nil
    }
}
