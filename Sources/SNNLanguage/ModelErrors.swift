import Foundation
import SNNModel

/// Why a text is not a model: every mistake in it, and the text they point into.
public struct ModelErrors: Error, CustomStringConvertible, Sendable {
    public let diagnostics: [Diagnostic]
    public let source: ModelText

    public init(_ diagnostics: [Diagnostic], in source: ModelText) {
        self.diagnostics = diagnostics
        self.source = source
    }

    /// All of them as they look on a terminal, without colour.
    public var description: String { source.report(diagnostics) }
}

extension ModelText {
    /// The text of a file, in UTF-8.
    ///
    /// - Throws: `ModelErrors` with one diagnostic if the file cannot be read or is not text.
    public init(contentsOfFile path: String) throws(ModelErrors) {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let contents = isFolder.boolValue ? nil : FileManager.default.contents(atPath: path)
        guard let contents else {
            let problem =
                !exists
                ? "there is no file `\(path)`"
                : isFolder.boolValue
                    ? "`\(path)` is a folder, not a model" : "the file `\(path)` cannot be opened"
            throw ModelErrors([Diagnostic(.unreadableFile, problem)], in: ModelText("", file: path))
        }
        guard let text = String(data: contents, encoding: .utf8) else {
            throw ModelErrors(
                [Diagnostic(.unreadableFile, "the file `\(path)` is not text in UTF-8")],
                in: ModelText("", file: path))
        }
        self.init(text, file: path)
    }
}

extension Model {
    /// The model that a file describes.
    ///
    ///     let model = try Model(contentsOfFile: "Models/reward.model", setting: ["drive": "8Hz"])
    ///
    /// - Throws: `ModelErrors` with every mistake. Warnings are not mistakes; `ModelText` shows
    ///   them.
    public init(
        contentsOfFile path: String, setting: [String: String] = [:]
    ) throws(ModelErrors) {
        let text = try ModelText(contentsOfFile: path)
        let (model, diagnostics) = text.model(setting: setting)
        guard let model else { throw ModelErrors(diagnostics, in: text) }
        self = model
    }
}
