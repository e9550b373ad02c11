import SNNModel

// A tick of a neuron, in steps of
//
//     at most 0.025 ms, which keeps errors between spikes below 1e-6 mV
//     half the shortest time constant of soma and dendrites, with their conductances
//     a quarter of the time in which the upswing of a spike grows by a factor e
//
// A step that passes V_peak is repeated up to there. All that decides about steps is the neuron's
// own, so the bits do not depend on lanes or neighbours.

private enum StepLimits {
    /// ms
    static let longest = 0.025
    /// Steps per time constant. Runge-Kutta steps are stable up to 2.8 time constants.
    static let perTimeConstant = 2.0
    /// Steps for a growth of the upswing by a factor e.
    static let perGrowth = 4.0
    /// Steps of a tick at most, reached with half a mS on a dendrite of 10 pF.
    static let count = 10_000.0
    /// Repetitions of a step to find V_peak, which is passed by less than Δ_T.
    static let repetitions = 6
}

@inline(never)
func advanceDendriticScalar(_ neurons: DendriticNeurons, _ tick: NeuronTick) -> Int {
    advance(Double.self, neurons, tick)
}

@inline(never)
func advanceDendriticVector(_ neurons: DendriticNeurons, _ tick: NeuronTick) -> Int {
    advance(SIMD8<Double>.self, neurons, tick)
}

@inline(__always)
private func advance<L: Lanes>(
    _ lanes: L.Type, _ neurons: DendriticNeurons, _ tick: NeuronTick
) -> Int {
    let (V, w) = (tick.values(lanes, neurons.potential), tick.values(lanes, neurons.adaptation))
    let held = tick.values(lanes, neurons.held)
    var spiked = 0
    withUnsafeTemporaryAllocation(of: CellReceptor.self, capacity: neurons.receptors.count) {
        receptors in
        for neuron in 0..<neurons.count {
            let cell = neurons.cell(neuron, tick, receptors, lanes)
            var soma = Soma(V: V[neuron], w: w[neuron])
            let hasSpiked = cell.advance(
                &soma, by: tick.resolution, isHeld: held[neuron] > 0,
                reset: neurons.reset.value(of: neuron), increment: neurons.b.value(of: neuron),
                isRefractory: neurons.refractory.value(of: neuron) > 0)
            (V[neuron], w[neuron]) = (soma.V, soma.w)
            held[neuron] = hasSpiked
                ? neurons.refractory.value(of: neuron) : max(held[neuron] - 1, 0)
            neurons.addDue(neuron, tick, lanes)
            guard hasSpiked else { continue }
            tick.spikes[spiked] = UInt32(truncatingIfNeeded: neuron)
            spiked &+= 1
        }
    }
    return spiked
}

extension DendriticNeurons {
    /// One neuron, with room for its receptors.
    @inline(__always)
    fileprivate func cell<L: Lanes>(
        _ neuron: Int, _ tick: NeuronTick, _ room: UnsafeMutableBufferPointer<CellReceptor>,
        _ lanes: L.Type
    ) -> DendriticCell<L> {
        let first = neuron &* width
        for (index, r) in receptors.enumerated() {
            (room.baseAddress! + index).initialize(
                to: CellReceptor(
                    isAlpha: r.isAlpha, isConductance: r.isConductance, isBlocked: r.isBlocked,
                    value: tick.values(lanes, r.value) + first,
                    slope: tick.values(lanes, r.slope) + first, rate: r.rate.value(of: neuron),
                    reversal: r.reversal.value(of: neuron), block: r.block.value(of: neuron)))
        }
        let injected = tick.current.map { $0[neuron] } ?? 0
        return DendriticCell<L>(
            width: width, dendrites: Double(dendrites), isDendrite: isDendrite,
            U: tick.values(lanes, dendrite) + first, receptors: room,
            scratch: tick.scratch(lanes), inverse: inverse.value(of: neuron),
            leak: leak.value(of: neuron), rest: rest.value(of: neuron),
            upswing: upswing.value(of: neuron), threshold: threshold.value(of: neuron),
            inverseSlope: 1 / slopeFactor.value(of: neuron), peak: peak.value(of: neuron),
            dendriteInverse: dendriteInverse.value(of: neuron),
            dendriteLeak: dendriteLeak.value(of: neuron),
            coupling: coupling.value(of: neuron), a: a.value(of: neuron),
            adaptationRate: adaptationRate.value(of: neuron),
            external: external.value(of: neuron) + injected)
    }

    /// Adds what is due at the end of the tick.
    @inline(__always)
    fileprivate func addDue<L: Lanes>(_ neuron: Int, _ tick: NeuronTick, _ lanes: L.Type) {
        let first = neuron &* width
        for (index, r) in receptors.enumerated() {
            let slot = tick.slot(lanes, index) + first
            let place = tick.values(lanes, r.slope) + first
            let factor = L.all(r.isAlpha ? r.peak.value(of: neuron) : 1)
            var p = 0
            while p < width {
                (L.load(place + p) + factor * L.load(slot + p)).store(place + p)
                L.all(0).store(slot + p)
                p &+= L.count
            }
        }
    }
}

extension DendriticCell {
    /// Takes the neuron through a tick; returns whether it spiked.
    @inline(__always)
    fileprivate func advance(
        _ soma: inout Soma, by tick: Double, isHeld: Bool, reset: Double, increment: Double,
        isRefractory: Bool
    ) -> Bool {
        let longest = tick / stepCount(tick)
        var isHeld = isHeld
        var hasSpiked = false
        var left = tick
        var length = 0.0
        while left > 0 {
            var dt = longest
            if !isHeld {
                if soma.V >= peak {
                    soma = Soma(V: reset, w: soma.w + increment)
                    hasSpiked = true
                    isHeld = isRefractory
                    continue
                }
                let growth = inverse * leak * Double.exp((soma.V - threshold) * inverseSlope)
                if growth * dt * StepLimits.perGrowth > 1 {
                    dt = 1 / (growth * StepLimits.perGrowth)
                }
            }
            // Of steps of equal length the last ends the tick, whatever their sum is rounded to.
            let isLast = left - dt < 1e-9 * tick
            if isLast, dt != longest || left < (1 - 1e-6) * longest { dt = left }
            if dt != length { setStep(dt) }
            length = dt
            var after = step(soma, dt, isHeld: isHeld)
            if !isHeld, after.V >= peak {
                length = findPeak(soma, &after, dt)
                after.V = Double.greatest(after.V, peak)
                left = length < dt || !isLast ? left - length : 0
            } else {
                left = isLast ? 0 : left - dt
            }
            keepStep(length)
            soma = after
        }
        if !isHeld, soma.V >= peak {
            soma = Soma(V: reset, w: soma.w + increment)
            hasSpiked = true
        }
        return hasSpiked
    }

    /// Into how many steps a tick is divided at least.
    @inline(__always)
    private func stepCount(_ tick: Double) -> Double {
        let dendrite = dendriteInverse * (dendriteLeak + coupling + conductanceMax(tick))
        let soma = inverse * (leak + dendrites * coupling)
        let fastest = Double.greatest(dendrite, soma) * StepLimits.perTimeConstant
        let count = tick * Double.greatest(fastest, 1 / StepLimits.longest)
        // The tick may be a whole number of steps up to rounding.
        return Double.least(count - 1e-9 * count, StepLimits.count).rounded(.up)
    }

    /// Shortens a step that ends above V_peak so that it ends there, by the rule of false position.
    ///
    /// - Returns: its length.
    @inline(__always)
    private func findPeak(_ begin: Soma, _ after: inout Soma, _ dt: Double) -> Double {
        var low = (time: 0.0, V: begin.V - peak)
        var high = (time: dt, V: after.V - peak)
        var length = dt
        for _ in 0..<StepLimits.repetitions {
            length = low.time - low.V * (high.time - low.time) / (high.V - low.V)
            setStep(length)
            after = step(begin, length, isHeld: false)
            let V = after.V - peak
            if V.magnitude < 1e-9 { break }
            if V < 0 { low = (length, V) } else { high = (length, V) }
        }
        return length
    }
}
