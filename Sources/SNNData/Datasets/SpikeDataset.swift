/// Samples to learn from and samples to be tested on.
public struct SpikeDataset: Sendable, Equatable {
    /// The name it was asked for by.
    public var name: String
    /// What the data is and where it comes from, in one or two plain sentences for the user.
    public var notice: String
    /// What a readout or a rule may learn from.
    public var train: SpikeSamples
    /// What it is judged by.
    public var test: SpikeSamples

    public init(name: String, notice: String, train: SpikeSamples, test: SpikeSamples) {
        self.name = name
        self.notice = notice
        self.train = train
        self.test = test
    }

    /// How many channels the data has.
    public var channels: Int { max(train.channels, test.channels) }

    /// Whether samples carry values rather than events.
    public var carriesValues: Bool { train.carriesValues || test.carriesValues }

    /// At most the first so many samples of each split.
    public func limited(to maximum: Int) -> SpikeDataset {
        var result = self
        result.train = train.prefix(maximum)
        result.test = test.prefix(maximum)
        return result
    }
}

extension SpikeDataset {
    /// The same samples, split so that one speaker's are to be tested on and all others' to be
    /// learnt from.
    ///
    /// - Throws: `DataError` where the speakers are unknown or nobody has this number.
    public func leavingOut(speaker: Int) throws -> SpikeDataset {
        let all = train.merging(test)
        guard !all.speakers.isEmpty else {
            throw DataError("the data does not say who speaks", in: name)
        }
        guard all.speakers.contains(speaker) else {
            let known = Set(all.speakers).sorted().map { String($0) }.joined(separator: ", ")
            throw DataError(
                "there is no speaker \(speaker)", in: name, help: "its speakers are \(known)")
        }
        var result = self
        result.train = all.subset { all.speakers[$0] != speaker }
        result.test = all.subset { all.speakers[$0] == speaker }
        return result
    }
}
