/// A part of a report: a heading and what stands below it.
///
/// Sections are made by the functions named after what they show, from plain arrays:
///
///     report.sections.append(.raster([exc, inh]))
///     report.sections.append(.table(title: "Seeds", columns: ["seed", "accuracy"], rows: rows))
public struct Section: Sendable {
    public var title: String
    /// A sentence below the heading: what is shown and how it was measured.
    public var lead: String?
    public var parts: [Part]

    public init(_ title: String, lead: String? = nil, parts: [Part] = []) {
        self.title = title
        self.lead = lead
        self.parts = parts
    }

    /// What a section is made of.
    public enum Part: Sendable {
        case paragraph(String)
        /// Large figures side by side.
        case answers([Answer])
        case figure(Figure)
        /// Two or more figures side by side where there is room.
        case figures([Figure])
        case table(Table)
        /// Names and values.
        case facts([(name: String, value: String)])
        /// The text of a model.
        case model(String)
    }

    /// A large figure with its name and a remark.
    public struct Answer: Sendable {
        public var name: String
        public var value: String
        public var remark: String
        public var isMain: Bool

        public init(_ name: String, _ value: String, remark: String = "", isMain: Bool = false) {
            self.name = name
            self.value = value
            self.remark = remark
            self.isMain = isMain
        }
    }

    /// A plot with its caption.
    public struct Figure: Sendable {
        public var plot: any Plot
        public var title: String?
        public var caption: String?

        public init(_ plot: any Plot, title: String? = nil, caption: String? = nil) {
            self.plot = plot
            self.title = title
            self.caption = caption
        }
    }

    /// Rows of text. Columns whose cells all begin like numbers are set to the right.
    public struct Table: Sendable {
        public var columns: [String]
        public var rows: [[String]]

        public init(columns: [String], rows: [[String]]) {
            self.columns = columns
            self.rows = rows
        }
    }
}
