import Glibc
import SNNModel
import Testing

@testable import SNNEngine

/// Neurons with two variables against properties of their equations and converged solutions.
@Suite struct NeuronSpikingTests {
    /// With a = b = 0 the rheobase is g_L (V_th - E_L - Δ_T).
    @Test func adexFiresAboveItsRheobase() {
        let rheobase = 30 * (-50.4 + 70.6 - 2)
        func spikes(_ current: Double) -> Int {
            let neuron = DrivenNeuron(
                Population(
                    "n", count: 1, kind: "adex",
                    settings: [
                        "a": .quantity(.nanosiemens(0)), "b": .quantity(.picoamperes(0)),
                        "I_e": .quantity(.picoamperes(current)),
                    ]))
            neuron.advance(20_000)
            return neuron.spikeTicks.count
        }
        #expect(spikes(rheobase - 0.5) == 0)
        #expect(spikes(rheobase + 0.5) > 0)
    }

    @Test func adexAdapts() {
        let neuron = DrivenNeuron(
            Population(
                "n", count: 1, kind: "adex", settings: ["I_e": .quantity(.picoamperes(900))]))
        neuron.advance(10_000)
        let intervals = zip(neuron.spikeTicks.dropFirst(), neuron.spikeTicks).map { $0 - $1 }
        #expect(intervals.count > 5)
        #expect(intervals.last! > 2 * intervals.first!)
    }

    @Test func adexIsHeldForItsRefractoryPeriod() {
        let neuron = DrivenNeuron(
            Population(
                "n", count: 1, kind: "adex",
                settings: [
                    "I_e": .quantity(.picoamperes(2000)), "t_ref": .quantity(.milliseconds(3)),
                ]))
        while neuron.spikeTicks.isEmpty { neuron.advance() }
        for _ in 0..<30 {
            #expect(neuron.value("V_m") == -60)
            neuron.advance()
        }
        #expect(neuron.value("V_m") == -60)
        neuron.advance()
        #expect(neuron.value("V_m") > -60)
    }

    static let types: [(name: String, a: Double, b: Double, c: Double, d: Double)] = [
        ("RS", 0.02, 0.2, -65, 8), ("IB", 0.02, 0.2, -55, 4), ("CH", 0.02, 0.2, -50, 2),
        ("FS", 0.1, 0.2, -65, 2), ("LTS", 0.02, 0.25, -65, 2), ("RZ", 0.1, 0.26, -65, 2),
    ]

    private func neuron(_ type: Int, _ scheme: String, _ h: Double) -> DrivenNeuron {
        let p = Self.types[type]
        return DrivenNeuron(
            Population(
                "n", count: 1, kind: "izhikevich",
                settings: [
                    "a": .quantity(.number(p.a)), "b": .quantity(.number(p.b)),
                    "c": .quantity(.millivolts(p.c)), "d": .quantity(.millivolts(p.d)),
                    "I_e": .quantity(.picoamperes(10)), "scheme": .name(scheme),
                ]), resolution: h)
    }

    /// Spike times over 200 ms by the classical Runge-Kutta step of 1e-3 ms, crossings by Newton.
    private func spikeTimes(_ type: Int) -> [Double] {
        let p = Self.types[type]
        let h = 1e-3
        func f(_ V: Double, _ u: Double) -> (Double, Double) {
            (0.04 * V * V + 5 * V + 140 - u + 10, p.a * (p.b * V - u))
        }
        func step(_ V: Double, _ u: Double, _ h: Double) -> (Double, Double) {
            let k1 = f(V, u)
            let k2 = f(V + h / 2 * k1.0, u + h / 2 * k1.1)
            let k3 = f(V + h / 2 * k2.0, u + h / 2 * k2.1)
            let k4 = f(V + h * k3.0, u + h * k3.1)
            return (
                V + h / 6 * (k1.0 + 2 * (k2.0 + k3.0) + k4.0),
                u + h / 6 * (k1.1 + 2 * (k2.1 + k3.1) + k4.1)
            )
        }
        var (V, u, t) = (-65.0, p.b * -65, 0.0)
        var times: [Double] = []
        while t < 200 {
            var next = step(V, u, h)
            var part = h
            if next.0 >= 30 {
                for _ in 0..<8 {  // Newton's iteration for the length of the last step
                    part -= (next.0 - 30) / f(next.0, next.1).0
                    next = step(V, u, part)
                }
                times.append(t + part)
                next = step(p.c, next.1 + p.d, h - part)
            }
            (V, u) = next
            t += h
        }
        return times
    }

    /// Stamped with the end of the tick in which they fall.
    @Test(arguments: 0..<6) func convergedSpikesFallIntoTheRightTicks(_ type: Int) {
        let times = spikeTimes(type)
        #expect(times.count > 2)
        for h in [0.01, 0.1, 1] {
            let neuron = neuron(type, "converged", h)
            neuron.advance(Int((200 / h).rounded()))
            // A tenth of a microsecond of doubt at the edges of ticks.
            let early = times.map { Int((($0 - 1e-4) / h).rounded(.up)) }
            let late = times.map { Int((($0 + 1e-4) / h).rounded(.up)) }
            #expect(neuron.spikeTicks.count == times.count, "\(Self.types[type].name) h \(h)")
            for (k, tick) in neuron.spikeTicks.enumerated() where k < times.count {
                #expect((early[k]...late[k]).contains(tick), "\(Self.types[type].name) \(k)")
            }
        }
    }

    /// Euler's first spike approaches the right one in proportion to the step.
    @Test func eulerConvergesWithOrderOne() {
        let right = spikeTimes(0)[1]
        let errors = [0.1, 0.05, 0.025].map { h in
            let neuron = neuron(0, "euler", h)
            neuron.advance(Int(100 / h))
            return Double(neuron.spikeTicks[1]) * h - right
        }
        #expect(errors[0] > errors[1] && errors[1] > errors[2])
        #expect(errors[0] / errors[2] > 2.5 && errors[0] / errors[2] < 6)
    }

    /// The published scheme roughly halves the rate of fast-spiking cells.
    @Test func publishedSchemeIsAnotherModel() {
        let neuron = neuron(3, "half_step", 1)
        neuron.advance(200)
        #expect(neuron.spikeTicks.count < spikeTimes(3).count * 2 / 3)
    }
}
