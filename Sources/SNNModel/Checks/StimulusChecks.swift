extension ModelChecks {
    mutating func check(_ stimulus: Stimulus) {
        let name = stimulus.name
        checkCount(of: name, stimulus.count, isStimulus: true)
        checkLayout(stimulus.layout, of: name, count: stimulus.count)
        guard let kind = Catalogue.kind(.stimulus, stimulus.kind) else {
            reportUnknownKind(stimulus.kind, .stimulus, of: name)
            return
        }
        checkSettings(stimulus.settings, of: SettingOwner(name), kind: kind)
        switch kind.name {
        case "poisson": checkPoisson(stimulus)
        case "fluctuating": checkFluctuation(stimulus)
        case "regular": checkRate(stimulus.settings["rate"], "rate", of: name)
        case "current": checkCurrent(stimulus)
        case "input": checkRateCode(stimulus)
        default: return
        }
    }

    private mutating func checkPoisson(_ stimulus: Stimulus) {
        let settings = stimulus.settings
        if settings["times"] == nil, settings["rates"] == nil {
            if settings["rate"] == nil {
                findings.report(
                    .missingParameter, "`\(stimulus.name)` has no rate", at: stimulus.name,
                    label: "`rate` is missing",
                    help: "set `rate`, or steps of it as `times` and `rates`")
            }
            checkRate(settings["rate"], "rate", of: stimulus.name)
            return
        }
        checkSteps(of: stimulus, "rates")
        checkRate(settings["rates"], "rates", of: stimulus.name)
        warnOfUnused(["rate"], in: stimulus, because: "its `rates` take the place of it")
    }

    private mutating func checkFluctuation(_ stimulus: Stimulus) {
        let name = stimulus.name
        checkRate(stimulus.settings["rate_max"], "rate_max", of: name)
        if let tau = stimulus.settings["tau"]?.quantity, tau.dimension == .time, let resolution,
            tau.value > 0, tau.value < resolution
        {
            findings.report(
                .badInterval, "`tau` of `\(name)` is shorter than a tick", at: .key(name, "tau"),
                label: "shorter than a tick", help: "a tick is \(text(resolution, .time))")
        }
        guard let low = stimulus.settings["rate_min"]?.quantity,
            let high = stimulus.settings["rate_max"]?.quantity,
            low.dimension == .rate, high.dimension == .rate, low.value > high.value
        else { return }
        findings.report(
            .badDistribution, "`rate_min` of `\(name)` is greater than `rate_max`",
            at: .key(name, "rate_min"), label: "above the other",
            related: [(.key(name, "rate_max"), "`rate_max` is here")],
            help: "the greatest rate is \(text(high.value, .rate))")
    }

    private mutating func checkRateCode(_ stimulus: Stimulus) {
        guard let interval = stimulus.settings["interval"]?.quantity, interval.dimension == .time,
            interval.value > 0
        else { return }
        checkInterval(
            interval.value, of: "the rate code of `\(stimulus.name)`",
            at: .key(stimulus.name, "interval"))
    }

    private mutating func checkCurrent(_ stimulus: Stimulus) {
        let settings = stimulus.settings
        let waveform: String
        if case .name(let name)? = settings["waveform"] {
            waveform = name
        } else {
            waveform = "step"
        }
        let used: [String: [String]] = [
            "step": ["times", "amplitudes"],
            "sine": ["offset", "amplitude", "frequency", "phase"],
            "noise": ["offset", "sd", "interval"],
        ]
        guard let mine = used[waveform] else { return }
        if waveform == "step" { checkSteps(of: stimulus, "amplitudes") }
        let others = used.values.joined().filter { !mine.contains($0) }.sorted()
        warnOfUnused(others, in: stimulus, because: "its waveform is `\(waveform)`")
        if let interval = settings["interval"]?.quantity, interval.dimension == .time,
            waveform == "noise", interval.value > 0
        {
            checkInterval(
                interval.value, of: "the noise of `\(stimulus.name)`",
                at: .key(stimulus.name, "interval"))
        }
    }

    /// `times` rise and have one value each.
    private mutating func checkSteps(of stimulus: Stimulus, _ values: String) {
        let settings = stimulus.settings
        for (name, other) in [("times", values), (values, "times")] where settings[name] == nil {
            findings.report(
                .missingParameter,
                "`\(stimulus.name)` does not set `\(name)`",
                at: settings[other] == nil ? stimulus.name : .key(stimulus.name, other),
                label: "`\(name)` is missing", help: "`times` and `\(values)` go together")
        }
        guard case .list(let times)? = settings["times"] else { return }
        if zip(times, times.dropFirst()).contains(where: { $0.value >= $1.value }) {
            findings.report(
                .unsortedTimes, "the times of `\(stimulus.name)` do not rise",
                at: .key(stimulus.name, "times"), label: "out of order")
        }
        guard case .list(let list)? = settings[values], list.count != times.count else { return }
        findings.report(
            .differentLengths,
            "`\(stimulus.name)` has \(times.count) `times` but \(list.count) `\(values)`",
            at: .key(stimulus.name, values), label: "lengths differ",
            related: [(.key(stimulus.name, "times"), "\(times.count) times")])
    }

    /// Warns where more than one spike per tick is expected.
    private mutating func checkRate(_ value: Value?, _ name: String, of stimulus: String) {
        let highest: Double?
        switch value {
        case .quantity(let rate)?: highest = rate.dimension == .rate ? rate.value : nil
        case .random(let rate)?: highest = rate.dimension == .rate ? rate.reach.upperBound : nil
        case .list(let rates)?:
            highest = rates.filter { $0.dimension == .rate }.map(\.value).max()
        default: highest = nil
        }
        guard let highest, let resolution, highest.isFinite, highest * resolution > 1 else {
            return
        }
        findings.report(
            .highRate,
            "the rate of `\(stimulus)` is \(text(highest, .rate)), more than one spike per tick",
            at: .key(stimulus, name), label: "very high rate",
            help: "a tick is \(text(resolution, .time))")
    }

    private mutating func warnOfUnused(
        _ names: [String], in stimulus: Stimulus, because reason: String
    ) {
        for name in names where stimulus.settings[name] != nil {
            findings.report(
                .unusedSetting, "`\(name)` of `\(stimulus.name)` has no effect, because \(reason)",
                at: .key(stimulus.name, name), label: "without effect")
        }
    }
}
