import Foundation

/// Which samples `--stimulus`, `--data`, `--leave-out` and `--limit` ask for.
struct StimulusChoice {
    let name: String
    let data: String?
    let leaveOut: String?
    let limit: Int?

    init(_ name: String, data: String? = nil, leaveOut: String? = nil, limit: Int? = nil) {
        self.name = name
        self.data = data
        self.leaveOut = leaveOut
        self.limit = limit
    }

    /// Reads the data set and cuts it down as asked.
    func load(_ installation: Installation) throws -> SpikeDataset {
        var dataset = try installation.library(data: data).dataset(name)
        if let leaveOut { dataset = try dataset.leavingOut(speaker: leaveOut) }
        if let limit { dataset = dataset.limited(to: limit) }
        return dataset
    }
}

extension SNNEngine.SpikeTrains {
    /// Moves spikes to the tick before them, as bins do.
    mutating func roundDown(to resolution: Double) {
        times = times.map { ($0 / resolution + 1e-9).rounded(.down) * resolution }
    }
}

extension SpikeDataset {
    /// Whether there is something to learn: labels.
    var isExperiment: Bool { train.isLabelled || test.isLabelled }

    /// The same samples split anew: one speaker's are the test, all others' the training.
    ///
    /// - Throws: `CommandError` for a speaker whom the data does not have, or if it has none.
    func leavingOut(speaker name: String) throws -> SpikeDataset {
        let all = train.merging(test)
        guard all.speakers.count == all.count, !all.isEmpty else {
            throw CommandError(.mistakes, "`\(self.name)` does not say who speaks")
        }
        let present = Set(all.speakers)
        let names = present.sorted().map {
            all.speakerNames.indices.contains($0) ? all.speakerNames[$0] : String($0)
        }
        let speaker =
            all.speakerNames.firstIndex(of: name).flatMap { present.contains($0) ? $0 : nil }
            ?? Int(name).flatMap { present.contains($0) ? $0 : nil }
        guard let speaker else {
            let near = name.nearest(in: names).map { "a speaker with a similar name: `\($0)`" }
            throw CommandError(
                .mistakes, "`\(self.name)` has no speaker `\(name)`",
                help: near ?? "speakers: " + names.joined(separator: ", "))
        }
        var result = try leavingOut(speaker: speaker)
        result.notice = [notice, "Tested on speaker \(name), trained on all others."]
            .filter { !$0.isEmpty }.joined(separator: " ")
        return result
    }

    /// The one sample of data without labels, for a port.
    ///
    /// - Throws: `CommandError` where there are several.
    func singleSample() throws(CommandError) -> (trains: SNNEngine.SpikeTrains, duration: Double) {
        let all = train.merging(test)
        guard all.count == 1 else {
            throw CommandError(
                .mistakes, "`\(name)` has \(all.count) samples without labels",
                help: "a readout needs labels, and a plain run binds one sample")
        }
        let sample = all[0]
        let trains = SNNEngine.SpikeTrains(
            times: sample.times.map { Double($0) }, units: sample.units.map { Int($0) })
        return (trains, Double(all.duration(of: 0)))
    }
}
