import CZlib

/// Writes a zip archive of stored members into memory.
///
/// All members bear the first day that the format knows, as those of NumPy do, so equal contents
/// give equal archives.
struct ZipWriter {
    let file: String
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    init(file: String) { self.file = file }

    /// What the format can do without fields of 64 bits.
    private static let sizeMax = Int(UInt32.max) - 1
    private static let memberCountMax = Int(UInt16.max) - 1

    /// The first of January 1980.
    private static let firstDay: UInt16 = 1 << 5 | 1

    mutating func add(_ name: String, _ content: [UInt8]) throws {
        let place = bytes.count
        guard name.utf8.count <= Int(UInt16.max), count < Self.memberCountMax,
            place + content.count + 2 * name.utf8.count + 100 <= Self.sizeMax - directory.count
        else { throw DataError("would become larger than 4 GiB", in: file) }
        let checksum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
        var common: [UInt8] = []
        // Version 2.0 reads it; names are in UTF-8; stored; midnight.
        for field in [20, 1 << 11, 0, 0, Self.firstDay] { common.append(littleEndian: field) }
        common.append(littleEndian: content.isEmpty ? 0 : UInt32(checksum))
        common.append(littleEndian: UInt32(content.count))
        common.append(littleEndian: UInt32(content.count))
        common.append(littleEndian: UInt16(name.utf8.count))
        common.append(littleEndian: 0 as UInt16)

        bytes.append(littleEndian: 0x0403_4b50 as UInt32)
        bytes += common
        bytes += name.utf8
        bytes += content

        directory.append(littleEndian: 0x0201_4b50 as UInt32)
        // Made on Unix; no comment, in the first part, not a text; rw-r--r--.
        directory.append(littleEndian: 3 << 8 | 20 as UInt16)
        directory += common
        for _ in 0..<3 { directory.append(littleEndian: 0 as UInt16) }
        directory.append(littleEndian: 0o100644 << 16 as UInt32)
        directory.append(littleEndian: UInt32(place))
        directory += name.utf8
        count += 1
    }

    /// The archive with its directory.
    func finished() -> [UInt8] {
        var whole = bytes + directory
        whole.append(littleEndian: 0x0605_4b50 as UInt32)
        whole.append(littleEndian: 0 as UInt32)
        whole.append(littleEndian: UInt16(count))
        whole.append(littleEndian: UInt16(count))
        whole.append(littleEndian: UInt32(directory.count))
        whole.append(littleEndian: UInt32(bytes.count))
        whole.append(littleEndian: 0 as UInt16)
        return whole
    }
}
