import Foundation

/// A complex number in double precision, as far as the membrane's equations need one.
///
/// Square root and logarithm are the principal branches: the cut lies on the negative real axis.
struct Complex: Equatable, Sendable {
    var re: Double
    var im: Double

    init(_ re: Double, _ im: Double = 0) {
        self.re = re
        self.im = im
    }

    static let i = Complex(0, 1)

    var magnitude: Double { (re * re + im * im).squareRoot() }
    var conjugate: Complex { Complex(re, -im) }
    var timesI: Complex { Complex(-im, re) }

    static func unit(angle: Double) -> Complex { Complex(cos(angle), sin(angle)) }

    static func + (a: Complex, b: Complex) -> Complex { Complex(a.re + b.re, a.im + b.im) }
    static func - (a: Complex, b: Complex) -> Complex { Complex(a.re - b.re, a.im - b.im) }
    static func * (a: Complex, b: Complex) -> Complex {
        Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
    }
    static func * (a: Double, b: Complex) -> Complex { Complex(a * b.re, a * b.im) }
    static func / (a: Complex, b: Complex) -> Complex {
        let norm = b.re * b.re + b.im * b.im
        return Complex(
            (a.re * b.re + a.im * b.im) / norm, (a.im * b.re - a.re * b.im) / norm)
    }

    func squareRoot() -> Complex {
        let length = magnitude
        if length == 0 { return Complex(0) }
        let larger = ((length + abs(re)) / 2).squareRoot()
        let smaller = abs(im) / (2 * larger)
        let sign: Double = im.sign == .minus ? -1 : 1
        return re >= 0 ? Complex(larger, sign * smaller) : Complex(smaller, sign * larger)
    }

    func logarithm() -> Complex { Complex(log(magnitude), atan2(im, re)) }

    func exponential() -> Complex { exp(re) * Complex.unit(angle: im) }
}
