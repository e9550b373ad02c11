// Mistakes that only a text can have: E001 to E039.

extension DiagnosticCode {
    static let language: [DiagnosticCode] = []
}
