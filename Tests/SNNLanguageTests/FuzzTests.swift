import SNNModel
import Testing

@testable import SNNLanguage

/// Spoilt texts: whatever stands in a file, reading it ends, and every diagnostic points into it.
struct FuzzTests {
    #if DEBUG
        static let cases = 1_000
    #else
        static let cases = 10_000
    #endif

    private static let pieces = [
        "{", "}", "[", "]", "(", ")", ",", "=", "~", "->", "..", "..<", "\"", "#", "\n", "-", "*",
        "/",
        "%", ":", "population", "receptor", "like exc", "of", "every", "1e400", "0",
        "99999999999999",
        "mV", "uniform(", "distance", "µ", "🧠", "−", "\u{0}", "\r\n", "simulation {", "record",
        "projection a -> b", "nan", "parameter x =", ";", "r ~ normal(1, 2)", "1 / 0", "[0 ..< 3]",
    ]

    private func spoilt(_ text: String, _ random: inout RepeatableRandom) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0...scalars.count, using: &random)
            let end = min(scalars.count, place + Int.random(in: 0...30, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: scalars.removeSubrange(place..<end)
            case 1:
                scalars.insert(
                    contentsOf: Array(random.pick(Self.pieces).unicodeScalars), at: place)
            case 2:
                let copy = Array(scalars[place..<end])
                let other = Int.random(in: 0...scalars.count, using: &random)
                scalars.insert(contentsOf: copy, at: other)
            case 3: if random.chance(0.2) { scalars.removeSubrange(place...) }
            default:
                scalars.replaceSubrange(
                    place..<end, with: Array(random.pick(Self.pieces).unicodeScalars))
            }
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }

    @Test func spoiltModelsAreReadToTheEnd() {
        let seed = 20_240
        print("fuzz seed \(seed), \(Self.cases) cases")
        var random = RepeatableRandom(seed: seed)
        let texts = [
            ModelTextTests.balanced, Model.random(seed: 1).text, Model.random(seed: 5).text,
        ]
        for number in 0..<Self.cases {
            let text = spoilt(random.pick(texts), &random)
            let source = ModelText(text, file: "spoilt.model")
            let (model, diagnostics) = source.model(setting: ["drive": spoilt("8Hz", &random)])
            let length = text.utf8.count
            for diagnostic in diagnostics {
                let labels = diagnostic.secondary + (diagnostic.primary.map { [$0] } ?? [])
                for range in labels.map(\.range) {
                    let isInside =
                        range.lower >= 0 && range.lower <= range.upper && range.upper <= length
                    #expect(isInside, "case \(number): \(diagnostic.message)\n\(text)")
                }
            }
            let hasErrors = diagnostics.contains { $0.severity == .error }
            #expect((model == nil) == hasErrors, "case \(number)\n\(text)")
            #expect(!source.report(diagnostics, usesColor: true).isEmpty)
            if let model {
                let again = ModelText(model.text, file: "again.model").model()
                let isSame = again.model == model
                #expect(isSame, "case \(number)\n\(text)\n\(model.text)")
            }
        }
    }

    @Test func everyBeginningOfAModelIsReadToTheEnd() {
        let bytes = Array(ModelTextTests.balanced.utf8)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            let text = String(decoding: bytes[..<length], as: UTF8.self)
            _ = ModelText(text, file: "cut.model").model()
        }
    }
}
