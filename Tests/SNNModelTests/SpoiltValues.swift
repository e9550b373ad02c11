@testable import SNNModel

extension SpoiltModel {
    /// The sound model with this value in the first population.
    private static func exc(
        _ code: DiagnosticCode, _ message: String, help: String? = nil, _ settings: Settings
    ) -> SpoiltModel {
        SpoiltModel(code, message, help: help) {
            for entry in settings.entries { $0.populations[0].settings[entry.name] = entry.value }
        }
    }

    private static func adex(
        _ code: DiagnosticCode, _ message: String, help: String? = nil, _ settings: Settings
    ) -> SpoiltModel {
        SpoiltModel(code, message, help: help) { $0.populations[1].settings = settings }
    }

    private static func time(
        _ shape: Distribution.Shape, _ lower: Double? = nil, _ upper: Double? = nil
    ) -> Value {
        .random(Distribution(shape, dimension: .time, lower: lower, upper: upper))
    }

    private static func voltage(_ shape: Distribution.Shape) -> Value {
        .random(Distribution(shape, dimension: .voltage))
    }

    static let values: [SpoiltModel] = numbers + physics + steps

    private static let numbers: [SpoiltModel] = [
        exc(
            .notFinite, "`E_L` of `exc` is not finite",
            ["E_L": .quantity(.millivolts(.infinity))]),
        SpoiltModel(.notFinite, "`tau_m` of `exc` can be not finite") {
            $0.populations[0].variables = [.init("r", Distribution(.uniform(low: 0, high: 1)))]
            $0.populations[0].settings["tau_m"] = .formula(
                .divide(.constant(.milliseconds(10)), .variable("r")))
        },
        exc(
            .notPositive, "`C_m` of `exc` is -1 pF, but has to be positive",
            ["C_m": .quantity(.picofarads(-1))]),
        exc(
            .notPositive, "`tau_m` of `exc` can be as low as -25 ms, but has to be positive",
            help: "add a bound to the distribution, such as `min: 1 ms`",
            ["tau_m": time(.normal(mean: 20, sd: 5))]),
        SpoiltModel([]) {
            $0.populations[0].settings["tau_m"] = time(.normal(mean: 20, sd: 5), 1)
            $0.populations[0].settings["C_m"] = .random(
                Distribution(.lognormal(mean: 200, sd: 300), dimension: .capacitance))
        },
        SpoiltModel(.notPositive, "`tau` of `exc.ampa` is 0 ms, but has to be positive") {
            $0.populations[0].receptors[0].tau = .quantity(.milliseconds(0))
        },
        exc(
            .negative, "`t_ref` of `exc` is -2 ms, but cannot be negative",
            ["t_ref": .quantity(.milliseconds(-2))]),
        exc(
            .badDistribution,
            "the distribution of `tau_m` of `exc` has a negative standard deviation",
            ["tau_m": time(.normal(mean: 20, sd: -5))]),
        exc(
            .badDistribution,
            "the distribution of `tau_m` of `exc` has a lower end above its upper end",
            ["tau_m": time(.uniform(low: 20, high: 10))]),
        exc(
            .badDistribution,
            "the distribution of `tau_m` of `exc` is lognormal but has no positive mean",
            ["tau_m": time(.lognormal(mean: 0, sd: 1))]),
        exc(
            .emptyDistribution, "nearly all draws of `tau_m` of `exc` lie outside their bounds",
            help: "draws outside the bounds are repeated, which would not end",
            ["tau_m": time(.normal(mean: 20, sd: 1), 40)]),
        exc(
            .emptyDistribution, "nearly all draws of `tau_m` of `exc` lie outside their bounds",
            ["tau_m": time(.gamma(shape: 4, scale: 5), 200)]),
    ]

    private static let physics: [SpoiltModel] = [
        exc(
            .resetsAboveThreshold,
            "`exc` would spike without end, because it resets above its threshold",
            help: "`V_reset` is -45 mV, `V_th` is -50 mV",
            ["V_reset": .quantity(.millivolts(-45))]),
        exc(
            .resetsAboveThreshold,
            "`exc` would spike without end, because it resets at its threshold",
            help: "`V_reset` is -70 mV by default, `V_th` is -70 mV",
            ["V_th": .quantity(.millivolts(-70))]),
        exc(
            .resetsAboveThreshold,
            "some neurons of `exc` would spike without end, because they reset above their "
                + "threshold",
            help: "`V_reset` is -70 mV by default, `V_th` lies between -75 mV and -50 mV",
            ["V_th": voltage(.uniform(low: -75, high: -50))]),
        SpoiltModel([]) {
            // Both follow the same drawn number, and stay 10 mV apart.
            let r = Distribution(.uniform(low: -80, high: -30), dimension: .voltage)
            $0.populations[0].variables = [.init("r", r)]
            $0.populations[0].settings["V_th"] = .formula(.variable("r"))
            $0.populations[0].settings["V_reset"] = .formula(
                .subtract(.variable("r"), .constant(.millivolts(10))))
        },
        SpoiltModel([]) {
            // Izhikevich's heterogeneous excitatory neurons: c = -65 + 15 r^2, d = 8 - 6 r^2.
            let r = Formula.variable("r")
            $0.populations[0].kind = "izhikevich"
            $0.populations[0].variables = [.init("r", Distribution(.uniform(low: 0, high: 1)))]
            $0.populations[0].settings = [
                "c": .formula(
                    .add(
                        .constant(.millivolts(-65)),
                        .multiply(.multiply(.constant(.millivolts(15)), r), r))),
                "d": .formula(
                    .subtract(
                        .constant(.millivolts(8)),
                        .multiply(.multiply(.constant(.millivolts(6)), r), r))),
            ]
        },
        adex(
            .resetsAboveThreshold,
            "`inh` would spike without end, because it resets above its peak",
            ["V_reset": .quantity(.millivolts(10))]),
        adex(
            .peakBelowThreshold,
            "`V_peak` of `inh` is not above `V_th`, so that spikes have no upswing",
            help: "`V_peak` is -55 mV, `V_th` is -50.4 mV by default",
            ["V_peak": .quantity(.millivolts(-55))]),
        adex(
            .upswingOverflow, "the upswing of `inh` is too steep, because `Delta_T` is so small",
            help: "`Delta_T` is at least 0.084 mV with this `V_peak` and `V_th`",
            ["Delta_T": .quantity(.millivolts(0.01))]),
        SpoiltModel(.badReceptor, "the receptor `ampa` of `exc` has no `tau`") {
            $0.populations[0].receptors[0].tau = nil
        },
        SpoiltModel(
            [
                (.badReceptor, "the delta receptor `jump` of `inh` has a `tau`"),
                (.badReceptor, "the delta receptor `jump` of `inh` has a `reversal`"),
            ], help: "a conductance has the shape `exponential` or `alpha`"
        ) {
            $0.populations[1].receptors[0].tau = .quantity(.milliseconds(5))
            $0.populations[1].receptors[0].reversal = .quantity(.millivolts(0))
        },
    ]

    private static let steps: [SpoiltModel] = [
        SpoiltModel(.unsortedTimes, "the times of `drive` do not rise") {
            $0.stimuli[1].settings = [
                "times": .list([.milliseconds(5), .milliseconds(5)]),
                "amplitudes": .list([.picoamperes(5), .picoamperes(6)]),
            ]
        },
        SpoiltModel(.differentLengths, "`noise` has 2 `times` but 1 `rates`") {
            $0.stimuli[0].settings = [
                "times": .list([.milliseconds(0), .milliseconds(500)]),
                "rates": .list([.hertz(5)]),
            ]
        },
        SpoiltModel(
            .badInterval, "the interval of the noise of `drive` is shorter than a tick",
            help: "a tick is 0.1 ms"
        ) {
            $0.stimuli[1].settings = [
                "waveform": .name("noise"), "interval": .quantity(.milliseconds(0.01)),
            ]
        },
    ]
}
