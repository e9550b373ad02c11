// Takes neurons with two variables through one tick in steps of their own length, per lane:
//
//     repeat until every lane has reached the end of the tick
//         try a step; where its error is small enough, go there
//         where V has passed the threshold, go back to the crossing, spike, reset, go on
//         choose the next length from the error
//     add what is due at the end of the tick, and test the threshold once more
//
// A lane that is done takes steps of length zero, which change nothing, until the others are: so
// what a neuron does does not depend on its neighbours. Several spikes of a neuron within one
// tick are counted as one, but each resets V and increments w.

/// Where a group of neurons keeps its state.
struct AdaptiveColumns {
    let potential: UnsafeMutablePointer<Double>
    let second: UnsafeMutablePointer<Double>
    /// Length of the next step in ms.
    let step: UnsafeMutablePointer<Double>
    /// Ticks for which V stays, and the count of them after a spike; nil if there are none.
    let held: UnsafeMutablePointer<Double>?
    let refractory: Column?
}

/// State of a group of lanes within a tick.
private struct Journey<L: Lanes> {
    var V: L
    var w: L
    var time = L.all(0)
    var step: L
    /// Positive where V stays.
    var held: L
    /// One where there was a spike.
    var spiked = L.all(0)
    var rates: (V: L, w: L)
    var drive: Drive<L>
}

extension SpikingEquations {
    /// Advances the neurons from `input.neuron` on by one tick; returns the bits of those that
    /// spiked.
    @inline(__always)
    func advance(
        _ tick: NeuronTick, _ columns: AdaptiveColumns, _ input: AdaptiveInput<L>
    ) -> UInt32 {
        let i = input.neuron
        let (zero, one, h) = (L.all(0), L.all(1), L.all(tick.resolution))
        input.begin(tick)
        let drive = input.drive()
        let left = columns.held.map { L.load($0 + i) } ?? zero
        let refractory = columns.refractory?.load(L.self, i) ?? zero
        let (V, w) = (L.load(columns.potential + i), L.load(columns.second + i))
        let rates = held(rates(V, w, drive), left)
        var now = Journey(
            V: V, w: w, step: L.load(columns.step + i), held: left, rates: rates, drive: drive)
        while L.bits(h, above: now.time) != 0 { advance(&now, input, h, refractory) }

        now.step.store(columns.step + i)
        let jumped = L.choose(now.held, above: zero, now.V, now.V + input.finish(tick))
        now.spiked = L.choose(jumped, atLeast: threshold, one, now.spiked)
        L.choose(jumped, atLeast: threshold, reset, jumped).store(columns.potential + i)
        L.choose(jumped, atLeast: threshold, now.w + increment, now.w).store(columns.second + i)
        if let held = columns.held {
            let rest = L.greatest(left - one, zero)
            L.choose(now.spiked, above: zero, refractory, rest).store(held + i)
        }
        return L.bits(now.spiked, above: zero)
    }

    @inline(__always)
    private func held(_ rates: (V: L, w: L), _ left: L) -> (V: L, w: L) {
        (L.choose(left, above: L.all(0), L.all(0), rates.V), rates.w)
    }

    /// Tries one step in each lane.
    @inline(__always)
    private func advance(
        _ now: inout Journey<L>, _ input: AdaptiveInput<L>, _ h: L, _ refractory: L
    ) {
        let (zero, one) = (L.all(0), L.all(1))
        let remaining = h - now.time
        let bounded = L.least(reach / L.magnitude(now.rates.V), now.step)
        let dt = L.least(bounded, remaining)
        let drives = input.stages(dt)
        let trial = trial(now.V, now.w, now.rates, dt, drives, held: now.held)
        // Below a trillionth of a tick a step counts whatever its error: time has to go on.
        let error = L.choose(dt, above: L.all(1e-12) * h, trial.error, zero)
        input.accept(error)

        let begin = now.drive
        now.V = L.choose(error, above: one, now.V, trial.V)
        now.w = L.choose(error, above: one, now.w, trial.w)
        let arrived = L.choose(dt, atLeast: remaining, h, now.time + dt)
        now.time = L.choose(error, above: one, now.time, arrived)
        now.rates.V = L.choose(error, above: one, now.rates.V, trial.rates.V)
        now.rates.w = L.choose(error, above: one, now.rates.w, trial.rates.w)
        now.drive.current = L.choose(error, above: one, begin.current, drives.s90.current)
        now.drive.conductance = L.choose(
            error, above: one, begin.conductance, drives.s90.conductance)
        now.step = L.choose(remaining, above: zero, nextStep(now.step, dt, error, h), now.step)
        if L.bits(now.V, atLeast: threshold) != 0 {
            spike(&now, input, dt, from: begin, h, refractory)
        }
    }

    /// The length of the next step. A step that was cut short, by the end of the tick or the reach
    /// of V, and still was good says nothing against the longer one.
    @inline(__always)
    private func nextStep(_ step: L, _ dt: L, _ error: L, _ h: L) -> L {
        let factor = L.all(0.8) * L.root(L.root(L.all(1) / error))
        let proposed = L.least(dt * L.least(L.greatest(factor, L.all(0.2)), L.all(5)), h)
        let kept = L.choose(step, above: dt, L.greatest(proposed, step), proposed)
        return L.choose(error, above: L.all(1), proposed, kept)
    }

    /// Goes back to the crossing and resets, in the lanes that are above the threshold.
    @inline(__always)
    private func spike(
        _ now: inout Journey<L>, _ input: AdaptiveInput<L>, _ dt: L, from begin: Drive<L>, _ h: L,
        _ refractory: L
    ) {
        let zero = L.all(0)
        let back = wayBack(now.V, now.w, dt, from: begin, to: now.drive)
        let time = L.choose(now.V, atLeast: threshold, back.time, zero)
        input.shift(time)
        now.time = now.time + time
        let crossing = L.choose(now.V, atLeast: threshold, now.w + back.w + increment, now.w)
        now.held = L.choose(now.V, atLeast: threshold, refractory, now.held)
        now.spiked = L.choose(now.V, atLeast: threshold, L.all(1), now.spiked)
        let V = L.choose(now.V, atLeast: threshold, reset, now.V)
        let drive = input.drive()
        let rates = held(rates(V, crossing, drive), now.held)
        now.rates.V = L.choose(now.V, atLeast: threshold, rates.V, now.rates.V)
        now.rates.w = L.choose(now.V, atLeast: threshold, rates.w, now.rates.w)
        now.drive.current = L.choose(
            now.V, atLeast: threshold, drive.current, now.drive.current)
        now.drive.conductance = L.choose(
            now.V, atLeast: threshold, drive.conductance, now.drive.conductance)
        (now.V, now.w) = (V, crossing)
    }
}
