import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Stimuli and recordings, through a whole run.
struct StimulusTests {
    /// One passive neuron per element of a stimulus that jumps by 1 mV at each spike, a tick later.
    private func model(_ stimulus: Stimulus, resolution: Double = 0.1) -> Model {
        var model = Model(seed: 4, resolution: resolution)
        var cell = Population("cell", count: stimulus.count, kind: "lif")
        cell.settings["E_L"] = .quantity(.millivolts(0))
        cell.settings["V_th"] = .quantity(.millivolts(1e6))
        cell.settings["V_reset"] = .quantity(.millivolts(0))
        cell.settings["tau_m"] = .quantity(.milliseconds(20))
        cell.receptors = [Receptor("jump", .delta)]
        model.populations = [cell]
        model.stimuli = [stimulus]
        let isCurrent = stimulus.kind == "current"
        model.projections = [
            Projection(
                from: Selection(stimulus.name), to: Selection("cell"),
                via: isCurrent ? nil : "jump", rule: .oneToOne,
                weight: isCurrent ? .quantity(.number(1)) : .quantity(.millivolts(1)),
                delay: .quantity(.milliseconds(resolution)))
        ]
        return model
    }

    private func spikes(
        _ model: Model, milliseconds: Double, workers: Int = 1, trains: SpikeTrains? = nil
    ) throws -> [(time: Double, element: Int)] {
        let network = try Network(
            model, trains: trains.map { [model.stimuli[0].name: $0] } ?? [:], workers: workers)
        var found: [(Double, Int)] = []
        let recorder = Recorder(
            [Recording(.spikes, of: [Selection(model.stimuli[0].name)])], of: network
        ) { batch in
            guard case .spikes(_, let ticks, let elements, _) = batch else { return }
            found += zip(ticks, elements).map { (Double($0) * network.resolution, $1) }
        }
        try Engine(network, workers: workers).run(
            NetworkState(network), ticks: Int((milliseconds / model.resolution).rounded()),
            recorder: recorder)
        return found
    }

    private func trace(_ model: Model, milliseconds: Double, every: Double, workers: Int = 1) throws
        -> [[Double]]
    {
        let network = try Network(model, workers: workers)
        var samples: [[Double]] = []
        let recorder = Recorder(
            [Recording(.state("V_m"), of: [Selection("cell")], every: every)], of: network
        ) { batch in
            guard case .trace(_, let ticks, let width, let values) = batch else { return }
            for sample in ticks.indices {
                samples.append(Array(values[sample * width..<(sample + 1) * width]))
            }
        }
        try Engine(network, workers: workers).run(
            NetworkState(network), ticks: Int((milliseconds / model.resolution).rounded()),
            recorder: recorder)
        return samples
    }

    @Test func regularSpikesAreEvenlySpaced() throws {
        var clock = Stimulus("clock", count: 2, kind: "regular")
        clock.settings = ["rate": .quantity(.hertz(80)), "start": .quantity(.milliseconds(3))]
        let found = try spikes(model(clock), milliseconds: 1000)
        let expected = (0..<80).map { 3 + 12.5 * Double($0) }
        for element in 0..<2 {
            let times = found.filter { $0.element == element }.map(\.time)
            #expect(times.count == expected.count)
            #expect(zip(times, expected).allSatisfy { abs($0 - $1) < 1e-9 })
        }
    }

    @Test func filedSpikesComeBack() throws {
        let trains = SpikeTrains(times: [5, 0, 12.34, 5, 99.9], units: [1, 0, 2, 1, 0])
        let file = Stimulus("file", count: 3, kind: "spike_file")
        let found = try spikes(model(file), milliseconds: 99.9, trains: trains)
        #expect(found.map(\.element) == [0, 1, 1, 2, 0])
        for (found, time) in zip(found, [0, 5, 5, 12.3, 99.9]) {
            #expect(abs(found.time - time) < 1e-9)
        }
    }

    @Test func boundSpikesAreChecked() throws {
        let network = try Network(model(Stimulus("port", count: 3, kind: "input")))
        let state = NetworkState(network)
        #expect(throws: NetworkError.self) {
            try state.bind(SpikeTrains(times: [1], units: [3]), to: "port")
        }
        #expect(throws: NetworkError.self) {
            try state.bind(SpikeTrains(times: [-1], units: [0]), to: "port")
        }
        #expect(throws: NetworkError.self) {
            try state.bind(SpikeTrains(times: [.nan], units: [0]), to: "port")
        }
        #expect(throws: NetworkError.self) { try state.bind(SpikeTrains(), to: "cell") }
    }

    /// A spike at 1 ms with a delay of one tick jumps at 1.1 ms; then the membrane decays.
    @Test func jumpArrivesAfterItsDelay() throws {
        var model = model(Stimulus("port", count: 1, kind: "spike_file"))
        model.projections[0].delay = .quantity(.milliseconds(2.5))
        let network = try Network(
            model, trains: ["port": SpikeTrains(times: [0, 1], units: [0, 0])])
        var values: [Double] = []
        let recorder = Recorder(
            [Recording(.state("V_m"), of: [Selection("cell")], every: 0.1)], of: network
        ) { batch in
            if case .trace(_, _, _, let more) = batch { values += more }
        }
        try Engine(network).run(NetworkState(network), ticks: 100, recorder: recorder)
        #expect(values.count == 100)
        for (index, value) in values.enumerated() {
            let tick = index + 1
            let expected = (tick >= 25 ? exp(-Double(tick - 25) * 0.1 / 20) : 0)
                + (tick >= 35 ? exp(-Double(tick - 35) * 0.1 / 20) : 0)
            #expect(abs(value - expected) < 1e-12, "tick \(tick)")
        }
    }

    @Test func rateFollowsItsSteps() throws {
        var noise = Stimulus("noise", count: 400, kind: "poisson")
        noise.settings = [
            "times": .list([.milliseconds(0), .milliseconds(200), .milliseconds(400)]),
            "rates": .list([.hertz(50), .hertz(0), .hertz(200)]),
        ]
        let found = try spikes(model(noise), milliseconds: 600)
        // 400 elements for 0.2 s: 4000, 0 and 16000 spikes, within five standard deviations.
        let counts = [0.0..<200.05, 200.05..<400.05, 400.05..<601].map { range in
            Double(found.filter { range.contains($0.time) }.count)
        }
        #expect(abs(counts[0] - 4000) < 5 * 4000.0.squareRoot())
        #expect(counts[1] == 0)
        #expect(abs(counts[2] - 16000) < 5 * 16000.0.squareRoot())
    }

    /// A step of current charges the membrane: V = R I (1 − exp(−t / τ)), exactly.
    @Test func stepOfCurrentChargesTheMembrane() throws {
        var step = Stimulus("step", count: 1, kind: "current")
        step.settings = [
            "waveform": .name("step"), "times": .list([.milliseconds(10), .milliseconds(60)]),
            "amplitudes": .list([.picoamperes(100), .picoamperes(0)]),
        ]
        let samples = try trace(model(step), milliseconds: 100, every: 0.5)
        let full = 100.0 * 20 / 250
        for (index, sample) in samples.enumerated() {
            let t = Double(index + 1) * 0.5
            let rise = full * (1 - exp(-max(0, min(t, 60) - 10) / 20))
            let expected = t > 60 ? rise * exp(-(t - 60) / 20) : rise
            #expect(abs(sample[0] - expected) < 1e-10, "t = \(t)")
        }
    }

    /// Slow sine: the membrane follows with the gain and lag of a low pass.
    @Test func sineIsFilteredAsALowPass() throws {
        var sine = Stimulus("sine", count: 1, kind: "current")
        sine.settings = [
            "waveform": .name("sine"), "amplitude": .quantity(.picoamperes(100)),
            "frequency": .quantity(.hertz(10)), "offset": .quantity(.picoamperes(50)),
        ]
        let samples = try trace(model(sine), milliseconds: 1000, every: 1)
        let omega = 2 * Double.pi * 0.01
        let gain = 1 / (1 + omega * omega * 400).squareRoot()
        let lag = atan(omega * 20)
        for index in 500..<1000 {
            let t = Double(index + 1)
            let expected = 0.08 * (50 + 100 * gain * sin(omega * t - lag))
            // Current is held for a tick of 0.1 ms, half a tick late on average: 2π · 10 Hz · 0.05
            // ms.
            #expect(abs(samples[index][0] - expected) < 8 * gain * omega * 0.05 * 1.1)
        }
    }

    @Test func noiseHasItsSpreadAndIsIndependent() throws {
        var noise = Stimulus("noise", count: 300, kind: "current")
        noise.settings = [
            "waveform": .name("noise"), "sd": .quantity(.picoamperes(100)),
            "interval": .quantity(.milliseconds(1)),
        ]
        let model = model(noise)
        let samples = try trace(model, milliseconds: 400, every: 1)
        // An AR(1) process: V' = V e^{−h/τ} + R I (1 − e^{−h/τ}) with h = 1 ms.
        let decay = exp(-1.0 / 20)
        let sd = 0.08 * 100 * (1 - decay) / (1 - decay * decay).squareRoot()
        let late = samples[200...].flatMap { $0 }
        let measured = (late.reduce(0) { $0 + $1 * $1 } / Double(late.count)).squareRoot()
        // About 300 · 200 / 40 independent values.
        #expect(abs(measured / sd - 1) < 5 / (2 * 1500.0).squareRoot())
        #expect(try trace(model, milliseconds: 400, every: 1, workers: 3) == samples)
    }

    /// Noise that goes straight to its neurons, noise through a list of the same synapses, and
    /// noise through synapses of several delays, all the same here.
    @Test func noiseIsTheSameThroughAnySynapses() throws {
        var noise = Stimulus("noise", count: 40, kind: "current")
        noise.settings = [
            "waveform": .name("noise"), "sd": .quantity(.picoamperes(100)),
            "interval": .quantity(.milliseconds(1)),
        ]
        var model = model(noise)
        model.projections[0].delay = .quantity(.milliseconds(3))
        let direct = try trace(model, milliseconds: 20, every: 1)
        for last in [3.0, 5] {
            model.projections[0].rule = .list(
                EdgeList(
                    edges: (0..<40).map {
                        EdgeList.Edge(
                            source: $0, target: $0, weight: 1, delay: $0 < 39 ? 3 : last)
                    }))
            let listed = try trace(model, milliseconds: 20, every: 1)
            #expect(listed.map { $0[..<39] } == direct.map { $0[..<39] })
            #expect((listed.map { $0[39] } == direct.map { $0[39] }) == (last == 3))
        }
    }

    @Test func tracesDoNotDependOnWorkersOrBatches() throws {
        var model = Model.random(seed: 31)
        model.populations[0].name = "cell"
        model.projections = []
        let one = try trace(model, milliseconds: 200, every: 1)
        #expect(one.count == 200)
        for workers in [2, 3, 7] {
            #expect(try trace(model, milliseconds: 200, every: 1, workers: workers) == one)
        }
    }

    @Test func ratesCountSpikesInBins() throws {
        let network = try Network(Model.random(seed: 3), workers: 2)
        let name = network.model.populations[0].name
        var counted: [Int] = []
        var ends: [Int] = []
        var spikes: [Int] = []
        let recordings = [
            Recording(.rate, of: [Selection(name)], every: 5),
            Recording(.spikes, of: [Selection(name)]),
        ]
        let recorder = Recorder(recordings, of: network) { batch in
            switch batch {
            case .counts(_, let ticks, let counts):
                ends += ticks
                counted += counts
            case .spikes(_, let ticks, _, _): spikes += ticks
            case .trace: break
            }
        }
        try Engine(network, workers: 2).run(NetworkState(network), ticks: 400, recorder: recorder)
        #expect(ends == Array(stride(from: 10, through: 400, by: 10)))
        for (end, count) in zip(ends, counted) {
            #expect(count == spikes.filter { $0 > end - 10 && $0 <= end }.count)
        }
        #expect(counted.reduce(0, +) > 0)
    }

    @Test func receiverThatFailsEndsTheRun() throws {
        struct Full: Error {}
        let network = try Network(Model.random(seed: 3), workers: 2)
        let name = network.model.populations[0].name
        let recorder = Recorder([Recording(.rate, of: [Selection(name)], every: 5)], of: network) {
            _ in throw Full()
        }
        let state = NetworkState(network)
        #expect(throws: Full.self) {
            try Engine(network, workers: 2).run(state, ticks: 100_000, recorder: recorder)
        }
        #expect(state.tick < 1000)
    }
}
