import CHDF5

extension HDF5Dataset {
    /// Hands out row after row of a dataset whose elements are rows. A few hundred rows are in
    /// memory at a time.
    package func forEachRow<Number: HDF5Number>(
        _: Number.Type, _ body: (Int, UnsafeBufferPointer<Number>) throws -> Void
    ) throws {
        guard case .rows(let element) = type, element.isNumber, shape.count == 1 else {
            throw DataError(
                "holds \(type.name) where one row of numbers per sample is needed",
                in: file, at: path)
        }
        try HDF5.locked {
            let memoryType = H5Tvlen_create(Number.memoryType)
            defer { H5Tclose(memoryType) }
            var start = 0
            while start < shape[0] {
                let range = start ..< min(start + 256, shape[0])
                try readRows(in: range, as: memoryType) { row, values in
                    try body(row, values.bindMemory(to: Number.self))
                }
                start = range.upperBound
            }
        }
    }

    private func readRows(
        in range: Range<Int>, as memoryType: hid_t,
        _ body: (Int, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var rows = [hvl_t](repeating: hvl_t(len: 0, p: nil), count: range.count)
        let base = H5Tget_super(memoryType)
        let stride = H5Tget_size(base)
        H5Tclose(base)
        try withSelection(of: range) { memory, stored in
            // After a failure the library has freed what it allocated.
            try HDF5.checked(
                H5Dread(handle.id, memoryType, memory, stored, hid_t(H5P_DEFAULT), &rows),
                "cannot be read", in: file, at: path)
            defer { H5Dvlen_reclaim(memoryType, memory, hid_t(H5P_DEFAULT), &rows) }
            for (offset, row) in rows.enumerated() {
                try body(
                    range.lowerBound + offset,
                    UnsafeRawBufferPointer(start: row.p, count: row.p == nil ? 0 : row.len * stride))
            }
        }
    }

    /// All strings, of fixed or of any length.
    package func readStrings() throws -> [String] {
        guard type == .string else {
            throw DataError("holds \(type.name) where strings are needed", in: file, at: path)
        }
        return try HDF5.locked {
            let stored = H5Dget_type(handle.id)
            try HDF5.checked(stored, "is damaged", in: file, at: path)
            defer { H5Tclose(stored) }
            return try HDF5Strings.read(stored, count: count) { memoryType, buffer in
                try HDF5.checked(
                    H5Dread(
                        handle.id, memoryType, hid_t(H5S_ALL), hid_t(H5S_ALL),
                        hid_t(H5P_DEFAULT), buffer),
                    "cannot be read", in: file, at: path)
            }
        }
    }
}

/// Strings as the library hands them out: of fixed length, padded, or as pointers.
enum HDF5Strings {
    /// Reads so many strings of a stored type. Must run under the lock.
    static func read(
        _ stored: hid_t, count: Int,
        _ fill: (_ memoryType: hid_t, UnsafeMutableRawPointer) throws -> Void
    ) throws -> [String] {
        if count == 0 { return [] }
        return H5Tis_variable_str(stored) > 0
            ? try readVariable(stored, count: count, fill)
            : try readFixed(stored, count: count, fill)
    }

    private static func readVariable(
        _ stored: hid_t, count: Int,
        _ fill: (_ memoryType: hid_t, UnsafeMutableRawPointer) throws -> Void
    ) throws -> [String] {
        let memoryType = H5Tcopy(stored)
        defer { H5Tclose(memoryType) }
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        try pointers.withUnsafeMutableBytes { try fill(memoryType, $0.baseAddress!) }
        var length = hsize_t(count)
        let space = H5Screate_simple(1, &length, nil)
        defer { H5Sclose(space) }
        let strings = pointers.map { $0.map { String(cString: $0) } ?? "" }
        H5Dvlen_reclaim(memoryType, space, hid_t(H5P_DEFAULT), &pointers)
        return strings
    }

    private static func readFixed(
        _ stored: hid_t, count: Int,
        _ fill: (_ memoryType: hid_t, UnsafeMutableRawPointer) throws -> Void
    ) throws -> [String] {
        let width = H5Tget_size(stored)
        var bytes = [UInt8](repeating: 0, count: width * count)
        try bytes.withUnsafeMutableBytes { try fill(stored, $0.baseAddress!) }
        let isPaddedBySpaces = H5Tget_strpad(stored) == H5T_STR_SPACEPAD
        return (0 ..< count).map { index in
            var text = bytes[index * width ..< (index + 1) * width].prefix { $0 != 0 }
            while isPaddedBySpaces, text.last == UInt8(ascii: " ") { text.removeLast() }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
