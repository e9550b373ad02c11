// The Expressive Leaky Memory neuron (Spieler et al. 2024, arXiv 2306.16922). Every bin of length
// Δ, with x the spikes of each synapse in that bin,
//
//     b_j <- κ_b b_j + Σ_i w_i x_i                over the synapses i of branch j, w_i >= 0
//     Δm  =  ctanh(W_2 relu(W_b b + W_m (κ_m m) + c_1) + c_2)
//     m   <- κ_m m + g Δm                         y = W_y m + c_y
//
//     κ = exp(-Δ / τ),   ctanh(x) = 1.7159 tanh(2 x / 3)
//     g = λ (1 - κ_m) in version 1,   1 - exp(-Δ λ / τ_m) in version 2
//
// Version 1 filters each synapse and then sums over a branch, version 2 sums first; with one τ_b
// for all that is the same, so both are calculated in the second way. The versions differ in g.
//
// Nothing but the sum h = W_b b enters what follows, and h decays by the one factor κ_b, so h is
// kept in place of b: a spike adds a column of W_b, and silent branches cost nothing.

/// Sizes and constants of an ELM neuron.
public struct ELMShape: Hashable, Sendable {
    /// Which of the two published updates.
    public enum Version: Int, Sendable { case v1 = 1, v2 = 2 }

    /// Which input each synapse hears, and on which branch it lies.
    public enum Routing: String, Sendable, CaseIterable {
        /// A synapse and a branch for every input.
        case oneToOne = "one_to_one"
        /// Each synapse of each branch hears any input.
        case random
        /// Branches hear overlapping windows of inputs that are excitatory and inhibitory in turn.
        case neuronIO = "neuronio"
    }

    public var version = Version.v2
    public var inputs: Int
    /// d_m, units of memory; the hidden layer has twice as many.
    public var memory: Int
    public var outputs: Int
    public var routing = Routing.oneToOne
    /// Branches and the synapses of each, where inputs are routed.
    public var branches: Int
    public var synapsesPerBranch = 1
    /// Δ in ms.
    public var bin = 1.0
    /// τ_b in ms.
    public var tauS = 5.0
    /// λ
    public var lambda = 5.0
    /// Between these the τ_m begin, equally spaced on a logarithmic scale; in ms.
    public var tauMin = 1.0
    public var tauMax = 150.0
    /// In place of these.
    public var givenTaus: [Double]?
    /// Whether τ_m are learnt, between 0 and this; in ms.
    public var learnsTau = false
    public var tauBound = 1000.0

    public init(inputs: Int, memory: Int, outputs: Int) {
        self.inputs = inputs
        self.memory = memory
        self.outputs = outputs
        branches = inputs
    }

    /// Inputs on branches of their own.
    public init(
        inputs: Int, memory: Int, outputs: Int, branches: Int, synapsesPerBranch: Int,
        routing: Routing
    ) {
        self.init(inputs: inputs, memory: memory, outputs: outputs)
        self.routing = routing
        self.branches = branches
        self.synapsesPerBranch = synapsesPerBranch
    }

    public var hidden: Int { 2 * memory }

    public var synapseCount: Int {
        routing == .oneToOne ? inputs : branches * synapsesPerBranch
    }

    /// What is learnt: 8,002 numbers for 45 branches of 100 synapses, 20 units of memory and 2
    /// outputs, 54,002 for 100 units.
    public var parameterCount: Int {
        synapseCount + (branches + memory + 1) * hidden + (hidden + 1) * memory
            + (memory + 1) * outputs + (learnsTau ? memory : 0)
    }

    /// κ_b
    public var branchDecay: Double { Double.exp(-bin / max(tauS, 1e-6)) }

    /// Time constants of the memory as they begin, in ms.
    public var initialTaus: [Double] {
        if let givenTaus { return givenTaus }
        let (low, high) = (tauMin, max(tauMax, tauMin + 3e-6))
        guard memory > 1 else { return [low] }
        let span = Double.log(high / low) / Double(memory - 1)
        return (0..<memory).map { low * Double.exp(span * Double($0)) }
    }

    /// κ_m and g for a time constant.
    public func memoryFactors(_ tau: Double) -> (decay: Double, gain: Double) {
        let decay = Double.exp(-bin / max(tau, 1e-6))
        return switch version {
        case .v1: (decay, lambda * (1 - decay))
        case .v2: (decay, 1 - Double.exp(-bin * lambda / max(tau, 1e-6)))
        }
    }

    /// Their derivatives with respect to it.
    func memorySlopes(_ tau: Double) -> (decay: Double, gain: Double) {
        guard tau > 1e-6 else { return (0, 0) }
        let slope = Double.exp(-bin / tau) * bin / (tau * tau)
        return switch version {
        case .v1: (slope, -lambda * slope)
        case .v2: (slope, -Double.exp(-bin * lambda / tau) * bin * lambda / (tau * tau))
        }
    }
}
