import Foundation
import Synchronization
import Testing

@testable import SNNData

@Suite struct EarEncodingTests {
    /// A folder of WAV files that is removed when the test is over.
    final class Folder {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("ear-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func write(_ name: String, _ tone: Double = 500, seconds: Double = 0.05) throws {
            let sound = EarSounds.tone(tone, seconds: seconds)
            let bytes = WaveWriting().bytes(sound.samples.map { [Double($0)] })
            try Data(bytes).write(to: url.appendingPathComponent(name))
        }

        func write(text: String, to name: String) throws -> URL {
            let file = url.appendingPathComponent(name)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return file
        }
    }

    @Test func theNumberOfWorkersDoesNotMatter() throws {
        let folder = try Folder()
        for (i, name) in ["0_ada_0", "1_ada_0", "0_bob_0", "1_bob_0", "0_cyd_0"].enumerated() {
            try folder.write(name + ".wav", 300 + 200 * Double(i))
        }
        let ear = Ear(channels: 64, seed: 4)
        let speech = try Speech(folder: folder.url)
        let alone = try ear.dataset(of: speech, named: "tones", workers: 1)
        #expect(alone.train.count == 4 && alone.test.count == 1)
        #expect(alone.test.speakers == [2] && alone.test.speakerNames == ["ada", "bob", "cyd"])
        #expect(alone.train.eventCount > 100)
        for workers in [2, 3, 7] {
            let calls = Mutex<[Int]>([])
            let dataset = try ear.dataset(of: speech, named: "tones", workers: workers) {
                done, total in calls.withLock { $0.append(done * 100 + total) }
            }
            #expect(dataset.train == alone.train && dataset.test == alone.test)
            #expect(calls.withLock { $0 } == [105, 205, 305, 405, 505])
        }
        let files = speech.words.map(\.file)
        let samples = try ear.encode(files: files.reversed(), workers: 2)
        #expect(samples.count == 5 && samples.labels.isEmpty)
        #expect(Array(samples[4].times) == Array(alone.train[0].times))
    }

    @Test func brokenFilesAreNamed() throws {
        let folder = try Folder()
        try folder.write("0_ada_0.wav")
        _ = try folder.write(text: "no sound", to: "1_ada_0.wav")
        let speech = try Speech(folder: folder.url)
        let error = #expect(throws: DataError.self) {
            try Ear(channels: 16, seed: 1).dataset(of: speech, named: "broken", workers: 3)
        }
        #expect(error?.file == "1_ada_0.wav")
    }

    @Test func namesFollowPatterns() throws {
        let plain = try NamePattern("{label}_{speaker}_{take}.wav")
        #expect(
            plain.fields(of: "7_theo_12.wav")
                == ["label": "7", "speaker": "theo", "take": "12"])
        #expect(plain.fields(of: "7_theo.wav") == nil)
        #expect(plain.fields(of: "_theo_1.wav") == nil)
        #expect(plain.fields(of: "7_theo_1.mp3") == nil)
        let long = try NamePattern("lang-{language}_speaker-{speaker}_digit-{label}.flac.wav")
        #expect(
            long.fields(of: "lang-german_speaker-03_digit-9.flac.wav")
                == ["language": "german", "speaker": "03", "label": "9"])
        for (pattern, text) in [
            ("{speaker}.wav", "no field `{label}`"), ("{label.wav", "a `{` is not closed"),
            ("{label}{speaker}", "nothing separates `{label}` from `{speaker}`"),
            ("{label}_{label}", "`{label}` occurs twice"),
        ] {
            #expect(throws: PatternDefect(text)) { try NamePattern(pattern) }
        }
        #expect(throws: PatternDefect.self) { try NamePattern("{label}_{person}") }
    }

    @Test func languagesMakeClassesOfTheirOwn() throws {
        let folder = try Folder()
        for name in ["en_10_ada", "en_2_ada", "de_2_ada"] { try folder.write(name + ".wav") }
        let speech = try Speech(folder: folder.url, pattern: "{language}_{label}_{speaker}.wav")
        #expect(speech.classNames == ["de 2", "en 2", "en 10"])
        #expect(speech.words.map(\.label) == [0, 2, 1])
        #expect(speech.words.allSatisfy { !$0.isTest })
    }

    @Test func manifestsAreRead() throws {
        let folder = try Folder()
        let manifest = try folder.write(
            text: "file,label,speaker,split,class name\na.wav,0,m1,train,zero\n"
                + "b.wav,13,f2,test,\"drei, \"\"3\"\"\"\n\n", to: "list.csv")
        let speech = try Speech(manifest: manifest)
        #expect(speech.words.map(\.label) == [0, 13])
        #expect(speech.words.map(\.isTest) == [false, true])
        #expect(speech.classNames[0] == "zero" && speech.classNames[13] == "drei, \"3\"")
        #expect(speech.speakerNames == ["f2", "m1"])
        #expect(speech.words[1].file.path == folder.url.appendingPathComponent("b.wav").path)
        for (text, line) in [
            ("file,label\na,1", "line 1"), ("file,label,speaker\na,1", "line 2"),
            ("file,label,speaker,split\na,1,x,dev", "line 2"),
            ("file,label,speaker\n\"a,1,x", "line 2"),
        ] {
            let file = try folder.write(text: text, to: "broken.csv")
            let error = #expect(throws: DataError.self) { try Speech(manifest: file) }
            #expect(error?.place == line, "\(text)")
        }
    }
}
