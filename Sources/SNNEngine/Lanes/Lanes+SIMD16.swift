import CKernels

extension SIMD16<Float>: SingleLanes, NeuronLanes {
    @inline(__always) static var count: Int { 16 }
    @inline(__always) static func all(_ value: Double) -> Self { snn_lanes_all(Float(value)) }
    @inline(__always)
    static func load(_ from: UnsafePointer<Float>) -> Self { snn_lanes_load(from) }
    @inline(__always)
    static func load(doubles from: UnsafePointer<Double>) -> Self { snn_lanes_load_doubles(from) }
    @inline(__always) func store(_ to: UnsafeMutablePointer<Float>) { snn_lanes_store(to, self) }

    @inline(__always) static func + (a: Self, b: Self) -> Self { snn_lanes_add(a, b) }
    @inline(__always) static func - (a: Self, b: Self) -> Self { snn_lanes_subtract(a, b) }
    @inline(__always) static func * (a: Self, b: Self) -> Self { snn_lanes_multiply(a, b) }
    @inline(__always) static func / (a: Self, b: Self) -> Self { snn_lanes_divide(a, b) }

    @inline(__always) static func least(_ a: Self, _ b: Self) -> Self { snn_lanes_min(a, b) }
    @inline(__always) static func greatest(_ a: Self, _ b: Self) -> Self { snn_lanes_max(a, b) }
    @inline(__always) static func root(_ x: Self) -> Self { snn_lanes_sqrt(x) }

    @inline(__always)
    static func choose(_ a: Self, atLeast b: Self, _ this: Self, _ that: Self) -> Self {
        snn_lanes_select_ge(a, b, this, that)
    }

    @inline(__always)
    static func choose(_ a: Self, above b: Self, _ this: Self, _ that: Self) -> Self {
        snn_lanes_select_gt(a, b, this, that)
    }

    @inline(__always)
    static func bits(_ a: Self, atLeast b: Self) -> UInt32 { snn_lanes_mask_ge(a, b) }

    @inline(__always)
    static func bits(_ a: Self, above b: Self) -> UInt32 { snn_lanes_mask_gt(a, b) }

    @inline(__always)
    static func scaled(_ x: Self, byPowerIn shifted: Self) -> Self { snn_lanes_scale(x, shifted) }

    @inline(__always) static func exponent(_ x: Self) -> Self { snn_lanes_exponent(x) }
    @inline(__always) static func fraction(_ x: Self) -> Self { snn_lanes_fraction(x) }

    @inline(__always) static func exp(_ x: Self) -> Self { singleExponential(x) }
}
