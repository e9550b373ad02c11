import Foundation
import SNNEngine
import SNNModel
import Testing

@testable import SNN

struct PlanTests {
    private let text = """
        simulation { duration = 2 s }
        population exc[800] of lif {
            V_m ~ uniform(-70 mV, -50 mV)
            receptor ampa { shape = exponential, tau = 5 ms }
        }
        stimulus noise[800] of poisson { rate = 5 Hz }
        stimulus crowd[100] of poisson { rate = 30 Hz }
        projection noise -> exc { rule = one_to_one, weight = 50 pA, delay = 1 ms }
        projection crowd -> exc { rule = fixed_outdegree(80), weight = 5 pA, delay = 1 ms }
        projection exc -> exc {
            rule = fixed_indegree(50), weight = 5 pA, delay ~ uniform(1 ms, 3 ms)
        }
        record spikes of exc

        """

    @Test func tellsMemoryTimeAndOutput() throws {
        let trial = try CommandTrial()
        let file = try trial.file("a.model", text)
        #expect(trial.snnsim("plan", file, "--workers", "1", "--rate", "20Hz") == .finished)
        #expect(trial.output.hasPrefix("a: 800 neurons and 48,800 synapses\n"))
        for part in ["exc -> exc", "crowd -> exc", "40,000", "it fits", "at 20 Hz", "output"] {
            #expect(trial.output.contains(part), "\(part)")
        }
        #expect(trial.log.isEmpty)
    }

    @Test func writesJSON() throws {
        let trial = try CommandTrial()
        let file = try trial.file("a.model", text)
        #expect(
            trial.snnsim("plan", file, "--json", "--rate", "20Hz", "--duration", "10s")
                == .finished)
        let plan = try #require(
            try JSONSerialization.jsonObject(with: Data(trial.output.utf8)) as? [String: Any])
        #expect(plan["neurons"] as? Int == 800)
        #expect(plan["synapses"] as? Double == 48_800)
        let time = try #require(plan["time"] as? [String: Any])
        // 40,000 synapses at 20 Hz and 8,000 at 30 Hz; the noise belongs to the neurons.
        #expect(abs((time["eventsPerSimulatedSecond"] as? Double ?? 0) - 1_040_000) < 1)
        let output = try #require(plan["output"] as? [String: Any])
        #expect(abs((output["spikes"] as? Double ?? 0) - 160_000) < 1)
        let memory = try #require(plan["memory"] as? [String: Any])
        #expect(memory["fits"] as? Bool == true)
        let parts = (plan["projections"] as? [[String: Any]] ?? []).compactMap {
            $0["bytes"] as? Double
        }
        #expect(parts.count == 3)
        #expect((memory["networkBytes"] as? Double ?? 0) > parts.reduce(0, +))
    }

    /// The costs are figures of this machine, so the arithmetic is tested with round ones.
    @Test func addsUpTimes() throws {
        var model = Model(seed: 1, resolution: 0.1)
        model.populations = [Population("exc", count: 1000, kind: "lif")]
        model.projections = [
            Projection(
                from: Selection("exc"), to: Selection("exc"), rule: .fixedIndegree(100),
                weight: .quantity(.picoamperes(1)), delay: .quantity(.milliseconds(2)))
        ]
        let costs = MachineCosts(
            neuron: [2], drive: [:], event: 3, row: 10, synapse: 30, barrier: 500)
        let forecast = RunForecast(model, costs: costs, rate: 0.01)
        // A second: 10⁴ ticks of 1,000 neurons, 10⁴ spikes of 100 events, rows in 2 partitions.
        let work = 1e7 * 2 + 1e6 * 3 + 1e4 * 10 * 2
        #expect(abs(forecast.secondsPerSecond(workers: 1, partitions: 2) - work * 1e-9) < 1e-9)
        let two = work / 2 + 500 * 500 * 1.25
        #expect(abs(forecast.secondsPerSecond(workers: 2, partitions: 2) - two * 1e-9) < 1e-9)
        #expect(abs(forecast.buildSeconds(workers: 1) - 1e5 * 30e-9) < 1e-9)
        #expect(forecast.spikesOfPopulations == [10])
    }

    @Test func measuresEveryKindOfPart() throws {
        let trial = try CommandTrial()
        let file = try trial.file("a.model", text)
        let quiet = Terminal(output: { _ in }, log: { _ in })
        let source = try ModelSource(file, settings: [], .package, on: quiet)
        let costs = MachineCosts(of: source.model)
        #expect(costs.neuron.count == 1 && costs.neuron[0] > 0)
        #expect(costs.drive.keys.sorted() == [0])
        #expect(costs.event > 0 && costs.row > 0 && costs.synapse > 0 && costs.barrier > 0)
    }

    /// Parts of a network that learns learn when they are measured.
    @Test func measuresWhatLearns() throws {
        var model = Model(seed: 1)
        let cells = model.addPopulation(
            "cells", count: 200, of: .lif(),
            receptors: [Receptor("jump", .delta)], layout: Layout(.box(extent: [90, 90])))
        model.addModulator("dopamine", releasedBy: [cells])
        model.addPlasticity(
            "learn", of: "stdp",
            ["A_plus": .formula(.variable("dopamine")), "w_max": .fixed(.millivolts(2))])
        model.connect(
            cells, to: cells, rule: .fixedIndegree(50), weight: .fixed(.millivolts(1)),
            delay: .fixed(.milliseconds(1)), plasticity: ["learn"])
        model.projections[0].axonalDelay = .formula(
            .add(
                .constant(.milliseconds(1)),
                .divide(.variable("distance"), .constant(Quantity(300, .speed)))))
        #expect(model.check() == [])
        // 0.3 ns is what an event is taken to cost at least; on a busy machine the difference of
        // two times that tells more may drown in their noise, though not again and again.
        let isMeasured = (0..<6).contains { _ in
            let costs = MachineCosts(of: model)
            return costs.event > 0.3 && costs.synapse > 0
        }
        #expect(isMeasured)
    }

    @Test(arguments: [
        ("--rate 5", "`--rate` takes a rate such as `10 Hz`, not `5`"),
        ("--rate 5mV", "`--rate` takes a rate such as `10 Hz`, not `5mV`"),
        ("--rate -1Hz", "`--rate` takes a rate such as `10 Hz`, not `-1Hz`"),
        ("--workers 0", "`--workers` must be at least 1, not 0"),
        ("--duration 1mV", "`--duration` takes a time, and `mV` is no unit of time"),
    ]) func tellsWhatIsWrong(line: String, message: String) {
        let words = ["plan", "a.model"] + line.split(separator: " ").map(String.init)
        let error = #expect(throws: UsageError.self) {
            try PlanOptions(try OptionParser(root: .snnsim).parse(words))
        }
        #expect(error?.message == message)
    }
}
