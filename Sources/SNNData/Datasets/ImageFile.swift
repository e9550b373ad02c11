// The idx format of the MNIST files (LeCun, Cortes & Burges), big-endian and uncompressed.
//
//     00 00 08 nn     unsigned bytes, nn axes
//     size of axis 1 … nn, 4 bytes each
//     the values, last axis fastest
//
// The files are distributed compressed by gzip; both forms are read.

import CZlib
import Foundation

/// An array of unsigned bytes from a file in idx format.
///
///     let images = try ImageFile(reading: "t10k-images-idx3-ubyte.gz")
///     print(images.shape)         // [10000, 28, 28]
package struct ImageFile: Sendable, Equatable {
    /// The size of each axis; the first counts samples.
    package let shape: [Int]
    /// The last axis fastest.
    package let values: [UInt8]

    /// No file of this kind is larger; a header that claims more is damaged.
    static let valueCountMax = 1 << 30

    /// - Throws: `DataError` for a file that is missing, truncated, damaged or of another format.
    package init(reading path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DataError("cannot be read", in: path)
        }
        var bytes = [UInt8](data)
        if bytes.starts(with: [0x1F, 0x8B]) { bytes = try Self.inflated(bytes, path) }
        guard bytes.count >= 4 else { throw DataError("is too short for an idx file", in: path) }
        guard bytes[0] == 0, bytes[1] == 0 else {
            throw DataError("does not begin as an idx file does", in: path)
        }
        guard bytes[2] == 8 else {
            throw DataError("holds numbers other than unsigned bytes", in: path)
        }
        let (axes, start) = (Int(bytes[3]), 4 + 4 * Int(bytes[3]))
        guard (1...4).contains(axes) else { throw DataError("has \(axes) axes", in: path) }
        guard bytes.count >= start else { throw DataError("ends within its header", in: path) }
        shape = (0 ..< axes).map { axis in
            bytes[4 + 4 * axis ..< 8 + 4 * axis].reduce(0) { $0 << 8 | Int($1) }
        }
        var count = 1
        for size in shape {
            count = count.multipliedReportingOverflow(by: size).partialValue
            guard size <= Self.valueCountMax, count <= Self.valueCountMax else {
                throw DataError("claims to hold more than any such file", in: path)
            }
        }
        guard bytes.count == start + count else {
            let shown = shape.map { String($0) }.joined(separator: " x ")
            throw DataError(
                "holds \(bytes.count - start) values where its header announces \(shown)", in: path)
        }
        values = Array(bytes[start...])
    }

    /// The content of a gzip file of one or several members.
    private static func inflated(_ bytes: [UInt8], _ path: String) throws -> [UInt8] {
        var stream = z_stream()
        // 31: a window of 2^15 bytes, and the header and checksum of gzip.
        let status = inflateInit2_(
            &stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot be started.")
        defer { inflateEnd(&stream) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        return try bytes.withUnsafeBufferPointer { input in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(clamping: input.count)
            while true {
                let code = chunk.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    return inflate(&stream, Z_NO_FLUSH)
                }
                result += chunk[..<(chunk.count - Int(stream.avail_out))]
                if code == Z_STREAM_END {
                    if stream.avail_in == 0 { return result }
                    inflateReset(&stream)
                    continue
                }
                let isCutOff = code == Z_BUF_ERROR || (code == Z_OK && stream.avail_in == 0)
                if isCutOff, stream.avail_out > 0 {
                    throw DataError("ends before its compressed content does", in: path)
                }
                guard code == Z_OK || code == Z_BUF_ERROR else {
                    throw DataError("is compressed by gzip and damaged", in: path)
                }
                guard result.count <= valueCountMax else {
                    throw DataError("claims to hold more than any such file", in: path)
                }
            }
        }
    }
}

extension SpikeSamples {
    /// Images with their classes from a pair of idx files.
    ///
    /// - Throws: `DataError`, also where the two do not belong together.
    package init(images: String, labels: String, classes: Int) throws {
        let values = try ImageFile(reading: images)
        let names = try ImageFile(reading: labels)
        guard values.shape.count == 3 else {
            throw DataError("has \(values.shape.count) axes where images have 3", in: images)
        }
        guard names.shape.count == 1 else {
            throw DataError("has \(names.shape.count) axes where labels have 1", in: labels)
        }
        guard values.shape[0] == names.shape[0] else {
            throw DataError(
                "has \(names.shape[0]) labels for \(values.shape[0]) images", in: labels)
        }
        let channels = values.shape[1] * values.shape[2]
        guard values.shape[0] > 0, channels > 0 else {
            throw DataError("holds no images", in: images)
        }
        guard channels <= 65_536 else {
            throw DataError("has images of \(channels) pixels, and at most 65536 fit", in: images)
        }
        if let odd = names.values.firstIndex(where: { $0 >= classes }) {
            throw DataError(
                "label \(odd) is \(names.values[odd]), and classes end at \(classes - 1)",
                in: labels)
        }
        self.init(channels: channels, classNames: (0 ..< classes).map { String($0) })
        offsets = [Int](repeating: 0, count: names.values.count + 1)
        self.values = values.values
        self.labels = names.values.map { Int($0) }
    }
}
