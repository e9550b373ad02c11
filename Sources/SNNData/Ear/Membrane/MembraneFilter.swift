// From the spectrum of a window of sound to the membrane's velocity there, eight channels a time.
//
// The sound has 2n samples at 48 kHz and n bins; the velocity has n samples at 24 kHz, and it is
// the real part of the inverse transform of Y = H·X over those n bins. Its own spectrum is
// F[k] = (Y[k] + conj Y[n-k]) / 2: what lies above 12 kHz is folded down, as in the data set.
// Being real, n samples are computed as n/2 complex ones, even samples real, odd ones
// imaginary, from Z[k] = (F[k] + F[k+n/2]) + i e^(2πik/n) (F[k] - F[k+n/2]). The result lies in
// memory as n vectors, one for each sample.

import Foundation

/// Applies the transfer functions of a `MembraneTable` to windows of sound.
struct MembraneFilter: Sendable {
    let length: Int
    private let fourier: LaneFourier
    /// e^(2πik/n) for k = 0 ... n/4.
    private let turns: [SIMD2<Float>]

    init(length: Int) {
        self.length = length
        fourier = LaneFourier(count: length / 2)
        turns = (0...length / 4).map {
            let turn = Complex.unit(angle: 2 * Double.pi * Double($0) / Double(length))
            return SIMD2(Float(turn.re), Float(turn.im))
        }
    }

    /// Writes `length` samples of eight channels.
    ///
    /// - Parameters:
    ///   - spectrum: `length` bins of the sound, scaled by 1 / (2 · `length`).
    ///   - table: `count` transfer values, four vectors apart.
    func apply(
        _ table: UnsafePointer<Lanes8>, _ count: Int, to spectrum: UnsafePointer<SIMD2<Float>>,
        into output: UnsafeMutablePointer<Lanes8>
    ) {
        fourier.places.withUnsafeBufferPointer { places in
            turns.withUnsafeBufferPointer { turns in
                Self.fill(
                    output, length, table, count, spectrum, places.baseAddress!,
                    turns.baseAddress!)
            }
        }
        fourier.transform(output)
    }

    @inline(never)
    private static func fill(
        _ output: UnsafeMutablePointer<Lanes8>, _ length: Int, _ table: UnsafePointer<Lanes8>,
        _ count: Int, _ spectrum: UnsafePointer<SIMD2<Float>>, _ places: UnsafePointer<Int32>,
        _ turns: UnsafePointer<SIMD2<Float>>
    ) {
        let half = length / 2
        @inline(__always) func product(_ k: Int) -> (Lanes8, Lanes8) {
            if k >= count { return (.zero, .zero) }
            let x = spectrum[k]
            let (h, hi) = (table[4 * k], table[4 * k + 1])
            return (h * x.x - hi * x.y, h * x.y + hi * x.x)
        }
        // Twice F[k] without its scale; bin 0 counts twice because it is its own mirror image.
        @inline(__always) func folded(_ k: Int) -> (Lanes8, Lanes8) {
            var (re, im) = product(k)
            let mirror = k == 0 ? 0 : length &- k
            if mirror < count {
                let (other, otherIm) = product(mirror)
                re = re + other
                im = im - otherIm
            }
            return (re, im)
        }
        var k = 0
        while k <= half / 2 {
            let (a, ai) = folded(k)
            let (c, negative) = folded(half &- k)
            let (s, si) = (a + c, ai - negative)
            let (d, di) = (a - c, ai + negative)
            let w = turns[k]
            let r = d * w.x - di * w.y
            let ri = d * w.y + di * w.x
            let first = output + 2 * Int(places[k])
            first[0] = s - ri
            first[1] = si + r
            if k > 0 {
                let second = output + 2 * Int(places[half &- k])
                second[0] = s + ri
                second[1] = r - si
            }
            k &+= 1
        }
    }
}
