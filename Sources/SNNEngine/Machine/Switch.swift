import Glibc
import Synchronization

/// A choice for the whole process that the environment may make.
final class Switch: Sendable {
    private let state: Atomic<Bool>

    /// On, unless the variable of this name is `off` or `0`.
    init(environment name: String) {
        state = Atomic(getenv(name).map { !["off", "0"].contains(String(cString: $0)) } ?? true)
    }

    var isOn: Bool {
        get { state.load(ordering: .relaxed) }
        set { state.store(newValue, ordering: .relaxed) }
    }
}
