// Every kernel is written once, for a few neurons side by side, and compiled several times:
//
//     Double           Float            one lane; the plain kernel, for reading and for comparison
//     SIMD8<Double>    SIMD16<Float>    lanes of one cache line; through C vector extensions,
//                                       because the standard library's comparisons and roots are
//                                       compiled lane by lane in generic code
//
// Within a precision all do the same operations in the same order on each lane, none of them
// fused, so they give the same bits. A kernel must not let one lane depend on another: no sum
// across lanes, and a loop that ends when all lanes are done leaves the finished ones as they are.

/// A few numbers of either precision that are calculated with side by side.
protocol NeuronLanes {
    /// Double or Float.
    associatedtype Number: BinaryFloatingPoint
    /// How many numbers there are.
    static var count: Int { get }
    /// The same number in each lane, rounded where it has to be.
    static func all(_ value: Double) -> Self
    static func load(_ from: UnsafePointer<Number>) -> Self
    /// Numbers of double precision, rounded where they have to be.
    static func load(doubles from: UnsafePointer<Double>) -> Self
    func store(_ to: UnsafeMutablePointer<Number>)

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

    /// x · 2^n, where `shifted` is the whole number n plus 1.5 · 2^52, or 1.5 · 2^23 for Float.
    static func scaled(_ x: Self, byPowerIn shifted: Self) -> Self
    /// e^x
    static func exp(_ x: Self) -> Self
}

extension NeuronLanes {
    /// |x|
    @inline(__always)
    static func magnitude(_ x: Self) -> Self { greatest(x, all(0) - x) }
}

/// Lanes of double precision.
protocol Lanes: NeuronLanes where Number == Double {
    /// The e of a positive normal x = f · 2^e with 1 <= f < 2.
    static func exponent(_ x: Self) -> Self
    /// The f of a positive normal x = f · 2^e with 1 <= f < 2.
    static func fraction(_ x: Self) -> Self
}

/// Lanes of single precision.
protocol SingleLanes: NeuronLanes where Number == Float {
    /// The e of a positive normal x = f · 2^e with 1 <= f < 2.
    static func exponent(_ x: Self) -> Self
    /// The f of a positive normal x = f · 2^e with 1 <= f < 2.
    static func fraction(_ x: Self) -> Self
}

extension Lanes {
    @inline(__always)
    static func load(doubles from: UnsafePointer<Double>) -> Self { load(from) }
}
