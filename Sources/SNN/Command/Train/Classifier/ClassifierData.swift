import SNNData
import SNNEngine

// What a classifier is trained on, in bins. A task is the data set itself, or sums of two digits
// (`DigitSums`), each of which has half of the time. Pairs are drawn by number, anew in each epoch
// for training, once for all in the test.

/// Samples in bins, and what is asked of them.
struct ClassifierData: Sendable {
    /// How many samples an epoch shows.
    let epochCount: Int
    let validationCount: Int
    let testCount: Int
    let classNames: [String]
    let bins: Int
    private let parts: [Part]
    private let sums: Bool
    private let seed: UInt64
    private let variation: Variation
    private let bin: Double
    /// Bins of an utterance.
    private let binsEach: Int
    private let channels: Int
    /// What samples are varied from; empty where they are not.
    private var originals: [SpikeSamples.Sample] = []

    /// For the notices of a report.
    static let aboutSums =
        "Samples are pairs of digits, one after the other; the label is their sum."

    enum Split: Int { case train, validation, test }

    /// How training samples differ from showing to showing, as voices do: by a shift along the
    /// channels, and by being spoken faster or slower.
    struct Variation: Equatable {
        /// Channels at most.
        var shift = 0
        /// The part of its length at most.
        var stretch = 0.0
        var isNone: Bool { shift == 0 && stretch == 0 }
    }

    /// The samples of a split; of sums each is half of a sample.
    private struct Part: Sendable {
        var trains: [BinnedTrain] = []
        var labels: [Int] = []
    }

    /// - Parameters:
    ///   - dataset: labelled.
    ///   - duration: of a sample, in ms; of sums both utterances together.
    ///   - bin: in ms.
    ///   - pairs: of an epoch, if sums are asked for.
    ///   - share: of the training voices that go to the validation.
    ///   - isTest: whether only a test is made of it: of all samples where there are no others.
    init(
        _ dataset: SpikeDataset, duration: Double, bin: Double, inputs: Int, pairs: Int?,
        validation share: Double, variation: Variation = Variation(), seed: UInt64,
        isTest: Bool = false
    ) throws {
        let shown = isTest && dataset.test.isEmpty ? dataset.train : dataset.test
        guard isTest || dataset.train.isLabelled, shown.isLabelled, !dataset.carriesValues else {
            throw CommandError(
                .mistakes, "`\(dataset.name)` has no labelled spikes to learn and to be tested on")
        }
        guard dataset.channels <= inputs else {
            throw CommandError(
                .mistakes, "`\(dataset.name)` has \(dataset.channels) channels, and the port only "
                    + "\(inputs)")
        }
        sums = pairs != nil
        self.seed = seed
        let each = sums ? duration / 2 : duration
        let binsEach = Int((each / bin).rounded())
        self.binsEach = binsEach
        self.bin = bin
        self.variation = variation
        channels = inputs
        guard binsEach > 0 else {
            throw CommandError(.mistakes, "a sample of \(each) ms has no bin of \(bin) ms")
        }
        bins = sums ? 2 * binsEach : binsEach
        let isSum = sums
        func part(_ samples: SpikeSamples, _ indices: [Int]) -> Part {
            var part = Part()
            for index in indices {
                let sample = samples[index]
                part.trains.append(
                    BinnedTrain(
                        times: sample.times, units: sample.units, bin: bin, bins: binsEach))
                let label = sample.label ?? 0
                part.labels.append(isSum ? DigitSums.digit(label) : label)
            }
            return part
        }
        let (kept, held) = isTest ? ([], []) : Self.split(dataset.train, share, seed: seed)
        parts = [
            part(dataset.train, kept), part(dataset.train, held),
            part(shown, Array(shown.indices)),
        ]
        if !variation.isNone { originals = kept.map { dataset.train[$0] } }
        let names = [dataset.train, dataset.test].map(\.classNames).first { !$0.isEmpty } ?? []
        let count = max(dataset.train.classCount, dataset.test.classCount)
        classNames = sums
            ? DigitSums.classNames
            : (0..<count).map { $0 < names.count ? names[$0] : String($0) }
        epochCount = pairs ?? kept.count
        validationCount = sums && !held.isEmpty ? DigitSums.testCount / 5 : held.count
        testCount = sums ? DigitSums.testCount : shown.count
    }

    /// Which training samples are kept for the validation: those of some voices, where there are
    /// voices.
    private static func split(
        _ samples: SpikeSamples, _ share: Double, seed: UInt64
    ) -> (kept: [Int], held: [Int]) {
        let groups = samples.speakers.count == samples.count && Set(samples.speakers).count > 1
            ? samples.speakers : Array(samples.indices)
        var random = SampleDraw(seed: seed, name: "validation", number: 0)
        let order = random.shuffled(Set(groups).sorted())
        let count = share == 0
            ? 0 : min(max(Int((share * Double(order.count)).rounded()), 1), order.count - 1)
        let held = Set(order.prefix(max(count, 0)))
        return (
            samples.indices.filter { !held.contains(groups[$0]) },
            samples.indices.filter { held.contains(groups[$0]) }
        )
    }

    /// Makes sample after sample of a split.
    ///
    /// - Parameter epoch: of the training; pairs of other splits stay the same.
    func samples(of split: Split, epoch: Int = 0) -> @Sendable (Int) -> LabelledBins {
        let (part, seed, sums) = (parts[split.rawValue], seed, sums)
        let isVaried = split == .train && !variation.isNone
        return { [self] index in
            var random = DigitSums.draw("\(split)", epoch: epoch, index, seed: seed)
            func train(_ number: Int) -> BinnedTrain {
                isVaried ? varied(originals[number], &random) : part.trains[number]
            }
            guard sums else { return LabelledBins(train: train(index), label: part.labels[index]) }
            let (first, second) = DigitSums.pair(part.trains.count, &random)
            return LabelledBins(
                train: train(first).followed(by: train(second)),
                label: part.labels[first] + part.labels[second])
        }
    }

    private func varied(
        _ sample: SpikeSamples.Sample, _ random: inout SampleDraw
    ) -> BinnedTrain {
        let shift = random.index(below: 2 * variation.shift + 1) - variation.shift
        let factor = 1 + variation.stretch * (2 * random.uniform() - 1)
        var (times, units): ([Double], [Int]) = ([], [])
        times.reserveCapacity(sample.count)
        units.reserveCapacity(sample.count)
        for (time, unit) in zip(sample.times, sample.units) {
            let moved = Int(unit) + shift
            guard moved >= 0, moved < channels else { continue }
            times.append(Double(time) * factor)
            units.append(moved)
        }
        return BinnedTrain(times: times, units: units, bin: bin, bins: binsEach)
    }

    func labels(of split: Split) -> [Int] {
        let make = samples(of: split)
        return (0..<(split == .test ? testCount : validationCount)).map { make($0).label }
    }
}
