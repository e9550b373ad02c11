@testable import SNNModel

extension SpoiltModel {
    private static let learnCannot = "`learn` cannot act on the current `drive`, which sends no "

    static let rules: [SpoiltModel] = [
        taught(
            .severalRules,
            "`learn` and `more` both change the weights of the synapses from `exc` to `inh`"
        ) {
            $0.plasticities.append(
                PlasticityRule(
                    "more", kind: "vogels_sprekeler", settings: ["w_max": .quantity(.millivolts(2))]
                ))
            $0.projections[2].plasticity = ["learn", "more"]
        },
        SpoiltModel([]) {
            $0.plasticities = [
                PlasticityRule(
                    "learn", kind: "stdp", settings: ["w_max": .quantity(.millivolts(2))]),
                PlasticityRule("tire", kind: "tsodyks_markram"),
                PlasticityRule(
                    "keep", kind: "normalisation", settings: ["sum": .quantity(.millivolts(9))]),
            ]
            $0.projections[2].plasticity = ["learn", "tire", "keep"]
        },
        taught(
            .severalRules,
            "`tire` and `rest` both use up the resources of the synapses from `exc` to `inh`"
        ) {
            $0.plasticities = ["tire", "rest"].map { PlasticityRule($0, kind: "tsodyks_markram") }
            $0.projections[2].plasticity = ["tire", "rest"]
        },
        taught(.ruleNotCarried, learnCannot + "spikes") {
            $0.projections[3].plasticity = ["learn"]
        },
        taught(
            .ruleNotCarried,
            "`learn` is a rule of neurons, not of the synapses from `exc` to `inh`",
            help: "name it in the population: `plasticity = learn`"
        ) { $0.plasticities = [PlasticityRule("learn", kind: "intrinsic")] },
        taught(
            .ruleNotCarried, "`learn` is a rule onto neurons of `lif`, but `inh` is of `adex`"
        ) { $0.plasticities = [PlasticityRule("learn", kind: "e_prop")] },
        taught(
            .ruleNotCarried,
            "`learn` needs the potential during spikes, which `inh` does not have, because it "
                + "advances exactly", help: "write `solver = grid`"
        ) {
            $0.plasticities[0].kind = "clopath"
            $0.populations[1].settings["solver"] = .name("exact")
            $0.projections.removeLast()
            $0.stimuli.removeLast()
        },
        taught(
            .ruleNotCarried, "`learn` is a rule of synapses, not of the neurons of `exc`",
            help: "name it in a projection: `plasticity = learn`"
        ) { $0.populations[0].plasticity = ["learn"] },
        taught(.severalRules, "`home` and `theta_plus` both move the thresholds of `exc`") {
            $0.plasticities.append(PlasticityRule("home", kind: "intrinsic"))
            $0.populations[0].plasticity = ["home"]
            $0.populations[0].settings["theta_plus"] = .quantity(.millivolts(1))
        },
        taught(.ruleNotCarried, "`home` is a rule of `lif`, but `inh` is of `adex`") {
            $0.plasticities.append(PlasticityRule("home", kind: "intrinsic"))
            $0.populations[1].plasticity = ["home"]
        },
    ]

    static let bounds: [SpoiltModel] = [
        taught(
            .weightOutsideBounds,
            "the weight from `exc` to `inh` is 3 mV, but `w_max` of `learn` is 2 mV"
        ) { $0.projections[2].weight = .quantity(.millivolts(3)) },
        // The absolute value counts, unless the lower bound is negative.
        taught(
            .weightOutsideBounds,
            "the weight from `exc` to `inh` is 0.5 mV, but `w_min` of `learn` is 1 mV"
        ) {
            $0.plasticities[0].settings["w_min"] = .quantity(.millivolts(1))
            $0.projections[2].weight = .quantity(.millivolts(-0.5))
        },
        taught(
            .weightOutsideBounds,
            "the weight from `exc` to `inh` is -1.5 mV, but `w_min` of `learn` is -1 mV"
        ) {
            $0.plasticities[0].settings["mu_plus"] = .quantity(.number(0))
            $0.plasticities[0].settings["mu_minus"] = .quantity(.number(0))
            $0.plasticities[0].settings["w_min"] = .quantity(.millivolts(-1))
            $0.projections[2].weight = .quantity(.millivolts(-1.5))
        },
        taught(
            .boundsCutWeights,
            "the weight from `exc` to `inh` can be 2.5 mV, but `w_max` of `learn` is 2 mV",
            help: "such weights begin at the bound"
        ) {
            $0.projections[2].weight = .random(
                Distribution(.uniform(low: 0, high: 2.5), dimension: .voltage))
        },
        taught(
            .boundsCutWeights,
            "the weight from `exc` to `inh` can be 9 mV, but `w_max` of `learn` is 2 mV"
        ) {
            $0.projections[2].rule = .list(
                EdgeList(edges: [
                    .init(source: 0, target: 5), .init(source: 3, target: 4, weight: 9),
                ]
                ))
        },
        taught(
            .signedDependence, "`w_min` of `learn` is negative, but `mu_minus` is 0.5",
            help: "weights that change sign go with `mu_plus = 0, mu_minus = 0`"
        ) {
            $0.plasticities[0].settings["w_min"] = .quantity(.millivolts(-1))
            $0.plasticities[0].settings["mu_plus"] = .quantity(.number(0))
            $0.plasticities[0].settings["mu_minus"] = .quantity(.number(0.5))
        },
        taught(.boundsReversed, "`w_min` of `learn` is above its `w_max`, 2 mV") {
            $0.plasticities[0].settings["w_min"] = .quantity(.millivolts(5))
        },
        taught(
            .weightDimension,
            "`w_max` of `learn` is a current, but the weight from `exc` to `inh` is a voltage"
        ) { $0.plasticities[0].settings["w_max"] = .quantity(.picoamperes(50)) },
        taught(.notPositive, "`w_max` of `learn` is 0 mV, but has to be positive") {
            $0.plasticities[0].settings["w_max"] = .quantity(.millivolts(0))
            $0.projections[2].weight = .quantity(.millivolts(0))
        },
    ]

    private static let drawn = Value.random(
        Distribution(.uniform(low: 1, high: 2), dimension: .time))

    static let ways: [SpoiltModel] = [
        taught(
            .delaysContradict, "both parts of the delay from `exc` to `inh` are drawn",
            help: "one of the two is a single number"
        ) {
            $0.projections[2].axonalDelay = drawn
            $0.projections[2].dendriticDelay = drawn
        },
        SpoiltModel([]) {
            $0.projections[2].axonalDelay = drawn
            $0.projections[2].dendriticDelay = .quantity(.milliseconds(0))
        },
        taught(
            .delaysContradict, "the back-propagation delay from `exc` to `inh` is drawn",
            help: "spikes of a neuron come back to all its synapses alike"
        ) { $0.projections[2].backPropagationDelay = drawn },
        taught(
            .delaysContradict,
            "`learn` sees arrivals from `exc` to `inh` after 2 ms and spikes of `inh` after 0.5 "
                + "ms, which a neuron that advances exactly cannot wait for",
            help: "write `solver = grid`, or a longer `back_propagation_delay`"
        ) {
            $0.populations[1].settings["solver"] = .name("exact")
            $0.projections.removeLast()
            $0.stimuli.removeLast()
            $0.projections[2].axonalDelay = drawn
            $0.projections[2].dendriticDelay = .quantity(.milliseconds(0.5))
        },
        taught(
            .delaysContradict,
            "`learn` sees arrivals from `exc` to `inh` after 1 ms, when `dopamine` is not yet "
                + "known to a neuron that advances exactly",
            help: "write `solver = grid`, or `delay` in place of `axonal_delay`"
        ) {
            $0.populations[1].settings["solver"] = .name("exact")
            $0.projections.removeLast()
            $0.stimuli.removeLast()
            $0.modulators = [Modulator("dopamine", releasedBy: [Selection("exc")])]
            $0.plasticities[0].settings["A_plus"] = .formula(.variable("dopamine"))
            $0.projections[2].axonalDelay = .quantity(.milliseconds(1))
            $0.projections[2].backPropagationDelay = .quantity(.milliseconds(2))
        },
        SpoiltModel(.negative, "the axonal delay from `exc` to `inh` is negative") {
            $0.projections[2].axonalDelay = .quantity(.milliseconds(-1))
        },
        SpoiltModel(
            .delayBelowResolution,
            "the delay from `exc` to `inh`, both parts together, can be shorter than the "
                + "resolution of 0.1 ms"
        ) { $0.projections[2].dendriticDelay = .quantity(.milliseconds(0)) },
        SpoiltModel(
            .delayTooLong,
            "the delay from `exc` to `inh`, both parts together, can be 6600 ms, longer than "
                + "65535 ticks"
        ) {
            $0.projections[2].axonalDelay = .quantity(.milliseconds(6000))
            $0.projections[2].dendriticDelay = .quantity(.milliseconds(600))
        },
        SpoiltModel(
            .wrongDimension, "the dendritic delay from `exc` to `inh` is a voltage, not a time",
            help: "delays are written in ms"
        ) { $0.projections[2].dendriticDelay = .quantity(.millivolts(3)) },
        SpoiltModel(.delayRounded, "the axonal delay from `exc` to `inh` is rounded to 1.3 ms") {
            $0.projections[2].axonalDelay = .quantity(.milliseconds(1.26))
        },
        SpoiltModel(
            .positionsMissing, "the axonal delay depends on distance, but `inh` has no positions"
        ) {
            $0.projections[2].axonalDelay = .formula(
                .add(
                    .constant(.milliseconds(1)),
                    .divide(.variable("distance"), .constant(Quantity(300, .speed)))))
        },
    ]

    static let uses: [SpoiltModel] = [
        taught(.unused, "neither a projection nor a population follows the rule `learn`") {
            $0.projections[2].plasticity = []
        },
        taught(.unused, "no rule sees the modulator `dopamine`") {
            $0.modulators = [Modulator("dopamine")]
        },
        taught(
            .notReleased, "nothing in the model releases `dopamine`",
            help: "add `released_by = ...`, unless a program releases it"
        ) {
            $0.modulators = [Modulator("dopamine")]
            $0.plasticities[0].settings["A_plus"] = .formula(.variable("dopamine"))
        },
        SpoiltModel(
            .unusedSetting,
            "the back-propagation delay from `exc` to `inh` has no effect, because no rule pairs "
                + "spikes there"
        ) { $0.projections[2].backPropagationDelay = .quantity(.milliseconds(1)) },
        SpoiltModel(
            .unknownState, "the astrocytes `glia` have no V_m to record",
            help: "the states of `glia` are `A`"
        ) {
            $0.astrocytes = [
                Astrocytes(
                    "glia", count: 1, kind: "leaky_integrator", covers: [.init("exc", "exc")])
            ]
            $0.recordings.append(Recording(.state("A"), of: [Selection("glia")], every: 1))
            $0.recordings.append(Recording(.state("V_m"), of: [Selection("glia")], every: 1))
        },
        SpoiltModel(
            .selectionOutside, "`glia[0 ..< 2]` goes beyond the 1 elements of `glia`"
        ) {
            $0.astrocytes = [
                Astrocytes(
                    "glia", count: 1, kind: "leaky_integrator", covers: [.init("exc", "exc")])
            ]
            $0.recordings.append(Recording(.state("A"), of: [Selection("glia", 0..<2)], every: 1))
        },
        SpoiltModel(.unused, "the astrocytes `glia` cover no synapses") {
            $0.astrocytes = [Astrocytes("glia", count: 1, kind: "leaky_integrator")]
        },
    ]
}
