import SNNModel

// A substance that is released at a point, spreads and decays falls with the distance r from there
// as exp(-r / lambda). What an element releases reaches all neurons of a partition in one step; its
// row of factors is calculated when it releases for the first time.

/// How a modulator falls with the distance.
struct ModulatorSpread: Sendable {
    /// In um.
    let lambda: Double
    /// By group.
    let positions: [Positions?]
}

/// What reaches the neurons of one partition from single elements.
struct Diffusion {
    /// An element of one of the sources.
    private struct Element: Hashable, Comparable {
        var source: Int
        var element: Int

        static func < (a: Element, b: Element) -> Bool {
            (a.source, a.element) < (b.source, b.element)
        }
    }

    private let spread: ModulatorSpread
    private let sources: [ModulatorSource]
    private let group: Int
    private let range: Range<Int>
    /// By tick of effect.
    private var releases: [[Element]]
    private var factors: [Element: [Double]] = [:]

    /// - Parameters:
    ///   - group, range: the neurons that it reaches.
    ///   - slots: ticks that releases are kept for.
    init(
        _ spread: ModulatorSpread, _ sources: [ModulatorSource], group: Int, range: Range<Int>,
        slots: Int
    ) {
        self.spread = spread
        self.sources = sources
        self.group = group
        self.range = range
        releases = Array(repeating: [], count: slots)
    }

    var byteCount: Int { 8 * factors.count * range.count }

    mutating func reset() {
        for slot in releases.indices { releases[slot] = [] }
    }

    /// Notes that an element releases.
    mutating func note(_ element: Int, of source: Int, slot: Int) {
        releases[slot].append(Element(source: source, element: element))
    }

    /// By how much the level rises at each neuron; nil where nobody releases.
    mutating func take(slot: Int) -> [Double]? {
        if releases[slot].isEmpty { return nil }
        var rises = Array(repeating: 0.0, count: range.count)
        // In an order that does not show who delivered first.
        for element in releases[slot].sorted() {
            let amount = sources[element.source].amount
            for (place, factor) in row(of: element).enumerated() {
                rises[place] += amount * factor
            }
        }
        releases[slot].removeAll(keepingCapacity: true)
        return rises
    }

    /// exp(-r / lambda) for each neuron.
    ///
    /// - Precondition: the model's checks find groups without positions.
    private mutating func row(of element: Element) -> [Double] {
        if let row = factors[element] { return row }
        guard let from = spread.positions[sources[element.source].group],
            let to = spread.positions[group]
        else { preconditionFailure("The model's checks find groups without positions.") }
        let row = range.map { neuron in
            let squared = from.squaredDistance(element.element, to: to, neuron, wrap: nil)
            return Double.exp(-squared.squareRoot() / spread.lambda)
        }
        factors[element] = row
        return row
    }
}
