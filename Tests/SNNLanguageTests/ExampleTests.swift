import Foundation
import SNNModel
import Testing

@testable import SNNLanguage

/// What pages and documents show has to be true.
struct ExampleTests {
    /// Blocks marked ```model in the documents are whole models without mistakes.
    @Test func modelsInDocumentsAreRead() throws {
        let folder = Repository.root.appendingPathComponent("docs")
        let files = FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []
        var count = 0
        for case let file as String in files where file.hasSuffix(".md") {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for block in text.components(separatedBy: "\n```model\n").dropFirst() {
                let example = block.components(separatedBy: "\n```")[0]
                let source = ModelText(example, file: file)
                let mistakes = source.model().diagnostics.filter { $0.severity == .error }
                #expect(mistakes.isEmpty, "\(source.report(mistakes))")
                count += 1
            }
        }
        #expect(count > 0 || files.isEmpty)
    }
}
