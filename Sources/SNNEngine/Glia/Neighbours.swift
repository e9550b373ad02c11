// Astrocytes are joined by gap junctions. What passes through them is slow, so it is calculated at
// the beginning of a coarse step and held during it.

/// Which astrocytes exchange IP3 and calcium, as compressed rows.
struct Neighbours: Sendable {
    /// Astrocyte a has the neighbours cells[rows[a] ..< rows[a + 1]]; empty where none has any.
    let rows: [Int32]
    let cells: [Int32]

    static let none = Neighbours(rows: [], cells: [])

    var byteCount: Int { 4 * (rows.count + cells.count) }

    /// All pairs that are no further apart than `reach`, in um.
    init(_ positions: Positions, count: Int, reach: Double) {
        var rows: [Int32] = [0]
        var cells: [Int32] = []
        // A millionth more, so that the neighbours on a grid are not lost to rounding.
        let limit = reach * reach * (1 + 1e-6)
        for cell in 0..<count {
            for other in 0..<count where other != cell {
                let squared = positions.squaredDistance(cell, to: positions, other, wrap: nil)
                if squared <= limit { cells.append(Int32(other)) }
            }
            rows.append(Int32(cells.count))
        }
        self.rows = rows
        self.cells = cells
    }

    private init(rows: [Int32], cells: [Int32]) {
        self.rows = rows
        self.cells = cells
    }
}

extension Neighbours {
    /// Σ rate · (x_j − x_i)
    func addLaplacian(
        of values: UnsafePointer<Double>, times rate: Double, to sums: UnsafeMutablePointer<Double>
    ) {
        if rate == 0 { return }
        for cell in rows.indices.dropLast() {
            var sum = 0.0
            for other in cells[Int(rows[cell])..<Int(rows[cell + 1])] {
                sum += values[Int(other)] - values[cell]
            }
            sums[cell] += rate * sum
        }
    }

    /// Σ most / 2 · (1 + tanh((|d| − threshold) / width)) · sign d, with d = x_j − x_i
    func addExchange(
        of values: UnsafePointer<Double>, most: Double, threshold: Double, width: Double,
        to sums: UnsafeMutablePointer<Double>
    ) {
        if most == 0 { return }
        for cell in rows.indices.dropLast() {
            var sum = 0.0
            for other in cells[Int(rows[cell])..<Int(rows[cell + 1])] {
                let d = values[Int(other)] - values[cell]
                if d == 0 { continue }
                // (1 + tanh x) / 2 = 1 / (1 + e^(-2 x))
                let part = 1 / (1 + Double.exp(-2 * (d.magnitude - threshold) / width))
                sum += d > 0 ? part : -part
            }
            sums[cell] += most * sum
        }
    }
}
