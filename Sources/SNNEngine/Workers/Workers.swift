import CKernels
import Dispatch
import Glibc

// Workers are blocks that run as long as the simulation, each on a serial queue of its own; the
// caller is worker 0. Where every worker can have a processor of its own, each is bound to one for
// the run.

/// The processors this process may use.
public enum Machine {
    /// Processors that the affinity mask allows, at least one.
    public static let processorCount = max(1, Int(snn_allowed_processors()))

    /// Bytes that can be allocated without swapping: free memory, or what a control group leaves.
    public static var memoryAvailable: Int {
        let pages = sysconf(Int32(_SC_AVPHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        let free = number(in: "/proc/meminfo", after: "MemAvailable:").map { $0 * 1024 } ?? pages
        guard let limit = number(in: "/sys/fs/cgroup/memory.max", after: ""),
            let used = number(in: "/sys/fs/cgroup/memory.current", after: "")
        else { return free }
        return min(free, max(0, limit - used))
    }

    private static func number(in path: String, after key: String) -> Int? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            guard text.hasPrefix(key) else { continue }
            let digits = text.dropFirst(key.utf8.count).drop { $0 == " " }.prefix { $0.isNumber }
            return Int(digits)
        }
        return nil
    }
}

/// A fixed team that runs one block per worker.
final class Workers: Sendable {
    let count: Int
    private let queues: [DispatchQueue]

    init(_ count: Int) {
        self.count = count
        queues = (1..<max(count, 1)).map {
            DispatchQueue(label: "snnsim.worker.\($0)", qos: .userInitiated)
        }
    }

    /// More workers than processors: nobody should poll while waiting.
    var isOversubscribed: Bool { count > Machine.processorCount }

    /// Runs `body` once per worker, worker 0 on the calling thread, and returns when all are done.
    ///
    /// - Parameter pins: binds workers to processors, for work that is long enough to repay it.
    func run(pins: Bool = true, _ body: @escaping @Sendable (Int) -> Void) {
        let pinning = pins && count > 1 && !isOversubscribed ? Pinning.shared : nil
        let group = DispatchGroup()
        for (index, queue) in queues.enumerated() {
            queue.async(group: group) {
                snn_flush_denormals()
                pinning.whilePinned(to: index + 1) { body(index + 1) }
            }
        }
        snn_flush_denormals()
        pinning.whilePinned(to: 0) { body(0) }
        group.wait()
    }
}
