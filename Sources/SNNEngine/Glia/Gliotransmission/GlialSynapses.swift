import SNNModel

// What an astrocyte releases acts on the presynaptic side of the synapses that it covers: it binds
// a fraction Gamma_S of receptors there, which moves the part U of the resources that a spike uses
// (De Pittà et al. 2011; Stimberg et al. 2019, example 2):
//
//     dGamma_S/dt = O_G G_A (1 - Gamma_S) - Omega_G Gamma_S
//     U_0 = (1 - Gamma_S) U + alpha Gamma_S
//
// G_A is gone within 1 / Omega_e, some 20 ms, while Gamma_S stays for minutes. So a release that
// adds G to G_A is a jump, 1 - Gamma_S <- (1 - Gamma_S) exp(-O_G G / Omega_e); the error is of the
// order Omega_G / Omega_e, about 1e-4. All synapses of an astrocyte have the same Gamma_S, but each
// its own u and x.

/// The covered synapses of one table with short-term plasticity.
final class GlialSynapses: Sendable {
    /// The index of the astrocytes among the groups with calcium.
    let group: Int
    /// For each synapse of the table its astrocyte, or `none`.
    let cells: [UInt32]
    let rule: GlialRule

    static let none = UInt32.max

    init(group: Int, cells: [UInt32], rule: GlialRule) {
        self.group = group
        self.cells = cells
        self.rule = rule
    }
}

/// How releases act on synapses.
struct GlialRule: Sendable {
    /// U where all receptors are bound: 0 for less release, 1 for more.
    let alpha: Double
    /// The jump of -log(1 - Gamma_S) per uM that is released.
    let jump: Double
    /// Of Gamma_S.
    let decay: Decay
    /// From a release to its effect, in ticks.
    let delay: Int
    let resolution: Double

    init(_ p: GliaParameters, resolution: Double) {
        alpha = p["alpha"]
        jump = p["O_G"] / p["Omega_e"]
        decay = Decay(tau: 1 / p["Omega_G"], resolution: resolution)
        delay = p.ticks("SIC_delay", resolution: resolution)
        self.resolution = resolution
    }
}

/// Gamma_S of the synapses of each astrocyte of a group over time. Every partition has its own.
final class GlialLevels {
    private struct Entry {
        let tick: Int
        /// Just after it.
        let level: Double
    }

    private let rule: GlialRule
    /// For each astrocyte its releases, as far as they are needed; empty before the first.
    private var entries: [[Entry]]

    init(_ rule: GlialRule, count: Int) {
        self.rule = rule
        entries = Array(repeating: [], count: count)
    }

    var byteCount: Int { entries.reduce(0) { $0 + 8 + 16 * $1.capacity } }

    func reset() { for cell in entries.indices { entries[cell] = [] } }

    /// Gamma_S at a tick.
    @inline(__always)
    func level(of cell: Int, at tick: Int) -> Double {
        let list = entries[cell]
        if list.isEmpty { return 0 }
        var entry = list.count - 1
        while entry >= 0, list[entry].tick > tick { entry -= 1 }
        return entry < 0 ? 0 : list[entry].level * rule.decay.view[tick - list[entry].tick]
    }

    /// Takes over what was released in the coarse step that ended at a tick. What would have acted
    /// in it acts at the next tick.
    ///
    /// - Parameter oldest: no earlier tick will be asked for.
    func take(_ releases: [GliaRelease], stepEnd tick: Int, oldest: Int) {
        for release in releases {
            let sent = Int((release.time / rule.resolution).rounded(.up))
            let effect = max(sent + rule.delay, tick + 1)
            let left = (1 - level(of: release.cell, at: effect))
                * Double.exp(-rule.jump * release.added)
            while entries[release.cell].count > 1, entries[release.cell][1].tick <= oldest {
                entries[release.cell].removeFirst()
            }
            entries[release.cell].append(Entry(tick: effect, level: 1 - left))
        }
    }
}

/// The resources of a single synapse.
struct GlialResources {
    /// u and x of `ShortTermState`.
    var u: Float
    var x: Float
}

extension PlasticTable {
    /// Goes through an arrival at synapses whose release astrocytes modulate; returns the table to
    /// deliver from.
    func glialRows(
        _ unit: Int, tick: Int, after interval: (ticks: Int, rest: Double)?, _ rule: ShortTermRule,
        _ glial: GlialSynapses, _ levels: GlialLevels,
        _ resources: UnsafeMutablePointer<GlialResources>
    ) -> SynapseRows {
        let (start, end) = synapses(ofUnit: unit)
        let recovered = interval.map { rule.recovery.view.after($0.ticks, $0.rest) } ?? 0
        let facilitated = interval.map {
            rule.facilitation?.view.after($0.ticks, $0.rest) ?? 0
        } ?? 0
        let delivered = room(for: end - start)
        for synapse in start..<end {
            let cell = glial.cells[synapse]
            let bound = cell == GlialSynapses.none ? 0 : levels.level(of: Int(cell), at: tick)
            let use = (1 - bound) * rule.use + glial.rule.alpha * bound
            let (u, x) = (Double(resources[synapse].u), Double(resources[synapse].x))
            let newX = interval == nil ? 1 : 1 + (x - x * u - 1) * recovered
            let newU = interval == nil ? use : use + u * (1 - use) * facilitated
            resources[synapse] = GlialResources(u: Float(newU), x: Float(newX))
            delivered[synapse - start] = weights[synapse] * Float(newX * newU)
        }
        return rows.with(weights: UnsafePointer(delivered) - start)
    }
}
