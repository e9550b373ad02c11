import SNNModel
import Testing

@testable import SNNEngine

/// A network whose neurons answer a cue, each after a delay of its own, and what is learnt from it.
@Suite struct ExpectationCourseTests {
    private func model(trials: Double = 12, weight: Double = 12, delayMax: Double = 1) -> Model {
        var model = Model(seed: 4, resolution: 1, duration: 300)
        model.populations = [
            Population("exc", count: 90, kind: "izhikevich", receptors: [Receptor("pulse", .delta)])
        ]
        model.stimuli = [Stimulus("cue", count: 2, kind: "input")]
        model.projections = [
            Projection(
                from: Selection("cue"), to: Selection("exc"), via: "pulse", rule: .allToAll,
                weight: .random(
                    Distribution(.uniform(low: 0, high: weight), dimension: .voltage)),
                delay: .random(Distribution(.uniform(low: 1, high: delayMax), dimension: .time)))
        ]
        model.readouts = [
            Readout(
                "expected", kind: "what_when", of: Selection("exc"),
                settings: [
                    "trials": .quantity(.number(trials)), "cue_start": .quantity(.milliseconds(20)),
                    "cue_duration": .quantity(.milliseconds(20)),
                    "latencies": .list([.milliseconds(60), .milliseconds(120)]),
                    "switched_latencies": .list([.milliseconds(90), .milliseconds(150)]),
                    "gate": .quantity(.milliseconds(60)), "sigma": .quantity(.milliseconds(15)),
                ])
        ]
        return model
    }

    @Test(arguments: [2, 3, 7]) func workersDoNotMatter(workers: Int) throws {
        #expect(model().check().filter { $0.severity == .error } == [])
        let one = try Expectation(model(), workers: 1).run(seed: 1)
        let more = try Expectation(model(), workers: workers).run(seed: 1)
        #expect(one.errors == more.errors)
        #expect(one.forceErrors == more.forceErrors)
        #expect(one.peaks == more.peaks)
        #expect(one.expected == more.expected)
        #expect(one.digest == more.digest)
        #expect(one.spikeCount > 0)
        #expect(one.errors.map(\.count) == [13, 13])
        #expect(one.errors[0][0] == 1)
    }

    @Test func amplitudeFollowsProbabilityAndErrorsHalve() throws {
        let expectation = try Expectation(model(trials: 50, weight: 30, delayMax: 200))
        let course = try expectation.run(seed: 0)
        for event in 0..<2 {
            let sign = event == 0 ? 1.0 : -1
            #expect(sign * course.correlations[event] > 0.95, "event \(event), seed 4")
        }
        #expect(course.errors[0][50] < 0.5)
        // The switch makes an error, which is less by half for the rule, and not yet for FORCE.
        #expect(course.errors[1][0] > 1)
        #expect(course.errors[1][50] < course.errors[1][0] / 2)
        #expect(course.errors[1][20] < course.forceErrors[1][20])
        // What is expected of A and B is greatest where they were.
        for (block, times) in [[60, 120], [90, 150]].enumerated() {
            for event in 0..<2 {
                let trace = course.expected[block][event]
                let peak = trace.indices.max { trace[$0] < trace[$1] } ?? 0
                #expect(abs(peak - 20 - times[event]) < 15, "event \(event), block \(block)")
            }
        }
    }

    @Test func coursesCanBeEnded() throws {
        let course = try Expectation(model()).run(seed: 0) { $0 < 4 }
        #expect(course.trials == 5)
    }

    @Test func eventsBeyondTheTrialAreRefused() {
        var model = model()
        model.duration = 130
        #expect(throws: ExpectationError.tooShort("expected")) { try Expectation(model) }
        model.stimuli = []
        #expect(throws: ExpectationError.noPort) { try Expectation(model) }
        model.readouts = []
        #expect(throws: ExpectationError.noReadout) { try Expectation(model) }
    }

    @Test func matricesThatDoNotFitAreRefused() throws {
        var model = model()
        model.populations[0].count = 10_000_000
        #expect {
            try Expectation(model)
        } throws: { error in
            guard case .memory(let needed, let available)? = error as? ExpectationError else {
                return false
            }
            return needed > available
        }
    }
}
