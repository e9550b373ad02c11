// The checks that events of every origin pass before anybody computes with them.

/// Events as they were read: flat lists that may still be wrong in every way.
struct RawEvents {
    var offsets: [Int]
    /// In ms.
    var times: [Float]
    var units: [UInt16]
    /// The file and the object that holds the times, for messages.
    var file: String
    var place: String?

    /// Puts the events of every sample in the order of time and makes sure that each time is one.
    ///
    /// - Returns: How many samples were out of order.
    mutating func order() throws -> Int {
        var sortedSamples = 0
        for sample in 0 ..< offsets.count - 1 {
            let range = offsets[sample] ..< offsets[sample + 1]
            var isAscending = true
            var previous: Float = 0
            for position in range {
                let time = times[position]
                guard time >= 0, time < .infinity else {
                    throw DataError(
                        "\(Self.name(of: time)) is no time (event \(position - range.lowerBound) "
                            + "of sample \(sample))", in: file, at: place)
                }
                if time < previous { isAscending = false }
                previous = time
            }
            if isAscending { continue }
            sortedSamples += 1
            sort(range)
        }
        return sortedSamples
    }

    /// The events as samples that have no labels yet.
    ///
    /// - Parameter channels: How many there are, if the file says so; at least those in use.
    func samples(channels: Double? = nil) -> SpikeSamples {
        let used = Int(units.max() ?? 0) + 1
        var samples = SpikeSamples(channels: max(used, Int(min(max(channels ?? 0, 0), 65536))))
        samples.offsets = offsets
        samples.times = times
        samples.units = units
        return samples
    }

    private mutating func sort(_ range: Range<Int>) {
        // Equal times keep the order of the file, so that a file is read alike everywhere.
        let order = range.sorted { (times[$0], $0) < (times[$1], $1) }
        let sortedTimes = order.map { times[$0] }
        let sortedUnits = order.map { units[$0] }
        times.replaceSubrange(range, with: sortedTimes)
        units.replaceSubrange(range, with: sortedUnits)
    }

    private static func name(of time: Float) -> String {
        time.isNaN ? "not-a-number" : time == .infinity ? "infinity" : "\(time) ms"
    }
}

extension SpikeSamples {
    /// Makes sure that the data fits a port of so many channels.
    ///
    /// - Throws: `DataError` naming the first sample with an event on another channel.
    public func validate(channels available: Int, in file: String = "stimulus") throws {
        guard let position = units.firstIndex(where: { Int($0) >= available }) else { return }
        let sample = offsets.lastIndex { $0 <= position } ?? 0
        throw DataError(
            "sample \(sample) has an event on channel \(units[position]), but the input has "
                + "\(available) channel\(available == 1 ? "" : "s") (0 to \(available - 1))",
            in: file, help: "an input of \(channels) channels fits this data")
    }

    /// Makes sure that every label names a class.
    func validateLabels(in file: String, at place: String) throws {
        if labels.isEmpty { return }
        guard labels.count == count else {
            throw DataError(
                "has \(labels.count) labels for \(count) samples", in: file, at: place)
        }
        let classes = classNames.isEmpty ? 65536 : classNames.count
        for (sample, label) in labels.enumerated() where !(0 ..< classes).contains(label) {
            throw DataError(
                "sample \(sample) has the label \(label), but there are \(classes) classes "
                    + "(0 to \(classes - 1))", in: file, at: place)
        }
    }
}
