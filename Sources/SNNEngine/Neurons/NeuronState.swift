import SNNModel

/// What changes about the neurons of a block: its columns of numbers, one value per neuron.
///
/// @unchecked Sendable because a state is advanced by one worker at a time, the one that owns its
/// partition.
package final class NeuronState: @unchecked Sendable {
    let columnCount: Int
    /// Distance between two columns, in numbers.
    private let stride: Int
    private let memory: UnsafeMutableRawPointer
    let precision: Precision
    /// Whether what neurons learn themselves, such as a threshold, changes.
    var isLearning = true
    /// Room for sums over receptors while a stretch of neurons is advanced.
    let scratch: UnsafeMutableRawPointer

    init(columnCount: Int, paddedCount: Int, scratchCount: Int, precision: Precision) {
        self.columnCount = columnCount
        self.precision = precision
        // One cache line more than needed: columns a multiple of 4 KiB apart would fall on the
        // same lines of the cache.
        stride = paddedCount + precision.lanes
        byteCount = (columnCount * stride + scratchCount) * precision.byteCount
        memory = .allocate(byteCount: byteCount, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        scratch = memory + columnCount * stride * precision.byteCount
    }

    /// Memory held, in bytes.
    let byteCount: Int

    /// Makes all columns zero.
    func clear() {
        memory.initializeMemory(
            as: UInt8.self, repeating: 0, count: columnCount * stride * precision.byteCount)
    }

    /// The values of one column, by the index that `NeuronBlock.stateIndex(named:)` gives.
    ///
    /// - Precondition: `number` is that of the precision.
    @inline(__always)
    func values<Number>(of index: Int, as number: Number.Type) -> UnsafeMutablePointer<Number> {
        assert(MemoryLayout<Number>.size == precision.byteCount, "The state has other numbers.")
        return memory.assumingMemoryBound(to: number) + index * stride
    }

    /// The values of one column of a state of double precision.
    @inline(__always)
    func values(of index: Int) -> UnsafeMutablePointer<Double> {
        values(of: index, as: Double.self)
    }

    /// One neuron's value in a column, whatever the precision.
    func value(of index: Int, neuron: Int) -> Double {
        switch precision {
        case .double: values(of: index, as: Double.self)[neuron]
        case .single: Double(values(of: index, as: Float.self)[neuron])
        }
    }

    /// Gives one neuron a value in a column, rounded to the precision.
    func setValue(_ value: Double, of index: Int, neuron: Int) {
        switch precision {
        case .double: values(of: index, as: Double.self)[neuron] = value
        case .single: values(of: index, as: Float.self)[neuron] = Float(value)
        }
    }

    deinit { memory.deallocate() }
}
