// Spike trains of many samples in four flat arrays.
//
//     offsets   0         3      5                 9      one more than there are samples
//               |         |      |                 |
//     times     t  t  t   t  t   t  t  t  t               ms from the sample's start, ascending
//     units     u  u  u   u  u   u  u  u  u               the channel of each event
//     labels    a         b      c                        the class of each sample
//
// A data set of ten thousand samples is thus six allocations, not twenty thousand,
// and a sample is a pair of slices.
//
// Samples may carry values instead, one for each channel: the pixels of an image. They have no
// events; a rate code makes trains of them when they are shown.

/// Spike trains of many samples, flat: sample *i* has the events `offsets[i] ..< offsets[i + 1]`.
///
///     var samples = SpikeSamples(channels: 700)
///     samples.append(times: [1.5, 2], units: [3, 4], label: 0)
///     for event in samples[0] { print(event.time, event.unit) }
///
/// Times are milliseconds from the start of the sample. Several events may share a time and a
/// channel, as they do in data that was stored in half precision.
public struct SpikeSamples: Sendable, Equatable {
    /// How many channels the data has; every unit is below it.
    public var channels: Int
    /// The first event of each sample, and the end: one more entry than there are samples.
    public var offsets: [Int]
    /// The time of each event, in ms from the start of its sample, ascending within a sample.
    public var times: [Float]
    /// The channel of each event.
    public var units: [UInt16]
    /// Where samples carry values rather than events: one for each channel, 0 … 255, sample by
    /// sample; else empty.
    public var values: [UInt8] = []
    /// The class of each sample; empty when the data is unlabelled.
    public var labels: [Int]
    /// The speaker (or other origin) of each sample; empty when unknown.
    public var speakers: [Int]
    /// Names of the classes, by label; empty when they have none.
    public var classNames: [String]
    /// Names of the speakers; empty when they have none.
    public var speakerNames: [String]

    /// No samples yet.
    public init(channels: Int, classNames: [String] = [], speakerNames: [String] = []) {
        precondition(channels >= 0, "A number of channels is never negative.")
        self.channels = channels
        self.offsets = [0]
        self.times = []
        self.units = []
        self.labels = []
        self.speakers = []
        self.classNames = classNames
        self.speakerNames = speakerNames
    }

    /// How many samples there are.
    public var count: Int { offsets.count - 1 }

    /// Whether there is no sample at all.
    public var isEmpty: Bool { count == 0 }

    /// The positions of all samples.
    public var indices: Range<Int> { 0 ..< count }

    /// How many events all samples have together.
    public var eventCount: Int { times.count }

    /// Whether samples carry values rather than events.
    public var carriesValues: Bool { !values.isEmpty }

    /// Whether every sample has a class.
    public var isLabelled: Bool { !isEmpty && labels.count == count }

    /// How many classes there are: named ones, or one more than the largest label.
    public var classCount: Int { max(classNames.count, (labels.max() ?? -1) + 1) }

    /// One sample, as a view that shares the memory of all.
    public subscript(index: Int) -> Sample {
        let range = offsets[index] ..< offsets[index + 1]
        let base = carriesValues ? index * channels : 0
        return Sample(
            times: times[range], units: units[range],
            values: values[base ..< (carriesValues ? base + channels : 0)],
            label: labels.isEmpty ? nil : labels[index],
            speaker: speakers.isEmpty ? nil : speakers[index])
    }

    /// The time of the last event of a sample, in ms; 0 where it has none.
    public func duration(of index: Int) -> Float {
        let range = offsets[index] ..< offsets[index + 1]
        return range.isEmpty ? 0 : times[range.upperBound - 1]
    }
}

extension SpikeSamples {
    /// One event of a sample.
    public struct Event: Sendable, Equatable {
        /// In ms from the start of the sample.
        public var time: Float
        /// The channel.
        public var unit: UInt16
    }

    /// The events of one sample, with its class and speaker where these are known.
    public struct Sample: Sendable, Equatable, RandomAccessCollection {
        /// In ms, ascending.
        public let times: ArraySlice<Float>
        /// The channel of each event.
        public let units: ArraySlice<UInt16>
        /// The value of each channel, where samples carry values; else empty.
        public let values: ArraySlice<UInt8>
        /// The class, where the data is labelled.
        public let label: Int?
        /// The speaker, where it is known.
        public let speaker: Int?

        public var startIndex: Int { 0 }
        public var endIndex: Int { times.count }

        public subscript(position: Int) -> Event {
            Event(
                time: times[times.startIndex + position],
                unit: units[units.startIndex + position])
        }

        /// The time of the last event, in ms; 0 where there is none.
        public var duration: Float { times.last ?? 0 }
    }
}
