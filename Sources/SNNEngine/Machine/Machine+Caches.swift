extension Machine {
    /// A cache of data, as one processor sees it.
    public struct Cache: Sendable, Equatable {
        /// 1 is the nearest.
        public let level: Int
        public let byteCount: Int
        /// Processors that share it.
        public let sharers: Int

        public init(level: Int, byteCount: Int, sharers: Int) {
            self.level = level
            self.byteCount = byteCount
            self.sharers = sharers
        }
    }

    /// The caches of data of the first processor, nearest first; empty where the system does not
    /// tell.
    public static let caches = caches(in: "/sys/devices/system/cpu/cpu0/cache")

    static func caches(in folder: String) -> [Cache] {
        var caches: [Cache] = []
        var index = 0
        while let level = SystemFile.word("\(folder)/index\(index)/level").flatMap({ Int($0) }) {
            let path = "\(folder)/index\(index)"
            index += 1
            guard SystemFile.word(path + "/type") != "Instruction",
                let size = SystemFile.word(path + "/size").flatMap(bytes)
            else { continue }
            let sharers = SystemFile.word(path + "/shared_cpu_list").map(processors) ?? 1
            caches.append(Cache(level: level, byteCount: size, sharers: max(sharers, 1)))
        }
        return caches.sorted { $0.level < $1.level }
    }

    /// Bytes of level 2 cache that one worker has for itself, 512 KiB where it is not known.
    public static var privateCacheBytes: Int {
        guard let cache = caches.first(where: { $0.level == 2 }) else { return 512 << 10 }
        // Siblings of a core get a worker each only when all cores are busy; several cores that
        // share a level 2 cache share it always.
        return cache.sharers > 2 ? cache.byteCount / (cache.sharers / 2) : cache.byteCount
    }

    /// How many neurons a partition should have so that what is written to it during delivery
    /// stays in the level 2 cache of its worker.
    ///
    /// Half of the cache is left to the synapses that stream by and to the tables of rows.
    /// Smaller partitions would make rows shorter without need.
    ///
    /// - Parameters:
    ///   - bytesPerNeuron: of rings and state, as delivery and update touch them.
    ///   - cacheBytes: of the private cache; that of this machine unless given.
    /// - Returns: a multiple of 64, within the limits of a partition.
    public static func neuronsPerPartition(
        bytesPerNeuron: Int, cacheBytes: Int = privateCacheBytes
    ) -> Int {
        precondition(bytesPerNeuron > 0, "A neuron takes at least one byte.")
        let fitting = cacheBytes / 2 / bytesPerNeuron / 64 * 64
        return min(max(fitting, Limits.partitionNeuronsMin), Limits.partitionNeuronsMax)
    }

    /// As in `512K`.
    private static func bytes(_ word: Substring) -> Int? {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        guard let last = word.last, let unit = units[last] else { return Int(word) }
        return Int(word.dropLast()).map { $0 * unit }
    }

    /// How many processors a list such as `0-3,8` names.
    static func processors(_ list: Substring) -> Int {
        list.split(separator: ",").reduce(0) { sum, part in
            let ends = part.split(separator: "-").compactMap { Int($0) }
            return sum + (ends.count == 2 ? max(0, ends[1] - ends[0] + 1) : ends.count)
        }
    }
}
