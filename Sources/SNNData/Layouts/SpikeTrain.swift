/// The spikes of one recording, in double precision and for any number of neurons.
public struct SpikeTrain: Sendable, Equatable {
    /// In ms, ascending.
    public var times: [Double]
    /// The neuron or channel of each spike.
    public var units: [UInt32]

    public init(times: [Double] = [], units: [UInt32] = []) {
        precondition(times.count == units.count, "Every spike has one time and one unit.")
        self.times = times
        self.units = units
    }

    /// Reads spikes that a stimulus is to repeat: CSV of `time_ms,unit`, or HDF5 in SONATA
    /// layout, or a file of samples that holds just one.
    ///
    /// - Parameter population: Which population of a SONATA file; may be nil where it has one.
    public init(reading path: String, population: String? = nil) throws {
        if try SpikeFile.isHDF5(path) {
            let file = try HDF5Snapshot(reading: path)
            if try SpikeFile.layout(of: file) == .sonata {
                self = try SonataSpikes.read(file, population: population)
                return
            }
        } else if let train = try SpikeTable.readTrain(path) {
            self = train
            return
        }
        let samples = try SpikeFile(reading: path)
        let all = samples.train.merging(samples.test)
        guard all.count == 1 else {
            throw DataError(
                "holds \(all.count) samples where one spike train is needed", in: path,
                help: "bind a data set of many samples with --stimulus")
        }
        self.init(times: all.times.map { Double($0) }, units: all.units.map { UInt32($0) })
    }

    /// The same spikes in the order of time; equal times keep their order.
    func sorted() -> SpikeTrain {
        if zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) { return self }
        let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
        return SpikeTrain(times: order.map { times[$0] }, units: order.map { units[$0] })
    }

    /// As one unlabelled sample.
    func samples(in file: String) throws -> SpikeSamples {
        if let large = units.first(where: { $0 > UInt16.max }) {
            throw DataError(
                "has a spike of neuron \(large), but samples have at most 65536 channels", in: file)
        }
        var samples = SpikeSamples(channels: Int(units.max() ?? 0) + 1)
        samples.append(times: times.map { Float($0) }, units: units.map { UInt16($0) })
        return samples
    }
}
