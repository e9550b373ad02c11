// Greyscale images of sixteen shades, just enough of the format to hold the density of a raster.
// The data is stored, not compressed: two pixels per byte bound the size, and noise, which is what
// spikes look like from afar, would hardly shrink. (PNG: ISO 15948; zlib: RFC 1950; RFC 1951.)

/// An image of grey values 0…15.
struct PNG {
    let width: Int
    let height: Int
    /// Row after row.
    var pixels: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = Array(repeating: 0, count: width * height)
    }

    /// The file.
    var bytes: [UInt8] {
        var header = Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(height))
        header += [4, 0, 0, 0, 0]  // four bits of grey, no filter, not interlaced
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + Self.chunk("IHDR", header) + Self.chunk("IDAT", Self.zlib(scanlines))
            + Self.chunk("IEND", [])
    }

    /// As an address that holds the image itself.
    var dataURI: String { "data:image/png;base64," + Base64.encoded(bytes) }

    private var scanlines: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(height * (1 + (width + 1) / 2))
        for row in 0 ..< height {
            result.append(0)
            var column = 0
            while column < width {
                let left = pixels[row * width + column] & 15
                let right = column + 1 < width ? pixels[row * width + column + 1] & 15 : 0
                result.append(left << 4 | right)
                column += 2
            }
        }
        return result
    }

    /// A zlib stream of stored blocks.
    static func zlib(_ data: [UInt8]) -> [UInt8] {
        let blockMax = 65_535
        var result: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + blockMax, data.count)
            let length = UInt16(end - start)
            result.append(end == data.count ? 1 : 0)
            for word in [length, ~length] { result += [UInt8(word & 255), UInt8(word >> 8)] }
            result += data[start ..< end]
            start = end
        } while start < data.count
        return result + bigEndian(adler32(data))
    }

    static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return bigEndian(UInt32(data.count)) + body + bigEndian(crc32(body))
    }

    static func adler32(_ data: [UInt8]) -> UInt32 {
        var a: UInt32 = 1, b: UInt32 = 0
        for byte in data {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return b << 16 | a
    }

    static func crc32(_ data: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in data { crc = crcTable[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8 }
        return ~crc
    }

    private static let crcTable: [UInt32] = (0 ..< 256).map { start in
        (0 ..< 8).reduce(UInt32(start)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
        }
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

/// Bytes as text (RFC 4648).
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let rest = min(3, bytes.count - index)
            var word = UInt32(bytes[index]) << 16
            if rest > 1 { word |= UInt32(bytes[index + 1]) << 8 }
            if rest > 2 { word |= UInt32(bytes[index + 2]) }
            for place in 0 ..< 4 {
                result.append(
                    place > rest
                        ? UInt8(ascii: "=") : alphabet[Int(word >> (18 - 6 * UInt32(place)) & 63)])
            }
            index += 3
        }
        return String(decoding: result, as: UTF8.self)
    }
}
