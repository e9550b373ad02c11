import Foundation

/// Writes WAV files for the tests.
struct WaveWriting {
    enum Coding { case integer(bits: Int), float }

    var coding = Coding.integer(bits: 16)
    var rate: UInt32 = 48000
    var isExtensible = false
    /// A chunk of odd length before the samples, with its padding byte.
    var hasOddChunk = false

    private var bits: Int {
        if case .integer(let bits) = coding { return bits }
        return 32
    }

    /// - Parameter frames: one array per frame, one number in -1 ... 1 per channel.
    func bytes(_ frames: [[Double]]) -> [UInt8] {
        let channels = frames.first?.count ?? 1
        var format: [UInt8] = []
        var code: UInt16 = 1
        if case .float = coding { code = 3 }
        let block = channels * bits / 8
        format += Self.number(isExtensible ? 0xFFFE : UInt32(code), 2)
        format += Self.number(UInt32(channels), 2) + Self.number(rate, 4)
        format += Self.number(rate &* UInt32(block), 4)
        format += Self.number(UInt32(block), 2) + Self.number(UInt32(bits), 2)
        if isExtensible {
            format += Self.number(22, 2) + Self.number(UInt32(bits), 2) + Self.number(3, 4)
            format += Self.number(UInt32(code), 2)
            format += [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        }
        var chunks = Self.chunk("fmt ", format)
        if hasOddChunk { chunks += Self.chunk("LIST", [1, 2, 3]) }
        chunks += Self.chunk("data", frames.flatMap { $0.flatMap(sample) })
        return Array("RIFF".utf8) + Self.number(UInt32(chunks.count + 4), 4)
            + Array("WAVE".utf8) + chunks
    }

    private func sample(_ value: Double) -> [UInt8] {
        guard case .integer(let bits) = coding else {
            return Self.number(Float(value).bitPattern, 4)
        }
        if bits == 8 { return [UInt8(min(255, max(0, (value * 128 + 128).rounded())))] }
        let full = Double(1 << (bits - 1))
        let whole = Int64(min(full - 1, max(-full, (value * full).rounded())))
        return Self.number(UInt32(truncatingIfNeeded: whole), bits / 8)
    }

    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        Array(name.utf8) + number(UInt32(content.count), 4) + content
            + (content.count % 2 == 1 ? [0] : [])
    }

    static func number(_ value: UInt32, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
}
