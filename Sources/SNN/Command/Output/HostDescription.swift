import Foundation

/// The machine a run was made on, as `run.json` keeps it.
struct HostDescription: Encodable, Equatable {
    let processor: String
    /// Processors that this process may use.
    let processors: Int
    /// Processors' worth of time that control groups allow; absent where they set no limit.
    let processorQuota: Double?
    /// Bytes of the caches of data, nearest first.
    let cacheBytes: [Int]
    let pinning: Bool
    let hugePages: Bool
    let firstTouch: Bool
    let memoryBytes: Int
    let system: String

    static var current: HostDescription {
        var system = utsname()
        uname(&system)
        let name = withUnsafeBytes(of: &system.sysname) { text($0) }
        let release = withUnsafeBytes(of: &system.release) { text($0) }
        return HostDescription(
            processor: field("model name", of: "/proc/cpuinfo") ?? "unknown",
            processors: Machine.processorCount, processorQuota: Machine.processorQuota,
            cacheBytes: Machine.caches.map(\.byteCount), pinning: Pinning.isOn,
            hugePages: HugePages.isOn, firstTouch: FirstTouch.isOn,
            memoryBytes: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)),
            system: "\(name) \(release)")
    }

    /// The most memory this process has held, in bytes; nil where the system does not tell.
    static var memoryPeak: Int? { memory("VmHWM") }

    /// The memory this process holds now, in bytes.
    static var memoryNow: Int? { memory("VmRSS") }

    private static func memory(_ key: String) -> Int? {
        field(key, of: "/proc/self/status")
            .flatMap { Int($0.prefix { $0.isNumber }) }.map { $0 * 1024 }
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The value on the first line `key : value`.
    private static func field(_ key: String, of path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { return parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return nil
    }
}
