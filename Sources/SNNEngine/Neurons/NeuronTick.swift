import SNNModel

/// What a kernel works on during one tick.
struct NeuronTick {
    let state: NeuronState
    /// h in ms.
    let resolution: Double
    let paddedCount: Int
    let slots: UnsafePointer<UnsafeMutableRawPointer>
    let current: UnsafePointer<Double>?
    let spikes: UnsafeMutablePointer<UInt32>

    /// Neurons between two changes of pass: their sums over receptors stay in the first-level
    /// cache.
    static let stretch = 128

    /// A column of state.
    @inline(__always)
    func values<L: NeuronLanes>(_ lanes: L.Type, _ index: Int) -> UnsafeMutablePointer<L.Number> {
        state.values(of: index, as: L.Number.self)
    }

    /// The sums that are due for a receptor.
    @inline(__always)
    func slot<L: NeuronLanes>(_ lanes: L.Type, _ receptor: Int) -> UnsafeMutablePointer<L.Number> {
        slots[receptor].assumingMemoryBound(to: L.Number.self)
    }

    @inline(__always)
    func scratch<L: NeuronLanes>(_ lanes: L.Type) -> UnsafeMutablePointer<L.Number> {
        state.scratch.assumingMemoryBound(to: L.Number.self)
    }

    /// Writes the indices of the neurons whose bits are set; returns the new count.
    @inline(__always)
    func mark(_ bits: UInt32, from neuron: Int, _ count: Int) -> Int {
        var bits = bits
        var count = count
        while bits != 0 {
            spikes[count] = UInt32(truncatingIfNeeded: neuron &+ bits.trailingZeroBitCount)
            count &+= 1
            bits &= bits &- 1
        }
        return count
    }
}

/// Neurons that are advanced in fixed steps, by the same code in either precision.
protocol SteppedNeurons {
    /// Returns how many spiked.
    func advance<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> Int
}

extension SteppedNeurons {
    @inline(__always)
    func advance(_ tick: NeuronTick, _ precision: Precision, _ kernels: KernelSet) -> Int {
        switch (precision, kernels) {
        case (.double, .scalar): advance(Double.self, tick)
        case (.double, .vector): advance(SIMD8<Double>.self, tick)
        case (.single, .scalar): advance(Float.self, tick)
        case (.single, .vector): advance(SIMD16<Float>.self, tick)
        }
    }
}
