// e-prop (Bellec et al. 2020, Nat. Commun. 11, 3625): the gradient of an error with respect to the
// weights of a recurrent network of LIF and ALIF neurons, as a product of what a synapse knows and
// what its target is told. In ticks t, for the synapse from i to j that spikes x reach after its
// delay:
//
//     v  <- alpha v + sum of w x            spike z = 1 at v >= theta + A; then reset
//     A  <- rho (A + theta_plus z)          of the tick before; beta = rho theta_plus
//     psi = gamma/theta max(0, 1 - |v - A|/theta'), 0 in refractoriness        (theta' = theta)
//
//     eligibility     eps_v <- alpha eps_v + x
//                     e     =  psi (eps_v - beta eps_a)
//                     eps_a <- psi eps_v + (rho - psi beta) eps_a
//     readout         y <- kappa y + (1 - kappa) W_out z
//     gradient        sum over t of L_j filter(e),   L_j = sum over k of B_jk (dE/dy)_k
//
// v and theta are measured from E_L. `filter` is that of the readout.
//
// ## Event-driven
//
// The sum over t is linear in x. So instead of an eligibility per synapse and tick, one number
// P per neuron and tick says what an arrival at that tick is worth, and a synapse adds up P at its
// arrivals: no work for a synapse without spikes, and none between them. P follows from a
// postsynaptic archive of psi and L that is read from the end of the trial:
//
//     F_k <- kappa F_k + (1 - kappa) (dE/dy)_k       G_j = sum over k of B_jk F_k
//     P   <- psi G + alpha P' + psi Q'               P', Q' are those of the tick after
//     Q   <- -beta psi G + (rho - psi beta) Q'
//
// It is the same sum in another order; tests compare it with the equations above, synapse by
// synapse and tick by tick.

/// The neurons and synapses that are trained, in the numbers that training needs.
struct EPropNetwork {
    var neurons: [Neuron] = []
    /// Elements that only send: those of stimuli. Sources are these, then the neurons.
    var inputCount = 0
    /// The synapses of each source are `rows[s] ..< rows[s + 1]`.
    var rows: [Int] = [0]
    var targets: [Int32] = []
    /// In ticks, at least one.
    var delays: [Int32] = []
    /// In mV.
    var weights: [Double] = []
    /// Which synapses learn.
    var learns: [Bool] = []
    /// The projection of the model that each synapse is of.
    var projections: [Int32] = []
    /// Longest delay in ticks.
    var delayMax = 1

    var synapseCount: Int { targets.count }

    /// Its arrays as pointers, for loops.
    struct View {
        let neuronCount: Int
        let inputCount: Int
        let neurons: UnsafePointer<Neuron>
        let rows: UnsafePointer<Int>
        let targets: UnsafePointer<Int32>
        let delays: UnsafePointer<Int32>
        let weights: UnsafePointer<Double>
        let learns: UnsafePointer<Bool>
    }

    /// Calls `body` with pointers that are good for as long as it runs.
    func withView(_ body: (View) -> Void) {
        neurons.withUnsafeBufferPointer { neurons in
            rows.withUnsafeBufferPointer { rows in
                targets.withUnsafeBufferPointer { targets in
                    delays.withUnsafeBufferPointer { delays in
                        weights.withUnsafeBufferPointer { weights in
                            learns.withUnsafeBufferPointer { learns in
                                // A network without synapses has no weights to point to, and no
                                // row that would ask for them.
                                let none = UnsafeMutablePointer<Double>.allocate(capacity: 1)
                                defer { none.deallocate() }
                                let raw = UnsafeRawPointer(none)
                                body(
                                    View(
                                        neuronCount: neurons.count, inputCount: inputCount,
                                        neurons: neurons.baseAddress!, rows: rows.baseAddress!,
                                        targets: targets.baseAddress
                                            ?? raw.assumingMemoryBound(to: Int32.self),
                                        delays: delays.baseAddress
                                            ?? raw.assumingMemoryBound(to: Int32.self),
                                        weights: weights.baseAddress ?? UnsafePointer(none),
                                        learns: learns.baseAddress
                                            ?? raw.assumingMemoryBound(to: Bool.self)))
                            }
                        }
                    }
                }
            }
        }
    }

    /// A LIF or ALIF neuron; potentials are measured from E_L.
    struct Neuron {
        /// e^(-h/tau_m)
        var alpha: Double
        /// (1 - alpha) R I_e, in mV
        var drive = 0.0
        /// V_th - E_L
        var threshold: Double
        /// Whether a spike takes the threshold off the potential; else it is set to `reset`.
        var isSoft = true
        /// Whether the potential stays there in refractoriness.
        var isHeldAfterSpikes = false
        var reset = 0.0
        /// Ticks after a spike without another.
        var refractory = 0
        /// theta_plus, zero for LIF.
        var growth = 0.0
        /// e^(-h/tau_theta)
        var rho = 0.0
        /// Initial potential and initial rise of the threshold.
        var initial = 0.0
        var raised = 0.0
    }
}

/// What drives the neurons in a trial: the spikes of inputs, ascending by tick.
struct EPropInput {
    /// Ticks from 0 on; a spike at tick t reaches its targets at t + delay.
    var ticks: [Int32] = []
    var sources: [Int32] = []
}

/// What the readouts should be.
enum EPropTarget {
    /// A value for each tick and readout, tick by tick.
    case values([Double])
    /// One readout should be the greatest.
    case label(Int)
}
