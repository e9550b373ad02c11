// The .npy format of NumPy: one array with a header that says what it is.
//
//     93 "NUMPY"  version, 0      versions 1 to 3
//     length of the text          2 bytes in version 1, else 4
//     {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }
//     the values
//
// Every claim of a header is compared with the bytes at hand before memory is taken for it.

/// An array of numbers as NumPy keeps them.
///
///     let array = try NumpyArray(reading: "weights.npy")
///     print(array.shape)              // [20, 22]
///     print(array.values[22])         // the first number of the second row
package struct NumpyArray: Sendable, Equatable {
    /// The size of each axis; empty for a single number.
    package var shape: [Int]
    /// The last axis fastest, whatever the order in the file.
    package var values: [Double]

    /// - Precondition: There are as many values as the shape says.
    package init(shape: [Int], values: [Double]) {
        precondition(
            shape.reduce(1, *) == values.count, "The shape and the number of values differ.")
        (self.shape, self.values) = (shape, values)
    }

    /// A list of numbers.
    package init(_ values: [Double]) { self.init(shape: [values.count], values: values) }

    /// A single number.
    package init(_ value: Double) { self.init(shape: [], values: [value]) }

    /// Reads a `.npy` file. Numbers that are not finite are read as they are.
    ///
    /// - Throws: `DataError` for a file that is missing, truncated, damaged or of another format.
    package init(reading path: String) throws {
        self = try NumpyFile(reading: path).onlyArray()
    }

    /// An array has no more values than this: 2 GiB of them in memory.
    static let valueCountMax = 1 << 28

    /// The array whose `.npy` representation these bytes are, all of them.
    init(npy bytes: CheckedBytes, at site: NumpySite) throws {
        let header = try NumpyHeader(bytes, at: site)
        let count = try Self.count(header.shape, site)
        let found = bytes.count - header.length
        guard found == count * header.element.size else {
            throw site.error(
                "holds \(found) bytes of values where its header announces "
                    + "\(count * header.element.size)")
        }
        var values = try header.element.values(bytes, from: header.length, count: count, site)
        if header.isFortranOrder { values = Self.inOrderOfC(values, header.shape) }
        (shape, self.values) = (header.shape, values)
    }

    /// How many values an array of this shape has.
    ///
    /// The product of the sizes other than zero is bounded too, so that whoever multiplies some of
    /// them stays in the range of integers.
    private static func count(_ shape: [Int], _ site: NumpySite) throws -> Int {
        var count = 1
        for size in shape where size > 0 {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows, product <= valueCountMax else {
                throw site.error("claims to hold more than \(valueCountMax) values")
            }
            count = product
        }
        return shape.contains(0) ? 0 : count
    }

    /// Values whose first axis is the fastest, put in the order where the last one is.
    private static func inOrderOfC(_ values: [Double], _ shape: [Int]) -> [Double] {
        guard shape.count > 1, !values.isEmpty else { return values }
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in 1..<shape.count { strides[axis] = strides[axis - 1] * shape[axis - 1] }
        var (place, source) = ([Int](repeating: 0, count: shape.count), 0)
        return values.indices.map { _ in
            let value = values[source]
            // Counts up as an odometer does, from the last axis.
            for axis in shape.indices.reversed() {
                place[axis] += 1
                source += strides[axis]
                if place[axis] < shape[axis] { break }
                source -= strides[axis] * shape[axis]
                place[axis] = 0
            }
            return value
        }
    }
}

/// What errors name: the file, and the array where it has several.
struct NumpySite: Sendable {
    var file: String
    var member: String?

    func error(_ message: String, help: String? = nil) -> DataError {
        DataError(message, in: file, at: member.map { "array `\($0)`" }, help: help)
    }
}

/// Bytes that are asked for with care: a number that lies beyond the end is nil.
struct CheckedBytes: Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func starts(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }

    /// A part that lies within the bytes as a whole, or nil.
    func part(from start: Int, count length: Int) -> ArraySlice<UInt8>? {
        guard start >= 0, length >= 0, start <= count, length <= count - start else { return nil }
        return bytes[start..<start + length]
    }

    /// A whole number, least byte first. Nil also where it exceeds the range of `Int`.
    func number(at start: Int, size: Int) -> Int? {
        guard let part = part(from: start, count: size) else { return nil }
        return Int(exactly: part.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
    }
}
