import Foundation

// Images with labels, in pairs of idx files. The training images may be missing: then the test
// images are split, and the notice says so, because figures on them are no figures on the official
// split.

/// A public data set of images that the user has.
public struct ImageDataset: Sendable, Equatable {
    /// The name it is asked for by.
    public var name: String
    /// The name its authors gave it.
    public var title: String
    /// Whom to cite.
    public var source: String
    public var channels: Int
    public var classes: Int
    /// Where test images are split because training images are missing: how many to learn from.
    public var splitAt: Int

    /// The data set of this name.
    public static func named(_ name: String) -> ImageDataset? { all.first { $0.name == name } }

    /// All that this software knows.
    public static let all = [mnist]

    /// Handwritten digits of 28 x 28 pixels, 60,000 + 10,000 images.
    public static let mnist = ImageDataset(
        name: "mnist", title: "MNIST handwritten digits",
        source: "LeCun, Bottou, Bengio, Haffner (1998), Proc. IEEE 86, 2278.", channels: 784,
        classes: 10, splitAt: 8000)

    /// The two files of a split in a folder, compressed or not; nil where one is missing.
    func files(_ split: String, in folder: String) -> (images: String, labels: String)? {
        func find(_ stem: String) -> String? {
            [stem, stem.replacing("-idx", with: ".idx")]
                .flatMap { ["\(folder)/\($0)", "\(folder)/\($0).gz"] }
                .first { FileManager.default.fileExists(atPath: $0) }
        }
        guard let images = find("\(split)-images-idx3-ubyte"),
            let labels = find("\(split)-labels-idx1-ubyte")
        else { return nil }
        return (images, labels)
    }

    /// Whether a folder holds anything that can be learnt from and tested on.
    public func isPresent(in folder: String) -> Bool { files("t10k", in: folder) != nil }

    /// Reads the data set from a folder.
    ///
    /// - Throws: `DataError`.
    func read(in folder: String) throws -> SpikeDataset {
        guard let test = files("t10k", in: folder) else {
            throw DataError(
                "t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte are not there", in: folder)
        }
        let tested = try samples(test)
        if let train = files("train", in: folder) {
            return SpikeDataset(
                name: name,
                notice: "\(name): \(title), official files in \(folder). \(source)",
                train: try samples(train), test: tested)
        }
        guard tested.count > splitAt else {
            throw DataError(
                "holds \(tested.count) images, too few to split", in: test.images,
                help: "the training files train-images-idx3-ubyte and train-labels-idx1-ubyte "
                    + "belong beside it")
        }
        return SpikeDataset(
            name: name,
            notice: "\(name): the training images are not in \(folder), so the "
                + "\(tested.count) test images are split: \(splitAt) to learn from and "
                + "\(tested.count - splitAt) to test on. Figures are not those of the official "
                + "split. \(source)",
            train: tested.prefix(splitAt), test: tested.subset(splitAt ..< tested.count))
    }

    private func samples(_ files: (images: String, labels: String)) throws -> SpikeSamples {
        let samples = try SpikeSamples(
            images: files.images, labels: files.labels, classes: classes)
        guard samples.channels == channels else {
            throw DataError(
                "has images of \(samples.channels) pixels, and those of \(name) have \(channels)",
                in: files.images)
        }
        return samples
    }
}
