import SNNModel

extension ElementDraw {
    /// Draws the partners of an element: the sources of a target, or the targets of a source.
    ///
    /// - Parameter partners: room for `wiring.partnersMax` indices within the partners' group.
    /// - Returns: how many there are.
    func partners(
        of element: Int, in wiring: Wiring, into partners: UnsafeMutablePointer<UInt32>
    ) -> Int {
        let number = element - wiring.elements.lowerBound
        let range = wiring.partners
        let own = wiring.forbidsSelf && range.contains(element) ? element : nil
        let isDistinct = !wiring.projection.allowsMultapses
        var random = ElementStream(seed: wiring.seed, stream: wiring.ruleStream, element: number)
        switch wiring.projection.rule {
        case .oneToOne:
            partners[0] = UInt32(range.lowerBound + number)
            return 1
        case .allToAll:
            var count = 0
            for partner in range {
                partners[count] = UInt32(truncatingIfNeeded: partner)
                if partner != own { count &+= 1 }
            }
            return count
        case .fixedIndegree(let degree), .fixedOutdegree(let degree):
            return draw(degree, of: range, except: own, isDistinct, &random, into: partners)
        case .fixedTotalNumber:
            return draw(
                Int(wiring.degrees[number]), of: range, except: own, isDistinct, &random,
                into: partners)
        case .pairwiseBernoulli(let p):
            return drawTrials(p, of: range, except: own, &random, into: partners)
        case .distanceDependent(let p, let profile, _):
            return drawByDistance(p, profile, element, own, in: wiring, &random, into: partners)
        case .list:
            var count = 0
            for entry in wiring.list.entries(of: number) {
                partners[count] = UInt32(range.lowerBound + wiring.list.edges[entry].source)
                count += 1
            }
            return count
        }
    }

    /// Several members of a range, with or without repetition.
    ///
    /// - Precondition: without repetition, no more are asked for than there are.
    private func draw(
        _ count: Int, of range: Range<Int>, except excluded: Int?, _ isDistinct: Bool,
        _ random: inout ElementStream, into partners: UnsafeMutablePointer<UInt32>
    ) -> Int {
        let size = range.count - (excluded == nil ? 0 : 1)
        guard size > 0 else { return 0 }
        if !isDistinct {
            drawAny(count, below: UInt64(size), &random, into: partners)
        } else {
            precondition(count <= size, "More distinct partners are asked for than there are.")
            if 2 * count > size {
                drawMost(count, below: size, &random, into: partners)
            } else {
                drawDistinct(count, below: size, &random, into: partners)
            }
        }
        let first = UInt32(range.lowerBound)
        let gap = excluded.map { UInt32($0) } ?? UInt32.max
        var index = 0
        while index < count {
            let partner = partners[index] &+ first
            partners[index] = partner &+ (partner >= gap ? 1 : 0)
            index &+= 1
        }
        return count
    }

    private func drawAny(
        _ count: Int, below size: UInt64, _ random: inout ElementStream,
        into partners: UnsafeMutablePointer<UInt32>
    ) {
        let words = words.base
        var drawn = 0
        while drawn < count {
            let stretch = min(count &- drawn, Self.wordCount)
            random.fill(words, count: Self.whole(stretch))
            var index = 0
            while index < stretch {
                partners[drawn &+ index] =
                    UInt32(truncatingIfNeeded: (UInt64(words[index]) &* size) &>> 32)
                index &+= 1
            }
            drawn &+= stretch
        }
    }

    private func drawDistinct(
        _ count: Int, below size: Int, _ random: inout ElementStream,
        into partners: UnsafeMutablePointer<UInt32>
    ) {
        isTaken.reserve(size)
        let (words, isTaken) = (words.base, isTaken.base)
        var chosen = 0
        while chosen < count {
            let stretch = min(Self.whole(count &- chosen), Self.wordCount)
            random.fill(words, count: stretch)
            var index = 0
            while index < stretch, chosen < count {
                let member = Int((UInt64(words[index]) &* UInt64(size)) &>> 32)
                partners[chosen] = UInt32(truncatingIfNeeded: member)
                chosen &+= isTaken[member] == 0 ? 1 : 0
                isTaken[member] = 1
                index &+= 1
            }
        }
        for index in 0..<count { isTaken[Int(partners[index])] = 0 }
    }

    /// Selection sampling (Knuth, TAOCP 2, 3.4.2 S): each member with the right chance, in order.
    private func drawMost(
        _ count: Int, below size: Int, _ random: inout ElementStream,
        into partners: UnsafeMutablePointer<UInt32>
    ) {
        var chosen = 0
        for member in 0..<size
        where random.uniform() * Double(size - member) < Double(count - chosen) {
            partners[chosen] = UInt32(member)
            chosen += 1
        }
    }

    /// Walks the members that succeed in independent trials by drawing the gaps between them.
    private func drawTrials(
        _ p: Double, of range: Range<Int>, except excluded: Int?, _ random: inout ElementStream,
        into partners: UnsafeMutablePointer<UInt32>
    ) -> Int {
        let excluded = excluded ?? -1
        guard p > 0 else { return 0 }
        var count = 0
        if p >= 1 {
            for member in range where member != excluded {
                partners[count] = UInt32(member)
                count += 1
            }
            return count
        }
        let scale = 0 - 1 / Double.log(1 - p)
        let gaps = gaps.base
        let expected = Double(range.count) * p
        let stretch = min(Self.whole(Int(expected + 3 * expected.squareRoot()) + 1), Self.wordCount)
        var member = range.lowerBound
        var next = stretch
        while true {
            if next == stretch {
                random.fillExponential(gaps, count: stretch)
                next = 0
            }
            let gap = gaps[next] * scale
            next &+= 1
            guard gap < Double(range.upperBound &- member) else { return count }
            member &+= Int(gap)
            partners[count] = UInt32(truncatingIfNeeded: member)
            count &+= member == excluded ? 0 : 1
            member &+= 1
            if member >= range.upperBound { return count }
        }
    }

    /// Whole vectors of random blocks.
    private static func whole(_ count: Int) -> Int { (count + 31) & ~31 }

    /// Trials at the probability of distance zero, thinned by the profile.
    private func drawByDistance(
        _ p: Double, _ profile: DistanceProfile, _ target: Int, _ excluded: Int?,
        in wiring: Wiring, _ random: inout ElementStream,
        into partners: UnsafeMutablePointer<UInt32>
    ) -> Int {
        guard let from = wiring.sourcePositions, let to = wiring.targetPositions, p > 0 else {
            return 0
        }
        let wrap = wiring.wrap
        let scale = p < 1 ? 1 / Double.log(1 - p) : 0
        var count = 0
        var source = wiring.sources.lowerBound
        while source < wiring.sources.upperBound {
            if p < 1 {
                let gap = Double.log(1 - random.uniform()) * scale
                guard gap < Double(wiring.sources.upperBound - source) else { break }
                source += Int(gap)
            }
            let squared = from.squaredDistance(source, to: to, target, wrap: wrap)
            let kept = switch profile {
            case .gaussian(let sigma): Double.exp(-squared / (2 * sigma * sigma))
            case .exponential(let lambda): Double.exp(-squared.squareRoot() / lambda)
            }
            partners[count] = UInt32(source)
            if random.uniform() < kept, source != excluded { count += 1 }
            source += 1
        }
        return count
    }
}
