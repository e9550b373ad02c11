/// The membranes of integrate-and-fire neurons: where they are kept, and what ends their tick.
struct Membrane<L: NeuronLanes> {
    let potential: UnsafeMutablePointer<L.Number>
    /// Ticks for which a neuron is still held at its reset potential.
    let held: UnsafeMutablePointer<L.Number>
    let threshold: Column
    let reset: Column
    let refractory: Column
    /// What moves the thresholds of these neurons; nil where they are constant.
    let shift: ThresholdShift<L>?
    /// What a spike takes off the potential; nil where it is set to `reset`.
    let drop: Column?
    /// Whether it stays there in refractoriness, or goes on and reaches no threshold.
    let isHeld: Bool

    /// Ends the tick of the neurons from `i` on; returns the bits of those that spiked.
    ///
    /// - Parameters:
    ///   - V: the potential at the beginning, where it stays in neurons that are held.
    ///   - free: the potential at the end in all others.
    @inline(__always)
    func end(_ i: Int, from V: L, at free: L) -> UInt32 {
        let left = L.load(held + i)
        let next = isHeld ? L.choose(left, above: L.all(0), V, free) : free
        var top = threshold.load(L.self, i)
        if !isHeld {
            top = L.choose(left, above: L.all(0), L.all(.infinity), top)
        }
        if let shift {
            let theta = L.greatest(
                shift.decay.load(L.self, i) * L.load(shift.theta + i) - shift.fall.load(L.self, i),
                shift.lowest.load(L.self, i))
            top = top + theta
            let raised = L.least(
                theta + shift.growth.load(L.self, i), shift.highest.load(L.self, i))
            L.choose(next, atLeast: top, raised, theta).store(shift.theta + i)
        }
        if let drop {
            L.choose(next, atLeast: top, next - drop.load(L.self, i), next).store(potential + i)
        } else {
            L.choose(next, atLeast: top, reset.load(L.self, i), next).store(potential + i)
        }
        let rest = L.greatest(left - L.all(1), L.all(0))
        L.choose(next, atLeast: top, refractory.load(L.self, i), rest).store(held + i)
        return L.bits(next, atLeast: top)
    }
}
