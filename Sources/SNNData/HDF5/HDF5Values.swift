import CHDF5

/// A dataset or attribute of an HDF5 file: what its elements are, and their bytes.
package struct HDF5Values {
    /// What the elements are.
    package let type: HDF5Type
    /// The length along each axis; empty for a single value.
    package let shape: [Int]
    /// The file, for messages.
    let file: String
    /// From the root.
    package let path: String
    private let bytes: ArraySlice<UInt8>

    /// How many elements there are.
    package var count: Int { shape.reduce(1, &*) }

    init(
        _ record: snn_record, _ payload: ArraySlice<UInt8>, file: String, path: String
    ) throws {
        type = HDF5Type(element: record.element)
        let lengths = [record.shape.0, record.shape.1, record.shape.2, record.shape.3]
        shape = lengths.prefix(Int(record.rank)).map { Int(clamping: $0) }
        bytes = payload
        self.file = file
        self.path = path
        let size = type.byteCount ?? 0
        guard size == 0 || payload.isEmpty || payload.count == count &* size else {
            throw DataError("is damaged", in: file, at: path)
        }
    }

    /// All elements as they are stored, which must be numbers of this size.
    package func stored<Number: BitwiseCopyable>(_: Number.Type) -> [Number] {
        Self.numbers(bytes)
    }

    /// All elements in double precision.
    package func doubles() throws -> [Double] {
        switch type {
        case .half: stored(HalfBits.self).map(\.value)
        case .double: stored(Double.self)
        case .uint16: stored(UInt16.self).map { Double($0) }
        case .int64: stored(Int64.self).map { Double($0) }
        default: throw mismatch("numbers are needed")
        }
    }

    /// All elements, where they are integers.
    package func integers() throws -> [Int] {
        switch type {
        case .uint16: stored(UInt16.self).map { Int($0) }
        case .int64: stored(Int.self)
        default: throw mismatch("integers are needed")
        }
    }

    /// All elements, where they are strings.
    package func strings() throws -> [String] {
        guard type == .string else { throw mismatch("strings are needed") }
        return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Where every element is a row: the limits of the rows in the list of all their elements, and
    /// that list.
    package func rows() throws -> (offsets: [Int], elements: HDF5Values) {
        guard case .rows(let element) = type else {
            throw mismatch("one row of numbers per sample is needed")
        }
        let lengths: [Int] = Self.numbers(bytes.prefix(count * 8))
        var offsets = [0]
        offsets.reserveCapacity(count + 1)
        for length in lengths { offsets.append(offsets.last! &+ length) }
        let size = element.byteCount ?? 8
        guard lengths.allSatisfy({ $0 >= 0 && $0 <= bytes.count }),
            bytes.count == count * 8 + offsets.last! &* size
        else { throw DataError("is damaged", in: file, at: path) }
        let elements = HDF5Values(
            type: element, shape: [offsets.last!], file: file, path: path,
            bytes: bytes.dropFirst(count * 8))
        return (offsets, elements)
    }

    private init(
        type: HDF5Type, shape: [Int], file: String, path: String, bytes: ArraySlice<UInt8>
    ) {
        (self.type, self.shape, self.file, self.path, self.bytes) = (type, shape, file, path, bytes)
    }

    /// The error that these values are not what a layout needs here.
    func mismatch(_ need: String) -> DataError {
        DataError("holds \(type.name) where \(need)", in: file, at: path)
    }

    private static func numbers<Number: BitwiseCopyable>(_ bytes: ArraySlice<UInt8>) -> [Number] {
        let size = MemoryLayout<Number>.size
        return [Number](unsafeUninitializedCapacity: bytes.count / size) { buffer, count in
            bytes.withUnsafeBytes {
                let whole = UnsafeRawBufferPointer(rebasing: $0[..<($0.count / size * size)])
                UnsafeMutableRawBufferPointer(buffer).copyMemory(from: whole)
            }
            count = bytes.count / size
        }
    }
}
