import COpenBLAS

/// A number that OpenBLAS multiplies matrices of; all matrices lie column after column.
protocol DenseNumber: BinaryFloatingPoint, Sendable {
    /// The lanes that it is calculated with.
    associatedtype Vector: NeuronLanes where Vector.Number == Self

    /// `c = a b + scale · c`, where c is rows × columns and sums go over `inner`.
    static func multiply(
        _ a: UnsafePointer<Self>, isTransposed aIsTransposed: Bool, _ b: UnsafePointer<Self>,
        isTransposed bIsTransposed: Bool, rows: Int, columns: Int, inner: Int, adding scale: Self,
        to c: UnsafeMutablePointer<Self>)
}

extension Float: DenseNumber {
    typealias Vector = SIMD16<Float>

    static func multiply(
        _ a: UnsafePointer<Float>, isTransposed aIsTransposed: Bool, _ b: UnsafePointer<Float>,
        isTransposed bIsTransposed: Bool, rows: Int, columns: Int, inner: Int, adding scale: Float,
        to c: UnsafeMutablePointer<Float>
    ) {
        cblas_sgemm(
            CblasColMajor, aIsTransposed ? CblasTrans : CblasNoTrans,
            bIsTransposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1,
            a, Int32(aIsTransposed ? inner : rows), b, Int32(bIsTransposed ? columns : inner),
            scale, c, Int32(rows))
    }
}

extension Double: DenseNumber {
    typealias Vector = SIMD8<Double>

    static func multiply(
        _ a: UnsafePointer<Double>, isTransposed aIsTransposed: Bool, _ b: UnsafePointer<Double>,
        isTransposed bIsTransposed: Bool, rows: Int, columns: Int, inner: Int,
        adding scale: Double, to c: UnsafeMutablePointer<Double>
    ) {
        cblas_dgemm(
            CblasColMajor, aIsTransposed ? CblasTrans : CblasNoTrans,
            bIsTransposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1,
            a, Int32(aIsTransposed ? inner : rows), b, Int32(bIsTransposed ? columns : inner),
            scale, c, Int32(rows))
    }
}
