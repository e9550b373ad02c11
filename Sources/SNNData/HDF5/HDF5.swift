// The HDF5 library, made safe to call.
//
// 1. libhdf5 may be built without thread safety, so every call of ours runs under one lock.
// 2. It prints its errors unless told not to, per thread. Here it is told on every entry, and the
//    text of an error is taken from its stack and put into a `DataError`.
// 3. What it hands out must be closed. A `HDF5Handle` closes on deinit.

import CHDF5
import Foundation

/// Access to the HDF5 library, one caller at a time.
package enum HDF5 {
    private static let lock = NSRecursiveLock()
    private static let isStarted: Bool = H5open() >= 0

    /// Runs `body` as the only user of the library. May be nested.
    @discardableResult
    package static func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        precondition(isStarted, "The HDF5 library cannot be started.")
        snn_h5e_silence()
        return try body()
    }

    /// What the library says about its last failure on this thread, without punctuation.
    static func lastFailure() -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
            snn_h5e_innermost(text.baseAddress!)
            let said = String(cString: text.baseAddress!)
            return said.isEmpty ? "the library gives no reason" : said.lowercased()
        }
    }

    /// Fails with the library's reason where `result` is negative, as its identifiers and status
    /// codes are after a failure.
    @discardableResult
    static func checked<Code: SignedInteger>(
        _ result: Code, _ action: String, in file: String, at place: String? = nil
    ) throws -> Code {
        if result >= 0 { return result }
        throw DataError("\(action) (HDF5: \(lastFailure()))", in: file, at: place)
    }
}

/// An identifier of the library that is closed when nobody needs it any more.
final class HDF5Handle {
    let id: hid_t
    private let close: (hid_t) -> herr_t

    init(_ id: hid_t, closedBy close: @escaping (hid_t) -> herr_t) {
        precondition(id >= 0, "A handle is made of a valid identifier.")
        self.id = id
        self.close = close
    }

    deinit { _ = HDF5.locked { close(id) } }
}
