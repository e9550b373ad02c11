/// What changes about the neurons of a block: its columns of numbers, one value per neuron.
///
/// @unchecked Sendable because a state is advanced by one worker at a time, the one that owns its
/// partition.
package final class NeuronState: @unchecked Sendable {
    let columnCount: Int
    /// Distance between two columns, in numbers.
    private let stride: Int
    private let memory: UnsafeMutablePointer<Double>
    /// Room for sums over receptors while a stretch of neurons is advanced.
    let scratch: UnsafeMutablePointer<Double>

    init(columnCount: Int, paddedCount: Int, scratchCount: Int) {
        self.columnCount = columnCount
        // One cache line more than needed: columns a multiple of 4 KiB apart would fall on the
        // same lines of the cache.
        stride = paddedCount + ColumnStore.width
        let count = columnCount * stride + scratchCount
        memory = UnsafeMutableRawPointer
            .allocate(byteCount: count * MemoryLayout<Double>.stride, alignment: 64)
            .bindMemory(to: Double.self, capacity: count)
        memory.initialize(repeating: 0, count: count)
        scratch = memory + columnCount * stride
        byteCount = count * MemoryLayout<Double>.stride
    }

    /// Memory held, in bytes.
    let byteCount: Int

    /// The values of one column, by the index that `NeuronBlock.stateIndex(named:)` gives.
    @inline(__always)
    func values(of index: Int) -> UnsafeMutablePointer<Double> { memory + index * stride }

    deinit { memory.deallocate() }
}
