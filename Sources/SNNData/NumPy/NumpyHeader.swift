// The header of a .npy file is a dictionary as Python prints it, its entries in any order:
//
//     {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }
//
// `descr` is the order of the bytes (< least first, > greatest first, | none), a letter for the
// kind and the size in bytes.

/// How one number of an array lies in a file.
struct NumpyElement: Sendable, Equatable {
    enum Kind: String, CaseIterable {
        case float4 = "f4"
        case float8 = "f8"
        case integer4 = "i4"
        case integer8 = "i8"
        case byte = "u1"
        case truth = "b1"
    }

    let kind: Kind
    let hasGreatestByteFirst: Bool

    /// In bytes.
    var size: Int {
        switch kind {
        case .byte, .truth: 1
        case .float4, .integer4: 4
        case .float8, .integer8: 8
        }
    }

    init(_ name: String, at site: NumpySite) throws {
        if name.dropFirst().first == "O" {
            throw site.error(
                "holds Python objects (a pickle), which are never read",
                help: "save arrays of numbers, as in `numpy.asarray(x, dtype=numpy.float32)`")
        }
        guard let order = name.first, let kind = Kind(rawValue: String(name.dropFirst())),
            "<>".contains(order) || (order == "|" && [.byte, .truth].contains(kind))
        else {
            let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw site.error(
                "holds values of type `\(name.prefix(40))`, and only \(known) are read",
                help: "convert the array, as in `x.astype(numpy.float32)`")
        }
        (self.kind, hasGreatestByteFirst) = (kind, order == ">")
    }

    /// - Precondition: The bytes hold that many numbers from there on.
    func values(
        _ bytes: CheckedBytes, from start: Int, count: Int, _ site: NumpySite
    ) throws -> [Double] {
        precondition(start >= 0 && count <= (bytes.count - start) / size, "Bytes are missing.")
        return try bytes.bytes.withUnsafeBytes { raw in
            func word<Word: FixedWidthInteger>(_ index: Int, _: Word.Type) -> Word {
                let word = raw.loadUnaligned(fromByteOffset: start + index * size, as: Word.self)
                return hasGreatestByteFirst ? Word(bigEndian: word) : Word(littleEndian: word)
            }
            let places = 0..<count
            switch kind {
            case .float4:
                return places.map { Double(Float(bitPattern: word($0, UInt32.self))) }
            case .float8: return places.map { Double(bitPattern: word($0, UInt64.self)) }
            case .integer4: return places.map { Double(word($0, Int32.self)) }
            case .byte: return places.map { Double(raw[start + $0]) }
            case .truth: return places.map { raw[start + $0] == 0 ? 0 : 1 }
            case .integer8:
                return try places.map { place in
                    let whole = word(place, Int64.self)
                    guard let value = Double(exactly: whole) else {
                        throw site.error(
                            "entry \(place) is \(whole), which no number of 8 bytes with a "
                                + "fraction can hold")
                    }
                    return value
                }
            }
        }
    }
}

/// What stands before the values of an array.
struct NumpyHeader: Sendable, Equatable {
    var element: NumpyElement
    /// Whether the first axis is the fastest.
    var isFortranOrder: Bool
    var shape: [Int]
    /// The place of the first value, in bytes.
    var length: Int

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    init(_ bytes: CheckedBytes, at site: NumpySite) throws {
        guard bytes.starts(with: Self.magic) else {
            throw site.error("does not begin as an array of NumPy does")
        }
        guard let version = bytes.number(at: 6, size: 1) else {
            throw site.error("ends within its header")
        }
        guard (1...3).contains(version) else {
            throw site.error("is of version \(version) of its format, and only 1 to 3 are read")
        }
        let size = version == 1 ? 2 : 4
        guard let count = bytes.number(at: 8, size: size),
            let text = bytes.part(from: 8 + size, count: count)
        else { throw site.error("ends within its header") }
        length = 8 + size + count
        var parser = NumpyHeaderParser(rest: text, site: site)
        let entries = try parser.dictionary()
        guard entries.count == 3, case .text(let type) = entries["descr"],
            case .truth(let isFortranOrder) = entries["fortran_order"],
            case .sizes(let shape) = entries["shape"]
        else { throw parser.defect }
        element = try NumpyElement(type, at: site)
        (self.isFortranOrder, self.shape) = (isFortranOrder, shape)
    }
}
