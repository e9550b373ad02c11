import Synchronization

// Trials of a batch are independent, and run side by side. Their gradients are added up in an order
// that does not know of workers: trial b belongs to share b mod 16, each share is worked through in
// order by whoever takes it, and shares are added in order. Memory of trials belongs to workers,
// sums belong to shares.
//
// The cost of rates asks for the mean over the batch before any gradient is known. With it, all
// trials run forward once for their spikes, and again with their gradients.

/// What trials of a batch showed, added up.
struct SurrogateTotals {
    var error = 0.0
    var correct = 0
    /// The class found in each trial.
    var found: [Int] = []
    var trials = 0
    var digest: UInt64 = 0
    /// Spikes of each neuron.
    var spikes: [Double]
    /// Sums over trials of dE/dp for each parameter.
    var gradient: [Double] = []
}

/// Shows batches to a network in one precision.
final class SurrogateBatch<L: SummedLanes> {
    static var shares: Int { 16 }

    let plan: SurrogatePlan<L>
    private let ticks: Int
    private let options: SurrogateOptions
    /// h in ms
    private let resolution: Double
    private let workers: Workers
    private let rooms: Rooms

    /// `@unchecked Sendable` because a trial belongs to one worker, and sums to the worker that
    /// took their share.
    private final class Rooms: @unchecked Sendable {
        var trials: [SurrogateTrial<L>?]
        var sums: [SurrogateSums<L>?]

        init(workers: Int, shares: Int) {
            trials = Array(repeating: nil, count: workers)
            sums = Array(repeating: nil, count: shares)
        }
    }

    init(
        _ network: EPropNetwork, _ readout: SurrogateReadout, ticks: Int, resolution: Double,
        options: SurrogateOptions, workers: Int
    ) {
        plan = SurrogatePlan<L>(network, readout, options)
        self.ticks = ticks
        self.options = options
        self.resolution = resolution
        let workers = max(1, min(workers, Self.shares))
        self.workers = Workers(workers)
        rooms = Rooms(workers: workers, shares: Self.shares)
        // All memory is taken here, so that workers touch only their own.
        for index in 0..<workers { rooms.trials[index] = SurrogateTrial(plan, ticks: ticks) }
        for index in 0..<Self.shares { rooms.sums[index] = SurrogateSums(plan) }
    }

    /// Bytes that trials hold, of all workers together.
    var byteCount: Int { rooms.trials.reduce(0) { $0 + ($1?.byteCount ?? 0) } }

    /// Shows a batch with these parameters.
    func show(_ batch: [EPropSample], _ parameters: [Double], learns: Bool) -> SurrogateTotals {
        plan.load(parameters)
        var push = Array(repeating: 0.0, count: plan.neuronCount)
        if learns, options.rateCost != 0 || options.spikeCost != 0 {
            let duration = Double(ticks) * resolution
            var rates = push
            if options.rateCost != 0 {
                work(batch) { trial, sample, sums in trial.spike(sample, into: sums) }
                let all = Double(max(batch.count, 1)) * duration
                rates = totals(batch.count, parameters, learns: false).spikes.map { $0 / all }
            }
            for j in push.indices {
                let slope = options.rateCost * (rates[j] - options.targetRate)
                push[j] = (slope + options.spikeCost) / duration
            }
        }
        for trial in rooms.trials {
            for j in push.indices { trial?.push[j] = L.Number(push[j]) }
        }
        work(batch) { trial, sample, sums in trial.run(sample, learns: learns, into: sums) }
        return totals(batch.count, parameters, learns: learns)
    }

    private func work(
        _ batch: [EPropSample],
        _ body: @escaping @Sendable (SurrogateTrial<L>, EPropSample, SurrogateSums<L>) -> Void
    ) {
        let (rooms, plan) = (rooms, plan)
        let next = Atomic(0)
        workers.run { worker in
            guard let trial = rooms.trials[worker] else { return }
            while true {
                let share = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard share < Self.shares, share < batch.count else { break }
                guard let sums = rooms.sums[share] else { break }
                sums.clear(plan)
                for index in stride(from: share, to: batch.count, by: Self.shares) {
                    body(trial, batch[index], sums)
                }
            }
        }
    }

    /// Adds up shares and turns what they hold into derivatives of parameters.
    private func totals(
        _ count: Int, _ parameters: [Double], learns: Bool
    ) -> SurrogateTotals {
        var total = SurrogateTotals(spikes: Array(repeating: 0, count: plan.neuronCount))
        if learns { total.gradient = Array(repeating: 0, count: plan.layout.count) }
        total.found = Array(repeating: 0, count: count)
        for share in 0..<min(Self.shares, count) {
            guard let sums = rooms.sums[share] else { continue }
            for (number, best) in sums.found.enumerated() {
                total.found[share + Self.shares * number] = best
            }
            total.error += sums.error
            total.correct += sums.correct
            total.trials += sums.trials
            total.digest &+= sums.digest
            for j in total.spikes.indices { total.spikes[j] += sums.spikes[j] }
            if learns { add(sums, parameters, to: &total.gradient) }
        }
        return total
    }

    private func add(
        _ sums: SurrogateSums<L>, _ parameters: [Double], to gradient: inout [Double]
    ) {
        let (layout, network, readout) = (plan.layout, plan.network, plan.readout)
        let (delays, learnsWeights) = (layout.delays, options.learnsWeights)
        for synapse in 0..<network.synapseCount where network.learns[synapse] {
            let near = Double(sums.near[synapse])
            guard !delays.isEmpty else {
                if learnsWeights { gradient[synapse] += near }
                continue
            }
            let later = Double(sums.far[synapse]) - near
            let delay = parameters[delays.lowerBound + synapse]
            if learnsWeights {
                gradient[synapse] += near + (delay - delay.rounded(.down)) * later
            }
            gradient[delays.lowerBound + synapse] += parameters[synapse] * later
        }
        for (j, neuron) in network.neurons.enumerated() {
            if let place = SurrogateLayout.place(layout.taus, j) {
                let decay = SurrogateLayout.decay(neuron.alpha, parameters[place])
                gradient[place] += Double(sums.decays[j]) * decay.slope
            }
            if let place = SurrogateLayout.place(layout.slowTaus, j), neuron.rho > 0 {
                let decay = SurrogateLayout.decay(neuron.rho, parameters[place])
                gradient[place] += Double(sums.decays[plan.width + j]) * decay.slope / decay.value
            }
        }
        guard !layout.readout.isEmpty else { return }
        let span = readout.neurons.count
        for k in 0..<readout.count {
            for j in 0..<span {
                let place = (readout.neurons.lowerBound + j) * plan.outputWidth + k
                gradient[layout.readout.lowerBound + k * span + j] +=
                    (1 - readout.kappa) * Double(sums.readout[place])
            }
            gradient[layout.biases.lowerBound + k] += Double(sums.biases[k])
        }
    }
}
