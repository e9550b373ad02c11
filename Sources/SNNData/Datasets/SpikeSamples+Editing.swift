extension SpikeSamples {
    /// Adds a sample. Its events must ascend in time and lie in the channels.
    ///
    /// Label and speaker are given for all samples or for none.
    public mutating func append(
        times newTimes: some Collection<Float>, units newUnits: some Collection<UInt16>,
        label: Int? = nil, speaker: Int? = nil
    ) {
        precondition(newTimes.count == newUnits.count, "Every event has one time and one unit.")
        precondition(
            (label != nil) == (labels.count == count && (count > 0 || label != nil)),
            "Either all samples have a label or none.")
        precondition(
            (speaker != nil) == (speakers.count == count && (count > 0 || speaker != nil)),
            "Either all samples have a speaker or none.")
        times.append(contentsOf: newTimes)
        units.append(contentsOf: newUnits)
        offsets.append(times.count)
        if let label { labels.append(label) }
        if let speaker { speakers.append(speaker) }
    }

    /// Adds a sample that carries values, one for each channel. All samples do or none.
    public mutating func append(
        values newValues: some Collection<UInt8>, label: Int? = nil, speaker: Int? = nil
    ) {
        precondition(newValues.count == channels, "Every channel has one value.")
        precondition(values.count == count * channels, "Either all samples carry values or none.")
        append(times: [], units: [], label: label, speaker: speaker)
        values += newValues
    }

    /// Adds a sample of the same or another data set with the same labels and speakers.
    public mutating func append(_ sample: Sample) {
        if !sample.values.isEmpty {
            append(values: sample.values, label: sample.label, speaker: sample.speaker)
            return
        }
        append(
            times: sample.times, units: sample.units, label: sample.label,
            speaker: sample.speaker)
    }

    /// Makes room for so many samples and events.
    public mutating func reserveCapacity(samples: Int, events: Int) {
        offsets.reserveCapacity(samples + 1)
        times.reserveCapacity(events)
        units.reserveCapacity(events)
    }

    /// The samples at these positions, in this order; names and channels are kept.
    public func subset(_ positions: some Sequence<Int>) -> SpikeSamples {
        var result = SpikeSamples(
            channels: channels, classNames: classNames, speakerNames: speakerNames)
        for position in positions { result.append(self[position]) }
        return result
    }

    /// The samples that satisfy a condition on their position.
    public func subset(where isWanted: (Int) throws -> Bool) rethrows -> SpikeSamples {
        subset(try indices.filter(isWanted))
    }

    /// At most the first so many samples.
    public func prefix(_ maximum: Int) -> SpikeSamples {
        maximum >= count ? self : subset(0 ..< max(0, maximum))
    }

    /// These samples followed by others. Names are those of the side that has more of them; labels
    /// and speakers survive where both sides have them.
    public func merging(_ other: SpikeSamples) -> SpikeSamples {
        if isEmpty && labels.isEmpty && classNames.isEmpty { return other }
        precondition(
            isEmpty || other.isEmpty || carriesValues == other.carriesValues,
            "Either all samples carry values or none.")
        var result = self
        result.channels = max(channels, other.channels)
        result.values += other.values
        let base = times.count
        result.times += other.times
        result.units += other.units
        result.offsets += other.offsets.dropFirst().map { $0 + base }
        result.labels = Self.joined(labels, of: count, other.labels, of: other.count)
        result.speakers = Self.joined(speakers, of: count, other.speakers, of: other.count)
        if other.classNames.count > classNames.count { result.classNames = other.classNames }
        if other.speakerNames.count > speakerNames.count {
            result.speakerNames = other.speakerNames
        }
        return result
    }

    private static func joined(
        _ left: [Int], of leftCount: Int, _ right: [Int], of rightCount: Int
    ) -> [Int] {
        left.count == leftCount && right.count == rightCount ? left + right : []
    }
}

extension SpikeSamples {
    /// The factor that brings a sample's values to 0 … 1: relative to 255.
    public static let valueScale = 1 / 255.0

    /// The greatest share that one value has of the sum of its sample; 0 where all are zero.
    public var greatestShare: Double {
        guard carriesValues else { return 0 }
        return indices.reduce(0) { greatest, index in
            let sample = self[index].values
            let sum = sample.reduce(0) { $0 + Int($1) }
            return sum == 0 ? greatest : max(greatest, Double(sample.max() ?? 0) / Double(sum))
        }
    }

    /// The factor that brings the values of a sample to their shares of the sum, relative to the
    /// greatest share of all samples; 0 for a sample of zeros.
    public func shareScale(of index: Int, greatest: Double) -> Double {
        let sum = self[index].values.reduce(0) { $0 + Int($1) }
        return sum == 0 || greatest == 0 ? 0 : 1 / (Double(sum) * greatest)
    }
}
