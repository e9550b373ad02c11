import Glibc
import SNNModel
import Testing

@testable import SNNEngine

/// Neurons that are integrated between events: closed forms where there are some, elsewhere an
/// independent integrator at tolerance 1e-12.
@Suite struct ExactFlowTests {
    struct Cell: Sendable, CustomTestStringConvertible {
        var name: String
        var kind: String
        var settings: [String: Double]
        var receptors: [Receptor]
        var inputs: [ExactNeuron.Input]
        var testDescription: String { name }

        var population: Population {
            Population(
                "n", count: 1, kind: kind, settings: .numbers(settings), receptors: receptors)
        }
    }

    private static func receptor(
        _ name: String, _ shape: Receptor.Shape, _ tau: Double, reversal: Double? = nil
    ) -> Receptor {
        Receptor(
            name, shape, tau: .quantity(.milliseconds(tau)),
            reversal: reversal.map { .quantity(.millivolts($0)) })
    }

    private static func inputs(_ scale: Double, _ seed: UInt64) -> [ExactNeuron.Input] {
        print("seed \(seed)")
        var random = TrajectoryRandom(seed: seed)
        var inputs: [ExactNeuron.Input] = []
        var time = 1.0
        while time < 150 {
            time += random.uniform(0.1...8)
            let weight = Float(random.uniform(0...1) * scale)
            inputs.append((time, Int(random.next() % 2), Double(weight)))
        }
        return inputs
    }

    static let cells: [Cell] = {
        let currents = [receptor("a", .exponential, 3), receptor("b", .alpha, 5)]
        let conductances = [
            receptor("a", .exponential, 2, reversal: 0), receptor("b", .alpha, 6, reversal: -85),
        ]
        let izhikevich: [(String, Double, Double, Double, Double)] = [
            ("RS", 0.02, 0.2, -65, 8), ("FS", 0.1, 0.2, -65, 2), ("CH", 0.02, 0.2, -50, 2),
            ("LTS", 0.02, 0.25, -65, 2),
        ]
        let adex = ["I_e": 700.0, "t_ref": 1.37]
        return izhikevich.map { name, a, b, c, d in
            Cell(
                name: name, kind: "izhikevich",
                settings: ["a": a, "b": b, "c": c, "d": d, "I_e": 8], receptors: currents,
                inputs: inputs(3, 3))
        } + [
            Cell(
                name: "Izhikevich, conductances", kind: "izhikevich",
                settings: ["I_e": 15], receptors: conductances, inputs: inputs(0.05, 4)),
            Cell(
                name: "AdEx, currents", kind: "adex", settings: adex, receptors: currents,
                inputs: inputs(300, 5)),
            Cell(
                name: "AdEx, conductances", kind: "adex",
                settings: ["I_e": 1300, "t_ref": 0, "V_reset": -48], receptors: conductances,
                inputs: inputs(10, 6)),
            Cell(
                name: "LIF, conductances", kind: "lif",
                settings: ["I_e": 700, "t_ref": 2.05], receptors: conductances,
                inputs: inputs(4, 7)),
        ]
    }()

    @Test(arguments: cells) func convergesToTheReference(_ cell: Cell) {
        let right = Self.reference(cell, until: 160)
        var errors: [Double] = []
        for tolerance in [1e-4, 1e-6, 1e-8, 1e-10, 1e-12] {
            let neuron = ExactNeuron(cell.population, tolerance: tolerance)
            neuron.run(cell.inputs, through: 1600, epoch: 1600)
            let worst = neuron.spikes.count == right.count
                ? zip(neuron.spikeTimes, right).map { abs($0 - $1) }.max() ?? 0 : .infinity
            errors.append(worst)
        }
        print("\(cell.name): \(right.count) spikes, errors in ms \(errors)")
        #expect(right.count >= 4)
        #expect(errors[4] < 1e-7)
        #expect(errors[3] < 1e-5)
        #expect(errors[4] <= errors[1] || errors[1] < 1e-9)
    }

    @Test(arguments: cells) func epochsLeaveNoTrace(_ cell: Cell) {
        let whole = ExactNeuron(cell.population)
        whole.run(cell.inputs, through: 1600, epoch: 1600)
        for epoch in [1, 7] {
            for isLazy in [false, true] {
                let parts = ExactNeuron(cell.population)
                parts.run(cell.inputs, through: 1600, epoch: epoch, isLazy: isLazy)
                #expect(parts.spikes == whole.spikes, "\(epoch) \(isLazy)")
            }
        }
    }

    /// Spikes of the cell by the independent integrator.
    static func reference(_ cell: Cell, until end: Double) -> [Double] {
        let kind = Catalogue.kind(.neuron, cell.kind)!
        func number(_ name: String) -> Double {
            cell.settings[name]
                ?? (kind.parameters + kind.states).first { $0.name == name }!.standard!.quantity!
                .value
        }
        let taus = cell.receptors.map { $0.tau!.quantity!.value }
        let reversals = cell.receptors.map { $0.reversal?.quantity?.value }
        var (x, D) = ([0.0, 0.0], [0.0, 0.0])
        var origin = 0.0
        func drive(_ time: Double, _ V: Double) -> Double {
            var sum = 0.0
            for k in 0..<2 {
                let s = time - origin
                let value = (x[k] + D[k] * s) * Glibc.exp(-s / taus[k])
                sum += reversals[k].map { value * ($0 - V) } ?? value
            }
            return sum
        }
        let membrane = Self.membrane(cell, number)
        var (spikes, t, held) = ([Double](), 0.0, false)
        var y = membrane.start
        for stop in cell.inputs.map({ ($0.time, Optional($0)) }) + [(end, nil)] {
            while t < stop.0 {
                let pause = held ? min(stop.0, spikes.last! + membrane.refractory) : stop.0
                let reference = ExactFlowReference(rates: { time, y in
                    var rates = membrane.rates(y, drive(time, y[0]))
                    if held { rates[0] = 0 }
                    return rates
                })
                let (time, next, isCrossing) = reference.run(
                    t, y, until: pause, threshold: membrane.threshold)
                (t, y) = (time, next)
                if held && t >= spikes.last! + membrane.refractory { held = false }
                guard isCrossing else { continue }
                spikes.append(t)
                y = [membrane.reset, y[1] + membrane.increment]
                held = membrane.refractory > 0
            }
            guard let input = stop.1 else { continue }
            for k in 0..<2 {
                let s = t - origin
                let factor = Glibc.exp(-s / taus[k])
                x[k] = (x[k] + D[k] * s) * factor
                D[k] *= factor
            }
            origin = t
            if cell.receptors[input.receptor].shape == .alpha {
                D[input.receptor] += input.weight * Glibc.exp(1) / taus[input.receptor]
            } else {
                x[input.receptor] += input.weight
            }
        }
        return spikes
    }

    private struct Membrane {
        var start: [Double]
        var threshold: Double
        var reset: Double
        var increment: Double
        var refractory: Double
        var rates: ([Double], Double) -> [Double]
    }

    private static func membrane(_ cell: Cell, _ p: (String) -> Double) -> Membrane {
        let external = p("I_e")
        switch cell.kind {
        case "izhikevich":
            let (a, b) = (p("a"), p("b"))
            return Membrane(
                start: [p("V_m"), b * p("V_m")], threshold: p("V_th"), reset: p("c"),
                increment: p("d"), refractory: 0
            ) { y, drive in
                [
                    0.04 * y[0] * y[0] + 5 * y[0] + 140 - y[1] + external + drive,
                    a * (b * y[0] - y[1]),
                ]
            }
        case "adex":
            let (leak, rest, slope) = (p("g_L"), p("E_L"), p("Delta_T"))
            let (foot, C, a, tau) = (p("V_th"), p("C_m"), p("a"), p("tau_w"))
            return Membrane(
                start: [rest, 0], threshold: p("V_peak"), reset: p("V_reset"), increment: p("b"),
                refractory: p("t_ref")
            ) { y, drive in
                let upswing = leak * slope * Glibc.exp((min(y[0], 1) - foot) / slope)
                let current = upswing - leak * (y[0] - rest) - y[1] + external + drive
                return [current / C, (a * (y[0] - rest) - y[1]) / tau]
            }
        default:
            let (tau, rest, C) = (p("tau_m"), p("E_L"), p("C_m"))
            return Membrane(
                start: [rest, 0], threshold: p("V_th"), reset: p("V_reset"), increment: 0,
                refractory: p("t_ref")
            ) { y, drive in [-(y[0] - rest) / tau + (external + drive) / C, 0] }
        }
    }
}
