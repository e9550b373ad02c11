// A coarse step's worth of the slow inward current, as its targets want it: a straight line for
// each astrocyte where that is what the current nearly is, else eight lines, as at its onset, where
// the logarithm is steep.

/// The current of every astrocyte of a group during one window of the targets' time.
///
/// Written by the worker that owns the group while it advances, read by all while they deliver.
final class SlowCurrentWindow {
    static let lines = 8

    /// For each astrocyte the current at both ends, zero where it has eight lines or none.
    let ends: UnsafeMutablePointer<SIMD2<Double>>
    /// Where an astrocyte has eight lines, which of `courses` it is; else `straight`.
    let courseOfCell: UnsafeMutablePointer<UInt32>
    private(set) var courses: [Double] = []
    /// Whether any current flows.
    private(set) var isSilent = true
    private let count: Int

    static let straight = UInt32.max

    init(_ count: Int) {
        self.count = count
        ends = .allocate(capacity: count)
        courseOfCell = .allocate(capacity: count)
        ends.initialize(repeating: .zero, count: count)
        courseOfCell.initialize(repeating: Self.straight, count: count)
    }

    deinit {
        ends.deallocate()
        courseOfCell.deallocate()
    }

    var byteCount: Int { 20 * count + 8 * courses.capacity }

    var hasCourses: Bool { !courses.isEmpty }

    func begin() {
        courses.removeAll(keepingCapacity: true)
        if isSilent { return }
        ends.update(repeating: .zero, count: count)
        courseOfCell.update(repeating: Self.straight, count: count)
        isSilent = true
    }

    /// Sets the current of an astrocyte, given as a function of the place in the window.
    @inline(__always)
    func set(_ cell: Int, tolerance: Double, _ current: (Double) -> Double) {
        let (first, middle, last) = (current(0), current(0.5), current(1))
        if first == 0, middle == 0, last == 0 { return }
        isSilent = false
        if (middle - (first + last) / 2).magnitude <= tolerance {
            ends[cell] = SIMD2(first, last)
            return
        }
        courseOfCell[cell] = UInt32(courses.count / (Self.lines + 1))
        for node in 0...Self.lines {
            courses.append(
                node == 0 ? first : node == Self.lines ? last
                    : current(Double(node) / Double(Self.lines)))
        }
    }
}
