// RIFF/WAVE: a file is `RIFF size WAVE`, then chunks of `name size content`, each padded to an even
// number of bytes. We need `fmt ` and `data`; whatever else stands between them is passed over.
// Programs that write to a pipe cannot go back to fill in the size of `data` and leave 0 or some
// number above 0x7FFFF000; then it lasts to the end.

import Foundation

extension Sound {
    /// Reads a WAV file: PCM with 8, 16, 24 or 32 bits or 32-bit floating point, any rate.
    /// Several channels are averaged.
    ///
    /// - Throws: `DataError` with the file's name and what is wrong with it.
    public init(contentsOf url: URL) throws {
        let name = url.lastPathComponent
        guard let data = try? Data(contentsOf: url) else {
            throw DataError("the file cannot be read", in: url.path)
        }
        try self.init(wave: [UInt8](data), name: name)
    }

    /// Reads the bytes of a WAV file; `name` is used in errors.
    public init(wave bytes: [UInt8], name: String) throws {
        do {
            self = try WaveParser(bytes: bytes).sound()
        } catch let defect as WaveDefect {
            throw DataError(defect.text, in: name)
        }
    }
}

private struct WaveDefect: Error {
    var text: String

    init(_ text: String) { self.text = text }
}

private struct WaveFormat {
    enum Coding { case integer, float }

    var coding: Coding
    var channels: Int
    var rate: Int
    var bytesPerSample: Int

    var bytesPerFrame: Int { channels * bytesPerSample }
}

private struct WaveParser {
    let bytes: [UInt8]

    /// Sounds above this rate are mistakes.
    static let rateMax = 10_000_000

    func sound() throws -> Sound {
        guard bytes.count >= 12, name(at: 0) == "RIFF" else {
            throw WaveDefect("not a WAV file: it does not begin with `RIFF`")
        }
        guard name(at: 8) == "WAVE" else {
            throw WaveDefect("a RIFF file, but its form is not `WAVE`")
        }
        var format: WaveFormat?
        var place = 12
        while place + 8 <= bytes.count {
            let size = Int(number(at: place + 4, bytes: 4))
            let content = place + 8
            switch name(at: place) {
            case "fmt ":
                guard content + size <= bytes.count else {
                    throw WaveDefect("the file ends within its `fmt ` chunk")
                }
                format = try readFormat(content, size)
            case "data":
                guard let format else {
                    throw WaveDefect("the `data` chunk comes before the `fmt ` chunk")
                }
                return try readSamples(content, size, format)
            default:
                break
            }
            place = content + size + size % 2
        }
        throw WaveDefect(
            format == nil ? "there is no `fmt ` chunk" : "there is no `data` chunk")
    }

    private func readFormat(_ place: Int, _ size: Int) throws -> WaveFormat {
        guard size >= 16 else {
            throw WaveDefect("the `fmt ` chunk has \(size) bytes, at least 16 are needed")
        }
        var code = number(at: place, bytes: 2)
        let channels = Int(number(at: place + 2, bytes: 2))
        let rate = Int(number(at: place + 4, bytes: 4))
        let block = Int(number(at: place + 12, bytes: 2))
        let bits = Int(number(at: place + 14, bytes: 2))
        if code == 0xFFFE {
            guard size >= 40 else {
                throw WaveDefect("the extensible `fmt ` chunk has \(size) bytes instead of 40")
            }
            code = number(at: place + 24, bytes: 2)
        }
        guard channels > 0 else { throw WaveDefect("the file has no channels") }
        guard (1...Self.rateMax).contains(rate) else {
            throw WaveDefect("a sampling rate of \(rate) Hz makes no sense")
        }
        let coding: WaveFormat.Coding
        switch (code, bits) {
        case (1, 8), (1, 16), (1, 24), (1, 32): coding = .integer
        case (3, 32): coding = .float
        case (1, _), (3, _):
            throw WaveDefect("samples of \(bits) bits are not supported")
        default:
            throw WaveDefect("coding \(code) is not supported; PCM and 32-bit float are")
        }
        let format = WaveFormat(
            coding: coding, channels: channels, rate: rate, bytesPerSample: bits / 8)
        guard block == format.bytesPerFrame else {
            throw WaveDefect(
                "a frame is said to take \(block) bytes, but takes \(format.bytesPerFrame)")
        }
        return format
    }

    private func readSamples(_ place: Int, _ size: Int, _ format: WaveFormat) throws -> Sound {
        let rest = bytes.count - place
        let isStreamed = size >= 0x7FFF_F000 || size == 0
        guard isStreamed || size <= rest else {
            throw WaveDefect("the file ends \(size - rest) bytes before its samples do")
        }
        let length = isStreamed ? rest : size
        guard isStreamed || length % format.bytesPerFrame == 0 else {
            throw WaveDefect(
                "\(length) bytes of samples are not a multiple of \(format.bytesPerFrame)")
        }
        let frames = length / format.bytesPerFrame
        guard frames > 0 else { throw WaveDefect("the file has no samples") }
        var samples = [Float](repeating: 0, count: frames)
        for frame in 0..<frames {
            var sum = 0.0
            for channel in 0..<format.channels {
                let byte = place + frame * format.bytesPerFrame + channel * format.bytesPerSample
                sum += try sample(at: byte, format)
            }
            samples[frame] = Float(sum / Double(format.channels))
        }
        return Sound(samples: samples, rate: Double(format.rate))
    }

    private func sample(at place: Int, _ format: WaveFormat) throws -> Double {
        let bits = number(at: place, bytes: format.bytesPerSample)
        if format.coding == .float {
            let value = Double(Float(bitPattern: bits))
            guard value.isFinite else { throw WaveDefect("a sample is not a finite number") }
            return value
        }
        switch format.bytesPerSample {
        case 1: return (Double(bits) - 128) / 128
        default:
            let unused = 32 - 8 * format.bytesPerSample
            return Double(Int32(bitPattern: bits << UInt32(unused))) / 0x1p31
        }
    }

    private func name(at place: Int) -> String {
        String(decoding: bytes[place..<place + 4], as: UTF8.self)
    }

    /// An unsigned number, its lowest byte first.
    private func number(at place: Int, bytes count: Int) -> UInt32 {
        var value: UInt32 = 0
        for i in 0..<count { value |= UInt32(bytes[place + i]) << UInt32(8 * i) }
        return value
    }
}
