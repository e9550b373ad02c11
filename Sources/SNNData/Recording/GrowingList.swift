// A list in an HDF5 file that grows without bound in bounded memory.
//
// Values gather in memory and go to the file a whole chunk at a time. A partly filled chunk is
// written only when a flush asks for it, and again when it is full. Between flushes the file on
// the disk is thus touched rarely, and after each it can be read, whatever happens to this process.

import CHDF5

/// A list, or rows of a fixed width, that is appended to.
final class GrowingList<Number: HDF5Number> {
    let dataset: HDF5Dataset
    private let width: Int
    private let chunkRows: Int
    private var pending: [Number] = []
    /// Rows that stand in the file for good.
    private var writtenRows = 0

    /// - Parameter width: Numbers per row; nil for a plain list.
    init(
        _ name: String, in group: HDF5Group, width: Int? = nil, chunkRows: Int, compression: Int
    ) throws {
        self.width = width ?? 1
        self.chunkRows = chunkRows
        let storage = HDF5Storage(
            chunk: width.map { [chunkRows, max(1, $0)] } ?? [chunkRows], compression: compression,
            isExtendible: true)
        dataset = try group.createDataset(
            name, of: Number.self, shape: width.map { [0, $0] } ?? [0], storage: storage)
        isTable = width != nil
        pending.reserveCapacity(chunkRows * self.width)
    }

    private let isTable: Bool

    /// How many rows were appended.
    var rowCount: Int { writtenRows + pending.count / max(1, width) }

    /// Adds numbers, which must make whole rows.
    func append(_ values: UnsafeBufferPointer<Number>) throws {
        precondition(values.count % max(1, width) == 0, "Only whole rows are appended.")
        let capacity = chunkRows * width
        var start = 0
        while start < values.count {
            let end = min(values.count, start + capacity - pending.count)
            pending.append(contentsOf: values[start ..< end])
            start = end
            if pending.count < capacity { continue }
            try write()
            writtenRows += chunkRows
            pending.removeAll(keepingCapacity: true)
        }
    }

    /// Puts what is pending into the file as well.
    func settle() throws {
        if !pending.isEmpty { try write() }
    }

    private func write() throws {
        let rows = pending.count / width
        var extent = [hsize_t(writtenRows + rows), hsize_t(width)]
        var start = [hsize_t(writtenRows), 0]
        var count = [hsize_t(rows), hsize_t(width)]
        let rank: Int32 = isTable ? 2 : 1
        try HDF5.locked {
            let failure = "cannot be written to the end"
            try HDF5.checked(
                H5Dset_extent(dataset.handle.id, &extent), failure, in: dataset.file,
                at: dataset.path)
            let memory = H5Screate_simple(rank, &count, nil)
            let stored = H5Dget_space(dataset.handle.id)
            defer {
                H5Sclose(memory)
                H5Sclose(stored)
            }
            H5Sselect_hyperslab(stored, H5S_SELECT_SET, &start, nil, &count, nil)
            try HDF5.checked(
                H5Dwrite(
                    dataset.handle.id, Number.memoryType, memory, stored, hid_t(H5P_DEFAULT),
                    pending),
                failure, in: dataset.file, at: dataset.path)
        }
    }
}
