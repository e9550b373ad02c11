import CHwloc
import Glibc
import Synchronization

// Which processor each worker is bound to is left to hwloc: workers are spread evenly over nodes
// of memory, then over packages and third-level caches, then over cores; siblings of a core are
// used when all cores are. Neighbours in number are neighbours on the machine.

/// The processors of this machine as hwloc sees them, restricted to those this process may use.
///
/// `@unchecked Sendable` because the topology is only read after `init`.
final class Topology: @unchecked Sendable {
    /// Loaded when first asked for, in 2 to 20 ms; nil where hwloc cannot read it.
    static let shared = Topology()

    fileprivate let handle: hwloc_topology_t

    private init?() {
        var handle: hwloc_topology_t?
        guard hwloc_topology_init(&handle) == 0, let handle else { return nil }
        // Caches below the third, devices and groups decide nothing here, and looking for them
        // takes more than half of the time.
        hwloc_topology_set_all_types_filter(handle, HWLOC_TYPE_FILTER_KEEP_NONE)
        for type in [HWLOC_OBJ_PACKAGE, HWLOC_OBJ_L3CACHE, HWLOC_OBJ_CORE] {
            hwloc_topology_set_type_filter(handle, type, HWLOC_TYPE_FILTER_KEEP_ALL)
        }
        let flags = HWLOC_TOPOLOGY_FLAG_RESTRICT_TO_CPUBINDING.rawValue
            | HWLOC_TOPOLOGY_FLAG_IS_THISSYSTEM.rawValue
            | HWLOC_TOPOLOGY_FLAG_NO_DISTANCES.rawValue
            | HWLOC_TOPOLOGY_FLAG_NO_MEMATTRS.rawValue
            | HWLOC_TOPOLOGY_FLAG_NO_CPUKINDS.rawValue
        hwloc_topology_set_flags(handle, UInt(flags))
        guard hwloc_topology_load(handle) == 0 else {
            hwloc_topology_destroy(handle)
            return nil
        }
        self.handle = handle
    }

    deinit { hwloc_topology_destroy(handle) }

    /// The numbers that the system gives to the processors of `count` workers.
    ///
    /// - Precondition: there are as many processors.
    func processors(forWorkers count: Int) -> [Int] {
        var sets = (0..<count).map { _ in hwloc_bitmap_alloc() }
        defer { for set in sets { hwloc_bitmap_free(set) } }
        var root: hwloc_obj_t? = hwloc_get_root_obj(handle)
        guard hwloc_distrib(handle, &root, 1, &sets, UInt32(count), Int32.max, 0) == 0 else {
            return []
        }
        // Where cores have siblings, a set names both.
        let chosen = sets.map { set in
            hwloc_bitmap_singlify(set)
            return Int(hwloc_bitmap_first(set))
        }
        return Set(chosen).count == count ? chosen : []
    }

    /// Nodes of memory.
    var nodeCount: Int { max(1, Int(hwloc_get_nbobjs_by_type(handle, HWLOC_OBJ_NUMANODE))) }
}

/// The bindings of a team of workers: made when a run begins, undone when it ends, or earlier if
/// somebody else turns out to need the same processors.
final class Pins: Sendable {
    private let topology: Topology
    private let processors: [Int]
    private let threads: Mutex<[pthread_t]>

    /// Nil where the workers cannot have a processor each.
    init?(workers: Int, on topology: Topology? = .shared) {
        guard let topology, workers <= Machine.processorCount else { return nil }
        processors = topology.processors(forWorkers: workers)
        guard processors.count == workers else { return nil }
        self.topology = topology
        threads = Mutex([])
    }

    /// Runs `body` with the calling thread bound to the worker's processor, and gives it back.
    func whileBound(_ worker: Int, _ body: () -> Void) {
        let flags = Int32(HWLOC_CPUBIND_THREAD.rawValue)
        guard let before = hwloc_bitmap_alloc(), let own = hwloc_bitmap_alloc() else {
            return body()
        }
        defer {
            hwloc_bitmap_free(before)
            hwloc_bitmap_free(own)
        }
        let isKnown = hwloc_get_cpubind(topology.handle, before, flags) == 0
        hwloc_bitmap_only(own, UInt32(processors[worker]))
        threads.withLock {
            $0.append(pthread_self())
            hwloc_set_cpubind(topology.handle, own, flags)
        }
        body()
        threads.withLock { threads in
            threads.removeAll { $0 == pthread_self() }
            if isKnown { hwloc_set_cpubind(topology.handle, before, flags) }
        }
    }

    /// Lets all workers run on all processors again.
    func releaseAll() {
        let all = hwloc_get_root_obj(topology.handle).pointee.cpuset
        threads.withLock { threads in
            for thread in threads { hwloc_set_thread_cpubind(topology.handle, thread, all, 0) }
            threads.removeAll()
        }
    }
}
