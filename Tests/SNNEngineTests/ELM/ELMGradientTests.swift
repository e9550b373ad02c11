import Testing

@testable import SNNEngine

/// The gradient that goes back through the bins, against central differences: 1e-6 relative to the
/// largest part's, which differences in double precision resolve.
@Suite struct ELMGradientTests {
    private func shape(
        _ version: ELMShape.Version, _ routing: ELMShape.Routing, learnsTau: Bool
    ) -> ELMShape {
        var shape = routing == .oneToOne
            ? ELMShape(inputs: 9, memory: 5, outputs: 3)
            : ELMShape(
                inputs: 8, memory: 5, outputs: 3, branches: 4, synapsesPerBranch: 3,
                routing: routing)
        shape.version = version
        shape.bin = 2
        shape.learnsTau = learnsTau
        return shape
    }

    /// Spikes in a tenth of all bins; some count twice, some are negative.
    static func trains(_ count: Int, inputs: Int, bins: Int, seed: UInt64) -> [BinnedTrain] {
        (0..<count).map { sample in
            var random = ElementStream(seed: seed, stream: StreamID("trains"), element: sample)
            var train = BinnedTrain(starts: [0], inputs: [], counts: [])
            for _ in 0..<bins {
                for input in 0..<inputs where random.uniform() < 0.1 {
                    train.inputs.append(Int32(input))
                    train.counts.append([1, 1, 1, 2, -1][random.index(below: 5)])
                }
                train.starts.append(Int32(train.inputs.count))
            }
            return train
        }
    }

    /// E = Σ over the bins that are judged, samples and outputs of c sin(y + bin), where c differs
    /// between outputs.
    private func error(
        _ pass: ELMPass<Double>, _ parameters: ELMParameters<Double>, _ trains: [BinnedTrain],
        all: Bool
    ) -> Double {
        var sum = 0.0
        pass.forward(parameters, trains, judgesAll: all) { bin, outputs in
            for index in 0..<trains.count * pass.shape.outputs {
                sum += Double(index + 1) * sine(outputs[index] + Double(bin))
            }
        }
        return sum
    }

    private func sine(_ x: Double) -> Double { x - x * x * x / 6 + 0.1 * x * x }
    private func slope(_ x: Double) -> Double { 1 - x * x / 2 + 0.2 * x }

    @Test(
        arguments: [ELMShape.Version.v1, .v2], ELMShape.Routing.allCases)
    func equalsDifferences(version: ELMShape.Version, routing: ELMShape.Routing) {
        for (learnsTau, all) in [(true, true), (false, false), (true, false)] {
            let seed: UInt64 = 11
            let shape = shape(version, routing, learnsTau: learnsTau)
            let neuron = ELMRouting(shape, seed: seed)
            // More bins than are put off, and no multiple of them.
            let bins = 37
            let trains = Self.trains(3, inputs: shape.inputs, bins: bins, seed: seed)
            var parameters = ELMParameters<Double>(shape, seed: seed)
            parameters.values[1] = -0.3
            let pass = ELMPass<Double>(shape, neuron, capacity: 4, bins: bins, keepsStates: true)
            var shown: [[Double]] = Array(repeating: [], count: bins)
            pass.forward(parameters, trains, judgesAll: all) { bin, outputs in
                shown[bin] = (0..<trains.count * shape.outputs).map { outputs[$0] }
            }
            var gradient = ELMParameters<Double>(shape)
            let adjoints = ELMAdjoints<Double>(shape, capacity: 4)
            pass.backward(parameters, trains, adjoints, into: &gradient) { bin, blame in
                for (index, y) in shown[bin].enumerated() {
                    blame[index] = Double(index + 1) * slope(y + Double(bin))
                }
                return !shown[bin].isEmpty
            }
            for part in ELMParameters<Double>.Part.allCases {
                var worst = 0.0
                let range = gradient.range(part)
                let largest = range.map { abs(gradient.values[$0]) }.max() ?? 0
                for index in range where !(part == .taus && !learnsTau) {
                    var differences: [Double] = []
                    for step in [1e-5, 2e-5] {
                        var moved = parameters
                        moved.values[index] += step
                        let up = error(pass, moved, trains, all: all)
                        moved.values[index] -= 2 * step
                        differences.append((up - error(pass, moved, trains, all: all)) / (2 * step))
                    }
                    let difference = (4 * differences[0] - differences[1]) / 3
                    worst = max(worst, abs(difference - gradient.values[index]))
                }
                #expect(
                    worst <= 1e-6 * largest,
                    "\(part), seed \(seed), learns tau \(learnsTau), all bins \(all)")
            }
        }
    }
}
