import SNN
import Testing

/// Embedding: the program of the README, in pieces.
struct SimulationTests {
    private func model(seed: UInt64 = 42) -> Model {
        var model = Model(seed: seed)
        let noise = model.addStimulus("noise", count: 200, of: .poisson(rate: .hertz(800)))
        let exc = model.addPopulation(
            "exc", count: 200, of: .lif(tauM: .milliseconds(20)),
            receptors: [Receptor("ampa", .exponential, tau: .fixed(.milliseconds(2)))])
        model.connect(
            noise, to: exc, rule: .oneToOne, weight: .fixed(.picoamperes(160)),
            delay: .fixed(.milliseconds(1)))
        model.connect(
            exc, to: exc, rule: .fixedIndegree(10), weight: .fixed(.picoamperes(30)),
            delay: .fixed(.milliseconds(1.5)))
        return model
    }

    @Test func runsInPiecesAsInOne() throws {
        let whole = try Simulation(model(), workers: 2)
        let all = try whole.recordSpikes(of: "exc")
        try whole.run(for: .seconds(1))
        let pieces = try Simulation(model(), workers: 1)
        let some = try pieces.recordSpikes(of: "exc")
        for _ in 0..<8 { try pieces.run(for: .milliseconds(125)) }
        #expect(whole.digest == pieces.digest)
        #expect(all.times == some.times && all.elements == some.elements)
        #expect(all.meanRate.value > 0.001 && all.meanRate == some.meanRate)
        #expect(whole.time == .seconds(1))
    }

    @Test func injectedSpikesAct() throws {
        var model = Model(seed: 1)
        let port = model.addStimulus("port", count: 2, of: .input)
        let cell = model.addPopulation(
            "cell", count: 2, of: .lif(), receptors: [Receptor("jump", .delta)])
        model.connect(
            port, to: cell, rule: .oneToOne, weight: .fixed(.millivolts(20)),
            delay: .fixed(.milliseconds(1)))
        let simulation = try Simulation(model)
        let spikes = try simulation.recordSpikes(of: cell)
        try simulation.inject(SpikeTrains(times: [5], units: [1]), into: "port")
        try simulation.run(for: .milliseconds(10))
        try simulation.inject(SpikeTrains(times: [2, 7], units: [0, 1]), into: "port")
        try simulation.run(for: .milliseconds(10))
        #expect(spikes.elements == [1, 0, 1])
        for (time, expected) in zip(spikes.times, [6.0, 13, 18]) {
            #expect(abs(time - expected) < 1e-9)
        }
    }

    @Test func severalLiveSideBySide() throws {
        let one = try Simulation(model(seed: 1))
        let two = try Simulation(model(seed: 2))
        try one.run(for: .milliseconds(200))
        try two.run(for: .milliseconds(200))
        let again = try Simulation(model(seed: 1))
        try again.run(for: .milliseconds(200))
        #expect(one.digest == again.digest)
        #expect(one.digest != two.digest)
    }

    @Test func mistakesAreThrownAsDiagnostics() {
        var model = model()
        model.populations[0].settings["V_reset"] = .quantity(.millivolts(-50))
        #expect {
            try Simulation(model)
        } throws: { error in
            guard case NetworkError.model(let diagnostics) = error else { return false }
            return diagnostics.count == 1 && diagnostics[0].message.contains("without end")
        }
    }
}
