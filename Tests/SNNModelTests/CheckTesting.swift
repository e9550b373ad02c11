import Testing

@testable import SNNModel

/// A small network without mistakes, to be spoilt.
func soundModel() -> Model {
    var model = Model(seed: 7, resolution: 0.1, duration: 1000)
    model.populations = [
        Population(
            "exc", count: 100, kind: "lif", settings: ["V_th": .quantity(.millivolts(-50))],
            receptors: [
                Receptor(
                    "ampa", .exponential, tau: .quantity(.milliseconds(5)),
                    reversal: .quantity(.millivolts(0))),
                Receptor("gaba", .alpha, tau: .quantity(.milliseconds(2))),
            ], layout: Layout(.grid(shape: [10, 10], spacing: 50))),
        Population("inh", count: 25, kind: "adex", receptors: [Receptor("jump", .delta)]),
    ]
    model.stimuli = [
        Stimulus("noise", count: 100, kind: "poisson", settings: ["rate": .quantity(.hertz(5))]),
        Stimulus(
            "drive", count: 1, kind: "current",
            settings: [
                "times": .list([.milliseconds(0)]), "amplitudes": .list([.picoamperes(50)]),
            ]),
    ]
    model.projections = [
        Projection(
            from: Selection("noise"), to: Selection("exc"), via: "ampa", rule: .oneToOne,
            weight: .quantity(.nanosiemens(4)), delay: .quantity(.milliseconds(1))),
        Projection(
            from: Selection("exc"), to: Selection("exc"), via: "gaba",
            rule: .distanceDependent(p: 0.5, profile: .gaussian(sigma: 100), wrap: true),
            weight: .quantity(.picoamperes(-4)), delay: .quantity(.milliseconds(1))),
        Projection(
            from: Selection("exc"), to: Selection("inh"), rule: .fixedIndegree(10),
            weight: .quantity(.millivolts(1)), delay: .quantity(.milliseconds(1))),
        Projection(
            from: Selection("drive"), to: Selection("inh", 0..<5), rule: .allToAll,
            weight: .quantity(.number(1)), delay: .quantity(.milliseconds(1))),
    ]
    model.recordings = [
        Recording(.spikes, of: [Selection("exc"), Selection("inh")]),
        Recording(.state("g_ampa"), of: [Selection("exc", 0..<5)], every: 0.5),
        Recording(.rate, of: [Selection("noise")], every: 10),
    ]
    model.readouts = [
        Readout(
            "digit", kind: "ridge", features: .init(of: [Selection("exc")], bins: [1, 5]),
            penalties: [1, 100])
    ]
    return model
}

/// One way to spoil the sound model, and what the checks have to say about it, to the letter.
struct SpoiltModel: Sendable, CustomTestStringConvertible {
    var expected: [(DiagnosticCode, String)]
    var help: String?
    var spoil: @Sendable (inout Model) -> Void

    init(
        _ code: DiagnosticCode, _ message: String, help: String? = nil,
        spoil: @escaping @Sendable (inout Model) -> Void
    ) {
        self.init([(code, message)], help: help, spoil: spoil)
    }

    init(
        _ expected: [(DiagnosticCode, String)], help: String? = nil,
        spoil: @escaping @Sendable (inout Model) -> Void
    ) {
        self.expected = expected
        self.help = help
        self.spoil = spoil
    }

    var testDescription: String { expected.map { "\($0.0)" }.joined(separator: " ") }

    /// Expects exactly these diagnostics, in any order, in the style of the house.
    func check() {
        var model = soundModel()
        spoil(&model)
        let found = model.check()
        let lines = found.map { "\($0.code) \($0.message)" }.sorted()
        #expect(lines == expected.map { "\($0.0) \($0.1)" }.sorted())
        for diagnostic in found { checkStyle(of: diagnostic) }
        if let help { #expect(found.map(\.help).contains(help), "help is \(found.map(\.help))") }
    }
}

/// Messages begin in lower case, have no full stop, and stand on one line.
private func checkStyle(of diagnostic: Diagnostic) {
    for text in [diagnostic.message, diagnostic.help ?? "x"] {
        #expect(!text.hasSuffix("."))
        #expect(!text.contains("\n") && !text.contains("illegal"))
        let first = text.first ?? "A"
        #expect(first == "`" || first.isLowercase || first.isNumber)
    }
}
