import SNNModel
import Testing

@testable import SNNLanguage

/// What a diagnostic has to say, in the order of the text's markers 1️⃣, 2️⃣, ….
struct Expected: Equatable, CustomStringConvertible {
    var code: String
    var message: String
    var help: String?

    init(_ code: String, _ message: String, help: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
    }

    var description: String { "\(code) \(message)" + (help.map { " (help: \($0))" } ?? "") }
}

private let markers = ["1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣"]

/// The text without its markers, and where they were.
func unmarked(_ marked: String) -> (text: String, places: [Int]) {
    var bytes: [UInt8] = []
    var places: [Int: Int] = [:]
    var rest = Array(marked.utf8)[...]
    while let first = rest.first {
        let found = markers.firstIndex { rest.starts(with: Array($0.utf8)) }
        if let found {
            places[found] = bytes.count
            rest = rest.dropFirst(markers[found].utf8.count)
        } else {
            bytes.append(first)
            rest = rest.dropFirst()
        }
    }
    let order = places.keys.sorted().map { places[$0] ?? 0 }
    return (String(decoding: bytes, as: UTF8.self), order)
}

/// Expects exactly these errors, the first at marker 1️⃣ and so on; warnings are not looked at.
func expectDiagnostics(
    _ marked: String, _ expected: [Expected], setting: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let (text, places) = unmarked(marked)
    let source = ModelText(text, file: "test.model")
    let (model, all) = source.model(setting: setting)
    let errors = all.filter { $0.severity == .error }
    let report = source.report(all)
    let found = errors.map { Expected($0.code.description, $0.message, help: $0.help) }
    #expect(found == expected, "\(report)", sourceLocation: sourceLocation)
    #expect((model == nil) == !expected.isEmpty, "\(report)", sourceLocation: sourceLocation)
    if !places.isEmpty {
        let starts = errors.map { $0.primary?.range.lower ?? -1 }
        #expect(starts == places, "\(report)", sourceLocation: sourceLocation)
    }
}

enum ModelTextCodes {
    /// The codes of all errors in a text, in order of their places.
    static func of(_ text: String) -> [String] {
        ModelText(text, file: "test.model").model().diagnostics
            .filter { $0.severity == .error }.map(\.code.description)
    }
}
