// The few dense operations that a readout needs, on OpenBLAS. All matrices here are
// column-major, so a row-major matrix of samples × features reads as features × samples.

import COpenBLAS

/// Calls into OpenBLAS with preconditions spelled out. Every call runs on the thread that makes it:
/// several readouts are fitted side by side instead, which needs no synchronisation inside.
enum DenseAlgebra {
    private static let isSingleThreaded: Bool = {
        openblas_set_num_threads(1)
        return true
    }()

    /// Keeps OpenBLAS from starting threads of its own. The setting is the process's.
    static func useOneThread() { precondition(isSingleThreaded) }

    /// Adds `a aᵀ` to the upper triangle of `c`; `a` is order × inner.
    static func addOuter(
        _ a: UnsafePointer<Double>, order: Int, inner: Int, to c: UnsafeMutablePointer<Double>
    ) {
        cblas_dsyrk(
            CblasColMajor, CblasUpper, CblasNoTrans, Int32(order), Int32(inner), 1, a,
            Int32(order), 1, c, Int32(order))
    }

    /// Adds `aᵀ a` to the upper triangle of `c`; `a` is inner × order.
    static func addInner(
        _ a: UnsafePointer<Double>, order: Int, inner: Int, to c: UnsafeMutablePointer<Double>
    ) {
        cblas_dsyrk(
            CblasColMajor, CblasUpper, CblasTrans, Int32(order), Int32(inner), 1, a,
            Int32(inner), 1, c, Int32(order))
    }

    /// `a b` or `aᵀ b`, of `rows` × `columns`, with sums over `inner`.
    static func product(
        _ a: UnsafePointer<Double>, transposed: Bool = false, _ b: UnsafePointer<Double>,
        rows: Int, columns: Int, inner: Int
    ) -> [Double] {
        var c = [Double](repeating: 0, count: rows * columns)
        guard rows > 0, columns > 0, inner > 0 else { return c }
        cblas_dgemm(
            CblasColMajor, transposed ? CblasTrans : CblasNoTrans, CblasNoTrans, Int32(rows),
            Int32(columns), Int32(inner), 1, a, Int32(transposed ? inner : rows), b, Int32(inner),
            0, &c, Int32(rows))
        return c
    }

    /// The solution of `(a + ridge · 1) x = b`, for a symmetric `a` given by its upper triangle.
    ///
    /// - Throws: `ReadoutError.singular` if the matrix is not positive definite.
    static func solution(
        _ a: [Double], order: Int, ridge: Double, _ b: [Double], columns: Int
    ) throws(ReadoutError) -> [Double] {
        guard order > 0 else { return b }
        var factor = a, x = b
        for index in 0 ..< order { factor[index * order + index] += ridge }
        var n = Int32(order), count = Int32(columns), info: Int32 = 0
        var upper = CChar(UInt8(ascii: "U"))
        dposv_(&upper, &n, &count, &factor, &n, &x, &n, &info)
        guard info == 0 else { throw .singular }
        return x
    }

    /// Copies the upper triangle onto the lower one.
    static func mirror(_ a: inout [Double], order: Int) {
        a.withUnsafeMutableBufferPointer { a in
            for column in 0 ..< order {
                for row in 0 ..< column { a[row * order + column] = a[column * order + row] }
            }
        }
    }
}
