import SNNModel

/// Random numbers for choices among samples: the same for the same seed, name and number.
package struct SampleDraw {
    private var stream: ElementStream

    package init(seed: UInt64, name: String, number: Int) {
        stream = ElementStream(seed: seed, stream: StreamID(name), element: number)
    }

    package mutating func index(below bound: Int) -> Int { stream.index(below: bound) }

    /// Uniform in 0 ..< 1.
    package mutating func uniform() -> Double { stream.uniform() }

    /// A list in an order drawn at random, all orders being equally likely (Fisher & Yates).
    package mutating func shuffled<Element>(_ list: [Element]) -> [Element] {
        var list = list
        for index in stride(from: list.count - 1, to: 0, by: -1) {
            list.swapAt(index, stream.index(below: index + 1))
        }
        return list
    }
}
