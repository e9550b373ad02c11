/// Whether large arrays ask the kernel for pages of 2 MiB.
///
/// Synapses and rings are read in an order that no translation buffer can follow, so fewer and
/// larger pages save a walk through the page table for most rows. The kernel takes this as advice:
/// where it has no free 2 MiB, or where `transparent_hugepage` is `never`, small pages are used.
public enum HugePages {
    private static let state = Switch(environment: "SNN_HUGE_PAGES")

    /// On, unless the environment has `SNN_HUGE_PAGES=off` (or `0`). To be set before a network is
    /// built; arrays that exist already keep the pages they have.
    public static var isOn: Bool {
        get { state.isOn }
        set { state.isOn = newValue }
    }

    /// Bytes of a huge page on all machines we run on.
    static let size = 2 << 20
}
