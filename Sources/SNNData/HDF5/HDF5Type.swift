import CHDF5

/// What the elements of a dataset or attribute are, as far as a reader of ours cares.
package indirect enum HDF5Type: Equatable, Sendable {
    case integer(bytes: Int, isSigned: Bool)
    /// IEEE half precision, in which public spike data sets store their times.
    case half
    case float(bytes: Int)
    case string
    /// One row of any length per element.
    case rows(of: HDF5Type)
    case other

    var isInteger: Bool { if case .integer = self { true } else { false } }

    var isNumber: Bool {
        switch self {
        case .integer, .half, .float: true
        case .string, .rows, .other: false
        }
    }

    /// The kind in words, for messages.
    package var name: String {
        switch self {
        case .integer(let bytes, let isSigned):
            "\(isSigned ? "signed" : "unsigned") \(bytes * 8)-bit integers"
        case .half: "16-bit floating-point numbers"
        case .float(let bytes): "\(bytes * 8)-bit floating-point numbers"
        case .string: "strings"
        case .rows(let element): "rows of \(element.name)"
        case .other: "elements of another type"
        }
    }

    /// Must run under the lock.
    init(of type: hid_t) {
        switch H5Tget_class(type) {
        case H5T_INTEGER, H5T_ENUM:
            self = .integer(bytes: H5Tget_size(type), isSigned: H5Tget_sign(type) == H5T_SGN_2)
        case H5T_FLOAT:
            let half = snn_h5t_create_half()
            self = H5Tequal(type, half) > 0 ? .half : .float(bytes: H5Tget_size(type))
            H5Tclose(half)
        case H5T_STRING:
            self = .string
        case H5T_VLEN:
            let element = H5Tget_super(type)
            self = element < 0 ? .other : .rows(of: HDF5Type(of: element))
            if element >= 0 { H5Tclose(element) }
        default:
            self = .other
        }
    }
}

/// A Swift number that the library can read into and write from.
package protocol HDF5Number: BitwiseCopyable {
    /// The library's type with this representation in memory. Must be asked for under the lock.
    static var memoryType: hid_t { get }
    static var zero: Self { get }
}

extension Double: HDF5Number { package static var memoryType: hid_t { snn_h5t_native_double() } }
extension Float: HDF5Number { package static var memoryType: hid_t { snn_h5t_native_float() } }
extension Int: HDF5Number { package static var memoryType: hid_t { snn_h5t_native_int64() } }
extension Int64: HDF5Number { package static var memoryType: hid_t { snn_h5t_native_int64() } }
extension UInt64: HDF5Number { package static var memoryType: hid_t { snn_h5t_native_uint64() } }
extension Int32: HDF5Number { package static var memoryType: hid_t { snn_h5t_native_int32() } }
extension UInt32: HDF5Number { package static var memoryType: hid_t { snn_h5t_native_uint32() } }
extension UInt16: HDF5Number { package static var memoryType: hid_t { snn_h5t_native_uint16() } }
extension UInt8: HDF5Number { package static var memoryType: hid_t { snn_h5t_native_uint8() } }

/// A number in IEEE half precision, as its bits. Converting them here is faster than having the
/// library convert them, and needs no processor support.
package struct HalfBits: HDF5Number, Equatable, Sendable {
    package var bits: UInt16

    package static var zero: HalfBits { HalfBits(bits: 0) }
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
