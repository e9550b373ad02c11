import CHDF5

/// A number in IEEE half precision, as its bits. Converting them here is faster than having the
/// library convert them, and needs no processor support.
package struct HalfBits: HDF5Number, Equatable, Sendable {
    package var bits: UInt16

    package static var memoryType: hid_t { sharedMemoryType }
    /// Made once and never closed, like the types that the library names itself.
    private static let sharedMemoryType = snn_h5t_create_half()

    package init(bits: UInt16) { self.bits = bits }

    /// The nearest half-precision number, ties to even.
    package init(_ value: Double) {
        let magnitude = abs(value)
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        if value.isNaN {
            bits = sign | 0x7e00
        } else if magnitude >= 65520 {
            bits = sign | 0x7c00
        } else if magnitude < 0x1p-14 {
            bits = sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
        } else {
            // A fraction that rounds up to 1024 carries into the exponent, as it should.
            let fraction = ((magnitude.significand - 1) * 1024).rounded(.toNearestOrEven)
            bits = sign | (UInt16(magnitude.exponent + 15) << 10) + UInt16(fraction)
        }
    }

    /// The number, exactly.
    package var value: Double {
        let exponent = Int(bits >> 10) & 0x1f
        let fraction = Double(bits & 0x3ff)
        let magnitude =
            switch exponent {
            case 0: fraction * 0x1p-24
            case 31: fraction == 0 ? Double.infinity : Double.nan
            default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
            }
        return bits >> 15 == 0 ? magnitude : -magnitude
    }
}
