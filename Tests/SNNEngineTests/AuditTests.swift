import SNNModel
import Testing

@testable import SNNEngine

/// The audit of stepped neurons against exact ones.
@Suite struct AuditTests {
    private func population(
        _ count: Int, _ settings: Settings = [:], _ receptors: [Receptor] = []
    ) -> Population {
        Population("exc", count: count, kind: "lif", settings: settings, receptors: receptors)
    }

    private func model(_ populations: [Population], resolution: Double = 0.1) -> Model {
        var model = Model(seed: 5, resolution: resolution)
        model.populations = populations
        return model
    }

    /// One spike of a file for each time, to all neurons.
    private func feed(_ model: inout Model, weight: Value) {
        model.stimuli.append(Stimulus("file", count: 1, kind: "spike_file"))
        model.projections.append(
            Projection(
                from: Selection("file"), to: Selection("exc"), rule: .allToAll, weight: weight,
                delay: .fixed(.milliseconds(1))))
    }

    private func audit(
        _ model: Model, trains: [String: SpikeTrains] = [:], neurons: Int = 100, ticks: Int,
        workers: Int = 1
    ) throws -> (audit: Audit, findings: [Audit.Finding]) {
        let network = try Network(model, trains: trains, workers: workers)
        let audit = Audit(network, neurons: neurons)
        let recorder = Recorder(
            [Recording(.spikes, of: audit.selections)], of: network, promptFrom: 0
        ) { batch in
            guard case .spikes(let selection, let ticks, let elements, _) = batch else { return }
            audit.take(selection, ticks: ticks, elements: elements)
        }
        try Engine(network, workers: workers).run(
            NetworkState(network), ticks: ticks, recorder: recorder
        ) { tick in
            audit.advance(through: tick)
            return true
        }
        return (audit, audit.findings(at: ticks))
    }

    /// Each jump suffices alone, so both spike at its tick.
    @Test func strongJumpsAreAnsweredAtOnce() throws {
        var model = model([population(20, [:], [Receptor("jump", .delta)])])
        feed(&model, weight: .fixed(.millivolts(30)))
        let times = stride(from: 5.0, to: 900, by: 7.3).map { $0 }
        let trains = ["file": SpikeTrains(times: times, units: times.map { _ in 0 })]
        let finding = try #require(audit(model, trains: trains, ticks: 10_000).findings.first)
        #expect(finding.audited == 20 && finding.size == 20)
        #expect(finding.gridSpikes == 20 * times.count)
        #expect(finding.exactSpikes == finding.gridSpikes)
        #expect(finding.missed == 0 && finding.extra == 0)
        #expect(try #require(finding.timing).max < 1e-9)
    }

    /// A spike on the grid comes late by up to a tick, and so does the next after it.
    @Test func halfTheTickHalvesTheError() throws {
        var medians: [Double] = []
        for resolution in [0.1, 0.05, 0.025] {
            let drawn = Distribution(.uniform(low: 420, high: 700), dimension: .current)
            let model = model(
                [population(200, ["I_e": .random(drawn)])], resolution: resolution)
            let ticks = Int((60 / resolution).rounded())
            let finding = try #require(audit(model, neurons: 200, ticks: ticks).findings.first)
            #expect(finding.missed == 0 && finding.extra == 0)
            #expect(finding.exactSpikes > 400)
            let timing = try #require(finding.timing)
            #expect(timing.median > 0)
            medians.append(timing.median)
        }
        #expect((1.6...2.5).contains(medians[0] / medians[1]))
        #expect((1.6...2.5).contains(medians[1] / medians[2]))
    }

    /// V is above its threshold only between two ticks.
    @Test func tellsWhatTheGridMisses() throws {
        let fast = Receptor("fast", .exponential, tau: .fixed(.milliseconds(0.2)))
        var model = model(
            [population(3, ["tau_m": .fixed(.milliseconds(0.5))], [fast])], resolution: 1)
        feed(&model, weight: .fixed(.picoamperes(50_000)))
        let times = [10.0, 30, 50, 70]
        let trains = ["file": SpikeTrains(times: times, units: [0, 0, 0, 0])]
        let finding = try #require(audit(model, trains: trains, ticks: 100).findings.first)
        #expect(finding.gridSpikes == 0)
        #expect(finding.exactSpikes == 12)
        #expect(finding.missed == 12 && finding.extra == 0)
        #expect(finding.timing == nil)
    }

    /// Neurons that hear each other, a drive and synapses from noise.
    private func lively(resolution: Double = 0.1) -> Model {
        let receptors = [
            Receptor("ampa", .exponential, tau: .fixed(.milliseconds(5))),
            Receptor("jump", .delta),
        ]
        var model = model([population(300, [:], receptors)], resolution: resolution)
        model.stimuli = [
            Stimulus(
                "drive", count: 300, kind: "poisson", settings: ["rate": .fixed(.hertz(2000))]),
            Stimulus("noise", count: 40, kind: "poisson", settings: ["rate": .fixed(.hertz(50))]),
        ]
        let delay = Value.fixed(.milliseconds(1.5))
        model.projections = [
            Projection(
                from: Selection("drive"), to: Selection("exc"), via: "ampa", rule: .oneToOne,
                weight: .fixed(.picoamperes(45)), delay: delay),
            Projection(
                from: Selection("noise"), to: Selection("exc"), via: "jump", rule: .allToAll,
                weight: .fixed(.millivolts(0.3)), delay: delay),
            Projection(
                from: Selection("exc"), to: Selection("exc"), via: "jump",
                rule: .pairwiseBernoulli(p: 0.1), weight: .fixed(.millivolts(0.05)),
                delay: delay),
        ]
        return model
    }

    /// With short ticks, so that neurons that drift apart by half a tick with every spike are still
    /// together at the end.
    @Test func hearsEverySource() throws {
        let (audit, findings) = try audit(lively(resolution: 0.01), neurons: 100, ticks: 30_000)
        #expect(audit.selections.map(\.name) == ["exc", "noise"])
        let finding = try #require(findings.first)
        #expect(finding.audited == 100)
        #expect(finding.exactSpikes > 500)
        // A source that it did not hear would leave hardly any pair.
        #expect(finding.missed * 20 < finding.exactSpikes)
        #expect(finding.extra * 20 < finding.gridSpikes)
        #expect(try #require(finding.timing).median < 0.2)
    }

    @Test func isTheSameForAnyWorkers() throws {
        let one = try audit(lively(), neurons: 40, ticks: 2000, workers: 1).findings
        let two = try audit(lively(), neurons: 40, ticks: 2000, workers: 2).findings
        #expect(one == two)
        #expect(try #require(one.first).exactSpikes > 0)
    }

    @Test func saysWhatItLeavesOut() throws {
        let stepped = Population(
            "ticks", count: 5, kind: "izhikevich", settings: ["scheme": .name("euler")])
        var model = model([stepped, population(5)])
        model.stimuli = [
            Stimulus(
                "step", count: 1, kind: "current",
                settings: [
                    "times": .list([.milliseconds(0)]), "amplitudes": .list([.picoamperes(100)]),
                ])
        ]
        model.projections = [
            Projection(
                from: Selection("step"), to: Selection("exc"), rule: .allToAll,
                weight: .fixed(Quantity(1)), delay: .fixed(.milliseconds(1)))
        ]
        let (audit, findings) = try audit(model, ticks: 10)
        #expect(findings.isEmpty)
        #expect(
            audit.notes == [
                "`ticks` is not audited: its scheme `euler` is made of ticks",
                "`exc` is not audited: a stimulus injects current into it, which changes from "
                    + "tick to tick",
            ])
    }

    @Test func leavesOutWhatLearnsAndWhatGliaDrive() throws {
        let cells = population(5, [:], [Receptor("jump", .delta)])
        var other = cells
        other.name = "other"
        var model = model([cells, other])
        model.addPlasticity("tire", of: "tsodyks_markram")
        for (target, rules) in [("exc", ["tire"]), ("other", [])] {
            model.connect(
                "exc", to: Selection(target), rule: .allToAll, weight: .fixed(.millivolts(1)),
                delay: .fixed(.milliseconds(1)), plasticity: rules)
        }
        model.astrocytes = [
            Astrocytes(
                "glia", count: 2, kind: "li_rinzel", covers: [.init("exc", "other")],
                coverage: .randomPool(p: 1, size: 1))
        ]
        let (audit, findings) = try audit(model, ticks: 10)
        #expect(findings.isEmpty)
        #expect(
            audit.notes == [
                "`exc` is not audited: synapses onto it learn, and the audit knows only how they "
                    + "began",
                "`other` is not audited: astrocytes send it a current",
            ])
    }

    @Test func pairsSpikesInTheOrderOfTime() {
        let match = SpikeMatch(
            grid: [10.1, 20.3, 40, 99], exact: [10, 20, 30, 60], resolution: 0.1, end: 100)
        #expect(match.errors.count == 2)
        #expect(match.missed == 2)
        #expect(match.extra == 1, "the partner of 99 may come after the end")
        let close = SpikeMatch(grid: [1.5], exact: [1, 2, 3], resolution: 0.1, end: 50)
        #expect(close.errors == [0.5] && close.missed == 2 && close.extra == 0)
    }
}
