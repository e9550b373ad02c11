// An artificial ear, after Cramer, Stradmann, Schemmel and Zenke, "The Heidelberg Spiking Data Sets
// for the Systematic Evaluation of Spiking Neural Networks", IEEE TNNLS 33, 2744 (2022):
//
//     sound -> 48 kHz, level 0.3, Hann window
//           -> basilar membrane      (MembraneFilter; velocity at 24 kHz in 700 places)
//           -> inner hair cells      (HairCells; probability of firing)
//           -> 40 fibres each        (NerveFibres; number of spikes)
//           -> bushy cells           (BushyCells; the spikes handed out)
//
// Sixteen neighbouring channels are heard through at a time, one in each lane, window by
// window, so that everything between the spectrum and the spikes stays in the cache.

import Foundation

/// Turns sound into the spikes of the cochlear nucleus.
///
///     let ear = Ear(seed: 1)
///     let (times, units) = ear.spikes(of: try Sound(contentsOf: url), stream: 7)
///
/// The chance in the spikes depends on `seed`, on the number given as `stream` and on the
/// channel, and on nothing else.
///
/// - Complexity: making an ear evaluates the membrane's equations once, some tenths of a second.
public struct Ear: Sendable {
    /// Samples per second behind the membrane.
    static let rate = 24000.0
    /// Samples per second of the sound in front of it.
    static let soundRate = 48000.0
    /// Root mean square that every sound is brought to.
    static let level = 0.3

    /// Number of channels from base (0, high tones) to apex (low tones).
    public let channels: Int
    /// Key of the chance in the spikes.
    public let seed: UInt64

    let tables: [MembraneTable]
    let filters: [MembraneFilter]
    let fouriers: [RealFourier]

    /// - Precondition: `channels` is in 1 ... 65536.
    public init(channels: Int = 700, seed: UInt64) {
        precondition((1...65536).contains(channels), "an ear has 1 to 65536 channels")
        self.channels = channels
        self.seed = seed
        tables = stride(from: 0, to: channels, by: MembraneTable.lanes).map {
            MembraneTable(firstChannel: $0, of: channels)
        }
        filters = Windows.all.map { MembraneFilter(length: $0.length) }
        fouriers = Windows.all.map { RealFourier(half: $0.length) }
    }

    /// The spikes that a sound evokes, by time and then by channel.
    ///
    /// - Parameters:
    ///   - sound: at any rate and level.
    ///   - stream: selects the chance; sounds with different numbers are independent.
    /// - Returns: times in milliseconds, on a grid of 1/24 ms, and channels.
    public func spikes(of sound: Sound, stream: UInt64) -> (times: [Float], units: [UInt16]) {
        let heard = Self.prepared(sound)
        guard !heard.isEmpty else { return ([], []) }
        let spectra = Spectra(of: heard, self)
        var events: [UInt64] = []
        let workspace = EarWorkspace()
        for group in tables.indices {
            hear(group, spectra, stream, workspace, &events)
        }
        events.sort()
        return (
            events.map { Float(Double($0 >> 16) * 1000 / Self.rate) },
            events.map { UInt16(truncatingIfNeeded: $0) }
        )
    }

    /// At 48 kHz, brought to the common level, under a Hann window over its whole length.
    static func prepared(_ sound: Sound) -> [Double] {
        var x = sound.resampled(to: soundRate).samples.map(Double.init)
        let power = x.reduce(0) { $0 + $1 * $1 } / Double(max(x.count, 1))
        guard power > 0, power.isFinite else { return x.map { _ in 0 } }
        let scale = level / power.squareRoot()
        let half = x.count / 2
        let step = Double.pi / Double(max(2 * half - 1, 1))
        for i in x.indices {
            let toEdge = min(i, x.count - 1 - i)
            let rise = sin(step * Double(min(toEdge, half)))
            x[i] *= scale * rise * rise
        }
        return x
    }
}
