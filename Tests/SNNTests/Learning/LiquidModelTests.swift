import Foundation
import Testing

@testable import SNN

/// The liquid of `Models/nalsm.model`, with 64 neurons.
@Suite struct LiquidModelTests {
    private let dataset = SpikeDataset(
        name: "toy", notice: "", train: ToyImages.samples(9, seed: 1),
        test: ToyImages.samples(6, seed: 2))

    private func experiment(
        _ settings: [String: String] = [:], workers: Int = 1
    ) throws -> Experiment {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        let file = root.appendingPathComponent("Models/nalsm.model")
        let text = ModelText(
            try String(contentsOf: file, encoding: .utf8), file: file.lastPathComponent)
        let (model, diagnostics) = text.model(
            setting: settings.merging(["side": "4"]) { own, _ in own })
        return try Experiment(
            try #require(model, "\(diagnostics.map(\.message))"), on: dataset, workers: workers)
    }

    @Test func isTheSameForEveryTeam() throws {
        let alone = try experiment().run()
        #expect(alone.spikeCount > 1000)
        for workers in [2, 3, 7] {
            let other = try experiment(workers: workers).run()
            #expect(other.digest == alone.digest && other.test.counts == alone.test.counts)
            let weights = [other, alone].map { outcome in
                outcome.weights.map { $0.weights.last }
            }
            #expect(weights[0] == weights[1])
        }
    }

    @Test func weightsStayInTheirBoundsOrWhereTheyAre() throws {
        let learnt = try experiment().run()
        let state = try #require(learnt.state)
        var (mixed, moved) = (0, 0)
        for (index, projection) in state.network.model.projections.enumerated() {
            let weights = state.weights(of: index).weights
            let bounds: ClosedRange<Float> =
                projection.source.name == "pixels" ? -3...3
                : projection.source.name == "exc" ? 0...3 : -3...0
            #expect(weights.allSatisfy { bounds.contains($0) })
            if weights.contains(where: { abs($0) < 2.9 }) { moved += 1 }
            if weights.contains(where: { $0 < 0 }) && weights.contains(where: { $0 > 0 }) {
                mixed += 1
            }
        }
        #expect(mixed > 0 && moved > 0)
        let still = try experiment(["learning": "0", "strength": "1 pA"]).run()
        let same = try #require(still.state)
        for index in same.network.model.projections.indices {
            #expect(same.weights(of: index).weights.allSatisfy { abs($0) == 1 })
        }
        // A spike of the liquid makes the astrocyte weaken synapses.
        let plain = try experiment(["w_astro": "0"]).run()
        let strong = try experiment(["w_astro": "0.2"]).run()
        #expect(strong.spikeCount != plain.spikeCount)
    }
}
