// exp(-t / tau) for whole numbers of ticks, as the product of two tables: n = 256 · k + i, and
// exp(-n h / tau) = fine[i] · coarse[k]. Two loads and a multiplication in place of an exponential;
// the error is three roundings.

/// The decay of a trace.
///
/// `@unchecked Sendable` because nothing is written to its tables after `init`.
final class Decay: @unchecked Sendable {
    /// Time constant, and a tick, in ms.
    let tau: Double
    let resolution: Double
    private let fine: UnsafeMutablePointer<Double>
    private let coarse: UnsafeMutablePointer<Double>
    private let coarseCount: Int

    /// Entries of the coarse table at most; later decay is calculated.
    private static let coarseMax = 4096
    /// Time constants after which a trace is taken for zero: 10^-26 of it would be left.
    private static let end = 60.0

    /// - Parameters:
    ///   - tau: in ms; a trace without decay has an infinite one.
    ///   - resolution: a tick in ms.
    init(tau: Double, resolution: Double) {
        precondition(tau > 0, "A time constant is positive.")
        self.tau = tau
        self.resolution = resolution
        let needed = (Self.end * tau / resolution / 256).rounded(.up) + 1
        coarseCount = Int(min(needed, Double(Self.coarseMax)))
        fine = .allocate(capacity: 256)
        coarse = .allocate(capacity: coarseCount)
        let step = resolution / tau
        for index in 0..<256 { fine[index] = Double.exp(-Double(index) * step) }
        for index in 0..<coarseCount { coarse[index] = Double.exp(-Double(256 * index) * step) }
    }

    deinit {
        fine.deallocate()
        coarse.deallocate()
    }

    var view: DecayView {
        DecayView(
            fine: UnsafePointer(fine), coarse: UnsafePointer(coarse), coarseCount: coarseCount,
            step: resolution / tau)
    }
}

/// What a loop reads of a `Decay`, which outlives it.
struct DecayView {
    let fine: UnsafePointer<Double>
    let coarse: UnsafePointer<Double>
    let coarseCount: Int
    /// A tick in time constants.
    let step: Double

    /// What is left after `ticks`, which are not negative.
    @inline(__always)
    subscript(ticks: Int) -> Double {
        let block = ticks &>> 8
        return block < coarseCount ? fine[ticks & 255] * coarse[block] : late(ticks)
    }

    @inline(never)
    private func late(_ ticks: Int) -> Double {
        let time = Double(ticks) * step
        return time > 60 ? 0 : Double.exp(-time)
    }

    /// What is left after a time in ticks that need not be whole.
    @inline(__always)
    func after(_ ticks: Int, _ rest: Double) -> Double {
        rest == 0 ? self[ticks] : Double.exp(-(Double(ticks) + rest) * step)
    }
}
