import Foundation
import SNNModel
import Testing

@testable import SNNData

/// Arrays of NumPy: its files are read, ours are as it writes them, and nonsense is refused.
@Suite struct NumpyFileTests {
    private let folder = TemporaryFolder()

    private func array(_ bytes: [UInt8]) throws -> NumpyArray {
        try NumpyArray(reading: folder.write("a.npy", bytes))
    }

    private func file(_ bytes: [UInt8]) throws -> NumpyFile {
        try NumpyFile(reading: folder.write("a.npz", bytes))
    }

    private func message(_ action: () throws -> Void) -> String {
        failure(of: action)?.message ?? "none"
    }

    // MARK: Files of NumPy

    @Test func arraysAreReadInEveryOrderAndVersion() throws {
        let doubles = NumpyArray(shape: [2, 3], values: [1.5, -2, 3, 4, 5.25, -0.006])
        #expect(try array(NumpyFixtures.doubles) == doubles)
        let single = try array(NumpyFixtures.greatestFirst)
        #expect(single.shape == [2, 3])
        #expect(single.values == doubles.values.map { Double(Float($0)) })
        let columns = try array(NumpyFixtures.columns)
        #expect(columns.shape == [2, 3, 4])
        #expect(columns.values == (0..<24).map { Double($0) })
        let wholes = try array(NumpyFixtures.wholes)
        #expect(wholes == NumpyArray([-1, 0, 0x1p53, -0x1p53]))
        #expect(try array(NumpyFixtures.number) == NumpyArray(-7))
        #expect(try array(NumpyFixtures.nothing) == NumpyArray(shape: [3, 0, 2], values: []))
    }

    @Test func archivesAreReadStoredAndDeflated() throws {
        for bytes in [NumpyFixtures.stored, NumpyFixtures.deflated] {
            let file = try file(bytes)
            #expect(file.names == ["weights", "counts", "mask", "bytes", "ramp"])
            for (name, expected) in NumpyFixtures.members {
                #expect(try file.array(name) == expected, "\(name)")
            }
        }
        #expect(try file(NumpyFixtures.empty).names.isEmpty)
        let long = try file(NumpyFixtures.long)
        for name in ["ramp", "mask"] {
            #expect(try long.array(name) == NumpyFixtures.members[name], "\(name)")
        }
    }

    @Test func aFileOfOneArrayIsReadAsBoth() throws {
        let path = folder.write("a", NumpyFixtures.number)
        #expect(try NumpyFile(reading: path).names == ["arr_0"])
        #expect(try NumpyFile(reading: path).array("arr_0") == NumpyArray(-7))
        #expect(
            message { _ = try array(NumpyFixtures.stored) }
                == "is a .npz file where a .npy file is needed")
    }

    // MARK: Our files

    @Test func whatIsWrittenIsWhatNumpyWrites() throws {
        let site = NumpySite(file: "x")
        for bytes in [NumpyFixtures.doubles, NumpyFixtures.nothing] {
            #expect(try array(bytes).npy(.double, at: site) == bytes)
        }
        // Lengths and offsets where the header fills a whole number of lines are the rare ones.
        for axes in 0..<40 {
            let wide = NumpyArray(shape: [Int](repeating: 1, count: axes), values: [0.5])
            let bytes = try wide.npy(.single, at: site)
            #expect((bytes.count - 4) % 64 == 0)
            #expect(try array(bytes) == wide, "\(axes) axes")
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        var random = RepeatableRandom(seed: 3)
        for seed in 0..<40 {
            var arrays: [String: NumpyArray] = [:]
            for index in 0..<Int.random(in: 0...5, using: &random) {
                let shape = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    Int.random(in: 0...5, using: &random)
                }
                let values = (0..<shape.reduce(1, *)).map { _ in
                    Double(Float.random(in: -1...1, using: &random))
                }
                arrays["größe.\(index)"] = NumpyArray(shape: shape, values: values)
            }
            for precision in [Precision.single, .double] {
                let path = folder.file("w.npz")
                try NumpyFile.write(arrays, to: path, precision: precision)
                let file = try NumpyFile(reading: path)
                #expect(file.names == arrays.keys.sorted())
                for (name, expected) in arrays {
                    #expect(try file.array(name) == expected, "seed \(seed)")
                }
                let bytes = folder.bytes("w.npz")
                try NumpyFile.write(arrays, to: path, precision: precision)
                #expect(folder.bytes("w.npz") == bytes)
            }
        }
        #expect(folder.names == ["w.npz"])
    }

    @Test func numbersKeepTheirBits() throws {
        let odd: [Double] = [0, -0.0, .infinity, -.infinity, .nan, 0x1p-1074, 1e308]
        let path = folder.file("w.npz")
        try NumpyFile.write(["x": NumpyArray(odd)], to: path)
        let read = try NumpyFile(reading: path).array("x").values
        #expect(read.map(\.bitPattern) == odd.map(\.bitPattern))
        // Each array in as many bytes as that takes.
        let arrays = [
            "single": NumpyArray([0.5, -0.0, .infinity, 0x1p-126, 3.0]),
            "double": NumpyArray([0.5, 0.1, 1, 2, 3]), "great": NumpyArray([1e39]),
        ]
        var sizes: [String: [Int]] = [:]
        for precision in [nil, .single, .double] as [Precision?] {
            for (name, array) in arrays where name != "great" || precision != .single {
                try NumpyFile.write([name: array], to: path, precision: precision)
                sizes[name, default: []].append(folder.bytes("w.npz").count)
                guard precision == nil else { continue }
                let read = try NumpyFile(reading: path).array(name).values
                #expect(read.map(\.bitPattern) == array.values.map(\.bitPattern), "\(name)")
            }
        }
        for (name, place) in [("single", 1), ("double", 2), ("great", 1)] {
            #expect(sizes[name]?[0] == sizes[name]?[place], "\(name)")
        }
        #expect(sizes["single"]?[1] != sizes["single"]?[2])
        let defect = failure {
            try NumpyFile.write(["x": NumpyArray(odd)], to: path, precision: .single)
        }
        #expect(
            defect?.description
                == "`\(path)`, array `x`: entry 6 is 1e+308, too great for 4 bytes")
        #expect(
            message { try NumpyFile.write([:], to: folder.file("no/w.npz")) }
                == "cannot be written")
    }

    // MARK: What is refused

    @Test func messagesSayWhatIsWrong() throws {
        let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
        func headed(_ text: String, _ values: [UInt8] = []) -> [UInt8] {
            magic + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8) + values
        }
        let cases: [([UInt8], String)] = [
            (NumpyFixtures.objects, "holds Python objects (a pickle), which are never read"),
            (
                NumpyFixtures.halves,
                "holds values of type `<f2`, and only f4, f8, i4, i8, u1, b1 are read"
            ),
            (
                NumpyFixtures.records,
                "holds records of several fields, and only plain numbers are read"
            ),
            (
                NumpyFixtures.tooFine,
                "entry 1 is 9007199254740993, which no number of 8 bytes with a fraction can hold"
            ),
            (magic, "ends within its header"),
            (magic + [4, 0, 0, 0], "is of version 4 of its format, and only 1 to 3 are read"),
            (magic + [2, 0, 255, 255, 255, 255], "ends within its header"),
            (headed("{'descr': '<f4'}"), "has a header that is damaged"),
            (headed("{'shape': (-1,), }"), "has a header that is damaged"),
            (
                headed("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}", [0, 0, 0, 0]),
                "holds 4 bytes of values where its header announces 12"
            ),
            (
                headed("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 0)}"),
                "claims to hold more than 268435456 values"
            ),
            (
                headed("{'descr': '<f4', 'fortran_order': False, 'shape': (9, 99999999999)}"),
                "claims to hold more than 268435456 values"
            ),
            (
                headed("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999)}"),
                "claims to hold more than 268435456 values"
            ),
            (Array("hello".utf8), "is neither a .npz nor a .npy file of NumPy"),
            ([], "is neither a .npz nor a .npy file of NumPy"),
            ([0x80, 4, 0x95], "is a pickle of Python, which is never read"),
            (Array(NumpyFixtures.stored.prefix(300)), "is truncated or no zip archive"),
        ]
        for (bytes, expected) in cases { #expect(message { _ = try array(bytes) } == expected) }
        #expect(message { _ = try NumpyFile(reading: folder.file("no")) } == "no such file")
        #expect(message { _ = try NumpyFile(reading: folder.path) } == "cannot be read")
    }

    @Test func errorsNameTheArray() throws {
        var writer = ZipWriter(file: "x")
        try writer.add("objects.npy", NumpyFixtures.objects)
        try writer.add("readme.txt", [1, 2, 3])
        try writer.add("number.npy", NumpyFixtures.number)
        let file = try file(writer.finished())
        // What is not asked for does no harm.
        #expect(file.names == ["objects", "number"])
        #expect(try file.array("number", shape: []) == NumpyArray(-7))
        let objects = failure { _ = try file.array("objects") }
        #expect(objects?.file == file.path && objects?.place == "array `objects`")
        let absent = failure { _ = try file.array("weights") }
        #expect(absent?.description == "`\(file.path)`, array `weights`: is missing")
        #expect(absent?.help == "the file holds `objects`, `number`")
        #expect(
            message { _ = try file.array("number", shape: [2, 3]) }
                == "is a single number where 2 x 3 is needed")

        var twice = ZipWriter(file: "x")
        try twice.add("a.npy", NumpyFixtures.number)
        try twice.add("a.npy", NumpyFixtures.number)
        #expect(message { _ = try self.file(twice.finished()) } == "occurs twice")
        var torch = ZipWriter(file: "x")
        try torch.add("archive/data.pkl", [0x80, 2])
        #expect(
            message { _ = try self.file(torch.finished()) }
                == "is a file of PyTorch, which holds a pickle and is never read")
    }
}
