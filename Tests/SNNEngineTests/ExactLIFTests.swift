import Glibc
import SNNModel
import Testing

@testable import SNNEngine

/// Exact LIF neurons against closed forms and against the grid kernels.
@Suite struct ExactLIFTests {
    /// τ = 10 ms, C = 250 pF, so R = 0.04 GΩ.
    private func lif(
        _ settings: [String: Double] = [:], _ receptors: [Receptor] = [], resolution: Double = 0.1
    ) -> ExactNeuron {
        ExactNeuron(
            Population(
                "n", count: 1, kind: "lif", settings: .numbers(settings), receptors: receptors),
            resolution: resolution)
    }

    private func exponential(_ name: String, _ tau: Double) -> Receptor {
        Receptor(name, .exponential, tau: .quantity(.milliseconds(tau)))
    }

    /// Spike n is at n T + (n - 1) t_ref with T = τ ln(R I / (R I - (V_th - E_L))).
    @Test(arguments: [0.0, 0.123_456_7, 2], [376.0, 400, 500, 1000])
    func trainsUnderConstantCurrent(_ refractory: Double, _ current: Double) {
        for hasReceptors in [false, true] {
            let receptors = hasReceptors ? [exponential("x", 3)] : []
            for epoch in [1, 10, 10_000] {
                let neuron = lif(["I_e": current, "t_ref": refractory], receptors)
                neuron.run([], through: 10_000, epoch: epoch, isLazy: true)
                let interval = 10 * Glibc.log(0.04 * current / (0.04 * current - 15))
                let count = Int((1000 + refractory) / (interval + refractory))
                #expect(neuron.spikes.count == count)
                for (n, time) in neuron.spikeTimes.enumerated() {
                    let right = Double(n + 1) * interval + Double(n) * refractory
                    #expect(abs(time - right) < 1e-9)
                }
            }
        }
    }

    @Test func aQuietNeuronIsNeverWoken() {
        let neuron = lif([:], [exponential("x", 3), Receptor("d", .delta)])
        #expect(neuron.block.wake(of: 0, in: neuron.state) == nil)
        neuron.run([(1.23, 0, 10), (4.5, 1, 3)], through: 100, epoch: 1)
        #expect(neuron.wake == .max)
        // A spike, after which it is held, does not change that.
        neuron.advance(neuron.events((10.05, 1, 30)), through: 101)
        #expect(neuron.spikeTimes == [10.05])
        #expect(neuron.wake == .max)
    }

    /// Delta input within [spike, spike + t_ref) is lost, at the end of it it counts.
    @Test func refractorinessEndsBetweenTicks() {
        let start = 1.03
        for (time, isLost) in [(1.0e-9, true), (1.999_999_999, true), (2, false), (2.1, false)] {
            let neuron = lif(["t_ref": 2], [Receptor("d", .delta)])
            neuron.run([(start, 0, 20), (start + time, 0, 5)], through: 60, epoch: 1)
            #expect(neuron.spikes.count == 1)
            let time = start + time
            let right = isLost ? -70 : -70 + 5 * Glibc.exp(-(6 - time) / 10)
            #expect(abs(neuron.value("V_m", at: 60) - right) < 1e-9, "\(time)")
        }
    }

    /// A current goes on while the neuron is held, and drives it from the moment of release on.
    @Test func currentsDecayWhileHeld() {
        let neuron = lif(["t_ref": 3.217], [exponential("x", 5), Receptor("d", .delta)])
        neuron.run([(1.05, 1, 30), (2.5, 0, 100)], through: 99, epoch: 7)
        let release = 1.05 + 3.217
        #expect(neuron.value("V_m", at: 99) > -70)
        let I = 100 * Glibc.exp(-(release - 2.5) / 5)
        let t = 9.9 - release
        let right = -70 + I / 250 * 10 * (Glibc.exp(-t / 10) - Glibc.exp(-t / 5))
        #expect(abs(neuron.value("V_m", at: 99) - right) < 1e-11)
        #expect(abs(neuron.value("I_x", at: 99) - 100 * Glibc.exp(-7.4 / 5)) < 1e-11)
    }

    @Test func jumpsFireAtTheTimeOfTheirInput() {
        let neuron = lif(["t_ref": 0], [Receptor("d", .delta)])
        // Both at once: the first two together reach the threshold, the third finds the reset.
        neuron.run(
            [(3.14, 0, 10), (3.14, 0, 6), (3.14, 0, 4)], through: 32, epoch: 32)
        #expect(neuron.spikes.count == 1)
        #expect(abs(neuron.spikeTimes[0] - 3.14) < 1e-14)
        let right = -70 + 4 * Glibc.exp(-(3.2 - 3.14) / 10)
        #expect(abs(neuron.value("V_m", at: 32) - right) < 1e-12)
        // In the other order the jump down comes first, and there is no spike.
        let other = lif(["t_ref": 0], [Receptor("d", .delta)])
        other.run([(3.14, 0, -10), (3.14, 0, 20)], through: 32, epoch: 32)
        #expect(other.spikes.isEmpty)
        let third = lif(["t_ref": 0], [Receptor("d", .delta)])
        third.run([(3.14, 0, 20), (3.14, 0, -10)], through: 32, epoch: 32)
        #expect(third.spikes.count == 1)
    }

    @Test func anInitialPotentialAboveTheThresholdFiresAtOnce() {
        let neuron = lif(["V_m": -50, "t_ref": 2])
        #expect(neuron.block.wake(of: 0, in: neuron.state) == 1)
        neuron.advance(through: 100)
        #expect(neuron.spikes.count == 1)
        #expect(neuron.spikes[0].tick == 1)
        #expect(neuron.spikeTimes[0] < 1e-15)
        neuron.block.reset(neuron.state)
        #expect(neuron.value("V_m", at: 0) == -50)
    }

    /// A receptor as slow as the membrane, or nearly so: response by Simpson's rule.
    @Test(arguments: [0.5, 2, 9.5, 9.999_999, 10, 10.000_001, 10.9, 30])
    func potentialsHaveTheirShape(_ tau: Double) {
        for shape in [Receptor.Shape.exponential, .alpha] {
            let neuron = lif(
                ["V_th": 0], [Receptor("x", shape, tau: .quantity(.milliseconds(tau)))])
            neuron.run([(0.03, 0, 100)], through: 1, epoch: 1)
            for tick in stride(from: 1, through: 400, by: 7) {
                let t = Double(tick) * 0.1 - 0.03
                func integrand(_ s: Double) -> Double {
                    let i = shape == .alpha
                        ? s / tau * Glibc.exp(1 - s / tau) : Glibc.exp(-s / tau)
                    return Glibc.exp(-(t - s) / 10) * i
                }
                let n = 4000
                var sum = integrand(0) + integrand(t)
                for k in 1..<n {
                    sum += integrand(t * Double(k) / Double(n)) * (k % 2 == 1 ? 4 : 2)
                }
                let right = -70 + 100.0 / 250 * sum * t / Double(3 * n)
                #expect(abs(neuron.value("V_m", at: tick) - right) < 1e-9, "\(shape) \(tau)")
            }
        }
    }

    /// Inputs on the grid, below the threshold: the same numbers as the grid kernel.
    @Test func gridPointsAgreeWithTheGridKernel() {
        let receptors = [
            exponential("a", 2), Receptor("b", .alpha, tau: .quantity(.milliseconds(4))),
            exponential("c", 10), Receptor("d", .delta),
        ]
        let settings = ["V_th": 50.0, "I_e": 200]
        let exact = lif(settings, receptors)
        let grid = DrivenNeuron(
            Population(
                "n", count: 1, kind: "lif", settings: .numbers(settings), receptors: receptors))
        var random = TrajectoryRandom(seed: 7)
        print("seed 7")
        for tick in 1...2000 {
            var events: [InputEvent] = []
            for receptor in 0..<4 where random.chance(0.05) {
                let weight = Float(random.uniform(-1...1) * (receptor == 3 ? 3 : 200))
                grid.add(Double(weight), to: receptor)
                events.append(
                    InputEvent(
                        target: 0, receptor: UInt16(receptor), tick: Int32(tick), before: 0,
                        weight: weight))
            }
            grid.advance()
            exact.advance(events, through: tick)
            for name in ["V_m", "I_a", "I_b", "I_c"] {
                let (own, other) = (exact.value(name, at: tick), grid.value(name))
                #expect(abs(own - other) < 1e-9, "\(name) at \(tick)")
            }
        }
    }

    /// Where epochs end, and whether an epoch without events is looked at, changes no bit; and the
    /// time at which a run begins shifts its spikes but does not move them by more than rounding.
    @Test func epochsLeaveNoTrace() {
        var random = TrajectoryRandom(seed: 11)
        print("seed 11")
        var inputs: [ExactNeuron.Input] = []
        var time = 0.0
        while time < 990 {
            time += -2 * Double.log(random.uniform(1e-9...1))
            inputs.append((time, Int(random.next() % 3), random.uniform(-100...300)))
        }
        let receptors = [
            exponential("a", 2), exponential("b", 8),
            Receptor("c", .alpha, tau: .quantity(.milliseconds(5))),
        ]
        let settings = ["I_e": 330.0, "t_ref": 1.77]
        let whole = lif(settings, receptors)
        whole.run(inputs, through: 10_000, epoch: 10_000)
        #expect(whole.spikes.count > 30)
        for epoch in [1, 2, 15, 333] {
            for isLazy in [false, true] {
                let parts = lif(settings, receptors)
                parts.run(inputs, through: 10_000, epoch: epoch, isLazy: isLazy)
                #expect(parts.spikes == whole.spikes, "\(epoch) \(isLazy)")
            }
        }
        let coarse = lif(settings, receptors, resolution: 1)
        coarse.run(inputs, through: 1000, epoch: 3)
        for (a, b) in zip(coarse.spikeTimes, whole.spikeTimes) { #expect(abs(a - b) < 1e-9) }
    }

    /// A day into a run, intervals are what they were in its first millisecond.
    @Test func timesKeepTheirDigits() {
        let late = 864_000_000
        var trains: [[ExactTime]] = []
        for start in [0, late] {
            let neuron = lif([:], [exponential("x", 5), Receptor("d", .delta)])
            let inputs: [(Int32, Double, UInt16, Float)] = [
                (3, 0.071, 0, 2000), (19, 0.0333, 0, 1800), (44, 0.0999, 1, 20), (90, 0, 0, 3000),
            ]
            neuron.advance(
                inputs.map {
                    InputEvent(
                        target: 0, receptor: $0.2, tick: Int32(start) + $0.0, before: $0.1,
                        weight: $0.3)
                }, through: start + 200)
            trains.append(
                neuron.spikes.map { ExactTime(tick: $0.tick - start, before: $0.before) })
        }
        #expect(trains[0].count >= 3)
        #expect(trains[0].count == trains[1].count)
        for (a, b) in zip(trains[0], trains[1]) {
            #expect(abs(a.milliseconds(since: b, resolution: 0.1)) < 1e-14)
        }
    }

    @Test func timesAreNormalised() {
        let h = 0.1
        var random = TrajectoryRandom(seed: 3)
        print("seed 3")
        for _ in 0..<10_000 {
            let time = random.uniform(-5...5)
            let start = ExactTime(tick: 1000, before: random.uniform(0...0.0999))
            let later = start.advanced(by: time, resolution: h)
            #expect(later.before >= 0 && later.before < h)
            #expect(abs(later.milliseconds(since: start, resolution: h) - time) < 1e-13)
            #expect((later > start) == (time > 0))
        }
        let tick = ExactTime.milliseconds(0.3, resolution: h)
        #expect(tick.tick == 3 && tick.before < 1e-13)
    }
}
