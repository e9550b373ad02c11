// Glibc is imported for its libm, which square roots and rounding need without optimisation.
import Glibc

extension Double: Lanes {
    @inline(__always) static var count: Int { 1 }
    @inline(__always) static func all(_ value: Double) -> Double { value }
    @inline(__always) static func load(_ from: UnsafePointer<Double>) -> Double { from.pointee }
    @inline(__always) func store(_ to: UnsafeMutablePointer<Double>) { to.pointee = self }

    @inline(__always) static func least(_ a: Double, _ b: Double) -> Double { a < b ? a : b }
    @inline(__always) static func greatest(_ a: Double, _ b: Double) -> Double { a > b ? a : b }
    @inline(__always) static func root(_ x: Double) -> Double { x.squareRoot() }

    @inline(__always)
    static func choose(_ a: Double, atLeast b: Double, _ this: Double, _ that: Double) -> Double {
        a >= b ? this : that
    }

    @inline(__always)
    static func choose(_ a: Double, above b: Double, _ this: Double, _ that: Double) -> Double {
        a > b ? this : that
    }

    @inline(__always)
    static func bits(_ a: Double, atLeast b: Double) -> UInt32 { a >= b ? 1 : 0 }

    @inline(__always)
    static func bits(_ a: Double, above b: Double) -> UInt32 { a > b ? 1 : 0 }

    @inline(__always)
    static func scaled(_ x: Double, byPowerIn shifted: Double) -> Double {
        Double(bitPattern: x.bitPattern &+ (shifted.bitPattern &<< 52))
    }

    @inline(__always)
    static func exponent(_ x: Double) -> Double {
        let biased = (x.bitPattern &>> 52) & 0x7ff
        return Double(bitPattern: biased | 0x4330_0000_0000_0000) - 4_503_599_627_371_519
    }

    @inline(__always)
    static func fraction(_ x: Double) -> Double {
        Double(bitPattern: (x.bitPattern & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000)
    }
}
