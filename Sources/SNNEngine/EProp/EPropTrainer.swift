import Synchronization

// Batches of trials. The weights stay as they are during a batch, so its trials are independent and
// run side by side; their gradients are added up in an order that does not know of workers: trial
// b belongs to share b mod 8, each share is worked through in order, and so are the shares.

/// A trial of a batch.
struct EPropSample: Sendable {
    var input: EPropInput
    var target: EPropTarget
}

/// Trains a network and its readouts.
final class EPropTrainer {
    struct Options {
        var gamma = 0.3
        var optimiser = EPropOptimiser.Kind.adam
        var eta = 0.1
        var etaReadout = 0.005
        /// Spikes per ms that neurons should have, and how much departing from it counts.
        var targetRate = 0.01
        var regularisation = 0.0
        /// The greatest absolute value of a weight.
        var weightMax = Double.infinity
    }

    /// What a batch showed.
    struct Outcome: Sendable {
        /// E, the mean over trials, without the regularisation.
        var error: Double
        /// E relative to that of readouts that are always zero; for targets with values.
        var relativeError: Double
        /// The part of trials whose label was found.
        var accuracy: Double
        /// Spikes per neuron and ms.
        var rate: Double
        /// A fingerprint of all spikes.
        var digest: UInt64
    }

    private(set) var network: EPropNetwork
    private(set) var readout: EPropReadout
    let ticks: Int
    private let resolution: Double
    private let options: Options
    private var synapses: EPropOptimiser
    private var outputs: EPropOptimiser
    private let workers: Workers
    private static let shares = 8
    private let rooms: Rooms

    /// `@unchecked Sendable` because a share belongs to one worker at a time.
    private final class Rooms: @unchecked Sendable {
        var trials: [EPropTrial?] = Array(repeating: nil, count: EPropTrainer.shares)
        var sums: [EPropGradients?] = Array(repeating: nil, count: EPropTrainer.shares)
    }

    init(
        _ network: EPropNetwork, _ readout: EPropReadout, ticks: Int, resolution: Double,
        options: Options, workers: Int
    ) {
        self.network = network
        self.readout = readout
        self.ticks = ticks
        self.resolution = resolution
        self.options = options
        synapses = EPropOptimiser(
            options.optimiser, eta: options.eta, count: network.synapseCount)
        outputs = EPropOptimiser(
            options.optimiser, eta: options.etaReadout, count: readout.weights.count)
        self.workers = Workers(max(1, min(workers, Self.shares)))
        rooms = Rooms()
    }

    /// Shows a batch, and moves all weights that learn.
    func learn(_ batch: [EPropSample]) -> Outcome {
        var sum = show(batch, learns: true)
        let trials = Double(max(batch.count, 1))
        let duration = Double(ticks) * resolution
        for synapse in sum.synapses.indices {
            sum.synapses[synapse] /= trials
            guard options.regularisation > 0 else { continue }
            let rate = sum.spikes[Int(network.targets[synapse])] / (trials * duration)
            sum.synapses[synapse] += options.regularisation * (rate - options.targetRate)
                * sum.eligibilities[synapse] / (trials * Double(ticks))
        }
        for index in sum.readout.indices { sum.readout[index] /= trials }
        synapses.move(&network.weights, along: sum.synapses)
        outputs.move(&readout.weights, along: sum.readout)
        if options.weightMax.isFinite {
            for synapse in network.weights.indices where network.learns[synapse] {
                network.weights[synapse] =
                    min(max(network.weights[synapse], -options.weightMax), options.weightMax)
            }
        }
        return outcome(sum)
    }

    /// Shows trials and learns nothing.
    func test(_ batch: [EPropSample]) -> Outcome { outcome(show(batch, learns: false)) }

    /// Whether all weights are still numbers.
    var isFinite: Bool {
        network.weights.allSatisfy(\.isFinite) && readout.weights.allSatisfy(\.isFinite)
    }

    private func outcome(_ sum: EPropGradients) -> Outcome {
        let trials = Double(max(sum.trials, 1))
        let time = trials * Double(ticks) * resolution * Double(max(network.neurons.count, 1))
        return Outcome(
            error: sum.error / trials, relativeError: sum.power > 0 ? sum.error / sum.power : 0,
            accuracy: Double(sum.correct) / trials, rate: sum.spikes.reduce(0, +) / time,
            digest: sum.digest)
    }

    private func show(_ batch: [EPropSample], learns: Bool) -> EPropGradients {
        let (network, readout, ticks, rooms) = (network, readout, ticks, rooms)
        let (gamma, regularises) = (options.gamma, options.regularisation > 0)
        let next = Atomic(0)
        workers.run { _ in
            while true {
                let share = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard share < Self.shares, share < batch.count else { break }
                let trial = rooms.trials[share] ?? EPropTrial(
                    network, ticks: ticks, gamma: gamma, regularises: regularises)
                rooms.trials[share] = trial
                var sum = EPropGradients(network, readout)
                for index in stride(from: share, to: batch.count, by: Self.shares) {
                    let (input, target) = (batch[index].input, batch[index].target)
                    if learns {
                        trial.learn(network, readout, input, target, into: &sum)
                    } else {
                        trial.run(network, readout, input, target, into: &sum)
                    }
                }
                rooms.sums[share] = sum
            }
        }
        var total = EPropGradients(network, readout)
        for share in 0..<min(Self.shares, batch.count) {
            if let sum = rooms.sums[share] { total += sum }
        }
        return total
    }
}
