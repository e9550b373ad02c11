import SNNModel

/// How a network is trained by `SurrogateTrainer`.
public struct SurrogateOptions: Sendable, Equatable {
    /// What of time constants is learnt.
    public enum Sharing: String, Sendable, CaseIterable {
        case fixed
        /// One factor for all neurons, which keeps their ratios.
        case shared
        case perNeuron = "per_neuron"
    }

    public var surrogate = Surrogate()
    /// Whether an error reaches a potential also through the reset that its spike causes. A wide
    /// surrogate feels that reset long before there is a spike, which can outweigh what a spike
    /// would bring: delays do not find their coincidence then (SurrogateLearningTests).
    public var throughReset = false

    /// What is learnt of synapses whose `learns` is set.
    public var learnsWeights = true
    public var learnsDelays = false
    /// What else is learnt.
    public var learnsReadout = true
    public var tauMembrane = Sharing.fixed
    public var tauAdaptation = Sharing.fixed

    /// What the rate of learning is multiplied by, for each kind of parameter. Weights are in mV,
    /// delays in ticks, time constants logarithms.
    public var factorReadout = 1.0
    public var factorDelays = 1.0
    public var factorTaus = 1.0

    /// The longest delay that may be learnt, in ticks; nil for the longest of the network.
    public var delayMax: Int?

    public var optimiser = GradientDescent.Method.adam
    /// The greatest Euclidean norm of the gradient of all parameters; nil for any.
    public var normMax: Double?

    /// Adds rateCost / 2 · sum over neurons of (r - targetRate)², where r is a neuron's mean rate
    /// over the batch, in spikes per ms.
    public var rateCost = 0.0
    public var targetRate = 0.01
    /// Adds spikeCost · sum over neurons of r.
    public var spikeCost = 0.0

    /// Of potentials and gradients; parameters and moments are always double.
    public var precision = Precision.single

    /// Spikes that are the integral of the surrogate, for tests of gradients.
    var isSmooth = false

    public init() {}
}
