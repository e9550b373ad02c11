extension SnnsimCommand {
    /// `snnsim explain TOPIC`; without a topic, what there is to explain.
    static func explain(_ topic: String?, on terminal: Terminal) throws(UsageError) {
        guard let topic else {
            terminal.print(topicList)
            return
        }
        guard let text = Explanation.text(for: topic) else {
            throw UsageError(
                "there is nothing to explain about `\(topic)`",
                help: Explanation.suggestion(for: topic).map {
                    "a topic with a similar name: `\($0)`"
                }
                    ?? "`snnsim explain` lists the topics")
        }
        terminal.print(text)
    }

    /// All topics, as paragraphs that fit the screen.
    private static var topicList: String {
        var lines: [String] = []
        var line = ""
        for topic in Explanation.topics {
            if line.count + topic.count + 2 > 96 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? topic : "  \(topic)"
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
