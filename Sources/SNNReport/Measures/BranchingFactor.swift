// How many spikes follow from a spike, as Ivanov & Michmizos (2021) measure it. A spike of neuron i
// at t is followed by those of the neurons that i sends to, in (t, t + w], and was preceded by
// those of the neurons that send to i, in [t - w, t):
//
//     senders of i        · · ·|· |  ·
//     i                            |              b = followers / max(1, predecessors)
//     receivers of i               | ·|·· · ·
//                         [t - w,  t,  t + w]
//
// The mean over the spikes of a neuron, then over neurons, is 1 where activity neither grows nor
// dies out, as at the edge of chaos. Spikes near the ends of a presentation are not judged, since
// what came before or after them is not all known.

/// Who sends to whom among some neurons.
public struct NeuronPartners: Sendable {
    public let neurons: Int
    private let receivers: [[Int]]
    private let senders: [[Int]]
    /// Pairs, each counted once however many synapses it has.
    public let pairs: Int

    /// - Parameter synapses: source and target, in any order.
    public init(neurons: Int, synapses: some Sequence<(source: Int, target: Int)>) {
        var receivers = [Set<Int>](repeating: [], count: neurons)
        for (source, target) in synapses { receivers[source].insert(target) }
        var senders = [[Int]](repeating: [], count: neurons)
        for source in 0..<neurons {
            for target in receivers[source] { senders[target].append(source) }
        }
        self.neurons = neurons
        self.receivers = receivers.map { $0.sorted() }
        self.senders = senders
        pairs = senders.reduce(0) { $0 + $1.count }
    }

    /// The branching factor of one presentation; nil where no spike can be judged.
    ///
    ///     let partners = NeuronPartners(neurons: 1000, synapses: synapses)
    ///     partners.branchingFactor(times: times, ids: ids, duration: 250)     // 1.2
    ///
    /// - Parameters:
    ///   - times: of all spikes, in ms, in any order.
    ///   - ids: their neurons.
    ///   - duration: of the presentation, in ms.
    ///   - window: w, how long a spike is taken to have effects; 4 ms is the paper's.
    ///   - margin: what is not judged at the beginning and at the end; 25 ms is the paper's.
    /// - Complexity: O(*spikes* · *partners of a neuron* · log *spikes of a neuron*).
    public func branchingFactor(
        times: [Double], ids: [Int], duration: Double, window: Double = 4, margin: Double = 25
    ) -> Double? {
        var trains = [[Double]](repeating: [], count: neurons)
        for (time, id) in zip(times, ids) { trains[id].append(time) }
        for neuron in 0..<neurons { trains[neuron].sort() }
        // Times lie on ticks, and 5.3 - 1.3 is not always 4.
        let slack = 1e-6
        func count(in partners: [Int], from start: Double, to end: Double) -> Int {
            partners.reduce(0) { sum, partner in
                let train = trains[partner]
                return sum + train.firstIndex(after: end) - train.firstIndex(after: start)
            }
        }
        var means: [Double] = []
        for neuron in 0..<neurons {
            let judged = trains[neuron].filter { $0 >= margin && $0 < duration - margin }
            guard !judged.isEmpty else { continue }
            let sum = judged.reduce(0.0) { sum, time in
                let after = count(
                    in: receivers[neuron], from: time + slack, to: time + window + slack)
                let before = count(
                    in: senders[neuron], from: time - window - slack, to: time - slack)
                return sum + Double(after) / Double(max(1, before))
            }
            means.append(sum / Double(judged.count))
        }
        return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
    }
}

extension [Double] {
    /// Of the first element that is greater; the elements ascend.
    fileprivate func firstIndex(after value: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > value { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
