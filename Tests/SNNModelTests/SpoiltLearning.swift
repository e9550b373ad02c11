@testable import SNNModel

extension SpoiltModel {
    /// The sound model with a rule on its projection from `exc` to `inh`, changed.
    static func taught(
        _ code: DiagnosticCode, _ message: String, help: String? = nil,
        _ change: @escaping @Sendable (inout Model) -> Void
    ) -> SpoiltModel {
        SpoiltModel(code, message, help: help) {
            $0.plasticities = [
                PlasticityRule(
                    "learn", kind: "stdp", settings: ["w_max": .quantity(.millivolts(2))])
            ]
            $0.projections[2].plasticity = ["learn"]
            change(&$0)
        }
    }

    private static let diffusing = Modulator(
        "dopamine", kind: "diffusion", releasedBy: [Selection("exc")],
        settings: ["lambda": .quantity(.micrometers(100))])

    static let learning: [SpoiltModel] = names + signals + glia + rules + bounds + ways + uses

    private static let names: [SpoiltModel] = [
        taught(
            .unknownPlasticity, "there is no plasticity `lern`",
            help: "a plasticity with a similar name exists: `learn`"
        ) { $0.projections[2].plasticity = ["lern", "learn"] },
        taught(.unknownPlasticity, "there is no plasticity `homeostasis`") {
            $0.populations[0].plasticity = ["homeostasis"]
        },
        taught(
            .unknownKind, "there is no rule of plasticity `stpd`",
            help: "a rule of plasticity with a similar name exists: `stdp`"
        ) { $0.plasticities[0].kind = "stpd" },
        taught(
            .unknownParameter, "the plasticity `stdp` has no parameter `tau_pluss`",
            help: "a parameter with a similar name exists: `tau_plus`"
        ) { $0.plasticities[0].settings["tau_pluss"] = .quantity(.milliseconds(20)) },
        taught(.missingParameter, "`learn` does not set `w_max`") {
            $0.plasticities[0].settings["w_max"] = nil
        },
        taught(
            .unknownModulator, "there is no modulator `dopamin`",
            help: "a modulator with a similar name exists: `dopamine`"
        ) {
            $0.modulators = [Modulator("dopamine", releasedBy: [Selection("noise")])]
            $0.plasticities[0].kind = "three_factor_stdp"
            $0.plasticities[0].settings["modulator"] = .name("dopamin")
            $0.plasticities[0].settings["A_plus"] = .formula(.variable("dopamine"))
        },
        taught(
            .unknownModulator, "`A_minus` of `learn` depends on `gla`, which is no modulator",
            help: "a modulator with a similar name exists: `glia`"
        ) {
            $0.astrocytes = [
                Astrocytes(
                    "glia", count: 1, kind: "leaky_integrator",
                    covers: [.init("exc", "exc")])
            ]
            $0.plasticities[0].settings["A_plus"] = .formula(.variable("glia"))
            $0.plasticities[0].settings["A_minus"] = .formula(
                .multiply(.constant(.number(0.5)), .variable("gla")))
        },
        taught(.wrongForm, "`tau_plus` of `learn` is calculated per element, not a single number") {
            $0.modulators = [Modulator("dopamine", releasedBy: [Selection("noise")])]
            $0.plasticities[0].settings["tau_plus"] = .formula(
                .multiply(.constant(.milliseconds(20)), .variable("dopamine")))
            $0.plasticities[0].settings["A_plus"] = .formula(.variable("dopamine"))
        },
        taught(
            .unknownChoice, "`all` is no samples of `test`",
            help: "samples is one of `train` and `test`"
        ) { $0.phases = [Phase("test", settings: ["samples": .name("all")])] },
        taught(.duplicateName, "the name `learn` is declared twice") {
            $0.phases = [Phase("learn")]
        },
        taught(.unknownElement, "there is no population or stimulus named `reward`") {
            $0.plasticities[0].settings["A_plus"] = .formula(.variable("dopamine"))
            $0.modulators = [Modulator("dopamine", releasedBy: [Selection("reward")])]
        },
        taught(.unknownState, "`drive` is a current and has no spikes") {
            $0.plasticities[0].settings["A_plus"] = .formula(.variable("dopamine"))
            $0.modulators = [Modulator("dopamine", releasedBy: [Selection("drive")])]
        },
        taught(
            .localModulator,
            "`A_plus` of `learn` depends on `dopamine`, which is not the same everywhere",
            help: "`modulator = dopamine` of a `three_factor_stdp` sees it at each target"
        ) {
            $0.populations[1].layout = Layout(.grid(shape: [5, 5], spacing: 50))
            $0.plasticities[0].settings["A_plus"] = .formula(.variable("dopamine"))
            $0.modulators = [diffusing]
        },
        taught(
            .positionsMissing, "`dopamine` falls with the distance, but `inh` has no positions",
            help: "add `position = grid(...)` or `position ~ box(...)` to `inh`"
        ) {
            $0.plasticities[0].kind = "three_factor_stdp"
            $0.plasticities[0].settings["modulator"] = .name("dopamine")
            $0.modulators = [diffusing]
        },
    ]

    private static let signals: [SpoiltModel] = [
        taught(.unknownModulator, "`A_plus` of `learn` depends on `glia`, which is no modulator") {
            $0.astrocytes = [
                Astrocytes(
                    "glia", count: 9, kind: "li_rinzel", covers: [.init("exc", "exc")],
                    coverage: .randomPool(p: 1, size: 1))
            ]
            $0.plasticities[0].settings["A_plus"] = .formula(.variable("glia"))
        }
    ]

    private static func covered(
        _ code: DiagnosticCode, _ message: String, _ coverage: Astrocytes.Coverage,
        of kind: String = "li_rinzel", target: String = "exc", count: Int = 20
    ) -> SpoiltModel {
        SpoiltModel(code, message) {
            $0.astrocytes = [
                Astrocytes(
                    "glia", count: count, kind: kind, covers: [.init("exc", target)],
                    coverage: coverage)
            ]
        }
    }

    private static let glia: [SpoiltModel] = [
        covered(
            .nothingCovered, "`glia` covers `exc -> noise`, but there is no such projection",
            .randomPool(p: 0.5, size: 2), target: "noise"),
        covered(
            .badPool, "`glia` has 20 elements, but pools of 40", .randomPool(p: 0.5, size: 40)),
        covered(.badPool, "`glia` has 20 elements, but pools of 0", .blockPool(p: 0.5, size: 0)),
        covered(
            .notAFraction, "the probability of `glia` is 1.5", .blockPool(p: 1.5, size: 1)),
        covered(
            .positionsMissing, "the nearest of `glia` are sought, but `glia` has no positions",
            .nearest),
        covered(
            .unknownKind, "there is no astrocyte `li_rinzl`", .randomPool(p: 1, size: 1),
            of: "li_rinzl"),
        covered(
            .emptyPopulation, "the astrocytes `glia` have 0 elements", .blockPool(p: 1, size: 1),
            count: 0),
    ]
}
