// The readout that learns what follows a cue, and the trials that it learns from.

extension ModelChecks {
    /// More trials and networks than these would take months.
    private static let trialsMax = 1_000_000.0

    mutating func checkWhatWhen(_ readout: Readout) {
        checkSettings(of: readout)
        let name = readout.name
        if readout.features.of.isEmpty {
            findings.report(
                .missingParameter, "`\(name)` does not set `of`", at: name,
                label: "`of` is missing", help: "`of` is the populations whose spikes are read")
        }
        for selection in readout.features.of { _ = check(selection, at: .key(name, "of")) }
        if let first = model.readouts.first(where: { $0.kind == "what_when" }), first != readout {
            findings.report(
                .badTrial, "`\(name)` would share the trials of `\(first.name)`",
                at: .key(name, "kind"), label: "second of its kind",
                help: "one `what_when` readout may read several populations")
        }
        for key in ["trials", "seeds"] {
            guard let count = number(key, of: readout), count > Self.trialsMax else { continue }
            findings.report(
                .badTrial, "`\(key)` of `\(name)` is more than \(Int(Self.trialsMax))",
                at: .key(name, key), label: "too many")
        }
        if let sigma = number("sigma", of: readout), sigma < model.resolution {
            findings.report(
                .badTrial, "`sigma` of `\(name)` is shorter than a tick",
                at: .key(name, "sigma"), label: "shorter than a tick")
        }
        checkTimes(of: readout)
        if !model.stimuli.contains(where: { $0.kind == "input" }) {
            findings.report(
                .missingParameter, "the cue of `\(name)` has no port to come through", at: name,
                label: "needs a port", help: "add `stimulus cue[1] of input`")
        }
    }

    /// That the cue and two events lie within the trial.
    private mutating func checkTimes(of readout: Readout) {
        let name = readout.name
        let start = number("cue_start", of: readout) ?? 0
        let end = start + (number("cue_duration", of: readout) ?? 0)
        if let duration = model.duration, end > duration {
            let key = readout.settings["cue_duration"] == nil ? "cue_start" : "cue_duration"
            findings.report(
                .badTrial, "the cue of `\(name)` ends at \(text(end, .time)), but its trials at "
                    + text(duration, .time), at: .key(name, key), label: "after the end",
                help: "write `simulation { duration = 1 s }`")
        }
        for key in ["latencies", "switched_latencies"] {
            guard case .list(let list)? = setting(key, of: readout) else { continue }
            if list.count != 2 {
                findings.report(
                    .badTrial, "`\(key)` has \(list.count) values, and there are two events",
                    at: .key(name, key), label: "not two latencies",
                    help: "write `\(key) = [300 ms, 600 ms]`")
            }
            guard let last = list.map(\.value).max(), let duration = model.duration,
                start + last > duration - model.resolution / 2
            else { continue }
            findings.report(
                .badTrial, "an event of `\(name)` is at \(text(start + last, .time)), but its "
                    + "trials end at \(text(duration, .time))", at: .key(name, key),
                label: "after the end",
                help: "latencies count from the cue, which is at \(text(start, .time))")
        }
    }

    private func setting(_ key: String, of readout: Readout) -> Value? {
        readout.settings[key] ?? Catalogue.kind(.readout, readout.kind)?.parameter(key)?.standard
    }

    private func number(_ key: String, of readout: Readout) -> Double? {
        setting(key, of: readout)?.quantity?.value
    }
}
