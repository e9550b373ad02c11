import Testing

@testable import SNNModel

@Suite struct DiagnosticCodeTests {
    @Test func areDistinctAndMany() {
        let codes = DiagnosticCode.all.map(\.description)
        #expect(Set(codes).count == codes.count)
        #expect(codes.count >= 40)
        #expect(codes == codes.sorted())
    }

    @Test(arguments: DiagnosticCode.all)
    func haveAPage(_ code: DiagnosticCode) {
        #expect(code.description.count == 4)
        #expect(["E", "W"].contains(code.description.first))
        #expect(!code.title.isEmpty && !code.title.hasSuffix("."))
        #expect(code.meaning.hasSuffix(".") && code.remedy.hasSuffix("."))
        #expect(!code.example.isEmpty)
        #expect(DiagnosticCode.named(code.description.lowercased()) == code)
    }
}
