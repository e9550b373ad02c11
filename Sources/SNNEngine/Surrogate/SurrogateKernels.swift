// The loops over neurons side by side, one tick each, and those over the synapses of a segment.
//
// Sums across lanes occur only in `dot`, and in a fixed order, so results depend neither on workers
// nor on the instruction set; they do depend on how many lanes there are.

/// Lanes whose numbers can be added up.
protocol SummedLanes: NeuronLanes, SendableMetatype {
    /// Halves are added until one number is left.
    static func sum(_ x: Self) -> Number
}

extension SIMD16<Float>: SummedLanes {
    @inline(__always)
    static func sum(_ x: Self) -> Float {
        let eight = x.lowHalf + x.highHalf
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }
}

extension SIMD8: SummedLanes where Scalar == Double {
    @inline(__always)
    static func sum(_ x: Self) -> Double {
        let four = x.lowHalf + x.highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }
}

/// One tick of a trial in memory, `width` numbers each.
struct SurrogateRow<Number> {
    /// Before the tick what arrives at it, then v before a reset.
    let potential: UnsafeMutablePointer<Number>
    let spike: UnsafeMutablePointer<Number>
    /// psi / threshold; backward dE/dI, what an arrival of 1 mV is worth.
    let worth: UnsafeMutablePointer<Number>
    /// The rise of the threshold.
    let raised: UnsafeMutablePointer<Number>
    /// 0 where the potential stays, else 1.
    let open: UnsafeMutablePointer<Number>
}

enum SurrogateKernels<L: SummedLanes> {
    typealias Number = L.Number
    typealias Pointer = UnsafeMutablePointer<Number>

    /// A tick forward: `EPropTrial`'s, with the derivative of the spike.
    ///
    /// - Parameters:
    ///   - state: potential after resets, rise of the threshold after spikes, ticks held; by row.
    ///   - events: gets the neurons that spike.
    /// - Returns: how many.
    @inline(__always)
    static func advance<F: SpikeFunction>(
        _ function: F.Type, _ n: SurrogateNeurons<Number>, _ row: SurrogateRow<Number>,
        _ state: Pointer, _ surrogate: Surrogate, _ events: UnsafeMutablePointer<Int32>
    ) -> Int {
        let width = n.width
        let (zero, one, half) = (L.all(0), L.all(1), L.all(0.5))
        let (slope, scale) = (L.all(surrogate.slope), L.all(surrogate.scale))
        let gain = L.all(surrogate.scale / surrogate.slope)
        let (after, rise, held) = (state, state + width, state + 2 * width)
        var (j, found) = (0, 0)
        while j < width {
            let left = L.load(held + j)
            let free = L.choose(left, above: zero, zero, one)
            let open = L.choose(left * L.load(n.stays + j), above: zero, zero, one)
            let before = L.load(after + j)
            let moved = L.load(n.alpha + j) * before + L.load(n.drive + j)
                + L.load(row.potential + j)
            let v = L.choose(open, above: half, moved, before)
            let a = L.load(rise + j) * L.load(n.rho + j)
            let u = (v - (L.load(n.threshold + j) + a)) * L.load(n.inverse + j)
            let x = u * slope
            let z = F.spike(u, x, gain: gain) * free
            (scale * F.Shape.value(x) * L.load(n.inverse + j) * free).store(row.worth + j)
            v.store(row.potential + j)
            z.store(row.spike + j)
            a.store(row.raised + j)
            open.store(row.open + j)
            let fired = L.choose(u, atLeast: zero, free, zero)
            L.choose(
                fired, above: half, L.load(n.refractory + j), L.greatest(left - one, zero)
            ).store(held + j)
            (a + L.load(n.growth + j) * z).store(rise + j)
            (v * (one - z * L.load(n.hard + j)) - z * L.load(n.drop + j)).store(after + j)
            if !F.isSmooth {
                var bits = L.bits(fired, above: half)
                while bits != 0 {
                    events[found] = Int32(truncatingIfNeeded: j &+ bits.trailingZeroBitCount)
                    found &+= 1
                    bits &= bits &- 1
                }
            }
            j &+= L.count
        }
        return found
    }

    /// A tick backward; the equations are in `SurrogateTrial+Backward.swift`.
    ///
    /// - Parameters:
    ///   - later: the worth of the next tick.
    ///   - signal: dE/dz but for what the reset and the threshold add.
    ///   - state: dE/dv and dE/dA of the next tick; by row.
    ///   - sums: dE/d alpha and rho dE/d rho so far; by row.
    @inline(__always)
    static func retreat(
        _ n: SurrogateNeurons<Number>, _ row: SurrogateRow<Number>, later: Pointer,
        signal: Pointer, _ state: Pointer, _ sums: Pointer, throughReset: Bool
    ) {
        let width = n.width
        let one = L.all(1)
        let through = L.all(throughReset ? 1 : 0)
        let (potential, rise) = (state, state + width)
        var j = 0
        while j < width {
            let worth = L.load(later + j)
            // What stays is neither decayed nor driven.
            let after = L.load(n.alpha + j) * worth + (L.load(potential + j) - worth)
            let (v, z) = (L.load(row.potential + j), L.load(row.spike + j))
            let (hard, drop) = (L.load(n.hard + j), L.load(n.drop + j))
            let (a, rho) = (L.load(rise + j), L.load(n.rho + j))
            let fall = hard * v + drop
            let stay = one - z * hard
            let total = L.load(signal + j) + rho * L.load(n.growth + j) * a
                - through * after * fall
            let step = total * L.load(row.worth + j)
            let slope = after * stay + step
            let below = rho * a - step
            slope.store(potential + j)
            below.store(rise + j)
            (L.load(row.open + j) * slope).store(row.worth + j)
            let settled = v * stay - z * drop - L.load(n.steady + j)
            (L.load(sums + j) + worth * settled + after * z * L.load(n.dropSlope + j))
                .store(sums + j)
            (L.load(sums + (width &+ j)) + below * L.load(row.raised + j))
                .store(sums + (width &+ j))
            j &+= L.count
        }
    }

    /// to += factor · from
    @inline(__always)
    static func add(_ to: Pointer, _ from: Pointer, times factor: Number, _ count: Int) {
        let factors = L.all(Double(factor))
        var j = 0
        while j &+ L.count <= count {
            (L.load(to + j) + factors * L.load(from + j)).store(to + j)
            j &+= L.count
        }
        while j < count {
            to[j] += factor * from[j]
            j &+= 1
        }
    }

    /// Sum of products.
    @inline(__always)
    static func dot(_ a: Pointer, _ b: Pointer, _ count: Int) -> Number {
        var (even, odd) = (L.all(0), L.all(0))
        var j = 0
        while j &+ 2 &* L.count <= count {
            even = even + L.load(a + j) * L.load(b + j)
            odd = odd + L.load(a + (j &+ L.count)) * L.load(b + (j &+ L.count))
            j &+= 2 &* L.count
        }
        if j &+ L.count <= count {
            even = even + L.load(a + j) * L.load(b + j)
            j &+= L.count
        }
        var sum = L.sum(even + odd)
        while j < count {
            sum += a[j] * b[j]
            j &+= 1
        }
        return sum
    }

    /// Adds sums of products of four rows with the same numbers, which are loaded once.
    ///
    /// - Parameters:
    ///   - sums: where the four results are added.
    ///   - a, b, c, d: the rows.
    @inline(__always)
    static func addDots(
        to sums: Pointer, _ a: Pointer, _ b: Pointer, _ c: Pointer, _ d: Pointer, _ x: Pointer,
        _ count: Int
    ) {
        var (sumA, sumB, sumC, sumD) = (L.all(0), L.all(0), L.all(0), L.all(0))
        var j = 0
        while j &+ L.count <= count {
            let numbers = L.load(x + j)
            sumA = sumA + L.load(a + j) * numbers
            sumB = sumB + L.load(b + j) * numbers
            sumC = sumC + L.load(c + j) * numbers
            sumD = sumD + L.load(d + j) * numbers
            j &+= L.count
        }
        var (tailA, tailB, tailC, tailD) = (L.sum(sumA), L.sum(sumB), L.sum(sumC), L.sum(sumD))
        while j < count {
            let number = x[j]
            tailA += a[j] * number
            tailB += b[j] * number
            tailC += c[j] * number
            tailD += d[j] * number
            j &+= 1
        }
        sums[0] += tailA
        sums[1] += tailB
        sums[2] += tailC
        sums[3] += tailD
    }

    /// to = start + sum over k of factors_k rows_k, where rows lie `width` apart.
    @inline(__always)
    static func combine(
        _ to: Pointer, start: Pointer, _ rows: Pointer, times factors: Pointer, _ count: Int,
        width: Int
    ) {
        var j = 0
        while j < width {
            var sum = L.load(start + j)
            var k = 0
            while k < count {
                sum = sum + L.all(Double(factors[k])) * L.load(rows + (k &* width &+ j))
                k &+= 1
            }
            sum.store(to + j)
            j &+= L.count
        }
    }
}
