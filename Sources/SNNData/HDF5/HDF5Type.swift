import CHDF5

/// What the elements of a dataset or attribute are, as a snapshot has them.
package indirect enum HDF5Type: Equatable, Sendable {
    /// Integers of any size, widened.
    case int64
    case uint16
    /// IEEE half precision, in which public spike data sets store their times.
    case half
    /// Floating-point numbers of any other size, converted.
    case double
    case string
    /// One row of any length per element.
    case rows(of: HDF5Type)
    case other

    var isInteger: Bool { self == .int64 || self == .uint16 }

    var isNumber: Bool { isInteger || self == .half || self == .double }

    /// The size of an element in a snapshot, where all have the same.
    var byteCount: Int? {
        switch self {
        case .uint16, .half: 2
        case .int64, .double: 8
        case .string, .rows, .other: nil
        }
    }

    /// The kind in words, for messages.
    package var name: String {
        switch self {
        case .int64, .uint16: "integers"
        case .half, .double: "floating-point numbers"
        case .string: "strings"
        case .rows(let element): "rows of \(element.name)"
        case .other: "elements of another type"
        }
    }

    /// From a record of the stream.
    init(element: UInt32) {
        let kinds: [HDF5Type] = [.other, .int64, .uint16, .half, .double, .string]
        let kind = Int(element & 15)
        let type = kind < kinds.count ? kinds[kind] : .other
        self = element < SNN_ROWS.rawValue ? type : .rows(of: type)
    }
}

/// A Swift number that the library can write from memory.
package protocol HDF5Number: BitwiseCopyable {
    /// The library's type with this representation in memory. Must be asked for under the lock.
    static var memoryType: hid_t { get }
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
