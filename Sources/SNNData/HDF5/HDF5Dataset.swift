import CHDF5

/// A dataset of an HDF5 file: an array of numbers, strings or rows.
package struct HDF5Dataset {
    let handle: HDF5Handle
    /// The file, for messages.
    let file: String
    /// From the root.
    package let path: String
    /// The length along each axis; empty for a single value.
    package let shape: [Int]
    /// What the elements are.
    package let type: HDF5Type

    /// How many elements there are.
    package var count: Int { shape.reduce(1, *) }

    /// Deflate makes nothing smaller than by this factor, so a dataset that claims to hold more
    /// was damaged. (One bit can stand for 258 bytes; zlib's own figure is 1032.)
    private static let compressionMax = 1032

    /// Must run under the lock.
    init(handle: HDF5Handle, file: String, path: String) throws {
        self.handle = handle
        self.file = file
        self.path = path
        let space = H5Dget_space(handle.id)
        try HDF5.checked(space, "is damaged", in: file, at: path)
        defer { H5Sclose(space) }
        let rank = Int(H5Sget_simple_extent_ndims(space))
        try HDF5.checked(rank, "is damaged", in: file, at: path)
        var extent = [hsize_t](repeating: 0, count: max(1, rank))
        H5Sget_simple_extent_dims(space, &extent, nil)
        let typeID = H5Dget_type(handle.id)
        try HDF5.checked(typeID, "is damaged", in: file, at: path)
        defer { H5Tclose(typeID) }
        type = HDF5Type(of: typeID)
        let bytesPerElement = max(1, H5Tget_size(typeID))
        let stored = Int(clamping: H5Dget_storage_size(handle.id))
        let bytesMax = (stored + 1024).multipliedReportingOverflow(by: Self.compressionMax)
        var bytes = bytesPerElement
        for length in extent.prefix(rank) {
            let product = bytes.multipliedReportingOverflow(by: Int(clamping: length))
            guard !product.overflow, product.partialValue <= bytesMax.partialValue else {
                throw DataError(
                    "claims to hold more elements than the file can", in: file, at: path)
            }
            bytes = product.partialValue
        }
        shape = extent.prefix(rank).map { Int($0) }
    }

    /// Everything, row by row, converted to a type. Integers that do not fit are clamped by the
    /// library, so ask for a type that is wide enough.
    package func read<Number: HDF5Number>(_: Number.Type) throws -> [Number] {
        guard type.isNumber else {
            throw DataError("holds \(type.name) where numbers are needed", in: file, at: path)
        }
        let total = count
        return try HDF5.locked {
            try [Number](unsafeUninitializedCapacity: total) { buffer, initialized in
                guard total > 0 else { return }
                buffer.initialize(repeating: .zero)
                try HDF5.checked(
                    H5Dread(
                        handle.id, Number.memoryType, hid_t(H5S_ALL), hid_t(H5S_ALL),
                        hid_t(H5P_DEFAULT), buffer.baseAddress!),
                    "cannot be read", in: file, at: path)
                initialized = total
            }
        }
    }

    /// A stretch of a list of numbers.
    package func read<Number: HDF5Number>(_: Number.Type, in range: Range<Int>) throws -> [Number] {
        precondition(shape.count == 1 && range.upperBound <= shape[0], "The range is in the list.")
        guard type.isNumber else {
            throw DataError("holds \(type.name) where numbers are needed", in: file, at: path)
        }
        if range.isEmpty { return [] }
        var values = [Number](repeating: .zero, count: range.count)
        try HDF5.locked {
            try withSelection(of: range) { memory, stored in
                try HDF5.checked(
                    H5Dread(
                        handle.id, Number.memoryType, memory, stored, hid_t(H5P_DEFAULT),
                        &values),
                    "cannot be read", in: file, at: path)
            }
        }
        return values
    }

    /// Dataspaces that stand for a stretch of a list: in memory, and in the file.
    func withSelection(
        of range: Range<Int>, _ body: (_ memory: hid_t, _ stored: hid_t) throws -> Void
    ) throws {
        var start = hsize_t(range.lowerBound)
        var length = hsize_t(range.count)
        let memory = H5Screate_simple(1, &length, nil)
        defer { H5Sclose(memory) }
        let stored = H5Dget_space(handle.id)
        try HDF5.checked(stored, "is damaged", in: file, at: path)
        defer { H5Sclose(stored) }
        try HDF5.checked(
            H5Sselect_hyperslab(stored, H5S_SELECT_SET, &start, nil, &length, nil),
            "is damaged", in: file, at: path)
        try body(memory, stored)
    }
}
