import CKernels

// Where input waits until it is due, for one receptor of one partition. There are two forms, with
// the same sums to the bit, because both add what a tick brings in the order of delivery:
//
//     ring    a slot of sums for every tick ahead, slot-major; a delivered weight is added at once.
//             Good while the slots that a row of synapses reaches stay in the cache.
//     mail    one slot of sums, and for every tick ahead a list of (target, weight). A delivered
//             run of synapses is copied to the end of a list, and a list is added up when its tick
//             has come. Reads and writes go through memory in order, so it wins where synapses
//             have delays of their own and the slots of the ring would not fit the cache: measured
//             3.7 against 6.1 ns per event with 7,700 neurons and 64 slots of Double.

/// A number that input is summed in.
protocol SlotNumber: BinaryFloatingPoint {}
extension Double: SlotNumber {}
extension Float: SlotNumber {}

/// The list of one tick of a queue in the form of mail.
struct MailBox {
    private(set) var targets: UnsafeMutablePointer<UInt16>
    private(set) var weights: UnsafeMutablePointer<Float>
    private(set) var count = 0
    private var capacity: Int

    /// Synapses are copied sixteen at a time, so lists have room for as many behind their end.
    static let spare = 16

    init(capacity: Int) {
        self.capacity = capacity
        targets = .allocate(capacity: capacity + Self.spare)
        weights = .allocate(capacity: capacity + Self.spare)
    }

    func deallocate() {
        targets.deallocate()
        weights.deallocate()
    }

    var byteCount: Int { 6 * (capacity + Self.spare) }

    /// Appends a run of synapses with weights of their own, or of this weight.
    ///
    /// - Precondition: sixteen synapses may be read behind the end of the run.
    @inline(__always)
    mutating func append(
        _ from: UnsafePointer<UInt16>, _ own: UnsafePointer<Float>?, _ common: Float, _ more: Int
    ) {
        if count &+ more > capacity { grow(by: more) }
        let (t, w) = (targets + count, weights + count)
        var i = 0
        repeat {
            snn_copy_targets(t + i, from + i)
            if let own { snn_copy_weights(w + i, own + i) } else { snn_fill_weights(w + i, common) }
            i &+= Self.spare
        } while i < more
        count &+= more
    }

    /// Appends one synapse.
    @inline(__always)
    mutating func append(_ target: UInt16, _ weight: Float) {
        if count == capacity { grow(by: 1) }
        targets[count] = target
        weights[count] = weight
        count &+= 1
    }

    /// Adds the list to a slot and empties it.
    @inline(__always)
    mutating func drain<N: SlotNumber>(into slot: UnsafeMutablePointer<N>) {
        let (t, w, count) = (targets, weights, self.count)
        var i = 0
        while i < count {
            slot[Int(t[i])] += N(w[i])
            i &+= 1
        }
        self.count = 0
    }

    mutating func clear() { count = 0 }

    @inline(never)
    private mutating func grow(by more: Int) {
        var larger = MailBox(capacity: max(2 * capacity, count + more))
        larger.targets.update(from: targets, count: count)
        larger.weights.update(from: weights, count: count)
        larger.count = count
        deallocate()
        self = larger
    }
}

/// Input on its way to one receptor of one partition. A view: `PartitionState` owns the memory.
struct InputQueue {
    let base: UnsafeMutableRawPointer
    /// Neurons per slot, with padding.
    let stride: Int
    /// Ticks that are told apart, less one; their number is a power of two.
    let mask: Int
    /// Whether sums are kept in `Float`.
    let isSingle: Bool
    /// For every tick ahead its list, if this queue has the form of mail; it then has one slot.
    let boxes: UnsafeMutablePointer<MailBox>?

    @inline(__always)
    func slot<N: SlotNumber>(_ number: N.Type, _ tick: Int) -> UnsafeMutablePointer<N> {
        let base = base.assumingMemoryBound(to: N.self)
        return boxes == nil ? base + (tick & mask) &* stride : base
    }

    /// The sums that are due at a tick, complete; the kernel that reads them sets them to zero.
    @inline(__always)
    func due(_ tick: Int) -> UnsafeMutableRawPointer {
        if let boxes { drain(boxes + (tick & mask)) }
        return isSingle
            ? UnsafeMutableRawPointer(slot(Float.self, tick))
            : UnsafeMutableRawPointer(slot(Double.self, tick))
    }

    @inline(never)
    private func drain(_ box: UnsafeMutablePointer<MailBox>) {
        if isSingle {
            box.pointee.drain(into: slot(Float.self, 0))
        } else {
            box.pointee.drain(into: slot(Double.self, 0))
        }
    }
}
