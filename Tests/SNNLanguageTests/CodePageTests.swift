import SNNLanguage
import SNNModel
import Testing

/// The pages of `snnsim explain`: what they show has to be true.
@Suite struct CodePageTests {
    /// Codes of a command line, or of models made in Swift, which no text can trigger.
    static let withoutText: Set<String> = ["E032", "E033", "E039", "E049", "E078"]

    @Test(arguments: DiagnosticCode.all.filter { !withoutText.contains($0.description) })
    func triggersTheCodeByItsExample(_ code: DiagnosticCode) {
        let found = ModelText(code.example, file: "example.model").model().diagnostics
        #expect(found.contains { $0.code == code }, "found \(found.map(\.message))")
    }

    @Test(arguments: Catalogue.all.map(\.name))
    func readsTheExampleOfAKind(_ name: String) {
        for kind in Catalogue.all where kind.name == name {
            let found = ModelText(kind.example, file: "example.model").model().diagnostics
            let errors = found.filter { $0.severity == .error }
            #expect(errors.map(\.message) == [])
        }
    }
}
