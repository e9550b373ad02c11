import Foundation

// The networks that simulators are compared on, each with the activity that others found in it.
// Bands are those of published figures where there are any, widened by what seeds and short runs
// do:
//
//   brunel        Brunel (2000), figure 8 C: 37.7 Hz; mean field 38.0; other programs 37.5-38.2
//   cuba, coba    Brian 2 and, with pairwise drawn synapses, NEST; no rates are published
//   izhikevich    Brian 2 with the same wiring: 17-20 and 20-22 Hz; wiring and seed move it
//   sparse        NEST on the grid and exact, Brian 2: 0.81-0.89 Hz
//   microcircuit  Potjans & Diesmann (2014), table 6, and NEST and GeNN at full size; NEST, GeNN
//                 and Brian 2 at a tenth
//
// The CV of short runs is low, because long intervals do not fit in; bands of it are wide.

/// A network that `snnsim bench` runs.
struct StandardNetwork: Sendable {
    let name: String
    /// The file in `Models/benchmarks`, without its ending.
    let file: String
    /// What the file's parameter `scale` is set to.
    let scale: Double
    let summary: String
    /// In ms, before anything is counted.
    let warmUp: Double
    /// In ms, of one segment that is timed.
    let segment: Double
    /// What is to be expected of each population.
    let bands: [String: Band]
    /// Too large to be run beside others, unless it is named.
    var isLarge = false

    struct Band: Sendable {
        /// In Hz.
        let rate: ClosedRange<Double>
        /// Mean CV of intervals.
        let irregularity: ClosedRange<Double>?

        init(_ rate: ClosedRange<Double>, cv irregularity: ClosedRange<Double>? = nil) {
            self.rate = rate
            self.irregularity = irregularity
        }
    }

    /// The network of this name.
    static func named(_ name: String) -> StandardNetwork? { all.first { $0.name == name } }

    static let names = all.map(\.name)

    static let all = [
        StandardNetwork(
            name: "brunel-2000", file: "brunel-2000", scale: 1,
            summary: "random network with delta synapses (Brunel 2000)", warmUp: 200, segment: 1000,
            bands: same(["exc", "inh"], Band(36.5...39.5, cv: 0.30...0.55))),
        StandardNetwork(
            name: "cuba-4000", file: "cuba-4000", scale: 1,
            summary: "balanced, exponential currents (Vogels & Abbott 2005)", warmUp: 500,
            segment: 1000, bands: same(["exc", "inh"], Band(4.9...6.1, cv: 0.4...0.9))),
        StandardNetwork(
            name: "cuba-40000", file: "cuba-4000", scale: 10,
            summary: "the same with ten times the neurons", warmUp: 200, segment: 1000,
            bands: same(["exc", "inh"], Band(4.9...6.1, cv: 0.4...0.9))),
        StandardNetwork(
            name: "coba-4000", file: "coba-4000", scale: 1,
            summary: "balanced, exponential conductances (Vogels & Abbott 2005)", warmUp: 500,
            segment: 1000, bands: same(["exc", "inh"], Band(14.5...20.5, cv: 1.1...2.0))),
        StandardNetwork(
            name: "coba-40000", file: "coba-4000", scale: 10,
            summary: "the same with ten times the neurons", warmUp: 200, segment: 1000,
            bands: same(["exc", "inh"], Band(15.5...19.5, cv: 1.1...2.0))),
        StandardNetwork(
            name: "izhikevich-10000", file: "izhikevich-10000", scale: 1,
            summary: "heterogeneous neurons, ticks of 1 ms (Izhikevich 2003)", warmUp: 1000,
            segment: 5000,
            bands: [
                "exc": Band(14.0...22.0, cv: 0.7...1.5), "inh": Band(16.5...25.0, cv: 0.7...1.5),
            ]),
        StandardNetwork(
            name: "sparse-activity", file: "sparse-activity", scale: 1,
            summary: "100,000 neurons that hardly spike", warmUp: 200, segment: 1000,
            bands: same(["exc", "inh"], Band(0.75...0.95))),
        StandardNetwork(
            name: "stdp-vogels", file: "stdp-vogels", scale: 1,
            summary: "inhibitory plasticity, conductances (Vogels et al. 2011)", warmUp: 200,
            segment: 1000, bands: same(["exc", "inh"], Band(4.5...8.5))),
        StandardNetwork(
            name: "hpc-stdp-0.2", file: "hpc-stdp", scale: 0.2,
            summary: "4 million plastic synapses of 5 (Morrison et al. 2007)", warmUp: 100,
            segment: 500, bands: [:]),
        StandardNetwork(
            name: "hpc-stdp", file: "hpc-stdp", scale: 1,
            summary: "81 million plastic synapses of 127", warmUp: 20, segment: 200, bands: [:],
            isLarge: true),
        StandardNetwork(
            name: "microcircuit-0.1", file: "microcircuit", scale: 0.1,
            summary: "a tenth of the cortical microcircuit", warmUp: 500, segment: 1000,
            bands: [
                "L23E": Band(0.35...0.65), "L23I": Band(1.9...2.4, cv: 0.5...0.9),
                "L4E": Band(3.7...4.4, cv: 0.5...0.9), "L4I": Band(4.7...5.4, cv: 0.5...0.9),
                "L5E": Band(5.9...7.5, cv: 0.5...0.9), "L5I": Band(7.2...8.3, cv: 0.5...0.9),
                "L6E": Band(0.75...1.0), "L6I": Band(6.6...7.5, cv: 0.5...0.9),
            ]),
        StandardNetwork(
            name: "microcircuit", file: "microcircuit", scale: 1,
            summary: "the cortical microcircuit (Potjans & Diesmann 2014)", warmUp: 500,
            segment: 1000,
            bands: [
                "L23E": Band(0.75...1.1), "L23I": Band(2.75...3.3, cv: 0.5...0.95),
                "L4E": Band(4.2...4.9, cv: 0.5...0.95), "L4I": Band(5.3...6.2, cv: 0.5...0.95),
                "L5E": Band(7.1...8.4, cv: 0.5...0.95), "L5I": Band(8.2...9.2, cv: 0.5...0.95),
                "L6E": Band(0.95...1.25), "L6I": Band(7.3...8.1, cv: 0.5...0.95),
            ], isLarge: true),
        StandardNetwork(
            name: "start-up", file: "start-up", scale: 1,
            summary: "1,000 neurons for 1 ms: what it takes to begin", warmUp: 0, segment: 1,
            bands: [:]),
    ]

    private static func same(_ names: [String], _ band: Band) -> [String: Band] {
        Dictionary(uniqueKeysWithValues: names.map { ($0, band) })
    }
}

extension StandardNetwork {
    /// The model at a multiple of its size, as its file gives it.
    func model(times factor: Double, _ installation: Installation) throws -> Model {
        let path = try installation.model("\(file).model").path
        let source = try ModelText(contentsOfFile: path)
        let setting = ["scale": Quantity(scale * factor).text]
        let (model, diagnostics) = source.model(setting: setting)
        guard let model else {
            throw CommandError(
                .mistakes, "`\(name)` cannot be made \(Quantity(factor).text) times as large",
                help: diagnostics.first?.message)
        }
        return model
    }
}
