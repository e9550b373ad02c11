extension SnnsimCommand {
    /// `snnsim check MODEL`
    static func check(
        _ invocation: Invocation, on terminal: Terminal, _ installation: Installation
    ) throws -> CommandStatus {
        let text = try ModelSource.text(of: invocation.operands[0], installation)
        let settings = try RunOptions.settings(of: invocation)
        let (model, diagnostics) = text.model(setting: ModelSource.dictionary(settings))
        if !diagnostics.isEmpty {
            terminal.draw(text.report(diagnostics, usesColor: terminal.hasColor))
        }
        guard model != nil else { return .mistakes }
        terminal.print("\(text.file): \(ModelText.summary(of: diagnostics))")
        return .finished
    }

    /// `snnsim describe MODEL`
    static func describe(
        _ invocation: Invocation, on terminal: Terminal, _ installation: Installation
    ) throws {
        let source = try ModelSource(
            invocation.operands[0], settings: try RunOptions.settings(of: invocation),
            installation, on: terminal)
        let model = source.model
        let description = model.description(resources: [
            ModelDescription.Resource("memory", ByteCount(Int(model.memoryEstimate)).description)
        ])
        terminal.print(invocation.has("json") ? description.json : description.text)
    }
}
