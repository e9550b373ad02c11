// The inverse Fourier transform of eight channels at once, one channel in each lane.
//
// Decimation in time with radix 4 (one stage of radix 2 where the length is no power of 4). The
// caller writes the spectrum in the order of `places`, so the result comes out in natural order
// and in place. An element is two vectors, the real and the imaginary parts of eight channels.
// Stages are run to the end on pieces that fit the first cache before the wider stages follow.

import Foundation

typealias Lanes8 = SIMD8<Float>

/// x[t] = Σ X[k] e^(+2πikt/n), unscaled, for eight channels side by side.
struct LaneFourier: Sendable {
    /// Number of complex elements; a power of two.
    let count: Int
    /// Where the caller puts X[k].
    let places: [Int32]
    private let twiddles: [Float]
    private let stages: [Stage]

    /// A radix-4 stage that joins four transforms of `span / 4` into one of `span`.
    private struct Stage {
        var span: Int
        /// Start of its six numbers per butterfly: e^(2πij/span) to the powers 1, 2 and 3.
        var twiddle: Int
    }

    /// Elements of a piece that stays in the first cache: 16 KiB.
    private static let pieceMax = 256

    init(count: Int) {
        precondition(count >= 4 && count & (count - 1) == 0, "a transform needs a power of two")
        self.count = count
        let startsWithPairs = count.trailingZeroBitCount % 2 == 1
        var radices = startsWithPairs ? [2] : []
        var stages: [Stage] = []
        var twiddles: [Float] = []
        var span = startsWithPairs ? 8 : 4
        while span <= count {
            radices.append(4)
            stages.append(Stage(span: span, twiddle: twiddles.count))
            for j in 0..<span / 4 {
                for power in 1...3 {
                    let angle = 2 * Double.pi * Double(j * power) / Double(span)
                    twiddles += [Float(cos(angle)), Float(sin(angle))]
                }
            }
            span *= 4
        }
        self.stages = stages
        self.twiddles = twiddles
        places = (0..<count).map { Int32(Self.place(of: $0, count: count, radices[...])) }
    }

    /// The last radix splits the index by its remainder, and so on towards the first.
    private static func place(of index: Int, count: Int, _ radices: ArraySlice<Int>) -> Int {
        guard let radix = radices.last else { return 0 }
        let part = count / radix
        return index % radix * part
            + place(of: index / radix, count: part, radices.dropLast())
    }

    /// Transforms `count` elements (2 · `count` vectors) in place.
    func transform(_ data: UnsafeMutablePointer<Lanes8>) {
        twiddles.withUnsafeBufferPointer { twiddles in
            let w = twiddles.baseAddress!
            let inner = stages.prefix { $0.span <= Self.pieceMax }
            let piece = inner.last?.span ?? count
            var start = 0
            while start < count {
                if stages[0].span == 8 { Self.pairs(data + 2 * start, piece) }
                for stage in inner {
                    Self.fours(data + 2 * start, piece, stage.span, w + stage.twiddle)
                }
                start += piece
            }
            for stage in stages.dropFirst(inner.count) {
                Self.fours(data, count, stage.span, w + stage.twiddle)
            }
        }
    }

    /// The radix-2 stage of span 2; its twiddles are 1.
    @inline(never)
    private static func pairs(_ data: UnsafeMutablePointer<Lanes8>, _ count: Int) {
        var p = data
        let end = data + 2 * count
        while p < end {
            let (re, im) = (p[0], p[1])
            let (re1, im1) = (p[2], p[3])
            p[0] = re + re1
            p[1] = im + im1
            p[2] = re - re1
            p[3] = im - im1
            p += 4
        }
    }

    @inline(never)
    private static func fours(
        _ data: UnsafeMutablePointer<Lanes8>, _ count: Int, _ span: Int,
        _ twiddles: UnsafePointer<Float>
    ) {
        let quarter = span / 4
        var start = 0
        while start < count {
            var j = 0
            while j < quarter {
                let p0 = data + 2 * (start &+ j)
                let p1 = p0 + 2 * quarter
                let p2 = p1 + 2 * quarter
                let p3 = p2 + 2 * quarter
                let w = twiddles + 6 * j
                let (a, ai) = (p0[0], p0[1])
                let b = p1[0] * w[0] - p1[1] * w[1]
                let bi = p1[0] * w[1] + p1[1] * w[0]
                let c = p2[0] * w[2] - p2[1] * w[3]
                let ci = p2[0] * w[3] + p2[1] * w[2]
                let d = p3[0] * w[4] - p3[1] * w[5]
                let di = p3[0] * w[5] + p3[1] * w[4]
                let (s, si, t, ti) = (a + c, ai + ci, a - c, ai - ci)
                let (u, ui, v, vi) = (b + d, bi + di, b - d, bi - di)
                p0[0] = s + u
                p0[1] = si + ui
                p1[0] = t - vi
                p1[1] = ti + v
                p2[0] = s - u
                p2[1] = si - ui
                p3[0] = t + vi
                p3[1] = ti - v
                j &+= 1
            }
            start += span
        }
    }
}
