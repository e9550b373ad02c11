/// Which class was taken for which: a square per pair, rows are what it was. Right answers have one
/// hue and mistakes another, so that mistakes are seen although they are few.
public struct ConfusionPlot: Plot {
    public var accuracy: Accuracy
    /// By label; missing names are numbers.
    public var classNames: [String]

    public init(_ accuracy: Accuracy, classNames: [String] = []) {
        self.accuracy = accuracy
        self.classNames = classNames
    }

    private func name(_ label: Int) -> String {
        classNames.indices.contains(label) ? classNames[label] : String(label)
    }

    public var summary: String {
        var worst = (count: 0, text: "no mistakes")
        for row in 0 ..< accuracy.classes {
            for column in 0 ..< accuracy.classes where column != row {
                let count = accuracy.count(of: row, named: column)
                if count > worst.count {
                    worst = (
                        count, "most often \(name(row)) is named \(name(column)), \(count) times"
                    )
                }
            }
        }
        return "Confusion matrix of \(accuracy.classes) classes, \(accuracy.correct) of "
            + "\(accuracy.total) right; \(worst.text)"
    }

    public func svg(width: Double, id: String) -> String {
        let classes = accuracy.classes
        let isWide = width > 600
        let longest = (0 ..< classes).map { Canvas.width(of: name($0)) }.max() ?? 0
        let left = min(longest + 12, width * 0.25) + 18
        let recallWidth = isWide ? 190.0 : 46
        let cell = min(isWide ? 40 : 36, (width - left - recallWidth) / Double(max(classes, 1)))
        // Where rows are lower than text, only some are named.
        let stride = max(1, Int((13 / cell).rounded(.up)))
        let areRotated = longest > cell - 4
        let top = (areRotated ? min(longest * 0.72 + 14, 110) : 20) + 22
        let side = cell * Double(classes)
        var canvas = Canvas(width: width, height: top + side + 30)
        canvas.text("named as", left, 12, "name")
        canvas.text("was", left - 8, top - 8, "name", anchor: .end)
        let right = left + side + 14
        canvas.text(isWide ? "named rightly" : "right", right, top + side + 17, "name")
        for label in 0 ..< classes {
            let middle = (Double(label) + 0.5) * cell
            drawRow(label, left, top + Double(label) * cell, cell, on: &canvas)
            guard label % stride == 0 else { continue }
            let name = Canvas.fitted(name(label), into: left - 10, size: 12)
            canvas.text(name, left - 8, top + middle + 4, anchor: .end)
            canvas.text(
                name, left + middle + (areRotated ? 3 : 0), top - 8,
                anchor: areRotated ? .start : .middle, rotated: areRotated ? -45 : 0)
            guard let recall = accuracy.recall(of: label) else { continue }
            let y = top + middle
            if isWide {
                canvas.rect(right, y - cell * 0.24, 110, cell * 0.48, "track", radius: 2)
                canvas.rect(right, y - cell * 0.24, 110 * recall, cell * 0.48, "f0", radius: 2)
            }
            canvas.text("\(Figures.fixed(100 * recall, 0)) %", right + (isWide ? 118 : 0), y + 4)
        }
        return canvas.svg(summary: summary)
    }

    private func drawRow(
        _ row: Int, _ left: Double, _ top: Double, _ cell: Double, on canvas: inout Canvas
    ) {
        let all = max(accuracy.samples(of: row), 1)
        for column in 0 ..< accuracy.classes {
            let count = accuracy.count(of: row, named: column)
            let share = Double(count) / Double(all)
            let x = left + Double(column) * cell
            canvas.rect(x + 0.75, top + 0.75, cell - 1.5, cell - 1.5, "track", radius: 2)
            guard count > 0 else { continue }
            // A root, because a mistake in fifty must be seen beside forty right answers.
            let shade = row == column ? 0.15 + 0.85 * share : 0.12 + 0.88 * share.squareRoot()
            canvas.rect(
                x + 0.75, top + 0.75, cell - 1.5, cell - 1.5, row == column ? "f0" : "f1",
                opacity: shade, radius: 2,
                title: "\(name(row)) named \(name(column)): \(count) of \(all)")
            if cell >= 17 {
                canvas.text(
                    String(count), x + cell / 2, top + cell / 2 + 4,
                    (cell < 24 ? "tiny" : "tick") + (shade > 0.6 ? " inverse" : " ink"),
                    anchor: .middle)
            }
        }
    }
}
