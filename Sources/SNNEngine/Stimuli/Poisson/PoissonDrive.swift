import CKernels
import SNNModel

// Background input: each neuron has a Poisson train of its own. Neither lists of spikes nor
// synapses are needed for that: the number of an element's spikes, times the weight, goes straight
// to its neuron's slot. The numbers are those that the stimulus would emit.

/// A projection, one to one, from a `poisson` stimulus with one weight and one delay.
struct PoissonDrive: Sendable {
    let source: PoissonSource
    /// The ticks from a spike to its effect.
    let delay: Int
    let weight: Float
    /// The first target within its population, and the element that drives it.
    let targets: Range<Int>
    let firstElement: Int

    /// How many of these neurons of the population it drives.
    func count(in neurons: Range<Int>) -> Int { neurons.clamped(to: targets).count }

    /// Adds what arrives at `tick` for some neurons of the population, the first of which has
    /// `slot[0]`.
    func add<Slot: DrivenSlot>(
        tick: Int, neurons: Range<Int>, to slot: UnsafeMutablePointer<Slot>
    ) {
        let driven = neurons.clamped(to: targets)
        guard !driven.isEmpty else { return }
        let shift = firstElement - targets.lowerBound
        source.add(
            driven.lowerBound + shift..<driven.upperBound + shift, tick: tick - delay,
            weight: Slot(weight), to: slot + (driven.lowerBound - neurons.lowerBound))
    }
}

extension Model {
    /// Whether a projection needs neither synapses nor a list of spikes, because each target has a
    /// Poisson train of its own and all have one weight and one delay.
    func isDrive(_ projection: Projection) -> Bool {
        guard case .oneToOne = projection.rule, projection.plasticity.isEmpty,
            projection.weight.quantity != nil, projection.delay.quantity != nil,
            !isCovered(projection)
        else { return false }
        return stimuli.contains { $0.name == projection.source.name && $0.kind == "poisson" }
            && populations.contains {
                $0.name == projection.target.name && !$0.tellsSourcesApart
                    && solverChoice(for: $0).solver == .grid
            }
    }
}

extension PoissonDrive {
    /// - Parameter source: what the projection's stimulus emits.
    /// - Precondition: `model.isDrive(projection)`
    init(_ projection: Projection, model: Model, source: PoissonSource) {
        precondition(model.isDrive(projection), "The projection has synapses of its own.")
        let count = model.populations.first { $0.name == projection.target.name }?.count ?? 0
        let ticks = (projection.delay.quantity?.value ?? 0) / model.resolution
        self.source = source
        delay = max(1, Int(ticks.rounded()))
        weight = Float(projection.weight.quantity?.value ?? 0)
        targets = projection.target.range ?? 0..<count
        firstElement = projection.source.range?.lowerBound ?? 0
    }
}

/// What input is summed in: `Double`, or `Float` where a model asks for single precision.
protocol DrivenSlot: BinaryFloatingPoint {
    /// slot[i] += factor · counts[i]
    static func add(
        _ counts: UnsafePointer<Int32>, _ count: Int, times factor: Self,
        to slot: UnsafeMutablePointer<Self>)
    /// slot[i] += factor · values[i]
    static func add(
        _ values: UnsafePointer<Double>, _ count: Int, times factor: Self,
        to slot: UnsafeMutablePointer<Self>)
}

extension Double: DrivenSlot {
    @inline(__always)
    static func add(
        _ counts: UnsafePointer<Int32>, _ count: Int, times factor: Double,
        to slot: UnsafeMutablePointer<Double>
    ) {
        let factors = snn_all(factor)
        var index = 0
        while index &+ 8 <= count {
            let sum = snn_load(slot + index) + factors * snn_load_counts(counts + index)
            snn_store(slot + index, sum)
            index &+= 8
        }
        while index < count {
            slot[index] += factor * Double(counts[index])
            index &+= 1
        }
    }

    @inline(__always)
    static func add(
        _ values: UnsafePointer<Double>, _ count: Int, times factor: Double,
        to slot: UnsafeMutablePointer<Double>
    ) {
        let factors = snn_all(factor)
        var index = 0
        while index &+ 8 <= count {
            snn_store(slot + index, snn_load(slot + index) + factors * snn_load(values + index))
            index &+= 8
        }
        while index < count {
            slot[index] += factor * values[index]
            index &+= 1
        }
    }
}

extension Float: DrivenSlot {
    @inline(__always)
    static func add(
        _ counts: UnsafePointer<Int32>, _ count: Int, times factor: Float,
        to slot: UnsafeMutablePointer<Float>
    ) {
        let factors = SIMD16<Float>(repeating: factor)
        var index = 0
        while index &+ 16 <= count {
            let sum = snn_load_f32(slot + index) + factors * snn_load_counts_f32(counts + index)
            snn_store_f32(slot + index, sum)
            index &+= 16
        }
        while index < count {
            slot[index] += factor * Float(counts[index])
            index &+= 1
        }
    }

    @inline(__always)
    static func add(
        _ values: UnsafePointer<Double>, _ count: Int, times factor: Float,
        to slot: UnsafeMutablePointer<Float>
    ) {
        var index = 0
        while index < count {
            slot[index] += factor * Float(values[index])
            index &+= 1
        }
    }
}
