import Foundation
import Testing

@testable import SNNData

/// Damage to arrays of NumPy ends in an error, never in a crash or a flood of memory.
@Suite struct NumpyDamageTests {
    private let folder = TemporaryFolder()

    static let files: [(name: String, bytes: [UInt8])] = [
        ("doubles", NumpyFixtures.doubles), ("columns", NumpyFixtures.columns),
        ("greatest first", NumpyFixtures.greatestFirst), ("wholes", NumpyFixtures.wholes),
        ("stored", NumpyFixtures.stored), ("deflated", NumpyFixtures.deflated),
        ("long", NumpyFixtures.long),
    ]

    /// All arrays of a file, or nil where any of them is refused.
    private func arrays(_ bytes: [UInt8], _ place: String) -> [String: NumpyArray]? {
        do {
            let file = try NumpyFile(reading: folder.write("damaged", bytes))
            var arrays: [String: NumpyArray] = [:]
            for name in file.names { arrays[name] = try file.array(name) }
            return arrays
        } catch {
            #expect(error is DataError, "\(place)")
            return nil
        }
    }

    @Test func everyTruncationIsNoticed() {
        for (name, whole) in Self.files {
            #expect(arrays(whole, name) != nil)
            for cut in 0..<whole.count {
                #expect(arrays(Array(whole[..<cut]), name) == nil, "\(name) cut to \(cut)")
            }
            #expect(arrays(whole + [0], name) == nil, "\(name) with a byte too many")
        }
    }

    @Test func changedBytesNeverCrash() {
        for (name, whole) in Self.files {
            for seed in 0..<mutationCount {
                var random = RepeatableRandom(seed: seed)
                let changed = Self.changed(whole, using: &random)
                if isVerbose { print("\(name), seed \(seed)") }
                let read = arrays(changed, "\(name), seed \(seed)")
                for array in (read ?? [:]).values {
                    #expect(
                        array.values.count == array.shape.reduce(1, *), "\(name), seed \(seed)")
                }
            }
        }
    }

    /// Some bytes become others, and some fields of 4 or 8 bytes extremes.
    private static func changed(_ whole: [UInt8], using random: inout RepeatableRandom) -> [UInt8] {
        var bytes = whole
        for _ in 0...Int.random(in: 0..<3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 3: bytes[place] = "0123456789(),'{}[]<>|LO ".utf8.randomElement(using: &random)!
            case 4:
                let length = [2, 4, 8].randomElement(using: &random)!
                let fill: UInt8 = Bool.random(using: &random) ? 0xff : 0x7f
                for place in place..<min(place + length, bytes.count) { bytes[place] = fill }
            default:
                let end = min(place + Int.random(in: 1...12, using: &random), bytes.count)
                bytes.removeSubrange(place..<end)
                if bytes.isEmpty { return [0] }
            }
        }
        return bytes
    }

    /// In an archive every bit of the contents is guarded.
    @Test func contentsOfArchivesAreGuardedByChecksums() throws {
        for (name, whole) in Self.files where ["stored", "deflated"].contains(name) {
            let good = try #require(arrays(whole, name))
            for place in whole.indices {
                var bytes = whole
                bytes[place] ^= 0x10
                // Times, versions and rights mean nothing; a name may become another.
                guard let read = arrays(bytes, "\(name), byte \(place)") else { continue }
                for (key, array) in read {
                    if let expected = good[key] {
                        #expect(array == expected, "\(name), byte \(place)")
                    } else {
                        #expect(good.values.contains(array), "\(name), byte \(place)")
                    }
                }
            }
        }
    }

    /// Claims of more content than there can be are refused before memory is taken.
    @Test func contentsCannotClaimMoreThanTheyCanHold() throws {
        let directory = try #require(
            NumpyFixtures.deflated.indices.first {
                NumpyFixtures.deflated[$0...].starts(with: [0x50, 0x4b, 1, 2])
            })
        for size in [0x7fff_ffff, 0xffff_fffe] as [UInt32] {
            var bytes = NumpyFixtures.deflated
            withUnsafeBytes(of: size.littleEndian) {
                bytes.replaceSubrange(directory + 24..<directory + 28, with: $0)
            }
            let file = try NumpyFile(reading: folder.write("bomb.npz", bytes))
            let defect = failure { _ = try file.array(file.names[0]) }
            #expect(defect?.message == "claims to be larger than its part of the file can be")
        }
    }

    private var mutationCount: Int {
        ProcessInfo.processInfo.environment["SNN_MUTATIONS"].flatMap { Int($0) } ?? 400
    }

    private var isVerbose: Bool { ProcessInfo.processInfo.environment["SNN_MUTATIONS"] != nil }
}
