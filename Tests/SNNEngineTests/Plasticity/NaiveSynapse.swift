import Foundation
import SNNModel

@testable import SNNEngine

/// A synapse under a pair rule that goes through all events one after the other, in Double and in
/// order of time, with its own traces: nothing is put off.
struct NaiveSynapse {
    let rule: PlasticityRule
    let projection: Projection
    let resolution: Double
    /// Ticks.
    let delay: Int
    let isExact: Bool

    private func number(_ name: String) -> Double { rule.settings[name]!.quantity!.value }

    private func ticks(_ value: Value?) -> Int? {
        value?.quantity.map { Int(($0.value / resolution).rounded()) }
    }

    /// Axonal, and back-propagation.
    private var delays: (axonal: Int, back: Int) {
        var axonal = 0
        var dendritic = delay
        if let value = projection.axonalDelay {
            if let constant = ticks(value) {
                (axonal, dendritic) = (constant, delay - constant)
            } else {
                dendritic = ticks(projection.dendriticDelay) ?? 0
                axonal = delay - dendritic
            }
        }
        return (axonal, ticks(projection.backPropagationDelay) ?? dendritic)
    }

    /// The weight at the end, from the times of all spikes in ms.
    func weight(
        from initial: Double, sources: [Double], targets: [Double], until end: Double
    ) -> Double {
        let (axonal, back) = delays
        let h = resolution
        // In ticks. On the grid a spike of a source off it counts for the tick it lies in.
        func ticks(_ time: Double) -> Double {
            isExact ? time / h : (time / h - 1e-9).rounded(.up)
        }
        let arrivals = sources.map { ticks($0) + Double(axonal) }
        let spikes = targets.map { ticks($0) + Double(back) }
        // Without a way back a spike follows an arrival of the same tick, and is known one later.
        let isLate = back == 0 && !isExact
        var synapse = Trace(naive: self, weight: abs(initial))
        // Exact neurons see all that has been sent, the rest what has arrived.
        let last = isExact ? max(end / h, arrivals.max() ?? 0) : end / h
        for time in Set(arrivals + spikes).sorted() where time <= last + 1e-9 {
            let isSpike = spikes.contains(time) && !(isLate && time + 1 > end / h)
            // What comes together does not see each other.
            let y = synapse.y(at: time)
            if isSpike, !isLate { synapse.spike(at: time) }
            // A stimulus may spike several times in a tick.
            for number in 0..<arrivals.filter({ $0 == time }).count {
                synapse.arrive(at: time, y: number == 0 ? y : synapse.yAgain(y))
            }
            if isSpike, isLate { synapse.spike(at: time) }
        }
        return initial.sign == .minus ? -synapse.weight : synapse.weight
    }

    /// The state of the synapse; times in ticks.
    private struct Trace {
        let naive: NaiveSynapse
        var weight: Double
        private var x = 0.0
        private var y = 0.0
        private var lastX = -1e9
        private var lastY = -1e9
        /// Whether the target has spiked since the last arrival.
        private var hasSpiked = false
        private let pairing: String

        init(naive: NaiveSynapse, weight: Double) {
            self.naive = naive
            self.weight = weight
            pairing = if case .name(let name)? = naive.rule.settings["pairing"] { name } else {
                "all_to_all"
            }
        }

        private func decay(_ ticks: Double, _ tau: String) -> Double {
            exp(-ticks * naive.resolution / naive.number(tau))
        }

        private mutating func change(_ change: Double) {
            let (least, most) = (naive.number("w_min"), naive.number("w_max"))
            weight = min(max(weight + change, least), most)
        }

        /// What an arrival sees of the target.
        func y(at time: Double) -> Double {
            pairing == "nearest_restricted" && !hasSpiked
                ? 0 : y * decay(time - lastY, "tau_minus")
        }

        /// The same for a further arrival at the same time.
        func yAgain(_ y: Double) -> Double { pairing == "nearest_restricted" ? 0 : y }

        mutating func arrive(at time: Double, y: Double) {
            let most = naive.number("w_max")
            change(
                -naive.number("A_minus") * most * pow(weight / most, naive.number("mu_minus")) * y)
            x = pairing.hasPrefix("nearest") && pairing != "nearest_pre_centred"
                ? 1 : 1 + x * decay(time - lastX, "tau_plus")
            lastX = time
            hasSpiked = false
        }

        mutating func spike(at time: Double) {
            let most = naive.number("w_max")
            var seen = x * decay(time - lastX, "tau_plus")
            if pairing == "nearest_restricted", hasSpiked { seen = 0 }
            hasSpiked = true
            change(
                naive.number("A_plus") * most * pow(1 - weight / most, naive.number("mu_plus"))
                    * seen)
            if pairing == "nearest_pre_centred" { x = 0 }
            y = pairing == "all_to_all" ? 1 + y * decay(time - lastY, "tau_minus") : 1
            lastY = time
        }
    }
}
