// One Runge-Kutta step of a soma and its dendrites. What couples them is
//
//     sum over dendrites of g_c (U_d - V) = g_c (Σ U_d - n V)
//
// and the sum is added up in eight parts, of which part k has the dendrites k, k + 8, k + 16 …,
// whatever the lanes.

/// One receptor of one neuron during a step.
struct CellReceptor {
    let isAlpha: Bool
    let isConductance: Bool
    let isBlocked: Bool
    /// Of the first dendrite.
    let value: UnsafeMutablePointer<Double>
    let slope: UnsafeMutablePointer<Double>
    let rate: Double
    let reversal: Double
    let block: Double
    /// e^(-t/τ) after half of the step and after all of it.
    var halfDecay = 1.0
    var decay = 1.0
}

/// What changes about a soma.
struct Soma {
    var V: Double
    var w: Double
}

/// One neuron while it is taken through a tick.
struct DendriticCell<L: Lanes> {
    let width: Int
    let dendrites: Double
    let isDendrite: Column
    /// Potentials of the dendrites.
    let U: UnsafeMutablePointer<Double>
    let receptors: UnsafeMutableBufferPointer<CellReceptor>
    /// k, then the sum of all k, then U after the step, then eight partial sums.
    let scratch: UnsafeMutablePointer<Double>
    let inverse, leak, rest, upswing, threshold, inverseSlope, peak: Double
    let dendriteInverse, dendriteLeak, coupling: Double
    let a, adaptationRate, external: Double

    @inline(__always) private var next: UnsafeMutablePointer<Double> { scratch + 2 &* width }

    /// Prepares steps of this length.
    @inline(__always)
    func setStep(_ dt: Double) {
        for index in 0..<receptors.count {
            let half = Double.exp(-0.5 * dt * receptors[index].rate)
            receptors[index].halfDecay = half
            receptors[index].decay = half * half
        }
    }

    /// The soma after a step of the length that was set; `keepStep` takes the dendrites there.
    @inline(__always)
    func step(_ soma: Soma, _ dt: Double, isHeld: Bool) -> Soma {
        let k1 = stage(soma, 0, dt, number: 0, isHeld)
        let half = 0.5 * dt
        let k2 = stage(
            Soma(V: soma.V + half * k1.V, w: soma.w + half * k1.w), half, dt, number: 1, isHeld)
        let k3 = stage(
            Soma(V: soma.V + half * k2.V, w: soma.w + half * k2.w), half, dt, number: 2, isHeld)
        let k4 = stage(
            Soma(V: soma.V + dt * k3.V, w: soma.w + dt * k3.w), dt, dt, number: 3, isHeld)
        let sixth = dt / 6
        return Soma(
            V: soma.V + sixth * (k1.V + 2 * (k2.V + k3.V) + k4.V),
            w: soma.w + sixth * (k1.w + 2 * (k2.w + k3.w) + k4.w))
    }

    /// Takes the dendrites and their receptors to the end of the last step.
    @inline(__always)
    func keepStep(_ dt: Double) {
        U.update(from: next, count: width)
        for r in receptors {
            let decay = L.all(r.decay)
            forEachVector { p in
                let x = L.load(r.value + p)
                if r.isAlpha {
                    let D = L.load(r.slope + p)
                    ((x + L.all(dt) * D) * decay).store(r.value + p)
                    (D * decay).store(r.slope + p)
                } else {
                    (x * decay).store(r.value + p)
                }
            }
        }
    }

    /// The greatest sum of conductances that a dendrite has in the time that follows, in nS.
    @inline(__always)
    func conductanceMax(_ time: Double) -> Double {
        let most = scratch
        for lane in 0..<8 { most[lane] = 0 }
        forEachVector { p in
            var sum = L.all(0)
            for r in receptors where r.isConductance {
                sum = sum + L.load(r.value + p)
                if r.isAlpha { sum = sum + L.all(time) * L.load(r.slope + p) }
            }
            let lane = most + (p & 7)
            L.greatest(sum, L.load(lane)).store(lane)
        }
        var greatest = 0.0
        for lane in 0..<8 where most[lane] > greatest { greatest = most[lane] }
        return greatest
    }

    @inline(__always)
    private func forEachVector(_ body: (Int) -> Void) {
        var p = 0
        while p < width {
            body(p)
            p &+= L.count
        }
    }

    /// The rates of change at a stage of the step, with the soma there.
    ///
    /// - Parameter time: since the step began, which the rates of the stage before led to.
    @inline(__always)
    private func stage(
        _ soma: Soma, _ time: Double, _ dt: Double, number: Int, _ isHeld: Bool
    ) -> Soma {
        let V = Double.least(soma.V, peak)
        let (k, total, sums) = (scratch, scratch + width, scratch + 3 &* width)
        for lane in 0..<8 { sums[lane] = 0 }
        let (soma0, leak0, rest0) = (L.all(V), L.all(dendriteLeak), L.all(rest))
        let (coupling0, inverse0) = (L.all(coupling), L.all(dendriteInverse))
        let time0 = L.all(time)
        forEachVector { p in
            let begin = L.load(U + p)
            let u = number == 0 ? begin : begin + time0 * L.load(k + p)
            let sum = sums + (p & 7)
            (L.load(sum) + u).store(sum)
            var current = L.all(0)
            for r in receptors {
                var x = L.load(r.value + p)
                if r.isAlpha { x = x + time0 * L.load(r.slope + p) }
                if number == 1 || number == 2 { x = x * L.all(r.halfDecay) }
                if number == 3 { x = x * L.all(r.decay) }
                if r.isBlocked {
                    x = x / (L.all(1) + L.all(r.block) * L.exp(L.all(-0.062) * u))
                }
                if r.isConductance { x = x * (L.all(r.reversal) - u) }
                current = current + x
            }
            let rate = isDendrite.load(L.self, p) * inverse0
                * (leak0 * (rest0 - u) + coupling0 * (soma0 - u) + current)
            rate.store(k + p)
            switch number {
            case 0: rate.store(total + p)
            case 3:
                let all = L.load(total + p) + rate
                (begin + L.all(dt / 6) * all).store(next + p)
            default: (L.load(total + p) + L.all(2) * rate).store(total + p)
            }
        }
        let even = (sums[0] + sums[4]) + (sums[2] + sums[6])
        let odd = (sums[1] + sums[5]) + (sums[3] + sums[7])
        let above = V - rest
        let spike = upswing * Double.exp((V - threshold) * inverseSlope)
        let inflow = coupling * (even + odd - dendrites * V)
        let current = spike - leak * above - soma.w + external + inflow
        return Soma(
            V: isHeld ? 0 : inverse * current, w: adaptationRate * (a * above - soma.w))
    }
}
