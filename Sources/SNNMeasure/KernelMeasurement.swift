import SNNEngine
import SNNModel

// Neurons of each kind and scheme, advanced by a block without a network around it: constant
// current that makes them fire at a few spikes per second, and now and then some input. Neurons
// share their parameters and begin at potentials of their own. The slots of one tick serve all.

/// One row of the table.
private struct Subject {
    let name: String
    let kind: String
    var settings: Settings
    let receptors: [Receptor]
    /// Weight of an input.
    let weight: Double
    let resolution: Double

    init(
        _ name: String, _ kind: String, _ settings: Settings, _ receptors: [Receptor],
        weight: Double = 20, resolution: Double = 0.1
    ) {
        (self.name, self.kind, self.settings) = (name, kind, settings)
        (self.receptors, self.weight, self.resolution) = (receptors, weight, resolution)
        let (low, high) = kind == "lif" ? (-70.0, -55.0) : (-70, -60)
        self.settings["V_m"] = .random(Distribution(.uniform(low: low, high: high)))
    }

    static let all: [Subject] = [
        Subject("lif, delta", "lif", lif, [Receptor("d", .delta)], weight: 0.5),
        Subject("lif, 2 exponential currents", "lif", lif, pair(.exponential)),
        Subject("lif, 2 alpha currents", "lif", lif, pair(.alpha)),
        conductances("rk4"), conductances("exponential_euler"), conductances("magnus"),
        Subject(
            "lif, 2 alpha conductances", "lif", lif, pair(.alpha, conductances: true), weight: 1),
        Subject("izhikevich half_step", "izhikevich", scheme("half_step"), pair(.exponential)),
        Subject("izhikevich euler", "izhikevich", scheme("euler"), pair(.exponential)),
        Subject("izhikevich converged", "izhikevich", scheme("converged"), pair(.exponential)),
        Subject("adex", "adex", adex, pair(.exponential, conductances: true), weight: 1),
    ]

    private static func conductances(_ scheme: String) -> Subject {
        var settings = lif
        settings["scheme"] = .name(scheme)
        return Subject(
            "lif, 2 exponential conductances, \(scheme)", "lif", settings,
            pair(.exponential, conductances: true), weight: 1)
    }

    private static let lif: Settings = ["I_e": .quantity(.picoamperes(380))]
    private static let adex: Settings = ["I_e": .quantity(.picoamperes(700))]

    private static func scheme(_ name: String) -> Settings {
        ["I_e": .quantity(.picoamperes(5)), "scheme": .name(name)]
    }

    private static func pair(
        _ shape: Receptor.Shape, conductances: Bool = false
    ) -> [Receptor] {
        func reversal(_ potential: Double) -> Value? {
            conductances ? .quantity(.millivolts(potential)) : nil
        }
        return [
            Receptor("e", shape, tau: .quantity(.milliseconds(5)), reversal: reversal(0)),
            Receptor("i", shape, tau: .quantity(.milliseconds(10)), reversal: reversal(-80)),
        ]
    }

    /// Nil where there is no such precision.
    func trial(
        count: Int, ticks: Int, kernels: KernelSet, precision: Precision
    ) -> Trial? {
        let population = Population(
            "neurons", count: count, kind: kind, settings: settings, receptors: receptors)
        let block = NeuronBlock(
            population: population, range: 0..<count, resolution: resolution, seed: 1,
            precision: precision)
        guard block.precision == precision else { return nil }
        let state = block.makeState()
        let slots = UnsafeMutablePointer<UnsafeMutableRawPointer>.allocate(
            capacity: receptors.count)
        let bytes = block.paddedCount * block.precision.byteCount
        for index in receptors.indices {
            let slot = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
            slot.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            (slots + index).initialize(to: slot)
        }
        let spikes = UnsafeMutablePointer<UInt32>.allocate(capacity: block.paddedCount)
        var tick = 0
        return Trial(name: name, operations: count * ticks) {
            for _ in 0..<ticks {
                tick += 1
                var neuron = tick * 37 % 128
                while neuron < count {
                    let slot = slots[tick % receptors.count]
                    switch block.precision {
                    case .double:
                        slot.assumingMemoryBound(to: Double.self)[neuron] += weight
                    case .single:
                        slot.assumingMemoryBound(to: Float.self)[neuron] += Float(weight)
                    }
                    neuron += 128
                }
                _ = block.advance(
                    state, slots: slots, current: nil, kernels: kernels, spikes: spikes)
            }
        }
    }
}

/// Prints nanoseconds per neuron and tick. `--kernels scalar` takes the plain kernels; further
/// words choose the rows that contain one of them.
func measureKernels(_ arguments: [String]) {
    let kernels: KernelSet = arguments.contains("scalar") ? .scalar : .vector
    let words = arguments.filter { !$0.hasPrefix("-") && $0 != "scalar" }
    let subjects = Subject.all.filter { subject in
        words.isEmpty || words.contains { subject.name.contains($0) }
    }
    func trials(_ count: Int, ticks: Int, _ precision: Precision) -> [Trial?] {
        subjects.map {
            $0.trial(count: count, ticks: ticks, kernels: kernels, precision: precision)
        }
    }
    let columns = [
        trials(2000, ticks: 500, .double), trials(2000, ticks: 500, .single),
        trials(100_000, ticks: 10, .double), trials(100_000, ticks: 10, .single),
    ]
    var times = Trial.nanoseconds(of: columns.joined().compactMap { $0 }, rounds: 11)[...]
    let texts = columns.map { column in
        column.map { $0 == nil ? "" : rounded(times.removeFirst()) }
    }
    print("| neurons | 2,000 | single | 100,000 | single |")
    print("| --- | --- | --- | --- | --- |")
    for (index, subject) in subjects.enumerated() {
        print("| \(subject.name) | \(texts.map { $0[index] }.joined(separator: " | ")) |")
    }
}
