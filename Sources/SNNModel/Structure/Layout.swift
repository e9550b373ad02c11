/// Where the elements of a population or stimulus are, in one to three dimensions.
///
///     Layout(.grid(shape: [10, 10, 10], spacing: 50))        // x runs fastest
///     Layout(.box(extent: [500, 500, 200]))                  // uniform at random
public struct Layout: Hashable, Sendable {
    public enum Arrangement: Hashable, Sendable {
        /// Points of a rectangular grid; `spacing` in um; the first axis runs fastest.
        case grid(shape: [Int], spacing: Double)
        /// Independent and uniform in a box with these edges in um.
        case box(extent: [Double])
    }

    public var arrangement: Arrangement
    /// The corner with the smallest coordinates, in um; as long as the arrangement has dimensions.
    public var origin: [Double]

    public init(_ arrangement: Arrangement, origin: [Double]? = nil) {
        self.arrangement = arrangement
        switch arrangement {
        case .grid(let shape, _): self.origin = origin ?? shape.map { _ in 0 }
        case .box(let extent): self.origin = origin ?? extent.map { _ in 0 }
        }
    }

    public var dimensions: Int { origin.count }

    /// The edges of the smallest box that repeats without overlap, in um: for periodic wrapping.
    public var extent: [Double] {
        switch arrangement {
        case .grid(let shape, let spacing): shape.map { Double($0) * spacing }
        case .box(let extent): extent
        }
    }
}
