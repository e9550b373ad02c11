/// How a file name tells what is in the file: `{label}_{speaker}_{take}.wav`.
///
/// A field takes the shortest text before what follows it in the pattern. The fields `label` and
/// `speaker` are needed; `language` makes classes of their own (`de 7` beside `en 7`), `split` is
/// `train` or `test`; a field `take` is passed over.
struct NamePattern: Equatable {
    static let fields = ["label", "speaker", "language", "split", "take"]

    private enum Part: Equatable {
        case text(String)
        case field(String)
    }

    private var parts: [Part] = []

    /// - Throws: `PatternDefect` where the pattern makes no sense.
    init(_ pattern: String) throws {
        var rest = Substring(pattern)
        while !rest.isEmpty {
            guard rest.first == "{" else {
                let end = rest.firstIndex(of: "{") ?? rest.endIndex
                parts.append(.text(String(rest[..<end])))
                rest = rest[end...]
                continue
            }
            guard let end = rest.firstIndex(of: "}") else {
                throw PatternDefect("a `{` is not closed")
            }
            let name = String(rest[rest.index(after: rest.startIndex)..<end])
            try check(name)
            parts.append(.field(name))
            rest = rest[rest.index(after: end)...]
        }
        guard parts.contains(.field("label")) else { throw PatternDefect("no field `{label}`") }
    }

    private func check(_ name: String) throws {
        guard Self.fields.contains(name) else {
            throw PatternDefect(
                "no field is named `\(name)`; there are \(Self.fields.joined(separator: ", "))")
        }
        if parts.contains(.field(name)) { throw PatternDefect("`{\(name)}` occurs twice") }
        if case .field(let previous) = parts.last {
            throw PatternDefect("nothing separates `{\(previous)}` from `{\(name)}`")
        }
    }

    /// The fields of `name`, or nil where it does not follow the pattern.
    func fields(of name: String) -> [String: String]? {
        var rest = Substring(name)
        var fields: [String: String] = [:]
        for (index, part) in parts.enumerated() {
            switch part {
            case .text(let text):
                guard rest.hasPrefix(text) else { return nil }
                rest = rest.dropFirst(text.count)
            case .field(let field):
                var length = rest.count
                if index + 1 < parts.count, case .text(let next) = parts[index + 1] {
                    guard let found = Self.distance(to: next, in: rest) else { return nil }
                    length = found
                }
                guard length > 0 else { return nil }
                fields[field] = String(rest.prefix(length))
                rest = rest.dropFirst(length)
            }
        }
        return rest.isEmpty ? fields : nil
    }

    private static func distance(to text: String, in whole: Substring) -> Int? {
        var rest = whole.dropFirst()
        var distance = 1
        while !rest.isEmpty {
            if rest.hasPrefix(text) { return distance }
            rest = rest.dropFirst()
            distance += 1
        }
        return nil
    }
}

struct PatternDefect: Error, Equatable {
    var text: String

    init(_ text: String) { self.text = text }
}
