import SNNModel

// Sums over receptors at the stages of one adaptive step of a few neurons. The stages lie at 18,
// 27, 72, 80 and 90 ninetieths of the step, so one exponential per receptor gives the decay at
// all of them: the powers of q = e^(-dt/90τ).

/// J (current at V = 0) and G (conductance) at one time.
struct Drive<L: Lanes> {
    var current: L
    var conductance = L.all(0)

    @inline(__always)
    mutating func add(_ x: L, _ reversal: L, isConductance: Bool) {
        if isConductance {
            current = current + x * reversal
            conductance = conductance + x
        } else {
            current = current + x
        }
    }
}

/// J and G at the five later stages of a step.
struct StageDrives<L: Lanes> {
    var s18, s27, s72, s80, s90: Drive<L>

    @inline(__always)
    init(_ external: L) {
        let drive = Drive(current: external)
        (s18, s27, s72, s80, s90) = (drive, drive, drive, drive, drive)
    }
}

/// The receptors of the neurons in one group of lanes, while they are taken through a tick.
///
/// Values live in scratch: for each receptor x and D now, and as they would be after the step.
struct AdaptiveInput<L: Lanes> {
    let receptors: [StagedReceptor]
    let scratch: UnsafeMutablePointer<Double>
    /// The first neuron of the group.
    let neuron: Int
    /// Constant and injected current, in pA.
    let external: L

    static var rowsPerReceptor: Int { 4 }

    @inline(__always)
    private func row(_ receptor: Int, _ kind: Int) -> UnsafeMutablePointer<Double> {
        scratch + (receptor &* Self.rowsPerReceptor &+ kind) &* Precision.double.lanes
    }

    /// Takes the values at the beginning of the tick.
    @inline(__always)
    func begin(_ tick: NeuronTick) {
        for (index, r) in receptors.enumerated() where r.shape != .delta {
            L.load(tick.values(L.self, r.value) + neuron).store(row(index, 0))
            L.load(tick.values(L.self, r.slope) + neuron).store(row(index, 1))
        }
    }

    /// J and G now.
    @inline(__always)
    func drive() -> Drive<L> {
        var drive = Drive(current: external)
        for (index, r) in receptors.enumerated() where r.shape != .delta {
            drive.add(
                L.load(row(index, 0)), r.reversal.load(L.self, neuron),
                isConductance: r.isConductance)
        }
        return drive
    }

    /// J and G at the stages of a step of length `dt`.
    @inline(__always)
    func stages(_ dt: L) -> StageDrives<L> {
        var drives = StageDrives(external)
        for (index, r) in receptors.enumerated() where r.shape != .delta {
            let x = L.load(row(index, 0))
            let drive = r.shape == .alpha ? L.load(row(index, 1)) : L.all(0)
            let reversal = r.reversal.load(L.self, neuron)
            let q = L.exp(dt * r.rate.load(L.self, neuron))
            let q2 = q * q
            let q8 = (q2 * q2) * (q2 * q2)
            let q9 = q8 * q
            let q18 = q9 * q9
            let q36 = q18 * q18
            let q72 = q36 * q36
            let q80 = q72 * q8
            let q90 = q72 * q18
            let D = dt * drive
            let isConductance = r.isConductance
            drives.s18.add((x + L.all(0.2) * D) * q18, reversal, isConductance: isConductance)
            drives.s27.add(
                (x + L.all(0.3) * D) * (q18 * q9), reversal, isConductance: isConductance)
            drives.s72.add((x + L.all(0.8) * D) * q72, reversal, isConductance: isConductance)
            drives.s80.add((x + L.all(8.0 / 9) * D) * q80, reversal, isConductance: isConductance)
            let next = (x + D) * q90
            drives.s90.add(next, reversal, isConductance: isConductance)
            next.store(row(index, 2))
            (drive * q90).store(row(index, 3))
        }
        return drives
    }

    /// Goes to the end of the step in the lanes where `error` is not above one.
    @inline(__always)
    func accept(_ error: L) {
        let one = L.all(1)
        for (index, r) in receptors.enumerated() where r.shape != .delta {
            for kind in 0...1 {
                let now = L.load(row(index, kind))
                let next = L.load(row(index, kind + 2))
                L.choose(error, above: one, now, next).store(row(index, kind))
            }
        }
    }

    /// Moves all values by `time`, which may be negative; where it is zero they stay.
    @inline(__always)
    func shift(_ time: L) {
        for (index, r) in receptors.enumerated() where r.shape != .delta {
            let factor = L.exp(L.all(90) * (time * r.rate.load(L.self, neuron)))
            let drive = r.shape == .alpha ? L.load(row(index, 1)) : L.all(0)
            ((L.load(row(index, 0)) + time * drive) * factor).store(row(index, 0))
            (drive * factor).store(row(index, 1))
        }
    }

    /// Moves the state of the receptors over the whole tick and adds what is due at its end;
    /// returns the sum of the jumps.
    @inline(__always)
    func finish(_ tick: NeuronTick) -> L {
        var jump = L.all(0)
        for (index, r) in receptors.enumerated() {
            let slot = tick.slot(L.self, index) + neuron
            let due = L.load(slot)
            L.all(0).store(slot)
            guard r.shape != .delta else {
                jump = jump + due
                continue
            }
            let value = tick.values(L.self, r.value) + neuron
            let slope = tick.values(L.self, r.slope) + neuron
            let decay = r.decay.load(L.self, neuron)
            if r.shape == .alpha {
                let D = L.load(slope)
                (decay * (L.load(value) + L.all(tick.resolution) * D)).store(value)
                (decay * D + r.peak.load(L.self, neuron) * due).store(slope)
            } else {
                (decay * L.load(value) + due).store(value)
            }
        }
        return jump
    }
}

extension AdaptiveInput where L == Double {
    /// Numbers of scratch for this many receptors.
    static func scratchCount(_ receptors: Int) -> Int {
        max(receptors, 1) * rowsPerReceptor * Precision.double.lanes
    }
}
