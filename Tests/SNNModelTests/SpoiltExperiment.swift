@testable import SNNModel

extension SpoiltModel {
    static let experiment: [SpoiltModel] = [
        SpoiltModel(.badResolution, "the resolution is 0 ms, but has to be positive") {
            $0.resolution = 0
        },
        SpoiltModel(.badDuration, "the duration of 0.05 ms is shorter than a tick") {
            $0.duration = 0.05
        },
        SpoiltModel(
            .unknownState, "`exc` has no state `g_amp`",
            help: "a state with a similar name exists: `g_ampa`"
        ) { $0.recordings[1].quantity = .state("g_amp") },
        SpoiltModel(
            .unknownState, "`exc` has no state `w`",
            help: "the states of `exc` are `V_m`, `g_ampa` and `I_gaba`"
        ) { $0.recordings[1].quantity = .state("w") },
        SpoiltModel(.unknownState, "`drive` is a current and has no spikes to record") {
            $0.recordings[0].of = [Selection("drive")]
        },
        SpoiltModel(.unknownState, "`noise` is a stimulus and has no state `V_m`") {
            $0.recordings[1] = Recording(.state("V_m"), of: [Selection("noise")], every: 1)
        },
        SpoiltModel(
            .badInterval, "the interval of the recording of `g_ampa` is no whole number of ticks",
            help: "a tick is 0.1 ms"
        ) { $0.recordings[1].every = 0.25 },
        SpoiltModel(
            .badInterval, "the interval of the recording of the rate is shorter than a tick"
        ) { $0.recordings[2].every = 0.05 },
        SpoiltModel(.badInterval, "the recording of `g_ampa` has no interval") {
            $0.recordings[1].every = nil
        },
        SpoiltModel(
            .badInterval, "spikes are recorded whenever they happen, not at an interval",
            help: "`record rate` counts spikes in intervals"
        ) { $0.recordings[0].every = 1 },
        SpoiltModel(.badBins, "the readout `digit` counts spikes in 0 bins") {
            $0.readouts[0].features.bins = [5, 0]
        },
        SpoiltModel(.badPenalty, "a penalty of the readout `digit` is 0, but has to be positive") {
            $0.readouts[0].penalties = [1, 0]
        },
    ] + expectation + trained

    /// A neuron of `elm` with these settings, and a classifier that trains it.
    private static func training(
        _ message: String, help: String? = nil, _ change: @escaping @Sendable (inout Model) -> Void
    ) -> SpoiltModel {
        SpoiltModel(.badELM, message, help: help) { model in
            var cell = Population("cell", count: 1, kind: "elm")
            cell.settings["outputs"] = .quantity(.number(4))
            model.populations.append(cell)
            if !model.stimuli.contains(where: { $0.kind == "input" }) {
                model.stimuli.insert(Stimulus("heard", count: 8, kind: "input"), at: 0)
            }
            let port = model.stimuli.first { $0.kind == "input" }!.name
            model.projections.append(
                Projection(
                    from: Selection(port), to: Selection("cell"), rule: .allToAll,
                    weight: .quantity(.number(1)), delay: .quantity(.milliseconds(1))))
            model.readouts.append(
                Readout("name", kind: "classifier", of: Selection("cell"), settings: Settings()))
            change(&model)
        }
    }

    private static func set(
        _ name: String, _ value: Value
    ) -> @Sendable (inout Model) -> Void {
        { $0.populations[$0.populations.count - 1].settings[name] = value }
    }

    private static let trained: [SpoiltModel] = [
        training(
            "there is no version 3 of `elm`", set("version", .quantity(.number(3)))),
        training(
            "`memory` of `cell` is more than 100000", set("memory", .quantity(.number(1e6)))),
        training(
            "`cell` routes its inputs, but does not say onto how many branches",
            help: "write `branches = 100, synapses_per_branch = 15`",
            set("routing", .name("random"))),
        training(
            "`branches` of `cell` has no effect, because every input has a branch of its own",
            help: "write `routing = random` as well", set("branches", .quantity(.number(5)))),
        training(
            "the bin of `cell` is no whole number of ticks", help: "a tick is 0.1 ms",
            set("bin", .quantity(.milliseconds(0.25)))),
        training(
            "`tau_min` of `cell` is greater than `tau_max`",
            set("tau_min", .quantity(.milliseconds(200)))),
        training(
            "`cell` has 100 units of memory, but `tau_m` 2 time constants",
            set("tau_m", .list([.milliseconds(5), .milliseconds(6)]))),
        training(
            "`name` trains one neuron, and `cell` has 2",
            help: "a neuron of `elm` has as many outputs as there are classes"
        ) { $0.populations[$0.populations.count - 1].count = 2 },
        training("a dropout of 1 leaves nothing to learn from") {
            $0.readouts[$0.readouts.count - 1].settings["dropout"] = .quantity(.number(1))
        },
        training("the outputs of `cell` are judged at the end of a sample") {
            $0.readouts[$0.readouts.count - 1].settings["judged"] = .name("mean")
        },
    ]

    /// Trials that a readout learns expectations from.
    private static let expectation: [SpoiltModel] = [
        expecting(
            .badTrial, "an event of `when` is at 1100 ms, but its trials end at 1000 ms",
            help: "latencies count from the cue, which is at 200 ms",
            ["latencies": .list([300, 900].map { .milliseconds($0) })]),
        expecting(
            .badTrial, "`latencies` has 1 values, and there are two events",
            help: "write `latencies = [300 ms, 600 ms]`",
            ["latencies": .list([.milliseconds(300)])]),
        expecting(
            .badTrial, "the cue of `when` ends at 1100 ms, but its trials at 1000 ms",
            help: "write `simulation { duration = 1 s }`",
            ["cue_duration": .quantity(.milliseconds(900))]),
        expecting(
            .badTrial, "`sigma` of `when` is shorter than a tick",
            ["sigma": .quantity(.milliseconds(0.05))]),
        expecting(
            .badTrial, "`trials` of `when` is more than 1000000",
            ["trials": .quantity(.number(1e9))]),
        expecting(
            .notPositive, "`trials` of `when` is 0, but has to be positive",
            ["trials": .quantity(.number(0))]),
        expecting(
            .notPositive, "`gate` of `when` is 0 ms, but has to be positive",
            ["gate": .quantity(.milliseconds(0))]),
        expecting(
            .unknownParameter, "the readout `what_when` has no parameter `gates`",
            help: "a parameter with a similar name exists: `gate`",
            ["gates": .quantity(.milliseconds(100))]),
        expecting(
            .badTrial, "`more` would share the trials of `when`",
            help: "one `what_when` readout may read several populations", [:]
        ) {
            $0.readouts.append($0.readouts[1])
            $0.readouts[2].name = "more"
        },
        expecting(
            .missingParameter, "the cue of `when` has no port to come through",
            help: "add `stimulus cue[1] of input`", [:]
        ) {
            $0.stimuli.removeLast()
            $0.recordings[2].of.removeLast()
        },
    ]

    private static func expecting(
        _ code: DiagnosticCode, _ message: String, help: String? = nil,
        _ settings: Settings, _ spoil: @escaping @Sendable (inout Model) -> Void = { _ in }
    ) -> SpoiltModel {
        SpoiltModel(code, message, help: help) {
            $0.stimuli.append(Stimulus("cue", count: 1, kind: "input"))
            $0.recordings[2].of.append(Selection("cue"))
            $0.readouts.append(
                Readout("when", kind: "what_when", of: Selection("exc"), settings: settings))
            spoil(&$0)
        }
    }

    static let doubts: [SpoiltModel] = [
        SpoiltModel(.unused, "the stimulus `spare` is neither connected nor recorded") {
            $0.stimuli.append(
                Stimulus(
                    "spare", count: 1, kind: "poisson", settings: ["rate": .quantity(.hertz(1))]))
        },
        SpoiltModel(
            .shortRefractoriness,
            "the refractory period of `exc` is rounded to zero, because it is shorter than "
                + "half a tick",
            help: "`t_ref` is 0.04 ms and a tick 0.1 ms"
        ) { $0.populations[0].settings["t_ref"] = .quantity(.milliseconds(0.04)) },
        SpoiltModel(
            .implausiblePotential, "`E_L` of `exc` is -60000 mV, far from potentials of membranes"
        ) { $0.populations[0].settings["E_L"] = .quantity(Quantity(-60, "V")) },
        SpoiltModel(
            .implausiblePotential,
            "`reversal` of `exc.ampa` is 500 mV, far from potentials of membranes"
        ) { $0.populations[0].receptors[0].reversal = .quantity(.millivolts(500)) },
        SpoiltModel(
            .mixedSigns, "the weight from `exc` to `exc` can have both signs",
            help: "a bound, `min:` or `max:`, keeps one sign"
        ) {
            $0.projections[1].weight = .random(
                Distribution(.normal(mean: -4, sd: 4), dimension: .current))
        },
        SpoiltModel(
            .highRate, "the rate of `noise` is 20000 Hz, more than one spike per tick",
            help: "a tick is 0.1 ms"
        ) { $0.stimuli[0].settings["rate"] = .quantity(Quantity(20, "kHz")) },
        SpoiltModel(
            .delayRounded, "the delay from `exc` to `inh` is rounded to 1.3 ms",
            help: "a tick is 0.1 ms"
        ) { $0.projections[2].delay = .quantity(.milliseconds(1.26)) },
        SpoiltModel(.connectsNothing, "`pairwise_bernoulli` makes no synapse here") {
            $0.projections[2].rule = .pairwiseBernoulli(p: 0)
        },
        SpoiltModel(
            .scaledScheme,
            "`exc` uses the scheme `half_step`, which was published for ticks of 1 ms, "
                + "with ticks of 0.1 ms"
        ) {
            $0.populations[0].kind = "izhikevich"
            $0.populations[0].settings = ["scheme": .name("half_step")]
        },
        SpoiltModel(
            .unusedSetting, "`scheme` of `exc` has no effect, because `solver` is `exact`"
        ) {
            $0.populations[0].kind = "izhikevich"
            $0.populations[0].settings = [
                "solver": .name("exact"), "scheme": .name("converged"),
            ]
        },
        SpoiltModel(
            .noExactSolution,
            "`inh` cannot be advanced exactly, because `drive` injects current into it, tick by "
                + "tick", help: "write `solver = grid`; a constant current is `I_e`"
        ) {
            $0.populations[1].kind = "lif"
            $0.populations[1].settings["solver"] = .name("exact")
        },
        SpoiltModel(
            .noExactSolution,
            "`inh` cannot be advanced exactly, because its scheme `euler` is made of ticks",
            help: "write `solver = grid`, or leave the scheme out"
        ) {
            $0.populations[1].kind = "izhikevich"
            $0.populations[1].settings = ["solver": .name("exact"), "scheme": .name("euler")]
        },
        SpoiltModel(
            .unknownChoice, "`exakt` is no solver of `exc`",
            help: "solver is one of `grid`, `exact` and `auto`"
        ) { $0.populations[0].settings["solver"] = .name("exakt") },
        SpoiltModel(
            .unusedSetting,
            "`rate` of `noise` has no effect, because its `rates` take the place of it"
        ) {
            $0.stimuli[0].settings["times"] = .list([.milliseconds(0)])
            $0.stimuli[0].settings["rates"] = .list([.hertz(5)])
        },
        SpoiltModel(
            .unusedSetting, "`amplitudes` of `drive` has no effect, because its waveform is `sine`"
        ) {
            $0.stimuli[1].settings["waveform"] = .name("sine")
            $0.stimuli[1].settings["times"] = nil
        },
    ]
}
