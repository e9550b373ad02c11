import SNNModel

// A Poisson stimulus draws in one of three ways, whichever is cheapest for its rates; its numbers
// are a function of seed, name, element and tick in each.
//
//     cells        rare spikes: a number of spikes for 1024 elements, then a place for each
//     alike        a word for each element and tick, inverted with one table
//     mixture      the same where rates differ and are not rare

/// Independent Poisson trains, with a rate for each or a common time course.
struct PoissonSource: Sendable {
    private enum Sampling: Sendable {
        case silent
        case alike(PoissonLaw)
        case mixture(PoissonMixture)
        case cells(PoissonCells)
    }

    private let stream: TickStream
    private let count: Int
    /// The sampling from the tick after the step's on; the steps ascend. One step before tick 0
    /// where the rate is constant.
    private let steps: [(tick: Int, sampling: Sampling)]

    /// - Parameters:
    ///   - means: mean spikes per tick: one for each of `count` elements, or one for all.
    ///   - steps: ticks after which another mean holds for all, ascending; silent before the first.
    ///     Empty where `means` always hold.
    init(
        seed: UInt64, stream: StreamID, count: Int, means: [Double],
        steps: [(tick: Int, mean: Double)] = []
    ) {
        self.stream = TickStream(seed: seed, stream: stream)
        self.count = count
        self.steps = steps.isEmpty
            ? [(-1, Self.sampling(means, count))]
            : steps.map { ($0.tick, Self.sampling([$0.mean], count)) }
    }

    private static func sampling(_ means: [Double], _ count: Int) -> Sampling {
        let most = means.max() ?? 0
        if most <= 0 { return .silent }
        if PoissonCells.isCheaper(mean: most, count: count) {
            return .cells(PoissonCells(means: means, count: count))
        }
        return means.count == 1
            ? .alike(PoissonLaw(mean: most)) : .mixture(PoissonMixture(means: means))
    }

    private func sampling(at tick: Int) -> Sampling {
        tick < 1 ? .silent : steps.last { $0.tick < tick }?.sampling ?? .silent
    }

    /// Calls `body` with each element that spikes at a tick, in order, and its number of spikes.
    func forEachSpiking(
        _ elements: Range<Int>, tick: Int, _ body: (_ element: Int, _ number: Int) -> Void
    ) {
        if case .cells(let cells) = sampling(at: tick) {
            var last = -1
            var number = 0
            cells.forEachSpike(elements, tick: tick, stream: stream) { spike in
                if spike.element != last {
                    if number > 0 { body(last, number) }
                    last = spike.element
                    number = 0
                }
                number += 1
            }
            if number > 0 { body(last, number) }
            return
        }
        forEachStretch(elements, tick: tick) { stretch, counts in
            var index = 0
            while index < stretch.count {
                if counts[index] > 0 { body(stretch.lowerBound + index, Int(counts[index])) }
                index &+= 1
            }
        }
    }

    /// Emits the spikes of one tick in the order of elements; several in a tick are emitted as
    /// often.
    @inline(__always)
    func emit(_ elements: Range<Int>, tick: Int, _ body: (Int) -> Void) {
        forEachSpiking(elements, tick: tick) { element, number in
            var left = number
            while left > 0 {
                body(element)
                left &-= 1
            }
        }
    }

    /// Puts the spikes of one tick into a buffer: as `emit`.
    func emit(_ elements: Range<Int>, tick: Int, into buffer: SpikeBuffer) {
        if case .cells = sampling(at: tick) {
            return emit(elements, tick: tick) { buffer.append($0) }
        }
        forEachStretch(elements, tick: tick) { stretch, counts in
            var total = 0
            var index = 0
            while index < stretch.count {
                total &+= Int(counts[index])
                index &+= 1
            }
            // Nobody can foresee whether an element spikes, so four are written for each without
            // asking, and those that are too many are written over.
            let spikes = buffer.room(for: total + 4)
            var end = 0
            index = 0
            while index < stretch.count {
                let element = UInt32(truncatingIfNeeded: stretch.lowerBound &+ index)
                let number = Int(counts[index])
                UnsafeMutableRawPointer(spikes + end)
                    .storeBytes(of: SIMD4(repeating: element), as: SIMD4<UInt32>.self)
                var more = 4
                while more < number {
                    spikes[end &+ more] = element
                    more &+= 1
                }
                end &+= number
                index &+= 1
            }
            buffer.add(end)
        }
    }

    /// The same spikes with their times within the tick, in the order of elements, then of time.
    func emitPlaced(_ elements: Range<Int>, tick: Int, _ body: (PlacedSpike) -> Void) {
        if case .cells(let cells) = sampling(at: tick) {
            return cells.forEachSpike(elements, tick: tick, stream: stream, body)
        }
        var offsets: [Double] = []
        forEachSpiking(elements, tick: tick) { element, number in
            offsets.removeAll(keepingCapacity: true)
            for spike in 0..<number {
                let digits = stream.branch(Self.offsetBranch + UInt64(spike))
                offsets.append(digits.uniform(element, tick: tick) + 0x1p-53 - 1)
            }
            offsets.sort()
            for offset in offsets { body(PlacedSpike(element: element, offset: offset)) }
        }
    }

    private static let offsetBranch: UInt64 = 4 << 40

    /// Elements whose numbers are drawn together: words and numbers stay in the nearest cache.
    private static let stretch = 1024

    /// Calls `body` with the numbers of spikes of neighbouring elements, stretch by stretch; not at
    /// all where a tick is silent. Not for sources that draw by cells.
    @inline(__always)
    private func forEachStretch(
        _ elements: Range<Int>, tick: Int,
        _ body: (_ stretch: Range<Int>, _ counts: UnsafePointer<Int32>) -> Void
    ) {
        let sampling = sampling(at: tick)
        if case .silent = sampling { return }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.stretch) { words in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.stretch) { counts in
                let words = words.baseAddress!
                let counts = counts.baseAddress!
                // Whole vectors of eight elements, so that columns of means are read in step.
                var first = elements.lowerBound & ~7
                while first < elements.upperBound {
                    let end = min(first &+ Self.stretch, elements.upperBound)
                    let blocks = (first &>> 2)..<((end &+ 7) &>> 3) &* 2
                    switch sampling {
                    case .alike(let law):
                        law.fill(counts, words: words, blocks: blocks, tick: tick, stream: stream)
                    case .mixture(let mixture):
                        mixture.fill(
                            counts, words: words, blocks: blocks, tick: tick, stream: stream)
                    case .silent, .cells: break
                    }
                    let start = max(first, elements.lowerBound)
                    body(start..<end, counts + (start &- first))
                    first = end
                }
            }
        }
    }

    /// Adds `weight` for each spike of a tick to the slot of the element; the slot of the first
    /// element is `slot[0]`.
    func add<Slot: DrivenSlot>(
        _ elements: Range<Int>, tick: Int, weight: Slot, to slot: UnsafeMutablePointer<Slot>
    ) {
        if case .cells = sampling(at: tick) {
            forEachSpiking(elements, tick: tick) { element, number in
                slot[element &- elements.lowerBound] += weight * Slot(number)
            }
        } else {
            forEachStretch(elements, tick: tick) { stretch, counts in
                Slot.add(
                    counts, stretch.count, times: weight,
                    to: slot + (stretch.lowerBound &- elements.lowerBound))
            }
        }
    }
}
