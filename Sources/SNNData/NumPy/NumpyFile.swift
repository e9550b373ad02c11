// The files that carry arrays between Python and us:
//
//     x.npy       one array
//     x.npz       a zip archive with a member `name.npy` for each array
//
// Members that are no arrays are left alone.

import Foundation
import SNNModel

/// Arrays of numbers by name, from a file that `numpy.savez`, `savez_compressed` or `save` wrote.
///
///     let file = try NumpyFile(reading: "elm.npz")
///     print(file.names)                                       // ["hidden_weights", …]
///     let weights = try file.array("hidden_weights", shape: [20, 22])
///
/// Opening a file reads its table of contents; an array is unpacked and checked when it is asked
/// for. So an array of a kind that is not read harms nobody who does not need it.
package struct NumpyFile: Sendable {
    /// The file as the user named it.
    package let path: String
    /// In the order of the file. A `.npy` file has one array, `arr_0`, as NumPy calls arrays
    /// without a name.
    package let names: [String]
    private let content: Content

    private enum Content {
        case array(CheckedBytes)
        case archive(ZipArchive, [String: ZipArchive.Member])
    }

    static let nameOfOnlyArray = "arr_0"
    private static let ending = ".npy"

    /// - Throws: `DataError` for a file that is missing, truncated, damaged or of another format.
    package init(reading path: String) throws {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DataError(
                FileManager.default.fileExists(atPath: path)
                    ? "cannot be read" : "no such file", in: path)
        }
        let bytes = CheckedBytes([UInt8](data))
        if bytes.starts(with: NumpyHeader.magic) {
            (names, content) = ([Self.nameOfOnlyArray], .array(bytes))
            return
        }
        guard bytes.starts(with: Array("PK".utf8)) else {
            let isPickle = bytes.count > 1 && bytes.starts(with: [0x80])
            throw DataError(
                isPickle
                    ? "is a pickle of Python, which is never read"
                    : "is neither a .npz nor a .npy file of NumPy", in: path, help: Self.advice)
        }
        let archive = try ZipArchive(bytes, in: path)
        var (names, members): ([String], [String: ZipArchive.Member]) = ([], [:])
        for member in archive.members where member.name.hasSuffix(Self.ending) {
            let name = String(member.name.dropLast(Self.ending.count))
            guard members.updateValue(member, forKey: name) == nil else {
                throw DataError("occurs twice", in: path, at: "array `\(name)`")
            }
            names.append(name)
        }
        if names.isEmpty, archive.members.contains(where: { $0.name.hasSuffix("/data.pkl") }) {
            throw DataError(
                "is a file of PyTorch, which holds a pickle and is never read", in: path,
                help: Self.advice)
        }
        (self.names, content) = (names, .archive(archive, members))
    }

    private static let advice = "`numpy.savez(\"weights.npz\", name=array, …)` writes such a file"

    /// The array of this name.
    ///
    /// - Throws: `DataError` where there is none, it is damaged, or it holds no plain numbers.
    /// - Complexity: O(*n*) in its size, at each call.
    package func array(_ name: String) throws -> NumpyArray {
        let site = NumpySite(file: path, member: name)
        switch content {
        case .array(let bytes) where name == Self.nameOfOnlyArray:
            return try NumpyArray(npy: bytes, at: NumpySite(file: path))
        case .archive(let archive, let members):
            guard let member = members[name] else { fallthrough }
            return try NumpyArray(
                npy: CheckedBytes(archive.content(of: member, at: site)), at: site)
        default:
            let known = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
            throw site.error(
                "is missing",
                help: names.isEmpty
                    ? "the file holds no arrays"
                    : "the file holds \(known)\(names.count > 12 ? ", …" : "")")
        }
    }

    /// The array of this name, which must have this shape.
    package func array(_ name: String, shape: [Int]) throws -> NumpyArray {
        let array = try array(name)
        guard array.shape == shape else {
            func shown(_ shape: [Int]) -> String {
                shape.isEmpty
                    ? "a single number" : shape.map { String($0) }.joined(separator: " x ")
            }
            throw NumpySite(file: path, member: name).error(
                "is \(shown(array.shape)) where \(shown(shape)) is needed")
        }
        return array
    }

    /// The array of a file that holds one without a name.
    func onlyArray() throws -> NumpyArray {
        guard case .array = content else {
            throw DataError("is a .npz file where a .npy file is needed", in: path)
        }
        return try array(Self.nameOfOnlyArray)
    }

    /// Writes arrays as `numpy.savez` does, sorted by name. Equal arrays give equal files.
    ///
    /// The file is written beside its final place and moved there when it is complete.
    ///
    /// - Parameter precision: nil for the lower one wherever it holds an array to the bit.
    /// - Throws: `DataError`, also where a finite number is too great for the precision.
    package static func write(
        _ arrays: [String: NumpyArray], to path: String, precision: Precision? = .double
    ) throws {
        var archive = ZipWriter(file: path)
        for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
            let site = NumpySite(file: path, member: name)
            try archive.add(name + ending, array.npy(precision ?? array.precision, at: site))
        }
        let draft = path + ".new"
        do {
            try Data(archive.finished()).write(to: URL(fileURLWithPath: draft))
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw DataError("cannot be written", in: path)
        }
        guard rename(draft, path) == 0 else {
            try? FileManager.default.removeItem(atPath: draft)
            throw DataError("cannot be written", in: path)
        }
    }
}
