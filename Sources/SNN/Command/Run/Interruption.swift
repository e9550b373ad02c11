import Foundation
import Synchronization

/// Whether someone asked to stop.
///
///     let interruption = Interruption.ofProcess        // Ctrl-C and SIGTERM from now on
///     try engine.run(state, ticks: 10_000) { _ in !interruption.isRequested }
final class Interruption: Sendable {
    private let requested = Atomic(false)

    var isRequested: Bool { requested.load(ordering: .relaxed) }

    func request() { requested.store(true, ordering: .relaxed) }

    private static let shared = Interruption()

    /// Requested by SIGINT (Ctrl-C) or SIGTERM. The second signal ends the process at once.
    static var ofProcess: Interruption {
        let interruption = shared  // exists before the first signal can ask for it
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in Interruption.shared.request() }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
            sigaction(number, &action, nil)
        }
        return interruption
    }
}
