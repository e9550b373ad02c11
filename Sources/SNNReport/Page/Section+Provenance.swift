extension Section {
    /// A table with a heading.
    public static func table(
        title: String, columns: [String], rows: [[String]], lead: String? = nil
    ) -> Section {
        Section(title, lead: lead, parts: [.table(Table(columns: columns, rows: rows))])
    }

    /// Names and values, such as command, version, machine and times.
    public static func facts(
        title: String = "Run", _ facts: [(name: String, value: String)], lead: String? = nil
    ) -> Section {
        Section(title, lead: lead, parts: [.facts(facts)])
    }

    /// The text of the model that was run.
    public static func model(_ text: String, name: String? = nil) -> Section {
        Section("Model", lead: name, parts: [.model(text)])
    }
}
