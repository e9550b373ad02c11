// Every kernel is written once, for a few neurons side by side, and compiled twice:
//
//     Double            one lane; the plain kernel, for reading and for comparison
//     SIMD8<Double>     eight lanes; through C vector extensions, because the standard library's
//                       comparisons and roots are compiled lane by lane in generic code
//
// Both do the same operations in the same order on each lane, none of them fused, so they give the
// same bits. A kernel must not let one lane depend on another: no sum across lanes, and a loop that
// ends when all lanes are done leaves the finished ones as they are.

/// A few numbers that are calculated with side by side.
protocol Lanes {
    /// How many numbers there are.
    static var count: Int { get }
    /// The same number in each lane.
    static func all(_ value: Double) -> Self
    static func load(_ from: UnsafePointer<Double>) -> Self
    func store(_ to: UnsafeMutablePointer<Double>)

    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static func / (a: Self, b: Self) -> Self

    /// `a < b ? a : b`: where one of the two is not a number, `b`.
    static func least(_ a: Self, _ b: Self) -> Self
    /// `a > b ? a : b`: where one of the two is not a number, `b`.
    static func greatest(_ a: Self, _ b: Self) -> Self
    static func root(_ x: Self) -> Self
    /// `a >= b ? this : that`
    static func choose(_ a: Self, atLeast b: Self, _ this: Self, _ that: Self) -> Self
    /// `a > b ? this : that`
    static func choose(_ a: Self, above b: Self, _ this: Self, _ that: Self) -> Self
    /// One bit for every lane in which `a >= b`; lane 0 is the lowest.
    static func bits(_ a: Self, atLeast b: Self) -> UInt32
    /// One bit for every lane in which `a > b`; lane 0 is the lowest.
    static func bits(_ a: Self, above b: Self) -> UInt32

    /// x · 2^n, where `shifted` is the whole number n plus 1.5 · 2^52.
    static func scaled(_ x: Self, byPowerIn shifted: Self) -> Self
    /// The e of a positive normal x = f · 2^e with 1 <= f < 2.
    static func exponent(_ x: Self) -> Self
    /// The f of a positive normal x = f · 2^e with 1 <= f < 2.
    static func fraction(_ x: Self) -> Self
}

extension Lanes {
    /// |x|
    @inline(__always)
    static func magnitude(_ x: Self) -> Self { greatest(x, all(0) - x) }
}
