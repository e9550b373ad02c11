// A coarse step of eight astrocytes, in one or more substeps of the classical scheme of Runge and
// Kutta. Calcium within a substep is known as well, to third order, from the same four slopes
// (Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.6).

/// Where eight astrocytes are, in columns; the pointers go to the first of the eight.
struct CellColumns {
    let ip3: UnsafeMutablePointer<Double>
    let calcium: UnsafeMutablePointer<Double>
    let open: UnsafeMutablePointer<Double>
    let bound: UnsafeMutablePointer<Double>
    /// The exponential sum of the input, less its value at rest.
    let drive: UnsafeMutablePointer<Double>
    let calciumForce: UnsafePointer<Double>
    let ip3Force: UnsafePointer<Double>
}

/// The length of a step, and what is the same for all astrocytes in it.
struct CellStep {
    /// In ms.
    let length: Double
    let substeps: Int
    let driveRest: Double
    let driveTau: Double
    /// Calcium is kept between 0 and this.
    let calciumMax: Double
}

/// Calcium of eight astrocytes during a step, substep by substep.
final class CalciumCourse {
    static let substepsMax = 64
    static var count: Int { substepsMax * 4 * 8 }

    /// For each substep its value at the beginning and three sums of slopes, for eight each.
    let values: UnsafeMutablePointer<Double>
    /// Where substeps end, as fractions of the step.
    private(set) var ends: [Double] = []

    init(_ values: UnsafeMutablePointer<Double>) { self.values = values }

    var substeps: Int { ends.count }

    func begin() { ends.removeAll(keepingCapacity: true) }

    /// Makes room for equal substeps up to a fraction of the step.
    func add(_ substeps: Int, to end: Double) -> UnsafeMutablePointer<Double> {
        let (first, start) = (ends.count, ends.last ?? 0)
        precondition(first + substeps <= Self.substepsMax, "A step has too many substeps.")
        for substep in 1...substeps {
            ends.append(start + (end - start) * Double(substep) / Double(substeps))
        }
        return values + first * 32
    }

    /// Eight values that stay as they are.
    func setConstant(_ calcium: UnsafePointer<Double>) {
        begin()
        let values = add(1, to: 1)
        values.update(repeating: 0, count: 32)
        values.update(from: calcium, count: 8)
    }

    /// Calcium of one astrocyte at a fraction of the step.
    func calcium(of cell: Int, at fraction: Double) -> Double {
        var (substep, start) = (0, 0.0)
        while substep + 1 < ends.count, ends[substep] < fraction {
            start = ends[substep]
            substep += 1
        }
        return calcium(of: cell, in: substep, at: (fraction - start) / (ends[substep] - start))
    }

    /// At a fraction of a substep.
    func calcium(of cell: Int, in substep: Int, at x: Double) -> Double {
        let values = values + (substep * 32 + cell)
        let (square, cube) = (x * x, x * x * x)
        let first = x - 1.5 * square + 2 / 3.0 * cube
        let middle = square - 2 / 3.0 * cube
        let last = 2 / 3.0 * cube - 0.5 * square
        return values[0] + first * values[8] + middle * values[16] + last * values[24]
    }
}

/// Advances eight astrocytes by a step.
///
/// - Parameters:
///   - nodes: the parabola of the input, its values at the beginning, the middle and the end, eight
///     each.
///   - course: receives what `CalciumCourse` keeps of each substep.
@inline(__always)
func advanceCells<D: CalciumDynamics>(
    _ dynamics: D, _ cells: CellColumns, _ step: CellStep, nodes: UnsafePointer<Double>,
    course: UnsafeMutablePointer<Double>, _ kernels: KernelSet
) {
    switch kernels {
    case .scalar: advanceCells(dynamics, cells, step, nodes, course, Double.self)
    case .vector: advanceCells(dynamics, cells, step, nodes, course, SIMD8<Double>.self)
    }
}

@inline(never)
private func advanceCells<D: CalciumDynamics, L: Lanes>(
    _ dynamics: D, _ cells: CellColumns, _ step: CellStep, _ nodes: UnsafePointer<Double>,
    _ course: UnsafeMutablePointer<Double>, _ lanes: L.Type
) {
    let h = step.length / Double(step.substeps)
    let fade = L.all(Double.exp(-h / (2 * step.driveTau)))
    let (rest, size, half) = (L.all(step.driveRest), L.all(h), L.all(h / 2))
    let zero = L.all(0)
    var i = 0
    while i < 8 {
        var cell = CellLanes(
            ip3: L.load(cells.ip3 + i), calcium: L.load(cells.calcium + i),
            open: L.load(cells.open + i), bound: L.load(cells.bound + i))
        let forces = CellForces(
            calcium: L.load(cells.calciumForce + i), ip3: L.load(cells.ip3Force + i))
        var drive = L.load(cells.drive + i)
        let (first, middle, last) =
            (L.load(nodes + i), L.load(nodes + 8 + i), L.load(nodes + 16 + i))
        // The parabola a + b x + c x².
        let b = L.all(4) * middle - L.all(3) * first - last
        let c = L.all(2) * (first + last) - L.all(4) * middle
        var start = rest + drive + first
        var substep = 0
        while substep < step.substeps {
            let x = L.all((Double(substep) + 0.5) / Double(step.substeps))
            let y = L.all(Double(substep + 1) / Double(step.substeps))
            drive = drive * fade
            let between = rest + drive + (first + x * (b + x * c))
            drive = drive * fade
            let end = rest + drive + (first + y * (b + y * c))
            let k1 = dynamics.rates(cell, drive: start, forces)
            let k2 = dynamics.rates(cell.adding(k1, half), drive: between, forces)
            let k3 = dynamics.rates(cell.adding(k2, half), drive: between, forces)
            let k4 = dynamics.rates(cell.adding(k3, size), drive: end, forces)
            let middles = CellLanes(
                ip3: k2.ip3 + k3.ip3, calcium: k2.calcium + k3.calcium, open: k2.open + k3.open,
                bound: k2.bound + k3.bound)
            let values = course + (substep &* 32 &+ i)
            cell.calcium.store(values)
            (size * k1.calcium).store(values + 8)
            (size * middles.calcium).store(values + 16)
            (size * k4.calcium).store(values + 24)
            let sixth = L.all(h / 6)
            cell = cell.adding(k1, sixth).adding(middles, L.all(h / 3)).adding(k4, sixth)
            cell.calcium = L.least(L.greatest(cell.calcium, zero), L.all(step.calciumMax))
            start = end
            substep &+= 1
        }
        cell.ip3.store(cells.ip3 + i)
        cell.calcium.store(cells.calcium + i)
        cell.open.store(cells.open + i)
        cell.bound.store(cells.bound + i)
        i &+= L.count
    }
}
