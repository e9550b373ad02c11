import SNNModel
import Testing

@testable import SNNEngine

// Every kernel gives the same bits as its plain version, wherever a neuron lies in its block.

@Suite struct KernelEqualityTests {
    // Without optimisation a kernel is a thousand times slower: fewer repetitions.
    #if DEBUG
        static let (seeds, cuts): ([UInt64], [Int]) = ([1], [19])
    #else
        static let (seeds, cuts): ([UInt64], [Int]) = ([1, 2], [1, 8, 19])
    #endif

    /// A population of every kind and scheme, with drawn parameters and all shapes of receptor.
    static func population(_ kind: Int) -> Population {
        func around(_ mean: Double, _ sd: Double) -> Value {
            .random(Distribution(.normal(mean: mean, sd: sd)))
        }
        func receptors(_ conductances: Bool) -> [Receptor] {
            let reversal: Value? = conductances ? around(-10, 5) : nil
            return [
                Receptor("d", .delta),
                Receptor("e", .exponential, tau: around(5, 0.5), reversal: reversal),
                Receptor("a", .alpha, tau: around(2, 0.1), reversal: reversal),
                Receptor("i", .exponential, tau: .quantity(.milliseconds(8))),
                Receptor("s", .alpha, tau: around(1, 0.01)),
            ]
        }
        let lif: Settings = ["I_e": around(400, 20), "tau_m": around(10, 1), "V_m": around(-60, 2)]
        let adex: Settings = ["I_e": around(800, 50), "b": around(60, 5), "t_ref": around(1, 0.2)]
        func izhikevich(_ scheme: String) -> Settings {
            [
                "I_e": around(10, 1), "c": .formula(
                    .subtract(.variable("r"), .constant(.millivolts(65)))), "scheme": .name(scheme),
            ]
        }
        func scheme(_ name: String) -> Settings {
            var settings = lif
            settings["scheme"] = .name(name)
            return settings
        }
        var adaptive = lif
        adaptive["theta_plus"] = around(3, 0.3)
        adaptive["tau_theta"] = around(20, 3)
        adaptive["theta"] = around(1, 0.2)
        var soft = adaptive
        soft["reset"] = .name("by_threshold")
        var free = adaptive
        free["reset"] = .name("to_V_reset_only")
        // Five of the last are such as are advanced in one pass.
        let pair = [
            Receptor("e", .exponential, tau: around(5, 0.5), reversal: around(-10, 5)),
            Receptor("i", .exponential, tau: .quantity(.milliseconds(8)), reversal: around(-80, 1)),
        ]
        let currents = pair.map { Receptor($0.name, $0.shape, tau: $0.tau) }
        let all: [(String, Settings, [Receptor])] = [
            ("lif", lif, receptors(false)), ("lif", lif, receptors(true)),
            ("lif", scheme("exponential_euler"), receptors(true)),
            ("lif", scheme("magnus"), receptors(true)),
            ("izhikevich", izhikevich("half_step"), receptors(true)),
            ("izhikevich", izhikevich("euler"), receptors(true)),
            ("adex", adex, receptors(true)), ("adex", adex, receptors(false)),
            ("izhikevich", izhikevich("converged"), receptors(true)),
            ("izhikevich", izhikevich("converged"), receptors(false)),
            ("lif", lif, currents), ("lif", lif, [Receptor("d", .delta)]), ("lif", lif, pair),
            ("lif", scheme("magnus"), pair), ("izhikevich", izhikevich("half_step"), currents),
            ("lif", adaptive, currents), ("lif", adaptive, receptors(false)),
            ("lif", adaptive, pair), ("lif", soft, currents), ("lif", soft, pair),
            ("lif", free, currents), ("lif", free, receptors(true)),
        ]
        let (name, settings, receptors) = all[kind]
        return Population(
            "p\(kind)", count: 53, kind: name, settings: settings,
            variables: [.init("r", Distribution(.uniform(low: 0, high: 10)))],
            receptors: receptors)
    }

    private static let kinds = 0..<22

    /// The bits of all states after random input, and the spikes as (tick, neuron).
    private func run(
        _ population: Population, _ range: Range<Int>, _ kernels: KernelSet, seed: UInt64,
        _ precision: Precision
    ) -> (spikes: [[Int]], states: [[UInt64]]) {
        let block = NeuronBlock(
            population: population, range: range, resolution: 0.1, seed: seed,
            precision: precision)
        let state = block.makeState()
        let padded = block.paddedCount
        let bytes = padded * block.precision.byteCount
        let slots = (0..<block.receptorCount).map { _ in
            UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        }
        for slot in slots { slot.initializeMemory(as: UInt8.self, repeating: 0, count: bytes) }
        let current = UnsafeMutablePointer<Double>.allocate(capacity: padded)
        current.initialize(repeating: 0, count: padded)
        let spikes = UnsafeMutablePointer<UInt32>.allocate(capacity: padded)
        defer {
            for slot in slots { slot.deallocate() }
            current.deallocate()
            spikes.deallocate()
        }
        var fired: [[Int]] = []
        for tick in 0..<600 {
            for (index, neuron) in range.enumerated() {
                var random = ElementStream(
                    seed: seed, stream: StreamID("input\(tick)"), element: neuron)
                current[index] = 20 * random.uniform()
                for slot in slots where random.uniform() < 0.05 {
                    block.add(5 * random.uniform() - 2, to: index, of: slot)
                }
            }
            let count = block.advance(
                state, slots: slots, current: tick % 3 == 0 ? nil : UnsafePointer(current),
                kernels: kernels, spikes: spikes)
            for k in 0..<count { fired.append([tick, range.lowerBound + Int(spikes[k])]) }
            #expect(
                slots.allSatisfy { slot in
                    (0..<bytes).allSatisfy { slot.load(fromByteOffset: $0, as: UInt8.self) == 0 }
                })
        }
        let states = (0..<state.columnCount).map { column in
            (0..<range.count).map { state.value(of: column, neuron: $0).bitPattern }
        }
        return (fired, states)
    }

    @Test(arguments: kinds, Precision.allCases)
    func kernelsAgreeToTheBit(_ kind: Int, _ precision: Precision) {
        for seed in Self.seeds {
            let population = Self.population(kind)
            let plain = run(population, 0..<53, .scalar, seed: seed, precision)
            let vector = run(population, 0..<53, .vector, seed: seed, precision)
            #expect(plain.spikes.count > 20, "kind \(kind), seed \(seed)")
            #expect(plain.spikes == vector.spikes, "kind \(kind), seed \(seed)")
            #expect(plain.states == vector.states, "kind \(kind), seed \(seed)")
        }
    }

    @Test(arguments: kinds, Precision.allCases)
    func blocksOfAnyCutAgree(_ kind: Int, _ precision: Precision) {
        let seed: UInt64 = 3
        let population = Self.population(kind)
        let whole = run(population, 0..<53, .vector, seed: seed, precision)
        for cut in Self.cuts {
            let parts = [
                run(population, 0..<cut, .vector, seed: seed, precision),
                run(population, cut..<53, .vector, seed: seed, precision),
            ]
            let states = zip(parts[0].states, parts[1].states).map { $0 + $1 }
            #expect(states == whole.states, "kind \(kind), cut \(cut), seed \(seed)")
            let spikes = (parts[0].spikes + parts[1].spikes)
                .sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
            #expect(spikes == whole.spikes, "kind \(kind), cut \(cut), seed \(seed)")
        }
    }

    @Test func resetPutsTheInitialValuesBack() {
        for kind in Self.kinds {
            let population = Self.population(kind)
            let block = NeuronBlock(
                population: population, range: 3..<40, resolution: 0.1, seed: 5)
            let (state, fresh) = (block.makeState(), block.makeState())
            for column in 0..<state.columnCount { state.values(of: column)[7] = 12 }
            block.reset(state)
            for column in 0..<state.columnCount {
                for neuron in 0..<37 {
                    let (a, b) = (state.values(of: column), fresh.values(of: column))
                    #expect(a[neuron].bitPattern == b[neuron].bitPattern)
                }
            }
        }
    }

    @Test func uniformParametersTakeNoMemoryPerNeuron() {
        func bytes(_ count: Int) -> Int {
            let population = Population("n", count: count, kind: "lif")
            return NeuronBlock(population: population, range: 0..<count, resolution: 0.1, seed: 1)
                .byteCount
        }
        #expect(bytes(8) == bytes(80_000))
    }
}
