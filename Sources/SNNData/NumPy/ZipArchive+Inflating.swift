import CZlib

extension ZipArchive {
    /// Deflated content, or nil where it is damaged or not of that size.
    static func inflated(_ packed: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
        var stream = z_stream()
        var isWhole = false
        let content = withUnsafeMutablePointer(to: &stream) { stream in
            // -15: a window of 2^15 bytes, without a header.
            let status = inflateInit2_(
                stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            precondition(status == Z_OK, "zlib cannot be started.")
            defer { inflateEnd(stream) }
            return packed.withUnsafeBufferPointer { input in
                // One byte more than wanted, so that content which goes on is noticed.
                [UInt8](unsafeUninitializedCapacity: size + 1) { output, count in
                    let read = inflate(stream, input, output, &count)
                    isWhole = read == input.count && count == size
                }
            }
        }
        return isWhole ? content : nil
    }

    /// Inflates to the end of the content, or as far as the output reaches.
    ///
    /// - Returns: How many bytes of the input were used, or nil where the content does not end.
    private static func inflate(
        _ stream: UnsafeMutablePointer<z_stream>, _ input: UnsafeBufferPointer<UInt8>,
        _ output: UnsafeMutableBufferPointer<UInt8>, _ written: inout Int
    ) -> Int? {
        guard let source = input.baseAddress, let target = output.baseAddress else { return nil }
        // zlib counts in 32 bits.
        let stepMax = 1 << 30
        var read = 0
        while true {
            let given = min(input.count - read, stepMax)
            let room = min(output.count - written, stepMax)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: source + read)
            stream.pointee.avail_in = UInt32(given)
            stream.pointee.next_out = target + written
            stream.pointee.avail_out = UInt32(room)
            let code = CZlib.inflate(stream, Z_NO_FLUSH)
            read += given - Int(stream.pointee.avail_in)
            written += room - Int(stream.pointee.avail_out)
            if code == Z_STREAM_END { return read }
            // A step that can do nothing is an error of the buffer to zlib, so this ends.
            guard code == Z_OK else { return nil }
        }
    }
}
