import Glibc
import Synchronization

/// Whether large arrays ask the kernel for pages of 2 MiB.
///
/// Synapses and rings are read in an order that no translation buffer can follow, so fewer and
/// larger pages save a walk through the page table for most rows. The kernel takes this as advice:
/// where it has no free 2 MiB, or where `transparent_hugepage` is `never`, small pages are used.
public enum HugePages {
    private static let state = Atomic(isAskedFor(by: getenv("SNN_HUGE_PAGES")))

    /// On, unless the environment has `SNN_HUGE_PAGES=off` (or `0`). To be set before a network is
    /// built; arrays that exist already keep the pages they have.
    public static var isOn: Bool {
        get { state.load(ordering: .relaxed) }
        set { state.store(newValue, ordering: .relaxed) }
    }

    /// Bytes of a huge page on all machines we run on.
    static let size = 2 << 20

    private static func isAskedFor(by setting: UnsafeMutablePointer<CChar>?) -> Bool {
        guard let setting else { return true }
        return !["off", "0"].contains(String(cString: setting))
    }
}
