import CKernels
import Glibc

/// The part of the machine that this process may use.
public enum Machine {
    /// Processors that the affinity mask allows, at least one.
    public static let processorCount = max(1, Int(snn_allowed_processors()))

    /// Processors' worth of time that control groups allow; nil where they set no limit.
    public static let processorQuota = ControlGroups().processorQuota

    /// How many workers can run side by side: the processors allowed, or fewer where control
    /// groups allow less time. The number of workers where a user gives none.
    public static let workerCount = workers(processors: processorCount, quota: processorQuota)

    /// A quota between two numbers is rounded: at 1.5 two workers are 1.5 times as fast as one,
    /// although each is stopped for a quarter of the time; at 1.2 waiting costs more than it gains.
    static func workers(processors: Int, quota: Double?) -> Int {
        guard let quota else { return processors }
        return max(1, min(processors, Int(min(quota, 1e6).rounded())))
    }

    /// Bytes that can be allocated without swapping: free memory, or what control groups leave.
    public static var memoryAvailable: Int {
        let pages = sysconf(Int32(_SC_AVPHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        let free = SystemFile.number(after: "MemAvailable:", in: "/proc/meminfo")
            .map { $0 * 1024 } ?? pages
        return min(free, ControlGroups().memoryLeft ?? free)
    }

    /// Threads of the whole machine that are running or want to, this one included; nil where the
    /// system does not tell.
    static var runnableCount: Int? {
        let words = SystemFile.text("/proc/loadavg")?.split(separator: " ") ?? []
        return words.count > 3 ? Int(words[3].prefix { $0 != "/" }) : nil
    }
}
