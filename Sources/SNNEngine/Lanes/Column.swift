import SNNModel

// A parameter that is the same for all neurons of a population must not cost memory per neuron, nor
// a second version of each kernel. So a column is a pointer and a mask of the index:
//
//     drawn per neuron    base ─▶ p0 p1 p2 p3 p4 p5 p6 p7 p8 …     mask ~0: element i at base[i]
//     the same for all    base ─▶ p  p  p  p  p  p  p  p           mask  0: always base[0]

/// One constant of a kernel for all neurons of a block, in the precision of its state.
struct Column {
    let base: UnsafeRawPointer
    let mask: Int

    /// The values of the neurons from `index` on, one per lane.
    @inline(__always)
    func load<L: NeuronLanes>(_ lanes: L.Type, _ index: Int) -> L {
        L.load(base.assumingMemoryBound(to: L.Number.self) + (index & mask))
    }

    @inline(__always)
    func value<Number>(of neuron: Int, as number: Number.Type) -> Number {
        base.assumingMemoryBound(to: number)[neuron & mask]
    }

    /// One neuron's value in a column of double precision.
    @inline(__always)
    func value(of neuron: Int) -> Double { value(of: neuron, as: Double.self) }
}

/// Owns the memory of columns: aligned to cache lines, padded to whole vectors.
final class ColumnStore {
    private static let alignment = 64

    let precision: Precision
    private var allocations: [UnsafeMutableRawPointer] = []
    private(set) var byteCount = 0

    init(precision: Precision = .double) { self.precision = precision }

    /// Zeros of double precision that live as long as the store.
    func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
        let numbers = allocateBytes(count * MemoryLayout<Double>.stride)
            .bindMemory(to: Double.self, capacity: count)
        numbers.initialize(repeating: 0, count: count)
        return numbers
    }

    private func allocateBytes(_ bytes: Int) -> UnsafeMutableRawPointer {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: bytes, alignment: Self.alignment)
        allocations.append(memory)
        byteCount += bytes
        return memory
    }

    /// A column of `count` values calculated from drawn parameters.
    ///
    /// Where none of them differs between neurons, `value` is called once. The last value is
    /// repeated up to the padding.
    func column(_ count: Int, from inputs: [Drawn], _ value: (Int) -> Double) -> Column {
        switch precision {
        case .double: column(of: Double.self, count, from: inputs, value)
        case .single: column(of: Float.self, count, from: inputs, value)
        }
    }

    private func column<Number: BinaryFloatingPoint>(
        of number: Number.Type, _ count: Int, from inputs: [Drawn], _ value: (Int) -> Double
    ) -> Column {
        let isUniform = inputs.allSatisfy(\.isUniform)
        let length = isUniform ? precision.lanes : precision.padded(count)
        let memory = allocateBytes(length * precision.byteCount)
        let numbers = memory.bindMemory(to: number, capacity: length)
        if isUniform {
            numbers.initialize(repeating: Number(value(0)), count: length)
        } else {
            for index in 0..<length {
                (numbers + index).initialize(
                    to: index < count ? Number(value(index)) : numbers[count - 1])
            }
        }
        return Column(base: UnsafeRawPointer(memory), mask: isUniform ? 0 : ~0)
    }

    deinit { for memory in allocations { memory.deallocate() } }
}

extension Precision {
    /// Neurons side by side in the widest kernel: a cache line of numbers.
    var lanes: Int { 64 / byteCount }

    /// `count`, rounded up to whole vectors.
    func padded(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }
}
