// Bessel functions of order 0 and 1 for a complex argument in the upper half plane.
//
//     |z| < 9    ascending series (Abramowitz & Stegun 9.1.10, 9.1.13, 9.1.11)
//     |z| >= 9   Hankel's asymptotic expansion (9.2.7), summed to its smallest term
//
// At the seam the series loses e^(2|z|) times the rounding unit to cancellation in the worst
// direction, and the expansion is good to e^(-2|z|); both stay below 1e-7 of the value, which is
// finer than the single precision the result is used in.

import Foundation

enum Bessel {
    /// Where the ascending series hands over to the asymptotic expansion.
    static let seam = 9.0

    /// Hankel's function of the first kind, H₀⁽¹⁾ = J₀ + iY₀, for arguments with `im >= 0`.
    ///
    /// - Returns: the value with a relative error below 1e-6.
    static func hankel0(_ z: Complex) -> Complex {
        if z.magnitude >= seam { return hankel(order: 0, large: z) }
        let (j, y) = bessel0(small: z)
        return j + y.timesI
    }

    /// J₀ and Y₀ for a real argument above zero.
    static func bessel0(_ x: Double) -> (j: Double, y: Double) {
        let h = hankel0(Complex(x))
        return (h.re, h.im)
    }

    /// J₁ and Y₁ for a real argument above zero.
    static func bessel1(_ x: Double) -> (j: Double, y: Double) {
        if x >= seam {
            let h = hankel(order: 1, large: Complex(x))
            return (h.re, h.im)
        }
        return bessel1(small: x)
    }

    private static let eulerGamma = 0.577_215_664_901_532_86

    /// J₀ = Σ (-z²/4)^k / k!²,  πY₀/2 = (ln(z/2) + γ) J₀ - Σ (-z²/4)^k / k!² · (1 + 1/2 + … + 1/k).
    private static func bessel0(small z: Complex) -> (j: Complex, y: Complex) {
        let square = -0.25 * (z * z)
        var term = Complex(1)
        var j = Complex(1)
        var rest = Complex(0)
        var harmonic = 0.0
        var k = 1.0
        while term.magnitude > 1e-17 * (j.magnitude + 1) || k < 4 {
            term = (1 / (k * k)) * (term * square)
            harmonic += 1 / k
            j = j + term
            rest = rest + harmonic * term
            k += 1
        }
        let logarithm = (0.5 * z).logarithm() + Complex(eulerGamma)
        return (j, (2 / Double.pi) * (logarithm * j - rest))
    }

    /// J₁ = x/2 Σ (-x²/4)^k / (k!(k+1)!) and
    /// πY₁ = 2 ln(x/2) J₁ - 2/x - x/2 Σ (-x²/4)^k / (k!(k+1)!) · (ψ(k+1) + ψ(k+2)).
    private static func bessel1(small x: Double) -> (j: Double, y: Double) {
        let square = -x * x / 4
        var term = x / 2
        var j = term
        var psi = 1 - 2 * eulerGamma
        var rest = term * psi
        var k = 1.0
        while abs(term) > 1e-18 * x || k < 4 {
            term *= square / (k * (k + 1))
            psi += 1 / k + 1 / (k + 1)
            j += term
            rest += term * psi
            k += 1
        }
        return (j, (2 * log(x / 2) * j - 2 / x - rest) / Double.pi)
    }

    /// H = √(2/πz) e^{i(z - νπ/2 - π/4)} Σ i^k a_k(ν) / z^k with
    /// a_k = Π (4ν² - (2l-1)²) / (8l) over l = 1…k.
    private static func hankel(order: Int, large z: Complex) -> Complex {
        let mu = Double(4 * order * order)
        var term = Complex(1)
        var sum = Complex(1)
        var k = 1.0
        while k < 40 {
            let odd = 2 * k - 1
            let next = ((mu - odd * odd) / (8 * k)) * (term.timesI / z)
            if next.magnitude >= term.magnitude || next.magnitude < 1e-16 { break }
            term = next
            sum = sum + term
            k += 1
        }
        let phase = z - Complex(Double(order) * Double.pi / 2 + Double.pi / 4)
        return (Complex(2 / Double.pi) / z).squareRoot() * phase.timesI.exponential() * sum
    }
}
