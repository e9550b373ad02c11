// Glibc is imported for its libm, which square roots and rounding need without optimisation.
import Glibc

extension Float: SingleLanes {
    @inline(__always) static var count: Int { 1 }
    @inline(__always) static func all(_ value: Double) -> Float { Float(value) }
    @inline(__always) static func load(_ from: UnsafePointer<Float>) -> Float { from.pointee }
    @inline(__always)
    static func load(doubles from: UnsafePointer<Double>) -> Float { Float(from.pointee) }
    @inline(__always) func store(_ to: UnsafeMutablePointer<Float>) { to.pointee = self }

    @inline(__always) static func least(_ a: Float, _ b: Float) -> Float { a < b ? a : b }
    @inline(__always) static func greatest(_ a: Float, _ b: Float) -> Float { a > b ? a : b }
    @inline(__always) static func root(_ x: Float) -> Float { x.squareRoot() }

    @inline(__always)
    static func choose(_ a: Float, atLeast b: Float, _ this: Float, _ that: Float) -> Float {
        a >= b ? this : that
    }

    @inline(__always)
    static func choose(_ a: Float, above b: Float, _ this: Float, _ that: Float) -> Float {
        a > b ? this : that
    }

    @inline(__always)
    static func bits(_ a: Float, atLeast b: Float) -> UInt32 { a >= b ? 1 : 0 }

    @inline(__always)
    static func bits(_ a: Float, above b: Float) -> UInt32 { a > b ? 1 : 0 }

    @inline(__always)
    static func scaled(_ x: Float, byPowerIn shifted: Float) -> Float {
        Float(bitPattern: x.bitPattern &+ (shifted.bitPattern &<< 23))
    }

    @inline(__always)
    static func exponent(_ x: Float) -> Float {
        Float(Int32(truncatingIfNeeded: (x.bitPattern &>> 23) & 0xff) &- 127)
    }

    @inline(__always)
    static func fraction(_ x: Float) -> Float {
        Float(bitPattern: (x.bitPattern & 0x007f_ffff) | 0x3f80_0000)
    }

    @inline(__always) static func exp(_ x: Float) -> Float { singleExponential(x) }
}
