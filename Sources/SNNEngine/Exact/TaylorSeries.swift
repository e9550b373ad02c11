// The solution of the equations of ExactFlow.swift as power series in time, whose coefficients
// follow from each other because every term is a product, or an exponential of V:
//
//     (V²)_k = Σ V_j V_(k-j)        (GV)_k = Σ G_j V_(k-j)        k X_k = 1/Δ Σ j V_j X_(k-j)
//
// (Stewart & Bair 2009, J. Comput. Neurosci. 27, 115, for neurons; Jorba & Zou 2005, Exp. Math. 14,
// 99, for the length of the step.) A series is its own dense output: a neuron that is asked for
// within a step, by an input or a recording, is as exact there as at its end. Time is in units of
// `unit` ms, so that no coefficient overflows in an upswing.

/// The series of a neuron from the instant of its record on.
struct TaylorSeries {
    static let order = 16
    static let width = order + 1
    /// Numbers of scratch: V, w, J, G and X.
    static let scratchCount = 5 * width

    let V: UnsafeMutablePointer<Double>
    let w: UnsafeMutablePointer<Double>
    private let J: UnsafeMutablePointer<Double>
    private let G: UnsafeMutablePointer<Double>
    private let X: UnsafeMutablePointer<Double>
    private let inverses: UnsafePointer<Double>
    /// ms
    private(set) var unit = 1.0
    /// ms for which the series holds.
    private(set) var reach = 0.0

    init(_ room: UnsafeMutablePointer<Double>, _ inverses: UnsafePointer<Double>) {
        V = room
        w = room + Self.width
        J = room + 2 * Self.width
        G = room + 3 * Self.width
        X = room + 4 * Self.width
        self.inverses = inverses
    }

    /// The longest step, in ms: a neuron at rest has a series without end.
    static let reachMax = 200.0

    mutating func expand(_ flow: ExactFlow, _ record: LazyRecord, _ row: FlowRow) {
        V[0] = record.potential
        w[0] = record.at[ExactLayout.second]
        X[0] = row.upswing == 0
            ? 0 : row.upswing * Double.exp((V[0] - row.foot) * row.inverseSlope)
        let stiffness = abs(row.linear) + 2 * row.quadratic * abs(V[0])
            + X[0] * row.inverseSlope
        unit = 1 / (0.1 + stiffness)
        expandInput(flow, record, row)
        var k = 0
        while k < Self.order {
            advance(flow, row, k)
            k &+= 1
        }
        measure(flow.tolerance)
    }

    /// J and G: (x + D s) e^(-s/τ) = Σ (x ρ^k/k! + D ρ^(k-1)/(k-1)!) s^k with ρ = -1/τ.
    @inline(__always)
    private func expandInput(_ flow: ExactFlow, _ record: LazyRecord, _ row: FlowRow) {
        var k = 0
        while k < Self.width {
            (J[k], G[k]) = (0, 0)
            k &+= 1
        }
        var index = 0
        while index < flow.currents.count {
            let place = flow.currents[index]
            let current = row.current(index)
            var x = record.at[place.value]
            var D = place.shape == .alpha ? record.at[place.slope] * unit : 0
            index &+= 1
            if x == 0 && D == 0 { continue }
            let rate = current.rate * unit
            let factor = place.isConductance ? current.reversal : 1
            var previous = 0.0
            k = 0
            while k < Self.width {
                let term = x + previous
                J[k] += term * factor
                if place.isConductance { G[k] += term }
                previous = D
                x *= rate * inverses[k]
                D *= rate * inverses[k]
                k &+= 1
            }
        }
    }

    /// Coefficients k + 1 of V and w, and k of X.
    @inline(__always)
    private func advance(_ flow: ExactFlow, _ row: FlowRow, _ k: Int) {
        var sum = row.linear * V[k] - row.inverse * (w[k] - J[k])
        if k == 0 { sum += row.constant }
        if row.quadratic != 0 { sum += row.quadratic * product(V, V, k) }
        if flow.hasConductances { sum -= row.inverse * product(G, V, k) }
        if row.upswing != 0 {
            if k > 0 {
                var moment = 0.0
                var j = 1
                while j <= k {
                    moment += Double(j) * V[j] * X[k &- j]
                    j &+= 1
                }
                X[k] = row.inverseSlope * moment * inverses[k &- 1]
            }
            sum += X[k]
        }
        let scale = unit * inverses[k]
        V[k &+ 1] = sum * scale
        let above = k == 0 ? V[0] - row.reference : V[k]
        w[k &+ 1] = row.rate * (row.gain * above - w[k]) * scale
    }

    @inline(__always)
    private func product(
        _ a: UnsafeMutablePointer<Double>, _ b: UnsafeMutablePointer<Double>, _ k: Int
    ) -> Double {
        var sum = 0.0
        var j = 0
        while j <= k {
            sum += a[j] * b[k &- j]
            j &+= 1
        }
        return sum
    }

    /// The step for which the last two terms stay below what is allowed. In an upswing an error is
    /// judged by the shift in time that it amounts to.
    @inline(__always)
    private mutating func measure(_ tolerance: Double) {
        func length(_ c: UnsafeMutablePointer<Double>) -> Double {
            let allowed = tolerance * (1 + abs(c[1]) / unit)
            var least = Self.reachMax / unit
            for k in [Self.order - 1, Self.order] where c[k] != 0 {
                let ratio = Double.greatest(allowed / abs(c[k]), .leastNormalMagnitude)
                guard ratio < 1e300 else { continue }
                least = Double.least(Double.exp(Double.log(ratio) * inverses[k - 1]), least)
            }
            return least
        }
        reach = 0.9 * unit * Double.least(length(V), length(w))
    }

    /// The value of a series `time` ms on.
    @inline(__always)
    func value(_ c: UnsafeMutablePointer<Double>, after time: Double) -> Double {
        let x = time / unit
        var sum = c[Self.order]
        var k = Self.order - 1
        while k >= 0 {
            sum = sum * x + c[k]
            k &-= 1
        }
        return sum
    }

    /// Takes the coefficients of V to a unit of `time` ms, for a search on [0, 1].
    func stretchPotential(_ time: Double, into powers: UnsafeMutablePointer<Double>) {
        let x = time / unit
        var power = 1.0
        for k in 0..<Self.width {
            powers[k] = V[k] * power
            power *= x
        }
    }

    /// 1/(k + 1), for all k below the order.
    static func inverses(in store: ColumnStore) -> UnsafePointer<Double> {
        let table = store.allocate(width)
        for k in 0..<width { table[k] = 1 / Double(k + 1) }
        return UnsafePointer(table)
    }
}
