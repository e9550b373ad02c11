import Glibc
import SNNModel
import Testing

@testable import SNNEngine

@Suite(.serialized) struct PageMemoryTests {
    private let sizes = [0, 1, 63, 64, 65, 4096, 1 << 20, (1 << 20) + 1, 2 << 20, (5 << 20) + 77]

    @Test func isZeroAlignedAndWritable() {
        for isOn in [true, false] {
            withHugePages(isOn) {
                for size in sizes {
                    let block = PageMemory(byteCount: size)
                    let bytes = block.bind(to: UInt8.self)
                    let alignment = isOn && size >= HugePages.size ? HugePages.size : 64
                    #expect(Int(bitPattern: block.base) % alignment == 0, "size \(size)")
                    #expect((0..<size).allSatisfy { bytes[$0] == 0 }, "size \(size)")
                    for index in 0..<size { bytes[index] = UInt8(truncatingIfNeeded: index) }
                    #expect((0..<size).allSatisfy { bytes[$0] == UInt8(truncatingIfNeeded: $0) })
                    block.deallocate()
                }
            }
        }
    }

    /// The promise that first touch and the prediction of memory rest on.
    @Test func takesNothingBeforeItIsTouchedAndGivesAllBack() {
        let block = PageMemory(byteCount: 64 << 20)
        #expect(residentShare(of: block) == 0)
        memset(block.base, 1, 32 << 20)
        #expect(residentShare(of: block) == 0.5)
        block.deallocate()
        #expect(residentShare(of: block) == nil)
    }

    @Test func asksForHugePagesOnlyWhereTheyAreOn() {
        for isOn in [true, false] {
            withHugePages(isOn) {
                let block = PageMemory(byteCount: 8 << 20)
                #expect(flags(at: block.base).contains("hg") == isOn)
                block.deallocate()
            }
        }
    }

    @Test func arenaKeepsArraysApart() {
        let arena = PageArena(blockSize: 1000)
        var arrays: [(UnsafeMutablePointer<UInt16>, Int)] = []
        for index in 0..<2000 {
            // Below, at and above half a block.
            let count = index % 97 == 0 ? 12 << 20 : index * 7 % 1500
            arrays.append((arena.allocate(count, of: UInt16.self), count))
            #expect(Int(bitPattern: arrays[index].0) % 64 == 0)
        }
        let spans = arrays.map { (Int(bitPattern: $0.0), 2 * max($0.1, 1)) }.sorted { $0 < $1 }
        for (one, next) in zip(spans, spans.dropFirst()) { #expect(one.0 + one.1 <= next.0) }
        for (index, array) in arrays.enumerated() where array.1 < 2000 {
            array.0.update(repeating: UInt16(index), count: array.1)
        }
        for (index, array) in arrays.enumerated() where array.1 < 2000 {
            #expect((0..<array.1).allSatisfy { array.0[$0] == UInt16(index) })
        }
        #expect(arena.byteCount == arrays.reduce(0) { $0 + 2 * max($1.1, 1) })
    }

    /// What the machine is asked for changes no spike.
    @Test func switchesChangeNoBit() throws {
        let model = Model.random(seed: 4711)
        defer { (HugePages.isOn, FirstTouch.isOn, Pinning.isOn) = (true, true, true) }
        var digests: Set<UInt64> = []
        for choice in 0..<8 {
            HugePages.isOn = choice & 1 == 0
            FirstTouch.isOn = choice & 2 == 0
            Pinning.isOn = choice & 4 == 0
            digests.insert(try Network(model, workers: 2).spikes(ticks: 500, workers: 2).digest)
        }
        #expect(digests.count == 1)
    }

    private func withHugePages(_ isOn: Bool, _ body: () -> Void) {
        let before = HugePages.isOn
        defer { HugePages.isOn = before }
        HugePages.isOn = isOn
        body()
    }

    /// How much of a block is in memory; nil where part of it is not mapped at all.
    private func residentShare(of block: PageMemory) -> Double? {
        var pages = [UInt8](repeating: 0, count: block.byteCount / 4096)
        guard mincore(block.base, block.byteCount, &pages) == 0 else { return nil }
        return Double(pages.filter { $0 & 1 == 1 }.count) / Double(pages.count)
    }

    /// The kernel's flags of the mapping that begins at or holds an address.
    private func flags(at address: UnsafeMutableRawPointer) -> [Substring] {
        var isInside = false
        for line in lines(of: "/proc/self/smaps") {
            let bounds = line.split(separator: " ").first?.split(separator: "-") ?? []
            if bounds.count == 2, let low = UInt(bounds[0], radix: 16),
                let high = UInt(bounds[1], radix: 16)
            {
                isInside = (low..<high).contains(UInt(bitPattern: address))
            }
            if isInside, line.hasPrefix("VmFlags:") {
                return line.dropFirst("VmFlags:".count).split(separator: " ")
            }
        }
        return []
    }

    private func lines(of path: String) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
