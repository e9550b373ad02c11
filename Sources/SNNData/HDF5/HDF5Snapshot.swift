// A whole HDF5 file as values.
//
//     file ──libhdf5 in a child process──▶ records through a pipe ──▶ objects by path
//
// A damaged file may crash the library or send it round in circles; then the child dies, and
// reading ends with an error. What the child sends is checked here like any input.

import CHDF5
import Foundation

/// What an HDF5 file holds, read at once.
///
///     let file = try HDF5Snapshot(reading: "shd_train.h5")
///     let labels = try file.dataset("/labels").integers()
package struct HDF5Snapshot {
    /// As the user named it.
    package let file: String
    private(set) var groups: Set<String> = []
    private(set) var datasets: [String: HDF5Values] = [:]
    /// By the path of the object, `@` and the name.
    private(set) var attributes: [String: HDF5Values] = [:]

    package init(reading path: String) throws {
        file = path
        let stream = try Self.stream(of: path)
        var position = 0
        let header = MemoryLayout<snn_record>.size
        while position + header <= stream.count {
            let record = stream.withUnsafeBytes {
                $0.loadUnaligned(fromByteOffset: position, as: snn_record.self)
            }
            position += header
            let nameEnd = position + Int(record.path_length)
            guard let length = Int(exactly: record.payload),
                length <= stream.count - min(nameEnd, stream.count)
            else { break }
            let name = String(decoding: stream[position ..< nameEnd], as: UTF8.self)
            position = nameEnd + length
            let payload = stream[nameEnd ..< position]
            switch snn_record_kind(record.kind) {
            case SNN_END: return
            case SNN_GROUP: groups.insert(name)
            case SNN_FAILURE: throw Self.failure(record, payload, in: path, at: name)
            case SNN_DATASET:
                datasets[name] = try HDF5Values(record, payload, file: path, path: name)
            default:
                attributes[name] = try HDF5Values(record, payload, file: path, path: name)
            }
        }
        throw DataError("is damaged: the HDF5 library fails on it", in: path)
    }

    /// Everything the child sends.
    private static func stream(of path: String) throws -> [UInt8] {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let megabytes = ((attributes?[.size] as? Int) ?? 0) >> 20
        // Reading takes about a second per 50 MB; what takes longer goes round in circles.
        let seconds = UInt32(clamping: 5 + megabytes / 5)
        return try HDF5.locked {
            var child: Int32 = 0
            let end = snn_h5_start_reading(path, seconds, &child)
            guard end >= 0 else {
                let reason = String(cString: strerror(errno)).lowercased()
                throw DataError("no process can be started to read it: \(reason)", in: path)
            }
            var bytes: [UInt8] = []
            let capacity = 1 << 20
            withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 8) { buffer in
                while true {
                    let count = read(end, buffer.baseAddress, capacity)
                    if count < 0 && errno == EINTR { continue }
                    if count <= 0 { break }
                    bytes.append(contentsOf: buffer[..<count])
                }
            }
            _ = snn_h5_finish_reading(end, child)
            return bytes
        }
    }

    private static func failure(
        _ record: snn_record, _ reason: ArraySlice<UInt8>, in path: String, at place: String
    ) -> DataError {
        let text = String(decoding: reason, as: UTF8.self)
        return DataError(
            record.element == 1 ? text : Self.meaning(of: text), in: path,
            at: place.isEmpty ? nil : place)
    }

    /// What the library's words mean to who named the file.
    private static func meaning(of text: String) -> String {
        text.lowercased().contains("file signature not found")
            ? "is no HDF5 file" : "is damaged (HDF5: \(text.lowercased()))"
    }

    /// What a path leads to.
    package enum Member: Equatable, Sendable {
        case group, dataset, missing
    }

    /// What a path leads to.
    package func member(_ path: String) -> Member {
        groups.contains(path) ? .group : datasets[path] == nil ? .missing : .dataset
    }

    /// The names of the members of a group, in alphabetical order.
    package func names(in group: String) -> [String] {
        let start = group == "/" ? "/" : group + "/"
        return groups.union(datasets.keys)
            .filter { $0.hasPrefix(start) && $0 != start }
            .map { String($0.dropFirst(start.count)) }
            .filter { !$0.contains("/") }.sorted()
    }

    /// A dataset, which must be there.
    package func dataset(_ path: String) throws -> HDF5Values {
        if let values = datasets[path] { return values }
        throw DataError(
            groups.contains(path) ? "is a group where a dataset is needed" : "is missing",
            in: file, at: path)
    }

    /// A text that is noted about an object; nil where there is none of this name.
    package func text(_ name: String, of path: String) -> String? {
        attributes["\(path)@\(name)"].flatMap { try? $0.strings().first }
    }

    /// A number that is noted about an object; nil where there is none of this name.
    package func number(_ name: String, of path: String) -> Double? {
        attributes["\(path)@\(name)"].flatMap { try? $0.doubles().first }
    }
}
