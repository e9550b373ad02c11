import Foundation
import Testing

@testable import SNN

/// The networks of the comparisons, made small: the same spikes for every team and kernel set.
struct StandardNetworkTests {
    /// Files and the scale at which a test can afford them.
    static let small: [(file: String, scale: Double)] = [
        ("brunel-2000", 0.04), ("cuba-4000", 0.1), ("coba-4000", 0.1), ("izhikevich-10000", 0.05),
        ("sparse-activity", 0.02), ("microcircuit", 0.02), ("start-up", 1),
    ]

    private func model(_ file: String, scale: Double) throws -> Model {
        let path = try Installation.package.model("\(file).model").path
        let (model, diagnostics) = try ModelText(contentsOfFile: path)
            .model(setting: ["scale": "\(scale)"])
        #expect(!diagnostics.contains { $0.severity == .error })
        return try #require(model)
    }

    private func run(
        _ model: Model, workers: Int, kernels: KernelSet, milliseconds: Double
    ) throws -> NetworkState {
        let network = try Network(model, workers: workers)
        let state = NetworkState(network)
        let ticks = Int((milliseconds / model.resolution).rounded())
        try Engine(network, workers: workers, kernels: kernels).run(state, ticks: ticks)
        return state
    }

    @Test(arguments: small, Precision.allCases)
    func sameDigestForEveryTeamAndKernelSet(
        _ network: (file: String, scale: Double), precision: Precision
    ) throws {
        var model = try model(network.file, scale: network.scale)
        model.precision = precision
        let reference = try run(model, workers: 1, kernels: .standard, milliseconds: 100)
        #expect(reference.spikeCount > 50)
        for workers in [1, 2, 3, 7] {
            for kernels in KernelSet.allCases {
                let state = try run(model, workers: workers, kernels: kernels, milliseconds: 100)
                #expect(
                    state.digest == reference.digest, "\(workers) workers, \(kernels.name) kernels")
            }
        }
    }

    /// Every network names a file, and its bands name populations of that file.
    @Test(arguments: StandardNetwork.all.filter { !$0.isLarge }.map(\.name))
    func bandsBelongToPopulations(name: String) throws {
        let network = try #require(StandardNetwork.named(name))
        let model = try network.model(times: 1, .package)
        #expect(Set(network.bands.keys).isSubset(of: model.populations.map(\.name)))
        for band in network.bands.values { #expect(band.rate.lowerBound > 0) }
    }

    /// Every neuron of the microcircuit has as many inputs as published, within rounding: 3,000 to
    /// 7,000, and a tenth of it at a tenth of the size.
    @Test func microcircuitHasItsSynapses() throws {
        let network = try #require(StandardNetwork.named("microcircuit"))
        let full = try network.model(times: 1, .package)
        let small = try network.model(times: 0.1, .package)
        func recurrent(_ model: Model) -> Double {
            model.projections.filter { model.population(named: $0.source.name) != nil }
                .reduce(0) { $0 + model.expectedSynapseCount(of: $1) }
        }
        #expect(full.populations.reduce(0) { $0 + $1.count } == 77_169)
        #expect(abs(recurrent(full) - 298_880_968) < 60)
        #expect(abs(recurrent(small) / recurrent(full) - 0.01) < 1e-6)
    }
}
