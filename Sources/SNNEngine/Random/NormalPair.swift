// Two normal numbers from two uniform ones (Box & Muller 1958, Ann. Math. Stat. 29, 610): a radius
// √(-2 log(1 - u)) and an angle. The angle is drawn within an eighth of a turn to either side of
// the first axis; two more random bits turn it into the other quarters, so that neither sine nor
// cosine needs a reduction of its argument.

extension Lanes {
    /// Two independent standard normal numbers.
    ///
    /// - Parameters:
    ///   - u: uniform in [0, 1), for the radius.
    ///   - v: uniform in [0, 1), for the angle within a quarter of a turn.
    ///   - side: 1 or -1 with the same probability.
    ///   - turn: 1 or -1 with the same probability: whether the two change places.
    @inline(__always)
    static func normals(_ u: Self, _ v: Self, side: Self, turn: Self) -> (Self, Self) {
        let radius = root(all(-2) * log(all(1) - u))
        let (sine, cosine) = eighthTurn((v - all(0.5)) * all(1.570_796_326_794_896_6))
        let near = radius * cosine * side
        let far = radius * sine
        return (choose(turn, atLeast: all(0), near, far), choose(turn, atLeast: all(0), far, near))
    }

    /// Sine and cosine for |x| <= π/4, with an error below 2e-16: the polynomials of S. Moshier's
    /// Cephes library.
    @inline(__always)
    static func eighthTurn(_ x: Self) -> (sine: Self, cosine: Self) {
        let z = x * x
        var s = all(1.589_623_015_765_465_680_60e-10) * z + all(-2.505_074_776_285_780_728_66e-8)
        s = s * z + all(2.755_731_362_138_572_458_13e-6)
        s = s * z + all(-1.984_126_982_958_953_852_80e-4)
        s = s * z + all(8.333_333_333_322_118_588_78e-3)
        s = s * z + all(-1.666_666_666_666_663_076_95e-1)
        var c = all(-1.135_853_652_138_768_172_99e-11) * z + all(2.087_570_084_197_473_167_78e-9)
        c = c * z + all(-2.755_731_417_929_673_881_09e-7)
        c = c * z + all(2.480_158_728_885_170_454_05e-5)
        c = c * z + all(-1.388_888_888_887_305_641_16e-3)
        c = c * z + all(4.166_666_666_666_659_292_18e-2)
        return (x + x * z * s, all(1) - all(0.5) * z + z * z * c)
    }
}
