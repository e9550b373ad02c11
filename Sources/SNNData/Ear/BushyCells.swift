import CKernels
import Foundation

/// Bushy cells of the cochlear nucleus, one for each of sixteen channels: leaky integrators that
/// sharpen what forty fibres say.
///
///     s' = -s/τs + Σ δ(t - t_fibre)
///     V' = -V/τm + (13000/40) s;       at V = 1 a spike, and rest for 1 ms
struct BushyCells {
    static let tauMembrane = 1e-3
    static let tauSynapse = 0.5e-3
    static let weight = 13000.0 / Double(NerveFibres.count)
    /// Samples without integration after a spike: 1 ms.
    static let rest: Float = 24

    private var synapse = Lanes16.zero
    private var potential = Lanes16.zero
    private var pause = Lanes16.zero

    private let synapseDecay = Float(exp(-1 / (Ear.rate * tauSynapse)))
    private let potentialDecay = Float(exp(-1 / (Ear.rate * tauMembrane)))
    private let gain = Float(weight / Ear.rate)

    init() {}

    /// Advances by one sample in which `inputs` fibre spikes arrive at each cell.
    ///
    /// - Returns: one bit for each cell that spikes.
    @inline(__always)
    mutating func step(_ inputs: Lanes16) -> UInt32 {
        synapse = synapse * synapseDecay + inputs
        let integrated = potential * potentialDecay + synapse * gain
        potential = snn_lanes_select_gt(pause, .zero, .zero, integrated)
        pause = pause - 1
        let threshold = Lanes16(repeating: 1)
        let spikes = snn_lanes_mask_ge(potential, threshold)
        if spikes != 0 {
            let rest = Lanes16(repeating: Self.rest)
            pause = snn_lanes_select_ge(potential, threshold, rest, pause)
            potential = snn_lanes_select_ge(potential, threshold, .zero, potential)
        }
        return spikes
    }
}
