import Foundation

@testable import SNNData

/// A folder that is gone when the test is.
final class TemporaryFolder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory
            .appendingPathComponent("snn-data-\(UUID().uuidString)").path
        try! FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ name: String, _ text: String) -> String {
        write(name, Array(text.utf8))
    }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) -> String {
        try! Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    func bytes(_ name: String) -> [UInt8] {
        [UInt8](try! Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}

/// A repeatable generator for tests (SplitMix64).
struct RepeatableRandom: RandomNumberGenerator {
    var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

extension SpikeSamples {
    /// Random samples whose times half precision can hold and which are sorted by time and unit.
    static func random(
        count: Int, events: Int = 40, channels: Int = 700, classes: Int = 4, seed: Int
    ) -> SpikeSamples {
        var random = RepeatableRandom(seed: seed)
        var samples = SpikeSamples(
            channels: channels, classNames: (0 ..< classes).map { "class \($0)" })
        for index in 0 ..< count {
            let eventCount = Int.random(in: 0 ... events, using: &random)
            let drawn = (0 ..< eventCount).map { _ in
                (
                    Int.random(in: 0 ..< 1400, using: &random),
                    UInt16.random(in: 0 ..< UInt16(channels), using: &random)
                )
            }.sorted { $0 < $1 }
            samples.append(
                times: drawn.map { Float(Double($0.0) / 1024 * 1000) }, units: drawn.map(\.1),
                label: Int.random(in: 0 ..< classes, using: &random), speaker: index % 3)
        }
        return samples
    }
}

/// The error of an action, or nil where it succeeds.
func failure(of action: () throws -> Void) -> DataError? {
    do {
        try action()
        return nil
    } catch {
        return error as? DataError
    }
}
