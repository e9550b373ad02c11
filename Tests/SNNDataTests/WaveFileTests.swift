import Foundation
import Testing

@testable import SNNData

@Suite struct WaveFileTests {
    static let ramp = (0..<101).map { [Double($0 - 50) / 64] }

    /// Every coding keeps the samples to half a step of its own.
    @Test(arguments: [8, 16, 24, 32, 0]) func everyCodingIsRead(bits: Int) throws {
        for isExtensible in [false, true] {
            for hasOddChunk in [false, true] {
                var writing = WaveWriting(rate: 22050)
                writing.coding = bits == 0 ? .float : .integer(bits: bits)
                writing.isExtensible = isExtensible
                writing.hasOddChunk = hasOddChunk
                let sound = try Sound(wave: writing.bytes(Self.ramp), name: "ramp.wav")
                #expect(sound.rate == 22050)
                #expect(sound.samples.count == Self.ramp.count)
                let step = bits == 0 ? 1e-7 : 1 / Double(1 << (bits - 1))
                for (sample, frame) in zip(sound.samples, Self.ramp) {
                    #expect(abs(Double(sample) - frame[0]) <= step / 2 + 1e-7, "\(bits) bits")
                }
            }
        }
    }

    @Test func channelsAreAveraged() throws {
        let bytes = WaveWriting().bytes([[0.5, -0.25], [0.25, 0.25], [-1, 0]])
        let sound = try Sound(wave: bytes, name: "stereo.wav")
        #expect(sound.samples == [0.125, 0.25, -0.5])
    }

    /// Programs that write to a pipe leave the size open.
    @Test(arguments: [UInt32(0), 0x7FFF_F000, 0xFFFF_FFFF])
    func openSizesLastToTheEnd(size: UInt32) throws {
        var bytes = WaveWriting().bytes(Self.ramp)
        bytes.replaceSubrange(40..<44, with: WaveWriting.number(size, 4))
        #expect(try Sound(wave: bytes, name: "pipe.wav").samples.count == Self.ramp.count)
    }

    private func defect(_ bytes: [UInt8]) -> String {
        do {
            _ = try Sound(wave: bytes, name: "a.wav")
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func defectsAreNamed() {
        let good = WaveWriting().bytes(Self.ramp)
        func changed(_ place: Int, _ bytes: [UInt8]) -> [UInt8] {
            var copy = good
            copy.replaceSubrange(place..<place + bytes.count, with: bytes)
            return copy
        }
        #expect(defect([]) == "`a.wav`: not a WAV file: it does not begin with `RIFF`")
        #expect(defect(changed(8, Array("AVI ".utf8))).hasSuffix("its form is not `WAVE`"))
        #expect(defect(Array(good.prefix(30))).hasSuffix("ends within its `fmt ` chunk"))
        #expect(defect(Array(good.prefix(36))).hasSuffix("there is no `data` chunk"))
        #expect(
            defect(Array(good.dropLast(10))).hasSuffix("ends 10 bytes before its samples do"))
        #expect(defect(changed(22, [0, 0])).hasSuffix("the file has no channels"))
        #expect(
            defect(changed(24, [0, 0, 0, 0])).hasSuffix("a sampling rate of 0 Hz makes no sense"))
        #expect(defect(changed(34, [12, 0])).hasSuffix("samples of 12 bits are not supported"))
        #expect(defect(changed(20, [85, 0])).contains("coding 85 is not supported"))
        #expect(
            defect(changed(32, [7, 0])).hasSuffix("is said to take 7 bytes, but takes 2"))
        #expect(defect(changed(12, Array("fact".utf8))).contains("before the `fmt ` chunk"))
        #expect(
            defect(changed(40, [201, 0, 0, 0])).hasSuffix("are not a multiple of 2"))
        var float = WaveWriting()
        float.coding = .float
        #expect(defect(float.bytes([[.nan]])).hasSuffix("a sample is not a finite number"))
        #expect(throws: DataError.self) {
            try Sound(contentsOf: URL(fileURLWithPath: "/nowhere/at/all.wav"))
        }
    }

    /// Broken files give an error or a sound, and never bring the program down.
    @Test func brokenFilesDoNoHarm() {
        let seed: UInt64 = 2026
        var random = EarRandom(seed: seed)
        var errors = 0
        for round in 0..<4000 {
            var writing = WaveWriting()
            writing.isExtensible = round % 2 == 0
            writing.hasOddChunk = round % 3 == 0
            writing.coding =
                round % 5 == 4 ? .float : .integer(bits: 8 * (1 + Int(random.next() % 4)))
            var bytes = writing.bytes(Array(Self.ramp.prefix(20)))
            for _ in 0..<1 + random.next() % 4 where random.next() % 4 != 0 {
                let bound = random.next() % 2 == 0 ? 70 : bytes.count
                bytes[Int.random(in: 0..<min(bound, bytes.count), using: &random)] =
                    UInt8(truncatingIfNeeded: random.next())
            }
            if random.next() % 2 == 0 {
                bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
            }
            do {
                let sound = try Sound(wave: bytes, name: "broken.wav")
                let areFinite = sound.samples.allSatisfy { $0.isFinite }
                #expect(areFinite, "seed \(seed), round \(round)")
                #expect(sound.rate > 0)
            } catch let error as DataError {
                #expect(error.file == "broken.wav")
                errors += 1
            } catch {
                Issue.record("seed \(seed), round \(round): \(error)")
            }
        }
        #expect(errors > 1000 && errors < 4000, "seed \(seed): \(errors) errors")
    }
}
