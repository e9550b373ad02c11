// One step of the pair of orders 5 and 4 by Dormand & Prince (1980, J. Comput. Appl. Math. 6, 19)
// for neurons with two variables, V and w. Each lane has its own step.

/// The equations of a neuron with two variables and a reset.
protocol SpikingEquations<L> {
    associatedtype L: Lanes
    /// dV/dt and dw/dt.
    func rates(_ V: L, _ w: L, _ drive: Drive<L>) -> (V: L, w: L)
    /// Steps are shortened so that V at its present rate changes by no more than this, in mV.
    var reach: L { get }
    /// V at which a spike is counted, and what happens then.
    var threshold: L { get }
    var reset: L { get }
    var increment: L { get }
}

/// The end of a step that has been tried.
struct AdaptiveTrial<L: Lanes> {
    var V: L
    var w: L
    /// Rates at the end, which the next step begins with.
    var rates: (V: L, w: L)
    /// Estimated error over allowed error: the step counts where this is not above one.
    var error: L
}

/// Errors of V and w allowed per step, in mV or pA, per unit and per unit of their rate. In an
/// upswing an error is so judged by the shift in time that it amounts to, 1e-6 ms.
let adaptiveTolerance = 1e-6

extension SpikingEquations {
    /// Takes one step of length `dt` from rates `k1`; where `held` is positive V stays.
    @inline(__always)
    func trial(
        _ V: L, _ w: L, _ k1: (V: L, w: L), _ dt: L, _ drives: StageDrives<L>, held: L
    ) -> AdaptiveTrial<L> {
        @inline(__always)
        func f(_ V: L, _ w: L, _ drive: Drive<L>) -> (V: L, w: L) {
            let k = rates(V, w, drive)
            return (L.choose(held, above: L.all(0), L.all(0), k.V), k.w)
        }
        let short = L.all(0.2) * dt
        let k2 = f(V + short * k1.V, w + short * k1.w, drives.s18)
        @inline(__always)
        func third(_ a: L, _ b: L) -> L { dt * mix(3.0 / 40, a, 9.0 / 40, b) }
        let k3 = f(V + third(k1.V, k2.V), w + third(k1.w, k2.w), drives.s27)
        @inline(__always)
        func fourth(_ a: L, _ b: L, _ c: L) -> L {
            dt * (mix(44.0 / 45, a, -56.0 / 15, b) + L.all(32.0 / 9) * c)
        }
        let k4 = f(V + fourth(k1.V, k2.V, k3.V), w + fourth(k1.w, k2.w, k3.w), drives.s72)
        @inline(__always)
        func fifth(_ a: L, _ b: L, _ c: L, _ d: L) -> L {
            let early = mix(19372.0 / 6561, a, -25360.0 / 2187, b)
            return dt * (early + mix(64448.0 / 6561, c, -212.0 / 729, d))
        }
        let k5 = f(
            V + fifth(k1.V, k2.V, k3.V, k4.V), w + fifth(k1.w, k2.w, k3.w, k4.w), drives.s80)
        @inline(__always)
        func sixth(_ a: L, _ b: L, _ c: L, _ d: L, _ e: L) -> L {
            let early = mix(9017.0 / 3168, a, -355.0 / 33, b)
            let late = mix(49.0 / 176, d, -5103.0 / 18656, e)
            return dt * (early + L.all(46732.0 / 5247) * c + late)
        }
        let k6 = f(
            V + sixth(k1.V, k2.V, k3.V, k4.V, k5.V), w + sixth(k1.w, k2.w, k3.w, k4.w, k5.w),
            drives.s90)
        @inline(__always)
        func last(_ a: L, _ c: L, _ d: L, _ e: L, _ g: L) -> L {
            let early = mix(35.0 / 384, a, 500.0 / 1113, c)
            let late = mix(-2187.0 / 6784, e, 11.0 / 84, g)
            return dt * (early + L.all(125.0 / 192) * d + late)
        }
        let nextV = V + last(k1.V, k3.V, k4.V, k5.V, k6.V)
        let nextW = w + last(k1.w, k3.w, k4.w, k5.w, k6.w)
        let k7 = f(nextV, nextW, drives.s90)
        let errorV = error(dt, k1.V, k3.V, k4.V, k5.V, k6.V, k7.V)
        let errorW = error(dt, k1.w, k3.w, k4.w, k5.w, k6.w, k7.w)
        return AdaptiveTrial(V: nextV, w: nextW, rates: k7, error: L.greatest(errorV, errorW))
    }

    /// The difference of the two orders over what is allowed.
    @inline(__always)
    private func error(_ dt: L, _ a: L, _ c: L, _ d: L, _ e: L, _ g: L, _ i: L) -> L {
        let early = mix(71.0 / 57600, a, -71.0 / 16695, c)
        let middle = mix(71.0 / 1920, d, -17253.0 / 339_200, e)
        let difference = early + middle + mix(22.0 / 525, g, -1.0 / 40, i)
        let allowed = L.all(adaptiveTolerance) * (L.all(1) + L.magnitude(a))
        return L.magnitude(dt * difference) / allowed
    }

    @inline(__always)
    private func mix(_ a: Double, _ x: L, _ b: Double, _ y: L) -> L {
        L.all(a) * x + L.all(b) * y
    }

    /// The way back from (V, w) above the threshold to the crossing: time (not above zero, at most
    /// `dt` back) and change of w.
    ///
    /// One Runge-Kutta step with V as the independent variable (Hénon 1982, Physica D 5, 412).
    @inline(__always)
    func wayBack(
        _ V: L, _ w: L, _ dt: L, from begin: Drive<L>, to end: Drive<L>
    ) -> (time: L, w: L) {
        let size = threshold - V
        @inline(__always)
        func slope(_ V: L, _ time: L, _ change: L) -> (time: L, w: L) {
            let part = time / dt
            let drive = Drive(
                current: end.current + part * (end.current - begin.current),
                conductance: end.conductance + part * (end.conductance - begin.conductance))
            let k = rates(V, w + change, drive)
            return (L.all(1) / k.V, k.w / k.V)
        }
        let zero = L.all(0)
        let half = L.all(0.5) * size
        let k1 = slope(V, zero, zero)
        let k2 = slope(V + half, half * k1.time, half * k1.w)
        let k3 = slope(V + half, half * k2.time, half * k2.w)
        let k4 = slope(threshold, size * k3.time, size * k3.w)
        let (sixth, two) = (L.all(1.0 / 6) * size, L.all(2))
        let time = sixth * (k1.time + two * (k2.time + k3.time) + k4.time)
        let change = sixth * (k1.w + two * (k2.w + k3.w) + k4.w)
        return (L.least(L.greatest(time, zero - dt), zero), change)
    }
}
