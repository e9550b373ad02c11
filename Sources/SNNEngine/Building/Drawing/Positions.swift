import SNNModel

/// Where the elements of one group are: coordinates in um, `dimensions` per element.
struct Positions: Sendable {
    let dimensions: Int
    let coordinates: [Double]
    /// Edges of the periodic box, for wrapping.
    let extent: [Double]

    /// The positions of a layout. Random ones belong to the element, so they are the same for every
    /// number of workers.
    init(_ layout: Layout, count: Int, name: String, seed: UInt64) {
        dimensions = layout.dimensions
        extent = layout.extent
        var coordinates: [Double] = []
        coordinates.reserveCapacity(count * layout.dimensions)
        let stream = StreamID(name + ".position")
        for element in 0..<count {
            switch layout.arrangement {
            case .grid(let shape, let spacing):
                var rest = element
                for (axis, length) in shape.enumerated() {
                    coordinates.append(layout.origin[axis] + Double(rest % length) * spacing)
                    rest /= length
                }
            case .box(let extent):
                var random = ElementStream(seed: seed, stream: stream, element: element)
                for axis in extent.indices {
                    coordinates.append(layout.origin[axis] + random.uniform() * extent[axis])
                }
            }
        }
        self.coordinates = coordinates
    }

    /// The squared distance from an element to one of `other`, along the shorter way round if
    /// `wrap` gives the edges of a periodic box.
    @inline(__always)
    func squaredDistance(_ element: Int, to other: Positions, _ index: Int, wrap: [Double]?)
        -> Double
    {
        var sum = 0.0
        for axis in 0..<dimensions {
            var d = coordinates[element * dimensions + axis]
                - other.coordinates[index * dimensions + axis]
            if let wrap {
                d = d.magnitude
                d = min(d, (wrap[axis] - d).magnitude)
            }
            sum += d * d
        }
        return sum
    }
}
