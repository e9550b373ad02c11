import Glibc

/// The short text files in which the kernel tells about the machine.
enum SystemFile {
    /// The whole text of a file; nil where it cannot be read.
    static func text(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func lines(_ path: String) -> [Substring] {
        text(path)?.split(separator: "\n") ?? []
    }

    /// The first word of a file.
    static func word(_ path: String) -> Substring? {
        text(path)?.split { $0 == " " || $0 == "\n" }.first
    }

    /// The number after a key at the start of a line, as in `MemAvailable:  123 kB`.
    static func number(after key: String, in path: String) -> Int? {
        for line in lines(path) {
            let words = line.split { $0 == " " || $0 == "\t" }
            if words.count > 1, words[0] == key { return Int(words[1]) }
        }
        return nil
    }
}
