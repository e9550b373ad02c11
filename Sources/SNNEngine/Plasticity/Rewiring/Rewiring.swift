import SNNModel

// Synapses that have become weak move: they leave their source and begin anew at another, so the
// number of synapses onto a neuron stays. Everything is decided for each target on its own, by
// numbers that belong to the target and to how often it has been done, so no partition shows.
//
// A neuron with n synapses may move rate · n of them each time, which need not be a whole number:
// the k-th time it is floor(k · rate · n + u) - floor((k - 1) · rate · n + u), with a u of its own,
// so that after k times it is never more than one above k · rate · n.

/// How weak synapses of one projection move to other sources.
struct Rewiring: Sendable {
    /// |w| below which a synapse goes.
    let below: Double
    /// |w| of a new synapse.
    let weight: Float
    /// Part of a neuron's synapses that may move each time.
    let rate: Double
    /// Ticks from one time to the next.
    let interval: Int
    /// What new sources are drawn from.
    let sources: Range<Int>
    /// Whether a neuron may not be its own source, and a pair may not have two synapses.
    let forbidsSelf: Bool
    let forbidsTwins: Bool
    private let seed: UInt64
    private let stream: StreamID

    /// - Returns: nil if the projection's synapses stay where they are.
    init?(projection index: Int, of model: Model) {
        let projection = model.projections[index]
        let rules = projection.plasticity.lazy.compactMap { model.plasticity(named: $0) }
        guard let rule = rules.first(where: { $0.kind == "rewiring" }) else { return nil }
        let settings = RuleSettings(rule)
        below = settings.number("prune_below")
        weight = Float(settings.number("w_new"))
        rate = settings.number("rate")
        interval = max(1, Int((settings.number("interval") / model.resolution).rounded()))
        sources = projection.source.range ?? 0..<(model.count(of: projection.source) ?? 0)
        forbidsSelf = projection.source.name == projection.target.name
            && !projection.allowsAutapses
        forbidsTwins = !projection.allowsMultapses
        seed = model.seed
        stream = StreamID(NetworkBuilder.streamName(of: index, in: model) + ".rewiring")
    }

    /// How many synapses of a neuron with so many may move the `number`-th time, counted from 1.
    func quota(of target: Int, synapses: Int, number: Int) -> Int {
        var random = ElementStream(seed: seed, stream: stream, element: target)
        let (start, step) = (random.uniform(), rate * Double(synapses))
        let before = (Double(number - 1) * step + start).rounded(.down)
        return Int((Double(number) * step + start).rounded(.down) - before)
    }

    /// The numbers that a target draws its new sources with, the `number`-th time.
    func stream(of target: Int, number: Int) -> ElementStream {
        ElementStream(seed: seed, stream: stream.branch(UInt64(number)), element: target)
    }

    /// A new source for a synapse.
    ///
    /// - Parameters:
    ///   - old: the source that it leaves, which it may draw again.
    ///   - taken: the sources of the target's other synapses, where they may not be drawn.
    func source(
        for target: Int, leaving old: Int, taken: Set<Int>, using random: inout ElementStream
    ) -> Int {
        func isFree(_ source: Int) -> Bool {
            source == old || !(forbidsSelf && source == target) && !taken.contains(source)
        }
        for _ in 0..<Limits.redrawsMax {
            let source = sources.lowerBound + random.index(below: sources.count)
            if isFree(source) { return source }
        }
        return old
    }
}
