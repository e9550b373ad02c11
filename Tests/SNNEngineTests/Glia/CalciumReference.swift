import Glibc

@testable import SNNEngine

// The equations once more, one astrocyte at a time, by small steps of Runge and Kutta that are cut
// at spikes.

/// An astrocyte's variables by name, advanced by the equations as they stand.
struct CalciumReference {
    /// Variables in some order, and how fast they change.
    var values: [Double]
    let rates: ([Double]) -> [Double]

    mutating func step(_ h: Double) {
        func moved(_ k: [Double], _ h: Double) -> [Double] {
            zip(values, k).map { $0 + h * $1 }
        }
        let a = rates(values)
        let b = rates(moved(a, h / 2))
        let c = rates(moved(b, h / 2))
        let d = rates(moved(c, h))
        for i in values.indices { values[i] += h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]) }
    }

    /// IP3, Ca, h after Li & Rinzel, with the values of NEST, in ms.
    static func liRinzel() -> CalciumReference {
        CalciumReference(values: [0.16, 0.073, 0.793]) { x in
            let (I, C, h) = (x[0], x[1], x[2])
            let store = (2.0 - C) / 0.185
            let m = I / (I + 0.13)
            let n = C / (C + 0.08234)
            let channel = 0.185 * 0.006 * pow(m * n * h, 3) * (store - C)
            let leak = 0.185 * 0.00011 * (store - C)
            let pump = 0.0009 * C * C / (0.1 * 0.1 + C * C)
            let alpha = 0.0002 * 1.049 * (I + 0.13) / (I + 0.9434)
            return [(0.16 - I) / 7142, channel - pump + leak, alpha * (1 - h) - 0.0002 * C * h]
        }
    }

    /// Ca, h, IP3 after Ullah et al. with the values of Gordleeva et al., in s.
    static func ullah(production: @escaping () -> Double) -> CalciumReference {
        CalciumReference(values: [0.072495, 0.886314, 0.820204]) { x in
            let (C, h, I) = (x[0], x[1], x[2])
            let store = (2.0 - C) / 0.185
            let m = I / (I + 0.13)
            let n = C / (C + 0.082)
            let er = 0.185 * 6 * pow(m * n * h, 3) * (store - C)
            let leak = 0.185 * 0.11 * (store - C)
            let pump = 2.2 * C * C / (0.01 + C * C)
            let inward = 0.2 * I * I / (1 + I * I)
            let plc = 0.3 * (C + 0.2 * 1.1) / (C + 1.1)
            let q = 1.049 * (I + 0.13) / (I + 0.9434)
            return [
                er - pump + leak + inward - 0.5 * C,
                (q / (q + C) - h) * 0.14 * (q + C),
                (0.16 - I) * 0.14 + plc + production(),
            ]
        }
    }

    /// Γ_A, IP3, Ca, h, Y_S after De Pittà et al., the values of example 6, in s.
    static func gChI() -> CalciumReference {
        CalciumReference(values: [0, 0.01, 0.01, 0.9, 0]) { x in
            let (G, I, C, h, Y) = (x[0], x[1], x[2], x[3], x[4])
            let made = 0.5 * G + 1.2 / (1 + I / 1.5) * C * C / (C * C + 0.1 * 0.1)
            let undone = 4.5 * pow(C, 4) / (pow(C, 4) + pow(0.7, 4)) * I / (I + 1) + 0.05 * I
            let gates = I / (I + 0.13) * C / (C + 0.08) * h
            let q = 1.05 * (I + 0.13) / (I + 0.9434)
            return [
                0.3 * Y * (1 - G) - 0.5 * (1 + 10 * C / (C + 0.5)) * G,
                made - undone,
                (6 * pow(gates, 3) + 0.1) * (2 - 1.18 * C) - 0.9 * C * C / (C * C + 0.05 * 0.05),
                (q / (q + C) - h) * 0.2 * (q + C),
                -40 * Y,
            ]
        }
    }
}
