// The way back, from the last tick to the first. A bar is the derivative of the error:
//
//     F_t    = kappa F_t+1 + dE/dy_t                                   of the readouts
//     after  = alpha vbar_t+1                     d E / d w_t;  vbar_t+1 where it was held
//     zbar_t = push + (1 - kappa) sum over k of W_k F_k                read, and cost of spikes
//              + sum over synapses of w Ibar at the tick t + delay of its target
//              + rho theta_plus Abar_t+1                               it raises the threshold
//              - after (theta / alpha, or v_t - reset)                 its reset, if that counts
//     vbar_t = after (1, or 1 - z_t) + psi_t zbar_t
//     Abar_t = rho Abar_t+1 - psi_t zbar_t
//     Ibar_t = vbar_t                             0 where the potential is held
//
// Gradients are sums over ticks:
//
//     alpha        Ibar_t+1 (w_t - steady) + after z_t theta / alpha²  drive = (1 - alpha) steady
//     rho          Abar_t A_t / rho
//     w            Ibar at arrivals, event by event                    (1 - f) and f of two ticks
//     delay        w (Ibar one tick later - Ibar) at arrivals
//     W, b         (1 - kappa) F at spikes; dE/dy
//
// Ibar takes the place of psi in memory. The sum over synapses is the only work that does not wait
// for spikes; it is left out where psi is 0, so a triangular surrogate spares most of it.

extension SurrogateTrial {
    func backward(_ input: EPropInput, into sums: SurrogateSums<L>) {
        let (plan, width, outputWidth) = (plan, plan.width, plan.outputWidth)
        let (worths, signal, outputs) = (worths, signal, outputs)
        let readouts = plan.readout.count
        let kappa = L.all(plan.readout.kappa)
        (worths + ticks * width).update(repeating: 0, count: (rowCount - ticks) * width)
        state.update(repeating: 0, count: 2 * width)
        var next = input.ticks.count - 1
        plan.withSegments { segments, firstSegment in
            var tick = ticks
            while tick >= 1 {
                let row = row(tick)
                let values = outputs + (tick - 1) * outputWidth
                var k = 0
                while k < outputWidth {
                    let slope = L.load(values + k)
                    (L.load(sums.biases + k) + slope).store(sums.biases + k)
                    if tick < ticks {
                        (kappa * L.load(values + (outputWidth &+ k)) + slope).store(values + k)
                    }
                    k &+= L.count
                }
                SurrogateKernels<L>.combine(
                    signal, start: push, plan.outputRows, times: values, readouts, width: width)
                if plan.isRecurrent {
                    Self.lookAll(plan, segments, firstSegment + plan.inputCount, row.worth, signal)
                }
                SurrogateKernels<L>.retreat(
                    plan.neurons, row, later: row.worth + width, signal: signal, state,
                    sums.decays, throughReset: plan.throughReset)
                var index = firstEvent[tick - 1]
                while index < firstEvent[tick] {
                    let neuron = Int(events[index])
                    index &+= 1
                    let (source, size) = (plan.inputCount &+ neuron, row.spike[neuron])
                    Self.gather(
                        plan, segments + Int(firstSegment[source]),
                        Int(firstSegment[source &+ 1] &- firstSegment[source]), size, row.worth,
                        sums)
                    SurrogateKernels<L>.add(
                        sums.readout + neuron * outputWidth, values, times: size, outputWidth)
                }
                while next >= 0, Int(input.ticks[next]) >= tick { gather(next) }
                tick -= 1
            }
            while next >= 0 { gather(next) }

            func gather(_ event: Int) {
                next -= 1
                let (tick, source) = (Int(input.ticks[event]), Int(input.sources[event]))
                guard tick < ticks else { return }
                Self.gather(
                    plan, segments + Int(firstSegment[source]),
                    Int(firstSegment[source + 1] - firstSegment[source]), 1,
                    worths + (tick - 1) * width, sums)
            }
        }
        for j in 0..<width {
            sums.decays[j] += worths[j] * (plan.neurons.initial[j] - plan.neurons.steady[j])
        }
    }

    /// Adds to the signal of each neuron what its spike would be worth to its targets.
    ///
    /// - Parameters:
    ///   - first: the first segment of each neuron.
    ///   - base: the row of the tick of the spikes, with psi, which is 0 where nobody asks.
    @inline(__always)
    private static func lookAll(
        _ plan: SurrogatePlan<L>, _ segments: UnsafePointer<SurrogateSegment>,
        _ first: UnsafePointer<Int32>, _ base: Pointer, _ signal: Pointer
    ) {
        let (count, near) = (plan.neuronCount, plan.near)
        plan.isQuad.withUnsafeBufferPointer { isQuad in
            var j = 0
            while j < count {
                let own = Int(first[j &+ 1] &- first[j])
                if isQuad[j] {
                    if base[j] != 0 || base[j &+ 1] != 0 || base[j &+ 2] != 0 || base[j &+ 3] != 0 {
                        var index = 0
                        while index < own {
                            let a = segments[Int(first[j]) &+ index]
                            let b = segments[Int(first[j &+ 1]) &+ index]
                            let c = segments[Int(first[j &+ 2]) &+ index]
                            let d = segments[Int(first[j &+ 3]) &+ index]
                            SurrogateKernels<L>.addDots(
                                to: signal + j, near + Int(a.synapse), near + Int(b.synapse),
                                near + Int(c.synapse), near + Int(d.synapse),
                                base + Int(a.offset), Int(a.count))
                            index &+= 1
                        }
                    }
                    j &+= 4
                } else {
                    if own > 0, base[j] != 0 {
                        signal[j] += look(plan, segments + Int(first[j]), own, base)
                    }
                    j &+= 1
                }
            }
        }
    }

    /// What a spike is worth to the targets of its source.
    ///
    /// - Parameter base: the row of the tick of the spike.
    @inline(__always)
    private static func look(
        _ plan: SurrogatePlan<L>, _ segments: UnsafePointer<SurrogateSegment>, _ count: Int,
        _ base: Pointer
    ) -> Number {
        let (near, far, offsets) = (plan.near, plan.far, plan.offsets)
        let (interpolates, width) = (plan.interpolates, plan.width)
        var sum: Number = 0
        var index = 0
        while index < count {
            let segment = segments[index]
            index &+= 1
            var synapse = Int(segment.synapse)
            let end = synapse &+ Int(segment.count)
            if segment.offset >= 0 {
                sum += SurrogateKernels<L>.dot(
                    near + synapse, base + Int(segment.offset), Int(segment.count))
            } else {
                // Four sums, because each addition waits for the one before.
                var (a, b, c, d): (Number, Number, Number, Number) = (0, 0, 0, 0)
                if interpolates {
                    while synapse &+ 1 < end {
                        let place = base + Int(offsets[synapse])
                        let other = base + Int(offsets[synapse &+ 1])
                        a += near[synapse] * place[0]
                        b += far[synapse] * place[width]
                        c += near[synapse &+ 1] * other[0]
                        d += far[synapse &+ 1] * other[width]
                        synapse &+= 2
                    }
                } else {
                    while synapse &+ 3 < end {
                        a += near[synapse] * base[Int(offsets[synapse])]
                        b += near[synapse &+ 1] * base[Int(offsets[synapse &+ 1])]
                        c += near[synapse &+ 2] * base[Int(offsets[synapse &+ 2])]
                        d += near[synapse &+ 3] * base[Int(offsets[synapse &+ 3])]
                        synapse &+= 4
                    }
                }
                while synapse < end {
                    let place = base + Int(offsets[synapse])
                    a += near[synapse] * place[0]
                    if interpolates { b += far[synapse] * place[width] }
                    synapse &+= 1
                }
                sum += (a + b) + (c + d)
            }
        }
        return sum
    }

    /// Adds what a spike was worth to each synapse that it went through.
    @inline(__always)
    private static func gather(
        _ plan: SurrogatePlan<L>, _ segments: UnsafePointer<SurrogateSegment>, _ count: Int,
        _ size: Number, _ base: Pointer, _ sums: SurrogateSums<L>
    ) {
        let (near, far, offsets) = (sums.near, sums.far, plan.offsets)
        let (interpolates, width) = (plan.interpolates, plan.width)
        var index = 0
        while index < count {
            let segment = segments[index]
            index &+= 1
            guard segment.learns else { continue }
            var synapse = Int(segment.synapse)
            let end = synapse &+ Int(segment.count)
            if segment.offset >= 0 {
                SurrogateKernels<L>.add(
                    near + synapse, base + Int(segment.offset), times: size, Int(segment.count))
            } else if interpolates {
                while synapse < end {
                    let place = base + Int(offsets[synapse])
                    near[synapse] += size * place[0]
                    far[synapse] += size * place[width]
                    synapse &+= 1
                }
            } else {
                while synapse < end {
                    near[synapse] += size * base[Int(offsets[synapse])]
                    synapse &+= 1
                }
            }
        }
    }
}
