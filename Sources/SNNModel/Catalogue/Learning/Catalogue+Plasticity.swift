// What rules of plasticity have in common: how parameters are written, and how models that show
// them look.

extension Catalogue {
    static let plasticities: [Kind] = [
        stdp, antiHebbian, stdpPowerLaw, stdpTriplet, vogelsSprekeler, clopath, diehlCook,
        tsodyksMarkram, threeFactor, eProp, surrogate, synapticScaling, normalisation, intrinsic,
        rewiring,
    ]

    static let leastWeight = ParameterEntry(
        "w_min", "least strength, on the absolute value of the weight", form: .weight,
        standard: .quantity(.number(0)), range: .notNegative)

    static let leastSignedWeight = ParameterEntry(
        "w_min", "least strength; if negative, a bound of the weight itself, which may change sign",
        form: .weight, standard: .quantity(.number(0)))

    static let mostWeight = ParameterEntry(
        "w_max", "greatest strength, on the absolute value of the weight", form: .weight,
        range: .positive, isRequired: true)

    /// The model of an example: excitatory neurons that drive each other.
    static func learning(
        _ rule: String, _ settings: String = "w_max = 10 nS", before: String = "",
        weight: String = "5 nS"
    ) -> String {
        let body = settings.isEmpty ? "" : " { \(settings) }"
        return """
            population exc[100] of lif {
                receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
            }
            \(before.isEmpty ? "" : before + "\n")plasticity learn of \(rule)\(body)
            projection exc -> exc {
                rule = fixed_indegree(10), weight = \(weight), delay = 1 ms, plasticity = learn
            }
            """
    }
}

extension ParameterEntry {
    /// A time constant.
    static func tau(_ name: String, _ meaning: String, _ standard: Double) -> Self {
        ParameterEntry(
            name, meaning, .time, standard: .quantity(.milliseconds(standard)), range: .positive,
            allowsDraws: false)
    }

    /// A plain number that modulators may set.
    static func amplitude(
        _ name: String, _ meaning: String, _ standard: Double, range: Range = .any
    ) -> Self {
        ParameterEntry(
            name, meaning, standard: .quantity(.number(standard)), range: range,
            allowsDraws: false, isModulated: true)
    }

    static func number(
        _ name: String, _ meaning: String, _ standard: Double, _ dimension: Dimension = .none,
        range: Range = .any
    ) -> Self {
        ParameterEntry(
            name, meaning, dimension, standard: .quantity(Quantity(standard, dimension)),
            range: range, allowsDraws: false)
    }
}
