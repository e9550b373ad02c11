// A network as its trials run it: synapses cut into segments, parameters in the precision and the
// layout of the loops.
//
// What happens in a trial is kept by tick and neuron, in rows of `width` numbers. A synapse whose
// source spikes in row r therefore acts at r + offset with offset = delay · width + target,
// forward (it adds its weight there) as well as backward (it looks up there what that was worth):
//
//     row r      . . . s . . . .
//     row r + 1  . . . . . . . .        segment   dense: consecutive synapses of a source reach
//     row r + 2  . . t t t t t .                  consecutive neurons with the same delay, so a
//                                                 loop over vectors does; all-to-all projections
//                                                 are of this kind
//                                       else      one synapse at a time
//
// A delay that is learnt is a real number n + f of ticks, and a synapse acts with (1 - f) w after
// n ticks and with f w one tick later. So the error has a derivative with respect to the delay:
// linear interpolation, as in Khalfaoui-Hassani, Pellegrini & Masquelier 2023, arXiv 2112.03740.
// Hammouamri et al. 2024, arXiv 2306.17670, learn delays of spiking networks in this way with
// Gaussians that shrink, and round them in the end.

/// Zeros that are aligned to cache lines and live as long as the object.
final class SurrogateMemory {
    private var blocks: [UnsafeMutableRawPointer] = []
    private(set) var byteCount = 0

    func zeros<T: AdditiveArithmetic>(_ count: Int) -> UnsafeMutablePointer<T> {
        let bytes = max(count, 16) * MemoryLayout<T>.stride
        let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        blocks.append(block)
        byteCount += bytes
        let numbers = block.bindMemory(to: T.self, capacity: count)
        numbers.initialize(repeating: .zero, count: count)
        return numbers
    }

    deinit { for block in blocks { block.deallocate() } }
}

/// Constants of neurons, each a row of `width` numbers.
struct SurrogateNeurons<Number> {
    let base: UnsafeMutablePointer<Number>
    let width: Int
    static var rows: Int { 14 }

    /// v <- alpha v + drive, where drive = (1 - alpha) steady
    var alpha: UnsafeMutablePointer<Number> { base }
    var drive: UnsafeMutablePointer<Number> { base + width }
    var steady: UnsafeMutablePointer<Number> { base + 2 * width }
    var threshold: UnsafeMutablePointer<Number> { base + 3 * width }
    /// 1 / threshold
    var inverse: UnsafeMutablePointer<Number> { base + 4 * width }
    var growth: UnsafeMutablePointer<Number> { base + 5 * width }
    var rho: UnsafeMutablePointer<Number> { base + 6 * width }
    var refractory: UnsafeMutablePointer<Number> { base + 7 * width }
    /// 1 where the potential stays in refractoriness.
    var stays: UnsafeMutablePointer<Number> { base + 8 * width }
    /// A spike makes v (1 - hard) - drop of v.
    var hard: UnsafeMutablePointer<Number> { base + 9 * width }
    var drop: UnsafeMutablePointer<Number> { base + 10 * width }
    /// -d drop / d alpha
    var dropSlope: UnsafeMutablePointer<Number> { base + 11 * width }
    var initial: UnsafeMutablePointer<Number> { base + 12 * width }
    var raised: UnsafeMutablePointer<Number> { base + 13 * width }
}

/// Some consecutive synapses of one source.
struct SurrogateSegment {
    var synapse: Int32
    var count: Int32
    /// Of the first synapse of a dense segment; -1 for others.
    var offset: Int32
    /// Whether any of them learns.
    var learns: Bool
}

/// A network and its readout for loops over lanes.
///
/// `@unchecked Sendable` because `load` is called only between batches.
final class SurrogatePlan<L: SummedLanes>: @unchecked Sendable {
    typealias Number = L.Number

    let layout: SurrogateLayout
    let network: EPropNetwork
    let readout: SurrogateReadout
    let surrogate: Surrogate
    let throughReset: Bool
    let isSmooth: Bool
    /// Neurons, and the same rounded up to whole vectors.
    let neuronCount: Int
    let width: Int
    let inputCount: Int
    /// Readouts rounded up to whole vectors.
    let outputWidth: Int
    /// In ticks; interpolated synapses act up to one tick later.
    let delayMax: Int
    let interpolates: Bool
    /// Whether any neuron's potential may stay, or its threshold rise.
    let stays: Bool
    let adapts: Bool
    /// Whether neurons have synapses that send on.
    let isRecurrent: Bool

    let neurons: SurrogateNeurons<Number>
    private(set) var segments: [SurrogateSegment] = []
    /// Of each source, `firstSegment[s] ..< firstSegment[s + 1]`.
    private(set) var firstSegment: [Int32] = [0]
    /// For each neuron whether it and the next three have the same dense segments.
    private(set) var isQuad: [Bool] = []
    let offsets: UnsafeMutablePointer<Int32>
    /// Weights, or where delays are interpolated their parts after n and n + 1 ticks.
    let near: UnsafeMutablePointer<Number>
    let far: UnsafeMutablePointer<Number>
    /// (1 - kappa) W, readout by readout and neuron by neuron.
    let outputRows: UnsafeMutablePointer<Number>
    let outputColumns: UnsafeMutablePointer<Number>
    private(set) var biases: [Double]
    private let memory = SurrogateMemory()

    init(_ network: EPropNetwork, _ readout: SurrogateReadout, _ options: SurrogateOptions) {
        self.network = network
        self.readout = readout
        surrogate = options.surrogate
        throughReset = options.throughReset
        isSmooth = options.isSmooth
        layout = SurrogateLayout(network, readout, options)
        neuronCount = network.neurons.count
        inputCount = network.inputCount
        func padded(_ count: Int) -> Int { (count + L.count - 1) / L.count * L.count }
        width = padded(max(neuronCount, 1))
        outputWidth = padded(max(readout.count, 1))
        interpolates = options.learnsDelays
        delayMax = interpolates
            ? max(options.delayMax ?? network.delayMax, network.delayMax) : network.delayMax
        precondition(
            (delayMax + 2) * width <= Int(Int32.max), "Offsets of synapses must fit 32 bits.")
        stays = network.neurons.contains { $0.isHeldAfterSpikes && $0.refractory > 0 }
        adapts = network.neurons.contains { $0.growth != 0 || $0.raised != 0 }
        isRecurrent = network.rows[network.inputCount] < network.synapseCount
        neurons = SurrogateNeurons(
            base: memory.zeros(SurrogateNeurons<Number>.rows * width), width: width)
        offsets = memory.zeros(network.synapseCount)
        near = memory.zeros(network.synapseCount)
        far = memory.zeros(interpolates ? network.synapseCount : 0)
        outputRows = memory.zeros(readout.count * width)
        outputColumns = memory.zeros(width * outputWidth)
        biases = readout.biases
        for source in 0..<network.rows.count - 1 {
            cut(network.rows[source]..<network.rows[source + 1])
            firstSegment.append(Int32(segments.count))
        }
        isQuad = (0..<neuronCount).map { j in
            j + 3 < neuronCount && (1...3).allSatisfy { matches(inputCount + j, $0) }
        }
    }

    /// Whether a source has dense segments, and another one those to the same targets.
    private func matches(_ source: Int, _ ahead: Int) -> Bool {
        let own = segments[Int(firstSegment[source])..<Int(firstSegment[source + 1])]
        let first = Int(firstSegment[source + ahead])
        let other = segments[first..<Int(firstSegment[source + ahead + 1])]
        return !own.isEmpty && own.count == other.count
            && zip(own, other).allSatisfy {
                $0.offset >= 0 && $0.offset == $1.offset && $0.count == $1.count
            }
    }

    /// Cuts the synapses of a source into segments.
    private func cut(_ row: Range<Int>) {
        var (synapse, loose) = (row.lowerBound, row.lowerBound)
        func add(_ range: Range<Int>, offset: Int) {
            guard !range.isEmpty else { return }
            segments.append(
                SurrogateSegment(
                    synapse: Int32(range.lowerBound), count: Int32(range.count),
                    offset: Int32(offset), learns: range.contains { network.learns[$0] }))
        }
        while synapse < row.upperBound {
            var end = synapse + 1
            while !interpolates, end < row.upperBound,
                network.targets[end] == network.targets[end - 1] + 1,
                network.delays[end] == network.delays[synapse] { end += 1 }
            if end - synapse >= L.count {
                add(loose..<synapse, offset: -1)
                let delay = Int(network.delays[synapse])
                add(synapse..<end, offset: delay * width + Int(network.targets[synapse]))
                loose = end
            }
            synapse = end
        }
        add(loose..<row.upperBound, offset: -1)
    }

    /// Calls `body` with pointers to all segments and to the first of each source.
    func withSegments(
        _ body: (UnsafePointer<SurrogateSegment>, UnsafePointer<Int32>) -> Void
    ) {
        // A network without synapses has no segments, and no row that would ask for them.
        let all = segments.isEmpty
            ? [SurrogateSegment(synapse: 0, count: 0, offset: 0, learns: false)] : segments
        all.withUnsafeBufferPointer { all in
            firstSegment.withUnsafeBufferPointer { first in
                body(all.baseAddress!, first.baseAddress!)
            }
        }
    }

    /// Takes over parameters.
    func load(_ row: [Double]) {
        for synapse in 0..<network.synapseCount {
            let weight = row[layout.weights.lowerBound + synapse]
            var delay = Int(network.delays[synapse])
            if interpolates {
                let exact = row[layout.delays.lowerBound + synapse]
                delay = Int(exact)
                let part = exact - Double(delay)
                near[synapse] = Number((1 - part) * weight)
                far[synapse] = Number(part * weight)
            } else {
                near[synapse] = Number(weight)
            }
            offsets[synapse] = Int32(delay * width + Int(network.targets[synapse]))
        }
        loadNeurons(row)
        let present = layout.readout(readout, with: row)
        biases = present.biases
        let (first, span) = (readout.neurons.lowerBound, readout.neurons.count)
        for k in 0..<readout.count {
            for j in 0..<span {
                let weight = Number((1 - readout.kappa) * present.weights[k * span + j])
                outputRows[k * width + first + j] = weight
                outputColumns[(first + j) * outputWidth + k] = weight
            }
        }
    }

    private func loadNeurons(_ row: [Double]) {
        let present = layout.network(network, with: row).neurons
        for j in 0..<width {
            guard j < neuronCount else {
                // Never spikes, since it lies below its threshold.
                (neurons.threshold[j], neurons.inverse[j]) = (1, 1)
                continue
            }
            let neuron = present[j]
            let isSoft = neuron.isSoft
            neurons.alpha[j] = Number(neuron.alpha)
            neurons.drive[j] = Number(neuron.drive)
            neurons.steady[j] = Number(neuron.alpha < 1 ? neuron.drive / (1 - neuron.alpha) : 0)
            neurons.threshold[j] = Number(neuron.threshold)
            neurons.inverse[j] = Number(1 / neuron.threshold)
            neurons.growth[j] = Number(neuron.growth)
            neurons.rho[j] = Number(neuron.rho)
            neurons.refractory[j] = Number(neuron.refractory)
            neurons.stays[j] = neuron.isHeldAfterSpikes ? 1 : 0
            neurons.hard[j] = isSoft ? 0 : 1
            neurons.drop[j] = Number(isSoft ? neuron.threshold / neuron.alpha : -neuron.reset)
            neurons.dropSlope[j] = Number(
                isSoft ? neuron.threshold / (neuron.alpha * neuron.alpha) : 0)
            neurons.initial[j] = Number(neuron.initial)
            neurons.raised[j] = Number(neuron.raised)
        }
    }
}
