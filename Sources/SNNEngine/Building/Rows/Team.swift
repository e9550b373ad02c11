import Synchronization

/// The threads that build a network.
final class Team: Sendable {
    let count: Int
    private let workers: Workers

    init(_ count: Int) {
        self.count = max(count, 1)
        workers = Workers(self.count)
    }

    /// Calls `make` with each index and the number of the thread that does it, and gathers the
    /// results in order. Indices are begun in order, each by the first thread that is free.
    func map<Result: Sendable>(
        _ count: Int, _ make: @escaping @Sendable (_ index: Int, _ thread: Int) -> Result
    ) -> [Result] {
        if self.count == 1 || count == 1 { return (0..<count).map { make($0, 0) } }
        return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            nonisolated(unsafe) let results = buffer.baseAddress
            let next = Atomic(0)
            withoutActuallyEscaping(make) { make in
                workers.run(pins: false) { thread in
                    while true {
                        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                        guard index < count else { return }
                        (results! + index).initialize(to: make(index, thread))
                    }
                }
            }
            initialized = count
        }
    }
}
