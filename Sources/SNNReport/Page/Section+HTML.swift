// How a section is written. Every plot is drawn twice, for wide and narrow pages, except those that
// stand side by side: they are narrow from the start.

/// The widths plots are drawn at, in CSS pixels; the style sheet knows them too.
enum PlotWidth {
    static let wide = 940.0
    static let narrow = 400.0
    static let half = 455.0
}

extension Section {
    func html(number: Int) -> String {
        var result = "<section id=\"section-\(number)\">\n<h2>\(HTML.escaped(title))</h2>\n"
        if let lead { result += "<p class=\"lead\">\(HTML.escaped(lead))</p>\n" }
        for (index, part) in parts.enumerated() {
            result += Self.html(part, id: "plot-\(number)-\(index)")
        }
        return result + "</section>\n"
    }

    private static func html(_ part: Part, id: String) -> String {
        switch part {
        case .paragraph(let text): return "<p>\(HTML.escaped(text))</p>\n"
        case .answers(let answers):
            return "<div class=\"answers\">\n" + answers.map(html).joined() + "</div>\n"
        case .figure(let figure):
            return html(
                figure,
                "<div class=\"wide\">\(figure.plot.svg(width: PlotWidth.wide, id: id))</div>\n"
                    + "<div class=\"narrow\">"
                    + "\(figure.plot.svg(width: PlotWidth.narrow, id: id + "-narrow"))</div>\n")
        case .figures(let figures):
            let each = figures.enumerated().map { index, figure in
                html(figure, figure.plot.svg(width: PlotWidth.half, id: "\(id)-\(index)"))
            }
            return "<div class=\"pair\">\n\(each.joined())</div>\n"
        case .table(let table): return html(table)
        case .facts(let facts):
            let rows = facts.map {
                "<dt>\(HTML.escaped($0.name))</dt><dd>\(HTML.escaped($0.value))</dd>\n"
            }
            return "<dl>\n\(rows.joined())</dl>\n"
        case .model(let text):
            return "<pre tabindex=\"0\"><code>\(ModelText.html(text))</code></pre>\n"
        }
    }

    private static func html(_ figure: Figure, _ drawing: String) -> String {
        let title = figure.title.map { "<h3>\(HTML.escaped($0))</h3>\n" } ?? ""
        let caption =
            figure.caption.map { "<figcaption>\(HTML.escaped($0))</figcaption>\n" } ?? ""
        return "<figure>\n\(title)\(drawing)\n\(caption)</figure>\n"
    }

    private static func html(_ answer: Answer) -> String {
        """
        <div class="answer\(answer.isMain ? " main" : "")">\
        <span class="what">\(HTML.escaped(answer.name))</span>\
        <span class="value">\(HTML.escaped(answer.value))</span>\
        <span class="remark">\(HTML.escaped(answer.remark))</span></div>

        """
    }

    private static func html(_ table: Table) -> String {
        let isNumeric = table.columns.indices.map { column in
            !table.rows.isEmpty
                && table.rows.allSatisfy { row in
                    guard row.indices.contains(column), let first = row[column].first else {
                        return true
                    }
                    return first.isNumber || "+−-–<≥".contains(first)
                }
        }
        func line(_ cells: [String], _ tag: String) -> String {
            let each = table.columns.indices.map { column in
                let cell = cells.indices.contains(column) ? cells[column] : ""
                let style = isNumeric[column] ? " class=\"number\"" : ""
                let scope = tag == "th" ? " scope=\"col\"" : ""
                return "<\(tag)\(scope)\(style)>\(HTML.escaped(cell))</\(tag)>"
            }
            return "<tr>\(each.joined())</tr>\n"
        }
        return
            "<div class=\"scroll\"><table>\n<thead>\(line(table.columns, "th"))</thead>\n<tbody>\n"
            + table.rows.map { line($0, "td") }.joined() + "</tbody></table></div>\n"
    }
}
