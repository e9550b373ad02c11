import CHwloc

/// Binds workers to processors through hwloc: one core each while there are cores, then their
/// siblings.
///
/// `@unchecked Sendable` because the topology is only read after `init`.
final class Pinning: @unchecked Sendable {
    /// The machine's topology, loaded when first asked for; nil where hwloc cannot read it.
    static let shared = Pinning()

    private let topology: hwloc_topology_t
    private let processors: [hwloc_obj_t]

    private init?() {
        var handle: hwloc_topology_t?
        guard hwloc_topology_init(&handle) == 0, let handle else { return nil }
        guard hwloc_topology_load(handle) == 0 else {
            hwloc_topology_destroy(handle)
            return nil
        }
        topology = handle
        let allowed = hwloc_topology_get_allowed_cpuset(handle)
        var first: [hwloc_obj_t] = []
        var siblings: [hwloc_obj_t] = []
        var cores: Set<UnsafeMutablePointer<hwloc_obj>> = []
        for index in 0..<max(0, hwloc_get_nbobjs_by_type(handle, HWLOC_OBJ_PU)) {
            guard let unit = hwloc_get_obj_by_type(handle, HWLOC_OBJ_PU, UInt32(index)),
                hwloc_bitmap_isset(allowed, unit.pointee.os_index) != 0
            else { continue }
            let core = hwloc_get_ancestor_obj_by_type(handle, HWLOC_OBJ_CORE, unit) ?? unit
            if cores.insert(core).inserted { first.append(unit) } else { siblings.append(unit) }
        }
        processors = first + siblings
    }

    deinit { hwloc_topology_destroy(topology) }

    fileprivate func bind(_ worker: Int) -> hwloc_bitmap_t? {
        guard worker < processors.count, let before = hwloc_bitmap_alloc() else { return nil }
        let thread = Int32(HWLOC_CPUBIND_THREAD.rawValue)
        _ = hwloc_get_cpubind(topology, before, thread)
        _ = hwloc_set_cpubind(topology, processors[worker].pointee.cpuset, thread)
        return before
    }

    fileprivate func release(_ before: hwloc_bitmap_t) {
        _ = hwloc_set_cpubind(topology, before, Int32(HWLOC_CPUBIND_THREAD.rawValue))
        hwloc_bitmap_free(before)
    }
}

extension Pinning? {
    /// Runs `body` with the calling thread bound to the worker's processor, and gives it back.
    func whilePinned(to worker: Int, _ body: () -> Void) {
        let before = self?.bind(worker)
        body()
        if let before { self?.release(before) }
    }
}
