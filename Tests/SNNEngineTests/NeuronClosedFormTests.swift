import Glibc
import SNNModel
import Testing

@testable import SNNEngine

// Neurons against closed forms, so that the package is tested wherever it is unpacked.

@Suite struct NeuronClosedFormTests {
    /// τ = 10 ms, C = 250 pF, so R = 0.04 GΩ.
    private func lif(
        _ settings: Settings = Settings(), _ receptors: [Receptor] = []
    ) -> DrivenNeuron {
        DrivenNeuron(
            Population("n", count: 1, kind: "lif", settings: settings, receptors: receptors))
    }

    @Test func membraneDecaysExponentially() {
        let neuron = lif(["V_m": .quantity(.millivolts(-60))])
        for tick in 1...500 {
            neuron.advance()
            let right = -70 + 10 * Glibc.exp(-Double(tick) * 0.1 / 10)
            #expect(abs(neuron.value("V_m") - right) < 1e-11)
        }
    }

    /// Response of V to I₀ e^(-t/τ), or to its limit for τ = τ_m; and for alpha its analogue.
    @Test(arguments: [0.5, 2, 9.999_999, 10, 10.000_001, 30])
    func potentialAfterACurrentHasItsShape(_ tau: Double) {
        for shape in [Receptor.Shape.exponential, .alpha] {
            let neuron = lif([:], [Receptor("x", shape, tau: .quantity(.milliseconds(tau)))])
            neuron.add(100)
            neuron.advance()
            for tick in 1...400 {
                neuron.advance()
                let right = -70 + response(Double(tick) * 0.1, tau, shape)
                #expect(abs(neuron.value("V_m") - right) < 1e-9, "\(shape) \(tau) \(tick)")
            }
        }
    }

    /// (100 pA / C) ∫ e^(-(t - s)/τ_m) i(s) ds by Simpson's rule, good to 1e-10.
    private func response(_ t: Double, _ tau: Double, _ shape: Receptor.Shape) -> Double {
        func integrand(_ s: Double) -> Double {
            let i = shape == .alpha
                ? s / tau * Glibc.exp(1 - s / tau) : Glibc.exp(-s / tau)
            return Glibc.exp(-(t - s) / 10) * i
        }
        let n = 4000
        var sum = integrand(0) + integrand(t)
        for k in 1..<n { sum += integrand(t * Double(k) / Double(n)) * (k % 2 == 1 ? 4 : 2) }
        return 100.0 / 250 * sum * t / Double(3 * n)
    }

    /// τ_m ln(R I / (R I - (V_th - E_L))), rounded up to ticks, plus the refractory ticks.
    @Test(arguments: [0.0, 0.5, 2], [400.0, 500, 1000])
    func intervalsUnderConstantCurrent(_ refractory: Double, _ current: Double) {
        let neuron = lif([
            "I_e": .quantity(.picoamperes(current)), "t_ref": .quantity(.milliseconds(refractory)),
        ])
        neuron.advance(3000)
        let rise = 10 * Glibc.log(0.04 * current / (0.04 * current - 15))
        let ticks = Int((rise / 0.1).rounded(.up)) + Int((refractory / 0.1).rounded())
        let intervals = zip(neuron.spikeTicks.dropFirst(), neuron.spikeTicks).map { $0 - $1 }
        #expect(intervals.count > 5)
        #expect(intervals.allSatisfy { $0 == ticks })
    }

    /// A volley of inhibition makes the membrane faster than a tick. Against 10,000 Euler steps per
    /// tick; 0.06 mV is 20 mV (B h)^5/120 at B h = 0.8. A Runge-Kutta step would be off by more
    /// than 1 mV from B h = 1.6 on, and diverge from 2.8 on.
    @Test(arguments: [1000.0, 2000, 4000, 8000, 40_000])
    func volleyOfInhibitionLeadsToItsReversal(_ conductance: Double) {
        let neuron = lif(
            ["V_m": .quantity(.millivolts(-60))],
            [
                Receptor(
                    "x", .exponential, tau: .quantity(.milliseconds(2)),
                    reversal: .quantity(.millivolts(-80)))
            ])
        neuron.add(conductance)
        neuron.advance()
        var (V, t) = (neuron.value("V_m"), 0.0)
        let step = 1e-5
        for tick in 1...100 {
            neuron.advance()
            for _ in 0..<10_000 {
                let B = conductance / 250 * Glibc.exp(-t / 2)
                V += step * (-(V + 70) / 10 - B * (V + 80))
                t += step
            }
            #expect(abs(neuron.value("V_m") - V) < 0.06, "\(conductance) \(tick)")
        }
    }

    @Test func deltaInputIsDroppedWhileRefractory() {
        let neuron = lif([:], [Receptor("x", .delta)])
        neuron.add(20)
        neuron.advance()
        #expect(neuron.spikeTicks == [1])
        for _ in 1...20 {
            neuron.add(20)
            neuron.advance()
            #expect(neuron.value("V_m") == -70)
        }
        neuron.add(20)
        neuron.advance()
        #expect(neuron.spikeTicks == [1, 22])
    }

    /// What comes in refractoriness is not lost, and brings a spike as soon as there may be one.
    @Test func aFreeResetHoldsNothing() {
        let neuron = lif(["reset": .name("to_V_reset_only")], [Receptor("x", .delta)])
        neuron.add(20)
        neuron.advance()
        #expect(neuron.spikeTicks == [1] && neuron.value("V_m") == -70)
        neuron.add(20)
        for tick in 0..<20 {
            neuron.advance()
            let right = -70 + 20 * Glibc.exp(-Double(tick) * 0.1 / 10)
            #expect(abs(neuron.value("V_m") - right) < 1e-11)
        }
        neuron.advance()
        #expect(neuron.spikeTicks == [1, 22] && neuron.value("V_m") == -70)
    }

    /// With a slow conductance V rests where (V - E_L)/τ_m = g (E - V)/C.
    @Test(arguments: [Receptor.Shape.exponential, .alpha])
    func conductanceSetsTheSteadyState(_ shape: Receptor.Shape) {
        let neuron = lif(
            ["V_th": .quantity(.millivolts(100))],
            [
                Receptor(
                    "x", shape, tau: .quantity(.seconds(1e6)), reversal: .quantity(.millivolts(0)))
            ])
        // Over 200 ms alpha grows to w e t/τ, an exponential stays w.
        neuron.add(shape == .alpha ? 10 * 1e9 / (2.718_281_828_459_045 * 200) : 10)
        neuron.advance(2001)
        let g = neuron.value("g_x")
        #expect(abs(g - 10) < 1e-3)
        guard shape == .exponential else { return }
        let right = -70 * 25 / (25 + g)
        #expect(abs(neuron.value("V_m") - right) < 1e-6)
    }

    @Test func alphaPeaksAtItsWeight() {
        for isConductance in [false, true] {
            let neuron = lif(
                [:],
                [
                    Receptor(
                        "x", .alpha, tau: .quantity(.milliseconds(2)),
                        reversal: isConductance ? .quantity(.millivolts(-70)) : nil)
                ])
            neuron.add(3)
            neuron.advance(21)  // due at tick 1, at its peak 2 ms later
            #expect(abs(neuron.value(isConductance ? "g_x" : "I_x") - 3) < 1e-12)
        }
    }
}
