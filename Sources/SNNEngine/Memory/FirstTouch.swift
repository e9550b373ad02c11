/// Whether the state of a partition is made by the worker that owns it.
///
/// Memory lies on the node of the processor that writes to it first. On a machine with several
/// nodes the rings of a partition should lie on its worker's; on a machine with one it makes no
/// difference.
public enum FirstTouch {
    private static let state = Switch(environment: "SNN_FIRST_TOUCH")

    /// On, unless the environment has `SNN_FIRST_TOUCH=off` (or `0`). Holds for states that are
    /// made later.
    public static var isOn: Bool {
        get { state.isOn }
        set { state.isOn = newValue }
    }
}
