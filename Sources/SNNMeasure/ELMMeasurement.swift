import Glibc
import SNNEngine
import SNNModel

// A neuron of `elm` for one bin: in a network, as part of which its input arrives spike by spike;
// as a loop that takes the equations as they are written, row by row, with all branches in every
// bin; and what its multiplications and additions would take if nothing else had to be done.

/// The equations of version 2, one after the other.
private final class PlainELM {
    private let inputs, memory, hidden, outputs: Int
    private var branches, m, faded, layer, change, y: [Float]
    private let weights, first, second, readout, decays, gains: [Float]
    private let branchDecay: Float = 0.67

    init(inputs: Int, memory: Int, outputs: Int) {
        (self.inputs, self.memory, self.outputs) = (inputs, memory, outputs)
        hidden = 2 * memory
        var seed: UInt32 = 1
        func drawn(_ count: Int, _ bound: Float) -> [Float] {
            (0..<count).map { _ in
                seed = seed &* 1_664_525 &+ 1_013_904_223
                return bound * (Float(seed >> 8) / 8_388_608 - 1)
            }
        }
        weights = drawn(inputs, 0.5).map(abs)
        first = drawn(hidden * (inputs + memory), 0.05)
        second = drawn(memory * hidden, 0.1)
        readout = drawn(outputs * memory, 0.1)
        decays = drawn(memory, 0.1).map { 0.9 + $0 }
        gains = decays.map { 1 - $0 }
        func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }
        (branches, m, faded) = (zeros(inputs), zeros(memory), zeros(memory))
        (layer, change, y) = (zeros(hidden), zeros(memory), zeros(outputs))
    }

    func step(_ x: [Float]) {
        for j in 0..<inputs { branches[j] = branchDecay * branches[j] + weights[j] * x[j] }
        for i in 0..<memory { faded[i] = decays[i] * m[i] }
        for row in 0..<hidden {
            var sum: Float = 0
            let start = row * (inputs + memory)
            for j in 0..<inputs { sum += first[start + j] * branches[j] }
            for i in 0..<memory { sum += first[start + inputs + i] * faded[i] }
            layer[row] = max(sum, 0)
        }
        for i in 0..<memory {
            var sum: Float = 0
            for row in 0..<hidden { sum += second[i * hidden + row] * layer[row] }
            m[i] = faded[i] + gains[i] * 1.7159 * tanhf(2 / 3 * sum)
        }
        for row in 0..<outputs {
            var sum: Float = 0
            for i in 0..<memory { sum += readout[row * memory + i] * m[i] }
            y[row] = sum
        }
    }
}

/// Multiplications and additions per ns of this thread, by vectors, none of which waits for
/// another.
private func peak() -> Double {
    var sums = (0..<12).map { SIMD16<Float>(repeating: Float($0)) }
    let (factor, term) = (SIMD16<Float>(repeating: 0.999), SIMD16<Float>(repeating: 0.5))
    let rounds = 200_000
    let trial = Trial(name: "peak", operations: rounds * sums.count * 32) {
        sums.withUnsafeMutableBufferPointer { sums in
            var (a, b, c, d, e, f) = (sums[0], sums[1], sums[2], sums[3], sums[4], sums[5])
            var (g, h, i, j, k, l) = (sums[6], sums[7], sums[8], sums[9], sums[10], sums[11])
            for _ in 0..<rounds {
                (a, b, c) = (a * factor + term, b * factor + term, c * factor + term)
                (d, e, f) = (d * factor + term, e * factor + term, f * factor + term)
                (g, h, i) = (g * factor + term, h * factor + term, i * factor + term)
                (j, k, l) = (j * factor + term, k * factor + term, l * factor + term)
            }
            (sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]) = (a, b, c, d, e, f)
            (sums[6], sums[7], sums[8], sums[9], sums[10], sums[11]) = (g, h, i, j, k, l)
        }
    }
    return 1 / Trial.nanoseconds(of: [trial], rounds: 9)[0]
}

/// Prints microseconds per neuron and bin.
func measureELM(_ arguments: [String]) {
    let (count, bins, outputs) = (16, 100, 20)
    let rate = 6.0  // Hz: 1.2 % of inputs spike in a bin of 2 ms
    let fastest = peak()
    print("| inputs, memory | in a network | plain loop | ratio | limit | of the limit |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for (inputs, memory) in [(100, 20), (700, 20), (700, 100)] {
        var model = Model(seed: 1, resolution: 2)
        model.precision = .single
        model.stimuli = [
            Stimulus(
                "noise", count: inputs, kind: "poisson",
                settings: ["rate": .quantity(.hertz(rate))])
        ]
        var cells = Population("cells", count: count, kind: "elm")
        cells.settings["bin"] = .quantity(.milliseconds(2))
        cells.settings["memory"] = .quantity(.number(Double(memory)))
        cells.settings["outputs"] = .quantity(.number(Double(outputs)))
        model.populations = [cells]
        model.projections = [
            Projection(
                from: Selection("noise"), to: Selection("cells"), rule: .allToAll,
                weight: .quantity(.number(1)), delay: .quantity(.milliseconds(2)))
        ]
        guard let network = try? Network(model) else { continue }
        let (state, engine) = (NetworkState(network), Engine(network))
        let plain = PlainELM(inputs: inputs, memory: memory, outputs: outputs)
        let x = (0..<inputs).map { $0 % 83 == 0 ? Float(1) : 0 }
        let times = Trial.nanoseconds(
            of: [
                Trial(name: "network", operations: count * bins) {
                    _ = try? engine.run(state, ticks: bins)
                },
                Trial(name: "plain", operations: bins) {
                    for _ in 0..<bins { plain.step(x) }
                },
            ], rounds: 9)
        // Two matrices of memory and hidden layer, the outputs, and a column for each spike.
        let spikes = Double(inputs) * rate * 0.002
        let pairs = Double(4 * memory * memory + memory * outputs) + spikes * Double(2 * memory)
        let limit = 2 * pairs / fastest
        let texts = [times[0] / 1000, times[1] / 1000, times[1] / times[0], limit / 1000]
            .map(rounded)
        let share = "\(Int((100 * limit / times[0]).rounded())) %"
        print(
            "| \(inputs), \(memory) | \(texts[0]) | \(texts[1]) | \(texts[2]) | \(texts[3]) | "
                + "\(share) |")
    }
    print("")
    print("\(rounded(fastest)) multiplications and additions per ns")
}
