/// Reads the little of Python's notation that headers use: a dictionary of text, truth values and
/// tuples of sizes. Nothing is ever evaluated.
struct NumpyHeaderParser {
    enum Value {
        case text(String)
        case truth(Bool)
        case sizes([Int])
    }

    /// NumPy itself has no arrays of more.
    static let axesMax = 64

    var rest: ArraySlice<UInt8>
    let site: NumpySite

    var defect: DataError { site.error("has a header that is damaged") }

    /// The dictionary that is the whole of the text.
    mutating func dictionary() throws -> [String: Value] {
        var entries: [String: Value] = [:]
        try expect("{")
        while !take("}") {
            let key = try text()
            try expect(":")
            guard entries.updateValue(try value(), forKey: key) == nil else { throw defect }
            if !take(",") {
                try expect("}")
                break
            }
        }
        skipBlanks()
        guard rest.isEmpty else { throw defect }
        return entries
    }

    private mutating func value() throws -> Value {
        skipBlanks()
        if take("(") { return .sizes(try sizes()) }
        if take(word: "True") { return .truth(true) }
        if take(word: "False") { return .truth(false) }
        if take("[") {
            throw site.error(
                "holds records of several fields, and only plain numbers are read",
                help: "save each field as an array of its own")
        }
        return .text(try text())
    }

    /// Sizes of axes up to the closing bracket. Python 2 wrote an L behind long ones.
    private mutating func sizes() throws -> [Int] {
        var sizes: [Int] = []
        while !take(")") {
            guard sizes.count < Self.axesMax else {
                throw site.error("has more than \(Self.axesMax) axes")
            }
            sizes.append(try size())
            _ = take("L")
            if !take(",") {
                try expect(")")
                break
            }
        }
        return sizes
    }

    private mutating func size() throws -> Int {
        skipBlanks()
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { throw defect }
        rest.removeFirst(digits.count)
        guard let size = Int(String(decoding: digits, as: UTF8.self)) else {
            throw site.error("claims to hold more than \(NumpyArray.valueCountMax) values")
        }
        return size
    }

    private mutating func text() throws -> String {
        let mark: Unicode.Scalar = take("\"") ? "\"" : "'"
        if mark == "'" { try expect("'") }
        let text = rest.prefix { $0 != UInt8(ascii: mark) && $0 != UInt8(ascii: "\\") }
        rest.removeFirst(text.count)
        guard rest.popFirst() == UInt8(ascii: mark) else { throw defect }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func expect(_ mark: Unicode.Scalar) throws {
        if !take(mark) { throw defect }
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard rest.first == UInt8(ascii: mark) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard rest.starts(with: word.utf8) else { return false }
        rest.removeFirst(word.utf8.count)
        return true
    }

    private mutating func skipBlanks() {
        while let first = rest.first, [0x20, 0x0a, 0x0d, 0x09].contains(first) {
            rest.removeFirst()
        }
    }
}
