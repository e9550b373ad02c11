// A zip archive (PKWARE, APPNOTE.TXT), as far as NumPy writes it: members stored or deflated, in
// one part, without a password.
//
//     header, content             of each member
//     …
//     directory                   names, sizes, checksums and places of all members
//     end of the directory        its place and size, in the last 22 bytes and a comment
//
// The directory counts; of the headers before the contents only their lengths and names are used.
// Sizes and places of 2³² and more are all ones there and follow in a field of 64 bits; NumPy asks
// for this field always, but the directory has it only where it is needed.

import CZlib

/// The members of a zip archive in memory.
struct ZipArchive: Sendable {
    struct Member: Sendable, Equatable {
        var name: String
        /// 0: stored, 8: deflated.
        var method: Int
        var isEncrypted: Bool
        /// CRC-32 of the content.
        var checksum: UInt32
        /// In bytes, in the archive.
        var packedSize: Int
        /// In bytes, unpacked.
        var size: Int
        /// The place of the header before the content.
        var offset: Int
    }

    let file: String
    /// In the order of the directory.
    let members: [Member]
    private let bytes: CheckedBytes

    /// A byte of deflated content stands for no more bytes than this: 258 in 2 bits.
    static let deflationMax = 1032

    /// Reads the directory.
    init(_ bytes: CheckedBytes, in file: String) throws {
        (self.bytes, self.file) = (bytes, file)
        guard let directory = Self.directory(of: bytes) else {
            throw DataError("is truncated or no zip archive", in: file)
        }
        let damage = DataError("has a damaged directory", in: file)
        guard directory.offset <= directory.end, directory.size <= directory.end - directory.offset
        else { throw damage }
        var (members, place): ([Member], Int) = ([], directory.offset)
        for _ in 0..<directory.count {
            guard let (member, length) = Self.member(at: place, of: bytes),
                length <= directory.offset + directory.size - place
            else { throw damage }
            members.append(member)
            place += length
        }
        guard place == directory.offset + directory.size else { throw damage }
        self.members = members
    }

    /// Where the directory lies; `end` is the place of what follows it.
    private static func directory(
        of bytes: CheckedBytes
    ) -> (offset: Int, size: Int, count: Int, end: Int)? {
        // A comment of up to 2¹⁶ - 1 bytes may follow, and ends with the file.
        let latest = bytes.count - 22
        guard latest >= 0 else { return nil }
        let found = (max(0, latest - 0xffff)...latest).reversed().first { place in
            bytes.number(at: place, size: 4) == 0x0605_4b50
                && bytes.number(at: place + 20, size: 2) == latest - place
        }
        guard let place = found, let count = bytes.number(at: place + 10, size: 2),
            let size = bytes.number(at: place + 12, size: 4),
            let offset = bytes.number(at: place + 16, size: 4)
        else { return nil }
        guard count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff,
            bytes.number(at: place - 20, size: 4) == 0x0706_4b50
        else { return (offset, size, count, place) }
        guard let long = bytes.number(at: place - 12, size: 8), long <= place,
            bytes.number(at: long, size: 4) == 0x0606_4b50,
            let count = bytes.number(at: long + 32, size: 8),
            let size = bytes.number(at: long + 40, size: 8),
            let offset = bytes.number(at: long + 48, size: 8)
        else { return nil }
        return (offset, size, count, long)
    }

    /// The entry of the directory that begins there, with its length.
    private static func member(at place: Int, of bytes: CheckedBytes) -> (Member, length: Int)? {
        guard bytes.number(at: place, size: 4) == 0x0201_4b50,
            let flags = bytes.number(at: place + 8, size: 2),
            let method = bytes.number(at: place + 10, size: 2),
            let checksum = bytes.number(at: place + 16, size: 4),
            let packedSize = bytes.number(at: place + 20, size: 4),
            let size = bytes.number(at: place + 24, size: 4),
            let nameLength = bytes.number(at: place + 28, size: 2),
            let extraLength = bytes.number(at: place + 30, size: 2),
            let commentLength = bytes.number(at: place + 32, size: 2),
            let offset = bytes.number(at: place + 42, size: 4),
            let name = bytes.part(from: place + 46, count: nameLength)
        else { return nil }
        var member = Member(
            name: String(decoding: name, as: UTF8.self), method: method,
            isEncrypted: flags & 1 == 1, checksum: UInt32(checksum), packedSize: packedSize,
            size: size, offset: offset)
        let extra = place + 46 + nameLength
        guard bytes.part(from: extra, count: extraLength + commentLength) != nil,
            member.takeLongSizes(bytes, from: extra, to: extra + extraLength)
        else { return nil }
        return (member, 46 + nameLength + extraLength + commentLength)
    }

    /// The content of a member, unpacked and compared with its checksum.
    func content(of member: Member, at site: NumpySite) throws -> [UInt8] {
        guard !member.isEncrypted else { throw site.error("is encrypted") }
        guard let packed = packed(member) else {
            throw site.error("is truncated or does not lie where the directory says")
        }
        let content: [UInt8]
        switch member.method {
        case 0 where member.size == packed.count: content = Array(packed)
        case 8 where member.size <= Self.deflationMax * packed.count:
            guard let unpacked = Self.inflated(packed, size: member.size) else {
                throw site.error("is compressed and damaged")
            }
            content = unpacked
        case 0, 8: throw site.error("claims to be larger than its part of the file can be")
        default:
            throw site.error(
                "is compressed by method \(member.method), which is not read",
                help: "`numpy.savez_compressed` uses a method that is")
        }
        let checksum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
        guard content.isEmpty ? member.checksum == 0 : checksum == UInt(member.checksum) else {
            throw site.error("is damaged: its checksum is another")
        }
        return content
    }

    /// The bytes of a member as they lie in the archive.
    private func packed(_ member: Member) -> ArraySlice<UInt8>? {
        guard member.offset <= bytes.count,
            bytes.number(at: member.offset, size: 4) == 0x0403_4b50,
            let nameLength = bytes.number(at: member.offset + 26, size: 2),
            let extraLength = bytes.number(at: member.offset + 28, size: 2),
            let name = bytes.part(from: member.offset + 30, count: nameLength),
            String(decoding: name, as: UTF8.self) == member.name
        else { return nil }
        return bytes.part(
            from: member.offset + 30 + nameLength + extraLength, count: member.packedSize)
    }
}

extension ZipArchive.Member {
    /// Replaces sizes and places that are all ones by those in the field of 64 bits.
    ///
    /// - Returns: Whether all could be replaced.
    fileprivate mutating func takeLongSizes(
        _ bytes: CheckedBytes, from start: Int, to end: Int
    ) -> Bool {
        let full = 0xffff_ffff
        var missing: [WritableKeyPath<Self, Int>] = []
        for path in [\Self.size, \.packedSize, \.offset] where self[keyPath: path] == full {
            missing.append(path)
        }
        guard !missing.isEmpty else { return true }
        var place = start
        while place + 4 <= end, let kind = bytes.number(at: place, size: 2),
            let length = bytes.number(at: place + 2, size: 2)
        {
            if kind == 1 {
                guard length >= 8 * missing.count, place + 4 + length <= end else { return false }
                for (index, path) in missing.enumerated() {
                    guard let number = bytes.number(at: place + 4 + 8 * index, size: 8) else {
                        return false
                    }
                    self[keyPath: path] = number
                }
                return true
            }
            place += 4 + length
        }
        return false
    }
}
