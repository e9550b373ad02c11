import CKernels
import SNNModel

/// Draws the synapses of one element after another into flat arrays.
///
///     let count = draw.partners(of: element, in: wiring, into: partners)
///     draw.weights(count, of: element, in: wiring, partners: partners, into: weights)
///
/// Holds room that is used again for each element; one worker uses it at a time.
final class ElementDraw {
    /// How many more weights and delays than there are synapses may be written.
    static let overrun = 16
    static let wordCount = 256

    let words = ScratchBuffer<UInt32>(ElementDraw.wordCount)
    let gaps = ScratchBuffer<Double>(ElementDraw.wordCount)
    let isTaken = ScratchBuffer<UInt8>()
    private let numbers = ScratchBuffer<Double>()

    /// The weights of an element's synapses, in the order of its partners.
    func weights(
        _ count: Int, of element: Int, in wiring: Wiring,
        partners: UnsafeMutablePointer<UInt32>, into weights: UnsafeMutablePointer<Float>
    ) {
        if case .list = wiring.projection.rule {
            numbers.reserve(count + Self.overrun)
            listed(wiring.weight, of: element, in: wiring) { $0.weight }
        } else {
            draw(wiring.weight, count, of: element, in: wiring, partners: partners)
        }
        let numbers = numbers.base
        var index = 0
        while index < count {
            snn_store_narrow(weights + index, SIMD8<Double>.load(numbers + index))
            index &+= 8
        }
    }

    /// The delays of an element's synapses in ticks, in the order of its partners.
    ///
    /// - Throws: `NetworkError.delay` where one is below one tick or too long.
    func delays(
        _ count: Int, of element: Int, in wiring: Wiring,
        partners: UnsafeMutablePointer<UInt32>, into delays: UnsafeMutablePointer<UInt16>
    ) throws(NetworkError) {
        try drawDelays(count, of: element, in: wiring, partners: partners, into: delays)
        if wiring.delayMore == 0 { return }
        for index in 0..<count {
            let ticks = Int(delays[index]) + wiring.delayMore
            guard ticks <= Limits.delayTicksMax else { throw wiring.delayError }
            delays[index] = UInt16(ticks)
        }
    }

    private func drawDelays(
        _ count: Int, of element: Int, in wiring: Wiring,
        partners: UnsafeMutablePointer<UInt32>, into delays: UnsafeMutablePointer<UInt16>
    ) throws(NetworkError) {
        let isListed = if case .list = wiring.projection.rule { true } else { false }
        if let ticks = wiring.delayTicks, case .random(_, let id) = wiring.delay, !isListed {
            let number = element - wiring.elements.lowerBound
            var stream = ElementStream(seed: wiring.seed, stream: id, element: number)
            guard draw(ticks, count, from: &stream, into: delays) else { throw wiring.delayError }
            return
        }
        if isListed {
            numbers.reserve(count + Self.overrun)
            listed(wiring.delay, of: element, in: wiring) { $0.delay }
        } else {
            draw(wiring.delay, count, of: element, in: wiring, partners: partners)
        }
        let numbers = numbers.base
        // What lies behind the last must not be taken for a wrong delay.
        for index in count..<(count + 7) & ~7 { numbers[index] = wiring.resolution }
        let resolution = SIMD8<Double>.all(wiring.resolution)
        let (low, high) = (SIMD8<Double>.all(0.5), SIMD8<Double>.all(65_535.5))
        var isWrong: UInt32 = 0
        var index = 0
        while index < count {
            let ticks = SIMD8<Double>.load(numbers + index) / resolution
            let isLong = SIMD8<Double>.bits(ticks, atLeast: low)
            isWrong |= (isLong ^ 0xFF) | SIMD8<Double>.bits(ticks, atLeast: high)
            snn_store_ticks(delays + index, ticks)
            index &+= 8
        }
        if isWrong != 0 { throw wiring.delayError }
    }

    private func draw(
        _ ticks: TickDraw, _ count: Int, from stream: inout ElementStream,
        into delays: UnsafeMutablePointer<UInt16>
    ) -> Bool {
        let words = words.base
        var drawn = 0
        while drawn < count {
            let stretch = min(count &- drawn, Self.wordCount)
            stream.fill(words, count: (stretch + 31) & ~31)
            guard ticks.fill(delays + drawn, from: words, count: stretch) else { return false }
            drawn &+= stretch
        }
        return true
    }

    /// Fills `numbers`.
    private func draw(
        _ value: SynapseValue, _ count: Int, of element: Int, in wiring: Wiring,
        partners: UnsafeMutablePointer<UInt32>
    ) {
        numbers.reserve(count + DistributionDraw.overrun)
        let numbers = numbers.base
        switch value {
        case .constant(let value): numbers.update(repeating: value, count: count)
        case .random(let draw, let id):
            var stream = ElementStream(
                seed: wiring.seed, stream: id, element: element - wiring.elements.lowerBound)
            draw.fill(numbers, count: count, from: &stream)
        case .formula(let formula):
            for index in 0..<count {
                let partner = Int(partners[index])
                let distance = wiring.drawsTargets
                    ? wiring.distance(element, partner) : wiring.distance(partner, element)
                numbers[index] = formula.value { _ in distance }
            }
        }
    }

    /// Fills `numbers` for the entries of a list: each has its own value, or a stream of its own.
    private func listed(
        _ value: SynapseValue, of element: Int, in wiring: Wiring,
        own: (EdgeList.Edge) -> Double?
    ) {
        let list = wiring.list
        for (index, entry) in list.entries(of: element - wiring.targets.lowerBound).enumerated() {
            let edge = list.edges[entry]
            if let own = own(edge) {
                numbers.base[index] = own
                continue
            }
            switch value {
            case .constant(let value): numbers.base[index] = value
            case .random(let draw, let id):
                var stream = ElementStream(
                    seed: wiring.seed, stream: id,
                    element: edge.source * wiring.targets.count + edge.target)
                numbers.base[index] = stream.draw(draw.distribution)
            case .formula(let formula):
                let distance = wiring.distance(wiring.sources.lowerBound + edge.source, element)
                numbers.base[index] = formula.value { _ in distance }
            }
        }
    }
}
