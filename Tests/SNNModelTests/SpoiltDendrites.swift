@testable import SNNModel

extension SpoiltModel {
    /// A cell with dendrites, with these settings and receptors.
    private static func cell(
        _ code: DiagnosticCode, _ message: String, help: String? = nil,
        _ change: @escaping @Sendable (inout Population) -> Void
    ) -> SpoiltModel {
        wired(code, message, help: help) { change(&$0.populations[$0.populations.count - 1]) }
    }

    private static func wired(
        _ code: DiagnosticCode, _ message: String, help: String? = nil,
        _ change: @escaping @Sendable (inout Model) -> Void
    ) -> SpoiltModel {
        SpoiltModel(code, message, help: help) { model in
            model.populations.append(
                Population(
                    "cell", count: 2, kind: "dendritic",
                    receptors: [
                        Receptor(
                            "nmda", .exponential, tau: .quantity(.milliseconds(50)),
                            reversal: .quantity(.millivolts(0)), magnesium: .quantity(.number(1)))
                    ]))
            model.projections.append(
                Projection(
                    from: Selection("noise"), to: Selection("cell"), via: "nmda", rule: .allToAll,
                    weight: .quantity(.nanosiemens(1)), delay: .quantity(.milliseconds(1))))
            model.recordings[0].of.append(Selection("cell"))
            model.recordings.append(
                Recording(.state("U_20"), of: [Selection("cell")], every: 1))
            change(&model)
        }
    }

    private static func fluctuating(
        _ code: DiagnosticCode, _ message: String, help: String? = nil, _ settings: Settings
    ) -> SpoiltModel {
        SpoiltModel(code, message, help: help) {
            $0.stimuli[0].kind = "fluctuating"
            $0.stimuli[0].settings = settings
        }
    }

    static let dendrites: [SpoiltModel] = [
        SpoiltModel(
            .badReceptor,
            "the receptor `ampa` of `exc` has `magnesium`, but neurons of `lif` have no dendrites",
            help: "write `of dendritic`, or leave `magnesium` out"
        ) { $0.populations[0].receptors[0].magnesium = .quantity(.number(1)) },
        cell(
            .badReceptor,
            "the receptor `push` of `cell` is no conductance that magnesium could block",
            help: "add `reversal = 0 mV`"
        ) {
            $0.receptors.append(
                Receptor(
                    "push", .alpha, tau: .quantity(.milliseconds(3)),
                    magnesium: .quantity(.number(1))))
        },
        cell(
            .negative, "`magnesium` of `cell.nmda` is -1, but cannot be negative"
        ) { $0.receptors[0].magnesium = .quantity(.number(-1)) },
        cell(
            .badReceptor,
            "the receptor `jump` is a jump of the potential, which dendrites of `cell` do not take",
            help: "write `shape = exponential` and a `tau`"
        ) { $0.receptors.append(Receptor("jump", .delta)) },
        cell(.badDendrites, "neurons of `cell` have more than 1000 dendrites") {
            $0.settings["dendrites"] = .quantity(.number(1001))
        },
        cell(
            .resetsAboveThreshold,
            "`cell` would spike without end, because it resets above its peak"
        ) { $0.settings["V_reset"] = .quantity(.millivolts(10)) },
        cell(.unknownParameter, "the neuron `dendritic` has no parameter `solver`") {
            $0.settings["solver"] = .name("exact")
        },
        wired(.unknownState, "`cell` has no state `U_21`") {
            $0.recordings[$0.recordings.count - 1].quantity = .state("U_21")
        },
        wired(
            .ruleNotCarried,
            "`rewire` cannot move the synapses from `noise` to `cell`, because their sources say "
                + "where on a neuron of `dendritic` they end"
        ) {
            $0.plasticities = [
                PlasticityRule(
                    "rewire", kind: "rewiring",
                    settings: [
                        "prune_below": .quantity(.nanosiemens(0.1)),
                        "w_new": .quantity(.nanosiemens(1)),
                    ])
            ]
            $0.projections[$0.projections.count - 1].plasticity = ["rewire"]
        },
        fluctuating(
            .badDistribution, "`rate_min` of `noise` is greater than `rate_max`",
            help: "the greatest rate is 10 Hz",
            ["rate_min": .quantity(.hertz(20)), "rate_max": .quantity(.hertz(10))]),
        fluctuating(
            .badInterval, "`tau` of `noise` is shorter than a tick", help: "a tick is 0.1 ms",
            ["rate_max": .quantity(.hertz(10)), "tau": .quantity(.milliseconds(0.01))]),
        fluctuating(.missingParameter, "`noise` does not set `rate_max`", [:]),
    ]
}
