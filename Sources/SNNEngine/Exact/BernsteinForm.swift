// The first place in (0, 1] where a polynomial reaches a level, and certainly the first.
//
// In the basis of Bernstein a polynomial of degree n has n + 1 coefficients b with two properties:
// it has no more roots in (0, 1) than b has changes of sign, and differs from that number by an
// even one (variation diminishing). So without a change there is no root, with one change there is
// one root; with more, the interval is halved (de Casteljau) and the left half is looked at first.
// Halving ends because b approaches the polynomial itself.

/// Polynomials of the degree of `TaylorSeries`, on [0, 1].
struct BernsteinForm {
    static let degree = TaylorSeries.order
    static let width = degree + 1
    /// Halvings after which a maximum that touches the level to rounding is left below it.
    private static let depthMax = 30
    /// Numbers of scratch for a search.
    static let scratchCount = (depthMax + 2) * width

    /// Row i, column k: (i over k) / (n over k), for b_i = Σ a_k (i over k) / (n over k).
    static func matrix(in store: ColumnStore) -> UnsafePointer<Double> {
        let matrix = store.allocate(width * width)
        for i in 0..<width {
            var ratio = 1.0
            for k in 0...i {
                matrix[i * width + k] = ratio
                ratio *= Double(i - k) / Double(max(1, degree - k))
            }
        }
        return UnsafePointer(matrix)
    }

    let powers: UnsafePointer<Double>
    let level: Double
    private let room: UnsafeMutablePointer<Double>

    /// - Parameters:
    ///   - powers: the coefficients of 1, x, x², …
    ///   - room: for `scratchCount` numbers.
    init(
        _ powers: UnsafePointer<Double>, level: Double, room: UnsafeMutablePointer<Double>
    ) {
        self.powers = powers
        self.level = level
        self.room = room
    }

    /// The least x in (0, 1] where the polynomial reaches the level from below; nil if none.
    func firstCrossing(_ matrix: UnsafePointer<Double>) -> Double? {
        var most = powers[0]
        for k in 1..<Self.width { most += Double.greatest(powers[k], 0) }
        if most < level { return nil }
        for i in 0..<Self.width {
            var sum = 0.0
            for k in 0...i { sum += matrix[i &* Self.width &+ k] * powers[k] }
            room[i] = sum - level
        }
        return firstCrossing(room, from: 0, length: 1, depth: 0)
    }

    private func firstCrossing(
        _ b: UnsafeMutablePointer<Double>, from start: Double, length: Double, depth: Int
    ) -> Double? {
        var changes = 0
        for i in 1..<Self.width where (b[i] >= 0) != (b[i - 1] >= 0) { changes += 1 }
        if changes == 0 { return nil }
        if changes == 1 { return root(from: start, to: start + length) }
        if depth == Self.depthMax { return nil }
        // The left half goes to the next row of the room, the right one replaces b.
        let left = room + (depth + 1) * Self.width
        for i in 0..<Self.width {
            left[i] = b[0]
            for j in 0..<(Self.degree - i) { b[j] = 0.5 * (b[j] + b[j + 1]) }
        }
        // What is left in b is the triangle's edge in reverse: the right half is b itself.
        let half = 0.5 * length
        return firstCrossing(left, from: start, length: half, depth: depth + 1)
            ?? firstCrossing(b, from: start + half, length: half, depth: depth + 1)
    }

    /// The only crossing between two places: Newton's steps, kept within halving brackets.
    private func root(from start: Double, to end: Double) -> Double {
        var (low, high) = (start, end)
        var x = 0.5 * (low + high)
        for _ in 0..<100 {
            var (value, slope) = (powers[Self.degree], 0.0)
            var k = Self.degree - 1
            while k >= 0 {
                slope = slope * x + value
                value = value * x + powers[k]
                k -= 1
            }
            if value >= level { high = x } else { low = x }
            let newton = x - (value - level) / slope
            let next = newton > low && newton < high ? newton : 0.5 * (low + high)
            if abs(next - x) <= 2e-16 * x || high - low <= 2e-16 * high { return next }
            x = next
        }
        return x
    }
}
