import SNNModel

// Which pairs get a synapse. Randomness belongs to an element: to the target for rules that draw
// sources, to the source for rules that draw targets, to a block of synapses for the fixed total
// number. An element is drawn as a whole by one task, so neither the tasks nor the partitions show
// in the result.

/// Draws the synapses of one projection.
struct ProjectionBuilder: Sendable {
    let projection: Projection
    let sourceRange: Range<Int>
    let targetRange: Range<Int>
    /// Whether source and target are the same group, so that autapses can occur.
    let isRecurrent: Bool
    let seed: UInt64
    let ruleStream: StreamID
    let resolution: Double
    let sourcePositions: Positions?
    let targetPositions: Positions?
    let weightStream: StreamID
    let delayStream: StreamID

    /// Synapses of a block of the fixed total number, the unit of its randomness.
    static let blockSize = 1024

    /// What one task draws: its elements are targets, sources or blocks after the rule.
    var elementCount: Int {
        switch projection.rule {
        case .fixedOutdegree: sourceRange.count
        case .fixedTotalNumber(let count):
            projection.allowsMultapses ? (count + Self.blockSize - 1) / Self.blockSize : 1
        case .list: 1
        default: targetRange.count
        }
    }

    /// Draws the synapses of some elements and hands each to `add` as indices within the groups.
    ///
    /// - Throws: `NetworkError.delay` where a drawn delay is below one tick or too long.
    func draw(
        _ elements: Range<Int>, add: (_ source: Int, _ target: Int, Float, UInt16) -> Void
    ) throws(NetworkError) {
        var pairs: [(Int, Int)] = []
        var scratch = DistinctDraw()
        for element in elements {
            pairs.removeAll(keepingCapacity: true)
            drawPairs(of: element, scratch: &scratch, into: &pairs)
            try finish(pairs, element: element, add: add)
        }
    }

    /// Gives each pair its weight and delay.
    private func finish(
        _ pairs: [(Int, Int)], element: Int, add: (Int, Int, Float, UInt16) -> Void
    ) throws(NetworkError) {
        if case .list(let list) = projection.rule {
            for edge in list.edges { try finish(edge, add: add) }
            return
        }
        let weight = SynapseValue(projection.weight, stream: weightStream)
        let delay = SynapseValue(projection.delay, stream: delayStream)
        var drawer = SynapseDrawer(
            weight: weight, delay: delay, resolution: resolution, seed: seed, element: element)
        let needsDistance = weight.needsDistance || delay.needsDistance
        for (source, target) in pairs {
            let distance = needsDistance ? distance(source, target) : 0
            guard let ticks = drawer.delay(distance: distance) else {
                throw .delay(projection: String(describing: projection.source) + " -> "
                    + String(describing: projection.target), resolution: resolution)
            }
            add(source, target, drawer.weight(distance: distance), ticks)
        }
    }

    private func finish(
        _ edge: EdgeList.Edge, add: (Int, Int, Float, UInt16) -> Void
    ) throws(NetworkError) {
        let element = edge.source * targetRange.count + edge.target
        var drawer = SynapseDrawer(
            weight: edge.weight.map { .constant($0) }
                ?? SynapseValue(projection.weight, stream: weightStream),
            delay: edge.delay.map { .constant($0) }
                ?? SynapseValue(projection.delay, stream: delayStream),
            resolution: resolution, seed: seed, element: element)
        let source = sourceRange.lowerBound + edge.source
        let target = targetRange.lowerBound + edge.target
        guard sourceRange.contains(source), targetRange.contains(target) else {
            throw .edge(source: edge.source, target: edge.target, projection: projection)
        }
        let away = sourcePositions != nil && targetPositions != nil ? distance(source, target) : 0
        guard let ticks = drawer.delay(distance: away) else {
            throw .delay(projection: String(describing: projection.source) + " -> "
                + String(describing: projection.target), resolution: resolution)
        }
        add(source, target, drawer.weight(distance: away), ticks)
    }

    private func distance(_ source: Int, _ target: Int) -> Double {
        guard let sourcePositions, let targetPositions else { return 0 }
        return sourcePositions.squaredDistance(source, to: targetPositions, target, wrap: wrapEdges)
            .squareRoot()
    }

    private var wrapEdges: [Double]? {
        guard case .distanceDependent(_, _, true) = projection.rule else { return nil }
        return targetPositions?.extent
    }
}

// MARK: - Rules

extension ProjectionBuilder {
    private func drawPairs(
        of element: Int, scratch: inout DistinctDraw, into pairs: inout [(Int, Int)]
    ) {
        var random = ElementStream(seed: seed, stream: ruleStream, element: element)
        let sources = sourceRange
        let targets = targetRange
        switch projection.rule {
        case .oneToOne:
            pairs.append((sources.lowerBound + element, targets.lowerBound + element))
        case .allToAll:
            let target = targets.lowerBound + element
            for source in sources where !isForbidden(source, target) {
                pairs.append((source, target))
            }
        case .fixedIndegree(let degree):
            let target = targets.lowerBound + element
            scratch.draw(
                degree, of: sources, except: forbidden(target),
                distinct: !projection.allowsMultapses, using: &random
            ) { pairs.append(($0, target)) }
        case .fixedOutdegree(let degree):
            let source = sources.lowerBound + element
            scratch.draw(
                degree, of: targets, except: forbidden(source),
                distinct: !projection.allowsMultapses, using: &random
            ) { pairs.append((source, $0)) }
        case .fixedTotalNumber(let total):
            drawTotal(total, block: element, using: &random, into: &pairs)
        case .pairwiseBernoulli(let p):
            let target = targets.lowerBound + element
            forEachSuccess(p, using: &random) { source, _ in
                if !isForbidden(source, target) { pairs.append((source, target)) }
            }
        case .distanceDependent(let p, let profile, _):
            drawByDistance(
                p, profile, target: targets.lowerBound + element, using: &random, into: &pairs)
        case .list: break
        }
    }

    private func isForbidden(_ source: Int, _ target: Int) -> Bool {
        isRecurrent && !projection.allowsAutapses && source == target
    }

    private func forbidden(_ element: Int) -> Int? {
        isRecurrent && !projection.allowsAutapses ? element : nil
    }

    /// Walks the sources that succeed in independent trials by drawing the gaps between them.
    private func forEachSuccess(
        _ p: Double, using random: inout ElementStream, _ body: (Int, inout ElementStream) -> Void
    ) {
        guard p > 0 else { return }
        if p >= 1 {
            for source in sourceRange { body(source, &random) }
            return
        }
        let scale = 1 / Double.log(1 - p)
        var source = sourceRange.lowerBound
        while true {
            let gap = Double.log(1 - random.uniform()) * scale
            guard gap < Double(sourceRange.upperBound - source) else { return }
            source += Int(gap)
            body(source, &random)
            source += 1
            if source >= sourceRange.upperBound { return }
        }
    }

    /// Trials at the probability of distance zero, thinned by the profile.
    private func drawByDistance(
        _ p: Double, _ profile: DistanceProfile, target: Int, using random: inout ElementStream,
        into pairs: inout [(Int, Int)]
    ) {
        guard let sourcePositions, let targetPositions else { return }
        let wrap = wrapEdges
        forEachSuccess(p, using: &random) { source, random in
            let squared = sourcePositions.squaredDistance(
                source, to: targetPositions, target, wrap: wrap)
            let kept = switch profile {
            case .gaussian(let sigma): Double.exp(-squared / (2 * sigma * sigma))
            case .exponential(let lambda): Double.exp(-squared.squareRoot() / lambda)
            }
            if random.uniform() < kept, !isForbidden(source, target) {
                pairs.append((source, target))
            }
        }
    }

    private func drawTotal(
        _ total: Int, block: Int, using random: inout ElementStream, into pairs: inout [(Int, Int)]
    ) {
        let count = projection.allowsMultapses
            ? min(Self.blockSize, total - block * Self.blockSize) : total
        var seen: Set<Int> = []
        while pairs.count < count {
            let source = sourceRange.lowerBound + random.index(below: sourceRange.count)
            let target = targetRange.lowerBound + random.index(below: targetRange.count)
            if isForbidden(source, target) { continue }
            if !projection.allowsMultapses {
                let pair = (source - sourceRange.lowerBound) * targetRange.count + target
                guard seen.insert(pair).inserted else { continue }
            }
            pairs.append((source, target))
        }
    }
}

/// Draws several members of a range, with or without repetition.
struct DistinctDraw {
    private var isTaken: [Bool] = []

    /// - Precondition: without repetition, no more are asked for than there are.
    mutating func draw(
        _ count: Int, of range: Range<Int>, except forbidden: Int?, distinct: Bool,
        using random: inout ElementStream, _ body: (Int) -> Void
    ) {
        let excluded = forbidden.flatMap { range.contains($0) ? $0 : nil }
        let size = range.count - (excluded == nil ? 0 : 1)
        guard size > 0 else { return }
        func member(_ index: Int) -> Int {
            let value = range.lowerBound + index
            return excluded.map { value >= $0 ? value + 1 : value } ?? value
        }
        if !distinct {
            for _ in 0..<count { body(member(random.index(below: size))) }
            return
        }
        precondition(count <= size, "More distinct partners are asked for than there are.")
        if 2 * count > size {
            // Selection sampling (Knuth, TAOCP 2, 3.4.2 S): each member with the right chance, in
            // order.
            var missing = count
            for index in 0..<size where random.uniform() * Double(size - index) < Double(missing) {
                missing -= 1
                body(member(index))
            }
            return
        }
        if isTaken.count < size { isTaken = Array(repeating: false, count: size) }
        var chosen: [Int] = []
        while chosen.count < count {
            let index = random.index(below: size)
            if isTaken[index] { continue }
            isTaken[index] = true
            chosen.append(index)
            body(member(index))
        }
        for index in chosen { isTaken[index] = false }
    }
}
