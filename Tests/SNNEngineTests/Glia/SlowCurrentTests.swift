import Foundation
import SNNModel
import Testing

@testable import SNNEngine

@Suite struct SlowCurrentTests {
    /// Large inputs let calcium swing through the threshold; what a neuron receives is compared,
    /// tick by tick, with the current of small steps that arrives after the delay.
    private func errors(
        step: Double, delay: Double
    ) -> (greatest: Double, mean: Double, charge: Double) {
        let glia = DrivenGlia(
            "li_rinzel", step: step,
            settings: [
                "delta_IP3": .quantity(.number(0.2)),
                "SIC_delay": .quantity(.milliseconds(delay)),
            ])
        let rows = SlowCurrentRows(group: 0, rows: [0, 1], cells: [0], weights: [1])
        let slow = SlowCurrentState(rows, of: glia.state.group, count: 8)
        slow.gather(glia.state.windows[0], step: 0)
        var reference = CalciumReference.liRinzel()
        let arrivals = (0..<20).map { 10_000 * $0 + 137 + 411 * $0 % 7001 }
        let (ticks, delayTicks) = (200_000, Int((delay * 10).rounded()))
        let stepTicks = glia.state.group.stepTicks
        var exact: [Double] = []
        var received = Array(repeating: 0.0, count: 8)
        var (greatest, sum, charge, whole) = (0.0, 0.0, 0.0, 0.0)
        for tick in 0..<ticks {
            // In the middle of the tick that begins here.
            exact.append(0)
            reference.step(0.05)
            exact[tick] = glia.state.group.current.value(reference.values[1])
            reference.step(0.05)
            if arrivals.contains(tick + 1) { reference.values[0] += 0.2 }
            received[0] = 0
            slow.add(to: &received, from: tick)
            let expected = tick >= delayTicks ? exact[tick - delayTicks] : 0
            greatest = max(greatest, abs(received[0] - expected))
            sum += abs(received[0] - expected)
            charge += received[0] - expected
            whole += expected
            if (tick + 1) % stepTicks == 0 {
                glia.advance(
                    to: tick + 1,
                    arrivals: arrivals.filter { $0 > tick + 1 - stepTicks && $0 <= tick + 1 })
                let steps = glia.state.steps
                slow.gather(glia.state.windows[steps & 1], step: steps)
            }
        }
        #expect(whole > 10_000)
        return (greatest, sum / Double(ticks), charge / whole)
    }

    /// Where the delay is as long as a step, all is known when it is sent.
    @Test(arguments: [(1.0, 1.0), (10.0, 10.0), (10.0, 25.0)])
    func knownCurrentIsExactUpToItsLines(_ step: Double, _ delay: Double) {
        let error = errors(step: step, delay: delay)
        print("known, step \(step), delay \(delay): \(error)")
        #expect(error.greatest < (step > 1 ? 0.5 : 0.1) && error.mean < 1e-3)
        #expect(abs(error.charge) < 1e-4)
    }

    /// Where it is shorter, the rest of the step is foreseen as if no more spikes came.
    @Test func foreseenCurrentIsNearlyThat() {
        let error = errors(step: 10, delay: 1)
        print("foreseen, step 10, delay 1: \(error)")
        #expect(error.greatest < 1 && error.mean < 5e-3 && abs(error.charge) < 1e-3)
    }

    /// The current that NEST's neuron received, one ms after the astrocyte sent it. An error of
    /// 5e-8 uM of calcium, which its solver has, is 2e-4 pA at the onset.
    @Test func agreesWithRecordedCurrent() throws {
        let path = "../shared/reference/astrocyte_li_rinzel.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            print("skipped: there is no \(path)")
            return
        }
        let reference = try JSONDecoder().decode(RecordedCurrent.self, from: data)
        let glia = DrivenGlia("li_rinzel", settings: ["delta_IP3": .quantity(.number(0.002))])
        let arrivals = reference.input_spikes_ms_at_source.map { Int((($0 + 1) * 10).rounded()) }
        let probe = GliaProbe(item: 0, name: "SIC", range: 0..<1, interval: 1)
        for step in 0..<1000 {
            glia.hear(arrivals.filter { $0 > 100 * step && $0 <= 100 * (step + 1) })
            glia.state.advance(.vector, probes: [probe], parity: 0)
        }
        let values = probe.samples(parity: 0).values
        var worst = 0.0
        for (time, current) in zip(
            reference.expected.times_ms, reference.expected.neuron_I_SIC)
        {
            let sent = Int((time * 10).rounded()) - 10
            worst = max(worst, abs(values[sent - 1] - current))
        }
        print("recorded current differs by", worst)
        #expect((reference.expected.neuron_I_SIC.max() ?? 0) > 6)
        #expect(worst < 5e-4)
    }
}

@Suite struct GapJunctionTests {
    @Test func ullahsCellsExchange() {
        let pair = Neighbours(
            Positions(Layout(.grid(shape: [2], spacing: 10)), count: 2, name: "glia", seed: 1),
            count: 2, reach: 10)
        let glia = DrivenGlia(
            "ullah", count: 2,
            settings: [
                "IP3": .random(Distribution(.uniform(low: 0.1, high: 1))),
                "D_IP3": .quantity(.hertz(1)), "D_Ca": .quantity(.hertz(0.5)),
            ], neighbours: pair)
        var cells = [CalciumReference.ullah { 0 }, CalciumReference.ullah { 0 }]
        for index in 0..<2 { cells[index].values[2] = glia["IP3", index] }
        let apart = abs(cells[0].values[2] - cells[1].values[2])
        let single = cells[0].rates
        var both = CalciumReference(values: cells[0].values + cells[1].values) { x in
            var rates = single(Array(x[0..<3])) + single(Array(x[3..<6]))
            rates[0] += 0.5 * (x[3] - x[0])
            rates[3] += 0.5 * (x[0] - x[3])
            rates[2] += x[5] - x[2]
            rates[5] += x[2] - x[5]
            return rates
        }
        var worst = 0.0
        for step in 1...300 {
            for _ in 0..<10 { both.step(1e-3) }
            glia.advance(to: 100 * step)
            for index in 0..<2 {
                worst = max(worst, abs(glia["IP3", index] - both.values[3 * index + 2]))
                worst = max(worst, abs(glia["Ca", index] - both.values[3 * index]))
            }
        }
        print("exchange held over steps of 10 ms differs by \(worst) of \(apart)")
        #expect(apart > 0.05)
        #expect(worst < 0.02 * apart)
    }

    @Test func exchangeHasAThreshold() {
        let layout = Layout(.grid(shape: [2], spacing: 10))
        let pair = Neighbours(
            Positions(layout, count: 2, name: "glia", seed: 1), count: 2, reach: 10)
        for (difference, part) in [(0.1, 0.0), (0.3, 0.5), (0.5, 1.0)] {
            let values = [1 + difference, 1]
            var sums = [0.0, 0]
            pair.addExchange(of: values, most: 0.09, threshold: 0.3, width: 0.05, to: &sums)
            #expect(abs(sums[1] - 0.09 * part) < 0.0001)
            #expect(sums[0] == -sums[1])
        }
    }
}

private struct RecordedCurrent: Decodable {
    struct Expected: Decodable { let times_ms, neuron_I_SIC: [Double] }

    let input_spikes_ms_at_source: [Double]
    let expected: Expected
}
