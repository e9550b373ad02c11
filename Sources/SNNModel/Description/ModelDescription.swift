/// The tables of a methods section, after Nordlie, Gewaltig & Plesser (2009), PLoS Comput. Biol. 5,
/// e1000456: A summary, B populations, C connectivity, D neuron and synapse models, E parameters,
/// F input, G measurements; and H what learns and modulates, I the phases of the experiment.
///
///     print(model.description().text)
///
/// The tables hold what the model says and the defaults of the catalogue, so that they are
/// complete.
public struct ModelDescription: Hashable, Sendable, Codable {
    public struct Table: Hashable, Sendable, Codable {
        /// `A` to `I`, or `J` for the resources.
        public var letter: String
        public var title: String
        public var columns: [String]
        public var rows: [[String]]

        init(_ letter: String, _ title: String, _ columns: [String], _ rows: [[String]]) {
            self.letter = letter
            self.title = title
            self.columns = columns
            self.rows = rows
        }
    }

    /// What a run needs, as an estimate: "memory", "1.2 MB".
    public struct Resource: Hashable, Sendable, Codable {
        public var name: String
        public var amount: String

        public init(_ name: String, _ amount: String) {
            self.name = name
            self.amount = amount
        }
    }

    public var tables: [Table]
    public var neuronCount: Int
    /// The sum over populations and stimuli, each element once.
    public var elementCount: Int
    /// Exact, or expected where the rule draws.
    public var synapseCount: Double

    /// Tables for a terminal, at most 100 columns wide.
    public var text: String {
        tables.map { table in
            let body = Paragraphs.table([table.columns] + table.rows, indent: 4)
            return (["\(table.letter)  \(table.title)", ""] + body).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// The same as a JSON object: the counts, and each table with its columns and rows.
    public var json: String {
        let list = { (items: [String]) in
            "[" + items.map(JSONText.quoted).joined(separator: ", ") + "]"
        }
        let parts = tables.map { table in
            let rows = table.rows.map { "        " + list($0) }.joined(separator: ",\n")
            return """
                    {
                      "letter": \(JSONText.quoted(table.letter)),
                      "title": \(JSONText.quoted(table.title)),
                      "columns": \(list(table.columns)),
                      "rows": [
                \(rows)
                      ]
                    }
                """
        }
        return """
            {
              "neurons": \(neuronCount),
              "elements": \(elementCount),
              "synapses": \(synapseCount.isFinite ? Quantity.shortest(synapseCount) : "null"),
              "tables": [
            \(parts.joined(separator: ",\n"))
              ]
            }
            """
    }
}

enum JSONText {
    /// The text in quotation marks, with the escapes that JSON asks for.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
