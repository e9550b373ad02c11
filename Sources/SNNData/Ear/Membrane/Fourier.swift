import Foundation

/// The forward transform of a real signal: X[k] = Σ x[t] e^(-2πikt/2n) for k = 0 ..< n.
///
/// A signal of 2n samples is transformed as n complex ones (even samples real, odd ones imaginary)
/// by decimation in time and then taken apart. The bin at half the rate is left out; the ear
/// has no use for it.
struct RealFourier: Sendable {
    /// Half the number of samples; a power of two.
    let half: Int
    /// e^(-2πik/2n) for k = 0 ..< n.
    private let turns: [Complex]

    init(half: Int) {
        precondition(half >= 2 && half & (half - 1) == 0, "a transform needs a power of two")
        self.half = half
        turns = (0..<half).map { Complex.unit(angle: -Double.pi * Double($0) / Double(half)) }
    }

    /// - Complexity: O(*n* log *n*).
    func transformed(_ signal: [Double]) -> [Complex] {
        precondition(signal.count == 2 * half, "the signal does not fit the transform")
        var z = [Complex](repeating: Complex(0), count: half)
        let shift = Int.bitWidth - half.trailingZeroBitCount
        for i in 0..<half {
            let reversed = Int(bitPattern: UInt(i).bitReversed >> UInt(shift))
            z[reversed] = Complex(signal[2 * i], signal[2 * i + 1])
        }
        z.withUnsafeMutableBufferPointer { butterflies($0.baseAddress!) }
        return (0..<half).map { k in
            let mirror = z[(half - k) % half].conjugate
            let even = 0.5 * (z[k] + mirror)
            let odd = -0.5 * (z[k] - mirror).timesI
            return even + turns[k] * odd
        }
    }

    private func butterflies(_ z: UnsafeMutablePointer<Complex>) {
        var span = 1
        while span < half {
            let stride = half / span
            var start = 0
            while start < half {
                for j in 0..<span {
                    let a = z[start + j]
                    let b = turns[j * stride] * z[start + j + span]
                    z[start + j] = a + b
                    z[start + j + span] = a - b
                }
                start += 2 * span
            }
            span *= 2
        }
    }
}

extension UInt {
    /// The same bits, last first.
    fileprivate var bitReversed: UInt {
        var rest = self
        var result: UInt = 0
        for _ in 0..<UInt.bitWidth {
            result = (result << 1) | (rest & 1)
            rest >>= 1
        }
        return result
    }
}
