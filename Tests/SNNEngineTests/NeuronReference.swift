import Foundation
import SNNModel

@testable import SNNEngine

/// One neuron driven tick by tick, with weights written into its slots.
final class DrivenNeuron {
    let block: NeuronBlock
    let state: NeuronState
    let kernels: KernelSet
    private let slots: UnsafeMutablePointer<UnsafeMutableRawPointer>
    private let spikes: UnsafeMutablePointer<UInt32>
    private(set) var tick = 0
    private(set) var spikeTicks: [Int] = []

    init(
        _ population: Population, resolution: Double = 0.1, kernels: KernelSet = .vector,
        precision: Precision = .double
    ) {
        block = NeuronBlock(
            population: population, range: 0..<population.count, resolution: resolution, seed: 1,
            precision: precision)
        state = block.makeState()
        self.kernels = kernels
        slots = .allocate(capacity: block.receptorCount)
        for receptor in 0..<block.receptorCount {
            let bytes = block.slotLength * block.precision.byteCount
            (slots + receptor).initialize(to: .allocate(byteCount: bytes, alignment: 64))
            slots[receptor].initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        }
        spikes = .allocate(capacity: block.paddedCount)
    }

    deinit {
        for receptor in 0..<block.receptorCount { slots[receptor].deallocate() }
        slots.deallocate()
        spikes.deallocate()
    }

    /// Adds a weight that is due at the end of the next tick, at a place of the neuron.
    func add(_ weight: Double, to receptor: Int = 0, place: Int = 0) {
        block.add(weight, to: place, of: slots[receptor])
    }

    func advance() {
        tick += 1
        let count = block.advance(
            state, slots: slots, current: nil, kernels: kernels, spikes: spikes)
        if count > 0 && spikes[0] == 0 { spikeTicks.append(tick) }
    }

    func advance(_ ticks: Int) { for _ in 0..<ticks { advance() } }

    func value(_ name: String) -> Double {
        state.value(of: block.stateIndex(named: name)!, neuron: 0)
    }
}

extension NeuronBlock {
    /// Adds a weight to a slot of this block's precision.
    func add(_ weight: Double, to neuron: Int, of slot: UnsafeMutableRawPointer) {
        switch precision {
        case .double: slot.assumingMemoryBound(to: Double.self)[neuron] += weight
        case .single: slot.assumingMemoryBound(to: Float.self)[neuron] += Float(weight)
        }
    }
}

/// Folders of reference material beside the package, or nil with a line printed where there are
/// none.
func sharedFile(_ path: String) -> URL? {
    let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    for folder in ["../shared", "../../shared"] {
        let url = root.appendingPathComponent(folder).appendingPathComponent(path)
        if FileManager.default.fileExists(atPath: url.path) { return url }
    }
    print("skipped: there is no shared/\(path) beside the package")
    return nil
}

/// Spike times and traces of a single neuron, recorded with NEST 3.10.
struct NeuronReference {
    var parameters: [String: Double] = [:]
    var flags: [String: Bool] = [:]
    var resolution = 0.1
    var duration = 0.0
    /// Ticks at which weights are due.
    var inputs: [(tick: Int, weight: Double)] = []
    var spikeTicks: [Int] = []
    var traceTicks: [Int] = []
    var traces: [String: [Double]] = [:]

    init?(_ name: String) throws {
        guard let url = sharedFile("reference/\(name).json") else { return nil }
        // Python's writer gives infinite numbers as words that are not JSON.
        let text = try String(contentsOf: url, encoding: .utf8)
            .replacingOccurrences(of: "-Infinity", with: "-1e308")
        let all = try JSONSerialization.jsonObject(with: Data(text.utf8)) as! [String: Any]
        parameters = (all["all_params"] as! [String: Any]).compactMapValues { $0 as? Double }
        parameters.merge(
            (all["params"] as! [String: Any]).compactMapValues { $0 as? Double }) { $1 }
        flags = (all["params"] as! [String: Any]).compactMapValues { $0 as? Bool }
        resolution = all["resolution_ms"] as! Double
        duration = all["t_sim_ms"] as! Double
        let h = resolution
        func ticks(_ times: [Double], plus delay: Double = 0) -> [Int] {
            times.map { Int((($0 + delay) / h).rounded()) }
        }
        if let input = all["input"] as? [String: Any] {
            let due = ticks(input["times_ms"] as! [Double], plus: input["delay_ms"] as! Double)
            inputs = Array(zip(due, input["weights"] as! [Double]))
        }
        var expected = all["expected"] as! [String: Any]
        spikeTicks = ticks(expected.removeValue(forKey: "spike_times_ms") as! [Double])
        traceTicks = ticks(expected.removeValue(forKey: "trace_times_ms") as! [Double])
        traces = expected.mapValues { $0 as! [Double] }
    }

    /// What a neuron did: the greatest deviation of each trace, and the ticks of its spikes.
    struct Outcome {
        var spikeTicks: [Int] = []
        var deviation: [String: Double] = [:]
    }

    /// Drives a neuron as the reference was driven; positive weights go to the first receptor,
    /// negative ones with their magnitude times `sign` to the second, if there is one.
    func drive(
        _ population: Population, sign: Double = -1, kernels: KernelSet = .vector,
        names: [String: String] = [:]
    ) -> Outcome {
        let neuron = DrivenNeuron(population, resolution: resolution, kernels: kernels)
        var outcome = Outcome()
        var due: [Int: [Double]] = [:]
        for input in inputs { due[input.tick, default: []].append(input.weight) }
        var sample = 0
        let ticks = Int((duration / resolution).rounded())
        for tick in 1...ticks {
            for weight in due[tick] ?? [] {
                let second = weight < 0 && population.receptors.count > 1
                neuron.add(second ? sign * abs(weight) : weight, to: second ? 1 : 0)
            }
            neuron.advance()
            guard sample < traceTicks.count && traceTicks[sample] == tick else { continue }
            for (name, trace) in traces {
                let own = neuron.value(names[name] ?? name)
                outcome.deviation[name] = max(
                    outcome.deviation[name] ?? 0, abs(own - trace[sample]))
            }
            sample += 1
        }
        outcome.spikeTicks = neuron.spikeTicks
        return outcome
    }

    /// Settings of the named parameters, taken over as they are.
    func settings(_ names: [String]) -> Settings {
        var settings = Settings()
        for name in names { settings[name] = .quantity(Quantity(parameters[name]!)) }
        return settings
    }

    func tau(_ name: String) -> Value { .quantity(.milliseconds(parameters[name]!)) }
}
