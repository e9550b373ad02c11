import SNNModel

/// Where a variable of the neurons of a block lies in their state.
struct StateColumn {
    /// The name that models use; nil for those that are of no interest outside.
    let name: String?
    /// The place of the first neuron's value, and the distance to the next neuron's.
    let first: Int
    let step: Int
}

/// What changes about the neurons of a block: its columns of numbers, one value per neuron.
///
/// @unchecked Sendable because a state is advanced by one worker at a time, the one that owns its
/// partition.
package final class NeuronState: @unchecked Sendable {
    let columns: [StateColumn]
    private let numberCount: Int
    private let memory: UnsafeMutableRawPointer
    let precision: Precision
    /// Whether what neurons learn themselves, such as a threshold, changes.
    var isLearning = true
    /// Room for sums over receptors while a stretch of neurons is advanced.
    let scratch: UnsafeMutableRawPointer

    /// - Parameter numberCount: numbers of all columns, with the gaps between them.
    init(columns: [StateColumn], numberCount: Int, scratchCount: Int, precision: Precision) {
        self.columns = columns
        self.numberCount = numberCount
        self.precision = precision
        byteCount = (numberCount + scratchCount) * precision.byteCount
        memory = .allocate(byteCount: max(byteCount, 64), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        scratch = memory + numberCount * precision.byteCount
    }

    var columnCount: Int { columns.count }

    /// Memory held, in bytes.
    let byteCount: Int

    /// Makes all columns zero.
    func clear() {
        memory.initializeMemory(
            as: UInt8.self, repeating: 0, count: numberCount * precision.byteCount)
    }

    /// The values of one column, by the index that `NeuronBlock.stateIndex(named:)` gives; that of
    /// neuron n is number n times the column's step.
    ///
    /// - Precondition: `number` is that of the precision.
    @inline(__always)
    func values<Number>(of index: Int, as number: Number.Type) -> UnsafeMutablePointer<Number> {
        assert(MemoryLayout<Number>.size == precision.byteCount, "The state has other numbers.")
        return memory.assumingMemoryBound(to: number) + columns[index].first
    }

    /// The values of one column of a state of double precision.
    @inline(__always)
    func values(of index: Int) -> UnsafeMutablePointer<Double> {
        values(of: index, as: Double.self)
    }

    /// One neuron's value in a column, whatever the precision.
    func value(of index: Int, neuron: Int) -> Double {
        let place = neuron * columns[index].step
        return switch precision {
        case .double: values(of: index, as: Double.self)[place]
        case .single: Double(values(of: index, as: Float.self)[place])
        }
    }

    /// Gives one neuron a value in a column, rounded to the precision.
    func setValue(_ value: Double, of index: Int, neuron: Int) {
        let place = neuron * columns[index].step
        switch precision {
        case .double: values(of: index, as: Double.self)[place] = value
        case .single: values(of: index, as: Float.self)[place] = Float(value)
        }
    }

    deinit { memory.deallocate() }
}
