import CHDF5

/// How a dataset is laid out in its file.
package struct HDF5Storage: Sendable {
    /// Elements per chunk along each axis; empty for one contiguous block.
    package var chunk: [Int] = []
    /// 0 for none, up to 9. Bytes of equal rank are brought together first.
    package var compression = 0
    /// Whether the data carries checksums that are verified when it is read.
    package var hasChecksums = false
    /// Whether the first axis may grow.
    package var isExtendible = false

    package static let contiguous = HDF5Storage()
}

extension HDF5Group {
    /// Writes an array of numbers. Its shape is the list's length where none is given.
    @discardableResult
    package func write<Number: HDF5Number>(
        _ name: String, _ values: [Number], shape: [Int]? = nil,
        storage: HDF5Storage = .contiguous
    ) throws -> HDF5Dataset {
        precondition(shape.map { $0.reduce(1, *) } ?? values.count == values.count)
        let dataset = try createDataset(
            name, of: Number.self, shape: shape ?? [values.count], storage: storage)
        if values.isEmpty { return dataset }
        try HDF5.locked {
            try HDF5.checked(
                H5Dwrite(
                    dataset.handle.id, Number.memoryType, hid_t(H5S_ALL), hid_t(H5S_ALL),
                    hid_t(H5P_DEFAULT), values),
                "cannot be written", in: file, at: fullPath(name))
        }
        return dataset
    }

    /// Writes strings of fixed length, padded by zeros, as every reader understands them.
    package func write(_ name: String, _ strings: [String]) throws {
        let width = max(1, strings.map(\.utf8.count).max() ?? 1)
        var bytes: [UInt8] = []
        for string in strings {
            bytes += Array(string.utf8)
            bytes += [UInt8](repeating: 0, count: width - string.utf8.count)
        }
        try HDF5.locked {
            let type = H5Tcopy(snn_h5t_c_s1())
            defer { H5Tclose(type) }
            H5Tset_size(type, width)
            H5Tset_strpad(type, H5T_STR_NULLPAD)
            let dataset = try createDataset(
                name, of: type, shape: [strings.count], storage: .contiguous)
            if strings.isEmpty { return }
            try HDF5.checked(
                H5Dwrite(
                    dataset.handle.id, type, hid_t(H5S_ALL), hid_t(H5S_ALL), hid_t(H5P_DEFAULT),
                    bytes),
                "cannot be written", in: file, at: fullPath(name))
        }
    }

    /// Writes rows of any length, cut from a flat list: row *i* is
    /// `values[offsets[i] ..< offsets[i + 1]]`.
    package func writeRows<Number: HDF5Number>(
        _ name: String, _ values: [Number], offsets: [Int]
    ) throws {
        try HDF5.locked {
            let type = H5Tvlen_create(Number.memoryType)
            defer { H5Tclose(type) }
            let dataset = try createDataset(
                name, of: type, shape: [offsets.count - 1], storage: .contiguous)
            if offsets.count < 2 { return }
            try values.withUnsafeBufferPointer { values in
                let rows = (0 ..< offsets.count - 1).map { row in
                    let length = offsets[row + 1] - offsets[row]
                    let start = length == 0 ? nil : values.baseAddress! + offsets[row]
                    return hvl_t(len: length, p: UnsafeMutableRawPointer(mutating: start))
                }
                try HDF5.checked(
                    H5Dwrite(
                        dataset.handle.id, type, hid_t(H5S_ALL), hid_t(H5S_ALL),
                        hid_t(H5P_DEFAULT), rows),
                    "cannot be written", in: file, at: fullPath(name))
            }
        }
    }

    /// Makes a dataset for numbers, filled with zeros.
    package func createDataset<Number: HDF5Number>(
        _ name: String, of _: Number.Type, shape: [Int], storage: HDF5Storage
    ) throws -> HDF5Dataset {
        try HDF5.locked {
            try createDataset(name, of: Number.memoryType, shape: shape, storage: storage)
        }
    }

    /// Must run under the lock.
    private func createDataset(
        _ name: String, of type: hid_t, shape: [Int], storage: HDF5Storage
    ) throws -> HDF5Dataset {
        let place = fullPath(name)
        var extent = shape.map { hsize_t($0) }
        var extentMax = extent
        if storage.isExtendible { extentMax[0] = snn_h5s_unlimited() }
        let space = H5Screate_simple(Int32(shape.count), &extent, &extentMax)
        let layout = H5Pcreate(snn_h5p_dataset_create())
        let links = H5Pcreate(snn_h5p_link_create())
        defer {
            H5Sclose(space)
            H5Pclose(layout)
            H5Pclose(links)
        }
        H5Pset_create_intermediate_group(links, 1)
        if !storage.chunk.isEmpty && (storage.isExtendible || !shape.contains(0)) {
            var chunk = zip(storage.chunk, shape).map { size, length in
                hsize_t(storage.isExtendible ? size : min(size, length))
            }
            H5Pset_chunk(layout, Int32(chunk.count), &chunk)
            if storage.compression > 0 {
                H5Pset_shuffle(layout)
                H5Pset_deflate(layout, UInt32(storage.compression))
            }
            if storage.hasChecksums { H5Pset_fletcher32(layout) }
        }
        let id = H5Dcreate2(
            handle.id, name, type, space, links, layout, hid_t(H5P_DEFAULT))
        try HDF5.checked(id, "cannot be written", in: file, at: place)
        return HDF5Dataset(
            handle: HDF5Handle(id, closedBy: H5Dclose), file: file, path: place)
    }
}
