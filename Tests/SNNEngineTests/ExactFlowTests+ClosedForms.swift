import Glibc
import SNNModel
import Testing

@testable import SNNEngine

extension ExactFlowTests {
    /// With a = 0 the recovery variable stands still, and V follows a tangent or a hyperbolic one:
    /// with w = V + 62.5, w' = 0.04 (w² + κ), κ = 25 (I - u) - 406.25.
    @Test(arguments: [(-60.0, 30.0), (-40, 10), (-62.5, 16.3), (-70, 200)])
    func frozenRecoveryHasAClosedForm(_ start: Double, _ current: Double) {
        let neuron = ExactNeuron(
            Population(
                "n", count: 1, kind: "izhikevich",
                settings: .numbers([
                    "a": 0, "b": 0, "d": 0, "c": start, "V_m": start, "U_m": 0, "I_e": current,
                ])))
        let kappa = 25 * current - 406.25
        let (w, top) = (start + 62.5, 92.5)
        let r = abs(kappa).squareRoot()
        let interval = kappa > 0
            ? (Glibc.atan(top / r) - Glibc.atan(w / r)) / (0.04 * r)
            : Glibc.log((top - r) * (w + r) / ((top + r) * (w - r))) / (0.08 * r)
        neuron.run([], through: Int(10 * interval * 10) + 1, epoch: 3, isLazy: true)
        #expect(neuron.spikes.count == 10)
        for (n, time) in neuron.spikeTimes.enumerated() {
            #expect(abs(time - Double(n + 1) * interval) < 1e-9 * interval)
        }
    }

    @Test func aNeuronAtRestIsSeldomWoken() {
        for kind in ["izhikevich", "adex"] {
            let neuron = ExactNeuron(
                Population("n", count: 1, kind: kind, settings: .numbers(["I_e": 0])))
            var looks = 0
            var tick = 0
            while tick < 100_000 {
                neuron.advance(through: tick)
                looks += 1
                guard neuron.wake < .max else { break }
                tick = neuron.wake
            }
            #expect(neuron.spikes.isEmpty)
            #expect(looks < 1000, "\(kind): \(looks)")
        }
    }

    /// The grid kernel keeps its times to 1e-6 ms per step.
    @Test func stateAgreesWithTheGridKernel() {
        for cell in Self.cells where cell.kind != "lif" {
            let exact = ExactNeuron(cell.population)
            let grid = DrivenNeuron(cell.population)
            for tick in 1...60 {
                if tick == 5 {
                    grid.add(cell.inputs[0].weight, to: 0)
                    let input: ExactNeuron.Input = (0.5, 0, cell.inputs[0].weight)
                    exact.advance(exact.events(input), through: tick)
                } else {
                    exact.advance(through: tick)
                }
                grid.advance()
                guard exact.spikes.isEmpty && grid.spikeTicks.isEmpty else { break }
                let names = ["V_m", cell.kind == "adex" ? "w" : "U_m"]
                for name in names + [exact.block.stateNames[6]!] {
                    let (own, other) = (exact.value(name, at: tick), grid.value(name))
                    #expect(abs(own - other) < 1e-4, "\(cell.name) \(name) \(tick)")
                }
            }
        }
    }

    /// Polynomials with known roots: the first one is found, wherever others are.
    @Test func firstRootOfAPolynomial() {
        let store = ColumnStore()
        let matrix = BernsteinForm.matrix(in: store)
        let room = store.allocate(BernsteinForm.scratchCount)
        var random = TrajectoryRandom(seed: 5)
        print("seed 5")
        for trial in 0..<20_000 {
            var roots = (0..<BernsteinForm.degree / 2).map { _ in random.uniform(-3...3) }
            if trial % 3 == 0 { roots[1] = roots[0] + random.uniform(0...1e-3) }
            // Powers of the product of (x - root) and of a quadratic without real roots.
            var powers = [1.0]
            for root in roots {
                var next = [0.0] + powers
                for k in powers.indices { next[k] -= root * powers[k] }
                powers = next
            }
            powers += Array(repeating: 0, count: BernsteinForm.width - powers.count)
            if powers[0] > 0 { powers = powers.map { -$0 } }
            let form = powers.withUnsafeBufferPointer {
                BernsteinForm($0.baseAddress!, level: 0, room: room).firstCrossing(matrix)
            }
            let right = roots.filter { $0 > 0 && $0 <= 1 }.min()
            if let right, let form {
                #expect(abs(form - right) < 1e-6, "trial \(trial)")
            } else {
                #expect((right == nil) == (form == nil), "trial \(trial): \(form ?? -1)")
            }
        }
    }
}
