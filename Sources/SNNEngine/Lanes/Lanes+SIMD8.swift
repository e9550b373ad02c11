import CKernels

extension SIMD8: NeuronLanes, Lanes where Scalar == Double {
    @inline(__always) static var count: Int { 8 }
    @inline(__always) static func all(_ value: Double) -> Self { snn_all(value) }
    @inline(__always) static func load(_ from: UnsafePointer<Double>) -> Self { snn_load(from) }
    @inline(__always) func store(_ to: UnsafeMutablePointer<Double>) { snn_store(to, self) }

    @inline(__always) static func + (a: Self, b: Self) -> Self { snn_add(a, b) }
    @inline(__always) static func - (a: Self, b: Self) -> Self { snn_subtract(a, b) }
    @inline(__always) static func * (a: Self, b: Self) -> Self { snn_multiply(a, b) }
    @inline(__always) static func / (a: Self, b: Self) -> Self { snn_divide(a, b) }

    @inline(__always) static func least(_ a: Self, _ b: Self) -> Self { snn_min(a, b) }
    @inline(__always) static func greatest(_ a: Self, _ b: Self) -> Self { snn_max(a, b) }
    @inline(__always) static func root(_ x: Self) -> Self { snn_sqrt(x) }

    @inline(__always)
    static func choose(_ a: Self, atLeast b: Self, _ this: Self, _ that: Self) -> Self {
        snn_select_ge(a, b, this, that)
    }

    @inline(__always)
    static func choose(_ a: Self, above b: Self, _ this: Self, _ that: Self) -> Self {
        snn_select_gt(a, b, this, that)
    }

    @inline(__always)
    static func bits(_ a: Self, atLeast b: Self) -> UInt32 { snn_mask_ge(a, b) }

    @inline(__always)
    static func bits(_ a: Self, above b: Self) -> UInt32 { snn_mask_gt(a, b) }

    @inline(__always)
    static func scaled(_ x: Self, byPowerIn shifted: Self) -> Self { snn_scale(x, shifted) }

    @inline(__always) static func exponent(_ x: Self) -> Self { snn_exponent(x) }
    @inline(__always) static func fraction(_ x: Self) -> Self { snn_fraction(x) }
}
