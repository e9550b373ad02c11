import Foundation
import Testing

@testable import SNNData

/// Files of images: what is read, and what is refused.
@Suite struct ImageFileTests {
    private let folder = TemporaryFolder()

    private func big(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private func idx(_ shape: [Int], _ values: [UInt8]) -> [UInt8] {
        [0, 0, 8, UInt8(shape.count)] + shape.flatMap(big) + values
    }

    private func images(_ count: Int, side: Int = 28, seed: Int) -> [UInt8] {
        var random = RepeatableRandom(seed: seed)
        return idx(
            [count, side, side],
            (0 ..< count * side * side).map { _ in UInt8.random(in: 0 ... 255, using: &random) })
    }

    private func labels(_ count: Int) -> [UInt8] {
        idx([count], (0 ..< count).map { UInt8($0 % 10) })
    }

    /// Compressed by the program that made the published files.
    private func zipped(_ bytes: [UInt8]) throws -> [UInt8] {
        _ = folder.write("plain", bytes)
        let result = try SystemTool("gzip", package: "gzip")
            .run(["-c", folder.file("plain")], outputTo: folder.file("plain.gz"))
        #expect(result.status == 0)
        return folder.bytes("plain.gz")
    }

    private func outcome(_ path: String) -> String {
        do {
            return try "read \(ImageFile(reading: path).shape)"
        } catch let error as DataError {
            return error.message
        } catch {
            Issue.record("an error of another kind: \(error)")
            return ""
        }
    }

    @Test func plainAndCompressedAreTheSame() throws {
        let bytes = images(30, seed: 1)
        let plain = try ImageFile(reading: folder.write("a", bytes))
        let packed = try ImageFile(reading: folder.write("a.gz", try zipped(bytes)))
        // Two members one after the other are their contents one after the other.
        let half = bytes.count / 2
        let parts = try zipped(Array(bytes[..<half])) + zipped(Array(bytes[half...]))
        let joined = try ImageFile(reading: folder.write("b.gz", parts))
        #expect(plain == packed && plain == joined)
        #expect(plain.shape == [30, 28, 28] && plain.values == Array(bytes[16...]))
    }

    @Test func everyTruncationIsNoticed() throws {
        let bytes = images(3, side: 9, seed: 2)
        for (name, whole) in [("plain", bytes), ("packed", try zipped(bytes))] {
            for cut in 0 ..< whole.count {
                let said = outcome(folder.write("cut", Array(whole[..<cut])))
                #expect(!said.hasPrefix("read"), "\(name) cut to \(cut) of \(whole.count)")
            }
            let longer = outcome(folder.write("cut", whole + [0]))
            #expect(!longer.hasPrefix("read"), "\(name) with a byte too many")
        }
    }

    @Test func changedBytesNeverCrashAndCompressedOnesAreNoticed() throws {
        let bytes = images(4, side: 6, seed: 3)
        let packed = try zipped(bytes)
        for seed in 0 ..< 400 {
            var random = RepeatableRandom(seed: seed)
            var (plain, damaged) = (bytes, packed)
            plain[Int.random(in: 0 ..< 16, using: &random)] ^= UInt8.random(
                in: 1 ... 255, using: &random)
            _ = outcome(folder.write("plain", plain))
            // Beyond the header of gzip, whose flags and times are free.
            let place = Int.random(in: 10 ..< damaged.count, using: &random)
            damaged[place] ^= UInt8.random(in: 1 ... 255, using: &random)
            if let read = try? ImageFile(reading: folder.write("packed", damaged)) {
                // The file's own name lies behind the header and means nothing.
                #expect(read.values == Array(bytes[16...]), "seed \(seed)")
            }
        }
    }

    @Test func messagesSayWhatIsWrong() throws {
        let cases: [([UInt8], String)] = [
            ([0, 0, 8], "is too short for an idx file"),
            ([1, 0, 8, 1, 0, 0, 0, 0], "does not begin as an idx file does"),
            ([0, 0, 13, 1, 0, 0, 0, 0], "holds numbers other than unsigned bytes"),
            ([0, 0, 8, 0], "has 0 axes"),
            ([0, 0, 8, 3, 0, 0], "ends within its header"),
            (idx([2, 3], [1, 2]), "holds 2 values where its header announces 2 x 3"),
            (
                [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12),
                "claims to hold more than any such file"
            ),
        ]
        for (bytes, message) in cases { #expect(outcome(folder.write("a", bytes)) == message) }
        #expect(outcome(folder.file("nothing")) == "cannot be read")
    }

    private func pair(_ images: [UInt8], _ labels: [UInt8]) -> String {
        let paths = (folder.write("i", images), folder.write("l", labels))
        do {
            let samples = try SpikeSamples(images: paths.0, labels: paths.1, classes: 10)
            return "read \(samples.count)"
        } catch { return (error as? DataError)?.message ?? "?" }
    }

    @Test func imagesAndLabelsBelongTogether() throws {
        #expect(pair(images(5, seed: 4), labels(5)) == "read 5")
        #expect(pair(images(5, seed: 4), labels(6)) == "has 6 labels for 5 images")
        #expect(pair(labels(5), labels(5)) == "has 1 axes where images have 3")
        #expect(pair(images(5, seed: 4), images(5, seed: 4)) == "has 3 axes where labels have 1")
        #expect(
            pair(images(1, seed: 4), idx([1], [10])) == "label 0 is 10, and classes end at 9")
        #expect(pair(idx([0, 2, 2], []), labels(0)) == "holds no images")
    }

    @Test func theTestFileIsSplitWhereTrainingFilesAreMissing() throws {
        var small = ImageDataset.mnist
        small.splitAt = 8
        _ = folder.write("t10k-images-idx3-ubyte", images(10, seed: 5))
        _ = folder.write("t10k-labels-idx1-ubyte.gz", try zipped(labels(10)))
        let split = try small.read(in: folder.path)
        #expect(split.train.count == 8 && split.test.labels == [8, 9])
        #expect(split.test[1].values.elementsEqual(images(10, seed: 5).suffix(784)))
        #expect(split.notice.contains("training images are not in"))
        #expect(split.channels == 784 && split.train.classNames.count == 10)
        _ = folder.write("train-images-idx3-ubyte", images(4, seed: 6))
        _ = folder.write("train-labels-idx1-ubyte", labels(4))
        let official = try small.read(in: folder.path)
        #expect(official.train.count == 4 && official.test.count == 10)
        #expect(official.notice.contains("official files in"))
        let library = StimulusLibrary(
            shipped: [], environment: ["SNNSIM_DATA": folder.path, "HOME": "/nowhere"])
        #expect(try library.dataset("mnist").test.count == 10)
        #expect(try library.dataset(folder.path).train.count == 4)
        let absent = StimulusLibrary(shipped: [], environment: ["HOME": "/nowhere"])
        #expect(throws: DataError.self) { try absent.dataset("mnist") }
    }

    @Test func sharesAreRelativeToTheGreatest() {
        var samples = SpikeSamples(channels: 2)
        samples.append(values: [10, 30], label: 0)
        samples.append(values: [50, 50], label: 1)
        samples.append(values: [0, 0], label: 1)
        #expect(samples.greatestShare == 0.75)
        #expect(30 * samples.shareScale(of: 0, greatest: 0.75) == 1)
        #expect(samples.shareScale(of: 2, greatest: 0.75) == 0)
        let merged = samples.prefix(1).merging(samples.subset(1 ..< 3))
        #expect(merged == samples)
    }

    @Test func theSharedDigitsAreRead() throws {
        let place = "../shared/data/mnist"
        guard FileManager.default.fileExists(atPath: place) else {
            print("skipped: there is no \(place)")
            return
        }
        let digits = try ImageDataset.mnist.read(in: place)
        #expect(digits.train.count == 8000 && digits.test.count == 2000)
        // The first images of the published test set are 7, 2, 1, 0, 4.
        #expect(digits.train.labels.prefix(5) == [7, 2, 1, 0, 4])
        #expect(StimulusInfo(digits).text.contains("channels above zero"))
    }
}
