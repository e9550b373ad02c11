// What the control groups of this process leave to it. Batch systems and containers limit
// processor time and memory there, and neither the number of processors nor the free memory of the
// machine shows it.
//
//     /proc/self/cgroup       3:cpu,cpuacct:/slurm/job_7    the group, by controller (version 1)
//                             0::/user.slice/app            the group (version 2)
//     /proc/self/mountinfo    where the controllers are mounted, and which group is at the root
//
// A limit of a group binds all groups in it, so the smallest on the way to the root counts.

/// The limits on this process's processor time and memory.
struct ControlGroups {
    private let prefix: String
    private let mounts: [Mount]
    private let paths: [(controllers: [Substring], path: String)]

    private struct Mount {
        let point: String
        let root: String
        let version: Int
        let controllers: [Substring]
    }

    /// - Parameter prefix: a folder that stands for `/`.
    init(under prefix: String = "") {
        self.prefix = prefix
        mounts = SystemFile.lines(prefix + "/proc/self/mountinfo").compactMap(Self.mount)
        paths = SystemFile.lines(prefix + "/proc/self/cgroup").compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            return (parts[1].split(separator: ","), String(parts[2]))
        }
    }

    /// Processors' worth of time that may be used; nil where there is no limit.
    var processorQuota: Double? {
        folders(of: "cpu").compactMap { folder, version in
            version == 2 ? Self.quota(folder + "/cpu.max") : Self.quota1(folder)
        }.min()
    }

    /// Bytes that may still be allocated; nil where there is no limit. Files that the kernel keeps
    /// in memory and would drop are free.
    var memoryLeft: Int? {
        folders(of: "memory").compactMap { folder, version in
            let names = version == 2
                ? ("/memory.max", "/memory.current", "inactive_file")
                : ("/memory.limit_in_bytes", "/memory.usage_in_bytes", "total_inactive_file")
            guard let limit = SystemFile.word(folder + names.0).flatMap({ Int($0) }),
                let used = SystemFile.word(folder + names.1).flatMap({ Int($0) }),
                limit < Int.max / 2
            else { return nil }
            let droppable = SystemFile.number(after: names.2, in: folder + "/memory.stat") ?? 0
            return max(0, limit - max(0, used - droppable))
        }.min()
    }

    /// The folders of this process's group and of all around it, with the version of the files.
    private func folders(of controller: Substring) -> [(String, version: Int)] {
        // A controller lives in one of the two hierarchies; version 1 names it where it does.
        let own = paths.first { $0.controllers.contains(controller) }
        let version = own == nil ? 2 : 1
        guard let path = (own ?? paths.first { $0.controllers.isEmpty })?.path,
            let mount = mounts.first(where: {
                $0.version == version && (version == 2 || $0.controllers.contains(controller))
            })
        else { return [] }
        // Inside a container the mount may show the container's group as the root.
        let root = mount.root == "/" ? "" : mount.root
        var steps = path.hasPrefix(root + "/") || path == root
            ? path.dropFirst(root.count).split(separator: "/") : []
        var folders: [(String, version: Int)] = []
        while true {
            let folder = prefix + mount.point + steps.map { "/" + $0 }.joined()
            folders.append((folder, version))
            if steps.popLast() == nil { return folders }
        }
    }

    private static func mount(_ line: Substring) -> Mount? {
        let words = line.split(separator: " ")
        guard let dash = words.firstIndex(of: "-"), dash >= 5, words.count > dash + 3,
            words[dash + 1].hasPrefix("cgroup")
        else { return nil }
        return Mount(
            point: String(words[4]), root: String(words[3]),
            version: words[dash + 1] == "cgroup2" ? 2 : 1,
            controllers: words[dash + 3].split(separator: ","))
    }

    /// `cpu.max`: "QUOTA PERIOD", or "max PERIOD" without a limit.
    private static func quota(_ path: String) -> Double? {
        let words = SystemFile.text(path)?.split { $0 == " " || $0 == "\n" } ?? []
        guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]),
            period > 0
        else { return nil }
        return quota / period
    }

    private static func quota1(_ folder: String) -> Double? {
        guard let quota = SystemFile.word(folder + "/cpu.cfs_quota_us").flatMap({ Double($0) }),
            let period = SystemFile.word(folder + "/cpu.cfs_period_us").flatMap({ Double($0) }),
            quota > 0, period > 0
        else { return nil }
        return quota / period
    }
}
