// A parameter that is the same for all neurons of a population must not cost memory per neuron, nor
// a second version of each kernel. So a column is a pointer and a mask of the index:
//
//     drawn per neuron    base ─▶ p0 p1 p2 p3 p4 p5 p6 p7 p8 …     mask ~0: element i at base[i]
//     the same for all    base ─▶ p  p  p  p  p  p  p  p           mask  0: always base[0]

/// One constant of a kernel for all neurons of a block.
struct Column {
    let base: UnsafePointer<Double>
    let mask: Int

    /// The values of the neurons from `index` on, one per lane.
    @inline(__always)
    func load<L: Lanes>(_ lanes: L.Type, _ index: Int) -> L { L.load(base + (index & mask)) }
}

/// Owns the memory of columns: aligned to cache lines, padded to whole vectors.
final class ColumnStore {
    /// Neurons side by side in the widest kernel.
    static let width = 8
    private static let alignment = 64

    private var allocations: [UnsafeMutableRawPointer] = []
    private(set) var byteCount = 0

    static func padded(_ count: Int) -> Int { (count + width - 1) / width * width }

    func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
        let bytes = count * MemoryLayout<Double>.stride
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: bytes, alignment: Self.alignment)
        allocations.append(memory)
        byteCount += bytes
        let numbers = memory.bindMemory(to: Double.self, capacity: count)
        numbers.initialize(repeating: 0, count: count)
        return numbers
    }

    /// A column of `count` values calculated from drawn parameters.
    ///
    /// Where none of them differs between neurons, `value` is called once. The last value is
    /// repeated up to the padding.
    func column(_ count: Int, from inputs: [Drawn], _ value: (Int) -> Double) -> Column {
        if inputs.allSatisfy(\.isUniform) {
            let memory = allocate(Self.width)
            memory.update(repeating: value(0), count: Self.width)
            return Column(base: UnsafePointer(memory), mask: 0)
        }
        let padded = Self.padded(count)
        let memory = allocate(padded)
        for index in 0..<padded { memory[index] = index < count ? value(index) : memory[count - 1] }
        return Column(base: UnsafePointer(memory), mask: ~0)
    }

    deinit { for memory in allocations { memory.deallocate() } }
}
