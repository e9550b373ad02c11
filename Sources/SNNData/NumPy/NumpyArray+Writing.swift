import SNNModel

extension NumpyArray {
    /// The bytes that `numpy.save` writes for the same array.
    ///
    /// - Throws: `DataError` where a finite number is too great for 4 bytes.
    func npy(_ precision: Precision, at site: NumpySite) throws -> [UInt8] {
        precondition(
            shape.reduce(1, *) == values.count, "The shape and the number of values differ.")
        var bytes = Self.header(shape, precision)
        switch precision {
        case .double:
            bytes.reserveCapacity(bytes.count + 8 * values.count)
            for value in values { bytes.append(littleEndian: value.bitPattern) }
        case .single:
            bytes.reserveCapacity(bytes.count + 4 * values.count)
            for (place, value) in values.enumerated() {
                let rounded = Float(value)
                guard rounded.isFinite || !value.isFinite else {
                    throw site.error("entry \(place) is \(value), too great for 4 bytes")
                }
                bytes.append(littleEndian: rounded.bitPattern)
            }
        }
        return bytes
    }

    /// The lowest that holds all values to the bit.
    var precision: Precision {
        let fits = values.allSatisfy { Double(Float($0)).bitPattern == $0.bitPattern }
        return fits ? .single : .double
    }

    /// Blanks fill the header up to a multiple of this, so that values can be mapped into memory.
    private static let alignment = 64

    /// NumPy leaves room for the first axis to grow in place to so many digits.
    private static let growthDigits = 21

    private static func header(_ shape: [Int], _ precision: Precision) -> [UInt8] {
        let sizes = shape.map { String($0) }.joined(separator: ", ")
        let tuple = shape.count == 1 ? "(\(sizes),)" : "(\(sizes))"
        let type = precision == .double ? "<f8" : "<f4"
        var text = Array(
            "{'descr': '\(type)', 'fortran_order': False, 'shape': \(tuple), }".utf8)
        if let first = shape.first {
            let digits = String(first).utf8.count
            text += [UInt8](repeating: 0x20, count: max(0, growthDigits - digits))
        }
        // 10 bytes stand before the text, and a line ends it.
        let pad = alignment - (10 + text.count + 1) % alignment
        text += [UInt8](repeating: 0x20, count: pad) + [0x0a]
        precondition(text.count <= UInt16.max, "An array has too many axes.")
        var header = NumpyHeader.magic + [1, 0]
        header.append(littleEndian: UInt16(text.count))
        return header + text
    }
}

extension [UInt8] {
    /// Appends a whole number, least byte first.
    mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
