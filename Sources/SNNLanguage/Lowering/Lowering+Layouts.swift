import SNNModel

extension Lowering {
    /// `position = grid(10, 10, spacing: 50 um)` or `position ~ box(500 um, 500 um)`.
    mutating func readLayout(_ setting: Setting, of owner: String, into layout: inout Layout?) {
        place(setting, of: owner, isKnown: true)
        guard let expression = setting.value else { return }
        guard case .call(let function, let arguments) = expression.form,
            function.text == "grid" || function.text == "box"
        else {
            report(
                .badLayout, "\(source.quote(expression.range)) does not arrange anything",
                expression.range, "not an arrangement",
                help: "positions are `= grid(10, 10, spacing: 50 um)` or `~ box(500 um, 500 um)`")
            return
        }
        let isGrid = function.text == "grid"
        if setting.draws == isGrid {
            report(
                isGrid ? .notADistribution : .fixedDraw,
                isGrid
                    ? "`~` draws, but a grid is not drawn" : "`=` sets, but a box is drawn from",
                expression.range, isGrid ? "not drawn" : "drawn from",
                help: "write `position \(isGrid ? "=" : "~") \(source.text(expression.range))`")
        }
        let axes = arguments.filter { $0.label == nil }.map(\.value)
        let labelled = arguments.filter { $0.label != nil }
        guard
            let found = bind(
                labelled, of: function, in: expression.range, positional: isGrid ? ["spacing"] : [],
                optional: ["origin"])
        else { return }
        guard (1...3).contains(axes.count) else {
            report(
                .badLayout, "positions have one to three dimensions, not \(axes.count)",
                expression.range, "\(axes.count) dimensions")
            return
        }
        let arrangement: Layout.Arrangement
        if isGrid {
            let shape = axes.map { count($0, for: "the shape of a grid") }
            let spacing = found["spacing"].flatMap {
                number($0, .length, for: "`spacing`")
            }
            guard let spacing, !shape.contains(nil) else { return }
            arrangement = .grid(shape: shape.compactMap { $0 }, spacing: spacing)
        } else {
            let extent = axes.map { number($0, .length, for: "an edge of a box") }
            guard !extent.contains(nil) else { return }
            arrangement = .box(extent: extent.compactMap { $0 })
        }
        var origin: [Double]?
        if let expression = found["origin"] {
            let corner = items(expression).map { number($0, .length, for: "`origin`") }
            guard !corner.contains(nil) else { return }
            guard corner.count == axes.count else {
                report(
                    .badLayout,
                    "the origin has \(corner.count) dimensions and the positions \(axes.count)",
                    expression.range, "dimensions differ")
                return
            }
            origin = corner.compactMap { $0 }
        }
        layout = Layout(arrangement, origin: origin)
    }
}
