import SNNEngine
import SNNModel

// The break-even of exact neurons and the grid. A population hears Poisson trains through synapses,
// ten for each neuron, at several rates; each network runs with either solver. Both pay for the
// delivery of what arrives. Where the two lines of time against rate meet is the break-even.

/// A population of one kind that hears spikes at a rate, in networks of either solver.
private struct Crowd {
    let kind: String
    let settings: Settings
    let receptor: Receptor
    let weight: Value

    static let all: [Crowd] = [
        Crowd(
            kind: "lif", settings: ["I_e": .quantity(.picoamperes(300))],
            receptor: Receptor("e", .exponential, tau: .quantity(.milliseconds(3))),
            weight: .quantity(.picoamperes(5))),
        Crowd(
            kind: "adex", settings: ["I_e": .quantity(.picoamperes(300))],
            receptor: Receptor("e", .exponential, tau: .quantity(.milliseconds(3))),
            weight: .quantity(.picoamperes(5))),
        Crowd(
            kind: "izhikevich", settings: ["I_e": .quantity(.picoamperes(3))],
            receptor: Receptor("e", .exponential, tau: .quantity(.milliseconds(3))),
            weight: .quantity(.picoamperes(0.05))),
    ]

    static let count = 500
    static let ticks = 1000

    /// - Parameter rate: events per neuron and second.
    func trial(_ solver: Solver, rate: Double) -> Trial {
        var model = Model(seed: 1, resolution: 0.1)
        var population = Population(
            "crowd", count: Self.count, kind: kind, settings: settings, receptors: [receptor])
        population.settings["solver"] = .name(solver.rawValue)
        model.populations = [population]
        model.stimuli = [
            Stimulus(
                "noise", count: Self.count, kind: "poisson",
                settings: ["rate": .quantity(.hertz(rate / 10))])
        ]
        model.projections = [
            Projection(
                from: Selection("noise"), to: Selection("crowd"), rule: .fixedIndegree(10),
                weight: weight, delay: .quantity(.milliseconds(1.5)))
        ]
        guard let network = try? Network(model) else { preconditionFailure("The model is sound.") }
        let (state, engine) = (NetworkState(network), Engine(network))
        return Trial(name: solver.rawValue, operations: Self.count) {
            _ = try? engine.run(state, ticks: Self.ticks)
        }
    }
}

/// Prints microseconds per neuron and simulated second, and where the two solvers meet.
func measureSolver(_ arguments: [String]) {
    let rates = [20.0, 2000]
    print("| neurons | grid, 20 Hz | grid, 2 kHz | exact, 20 Hz | exact, 2 kHz | meet at | steps |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for crowd in Crowd.all {
        let trials = [Solver.grid, .exact].flatMap { solver in
            rates.map { crowd.trial(solver, rate: $0) }
        }
        // A trial is a tenth of a second.
        let times = Trial.nanoseconds(of: trials, rounds: 5).map { $0 / 100 }
        let slopes = [0, 2].map { (times[$0 + 1] - times[$0]) / (rates[1] - rates[0]) }
        let meet = rates[0] + (times[0] - times[2]) / (slopes[1] - slopes[0])
        let cells = times.map { String(($0 * 10).rounded() / 10) }
        print(
            "| \(crowd.kind) | \(cells.joined(separator: " | ")) | \(Int(meet)) Hz "
                + "| \(Int((10_000 / meet).rounded())) |")
    }
}
