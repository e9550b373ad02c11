@testable import SNNModel

extension SpoiltModel {
    /// The sound model with its projection from `exc` to itself (1) or to `inh` (2) changed.
    private static func wired(
        _ code: DiagnosticCode, _ message: String, help: String? = nil, _ index: Int,
        _ change: @escaping @Sendable (inout Projection) -> Void
    ) -> SpoiltModel {
        SpoiltModel(code, message, help: help) { change(&$0.projections[index]) }
    }

    private static let multapses =
        "`multapses = true` allows several synapses between the same two elements"

    static let wiring: [SpoiltModel] = receptors + delays + sizes + distances

    private static let receptors: [SpoiltModel] = [
        SpoiltModel(
            [
                (.stimulusAsTarget, "`noise` is a stimulus, which nothing can influence"),
                (.unused, "the population `inh` is neither connected nor recorded"),
            ]
        ) {
            $0.projections[2].target = Selection("noise")
            $0.projections.removeLast()
            $0.recordings[0].of = [Selection("exc"), Selection("drive")]
            $0.stimuli[1] = $0.stimuli[0]
            $0.stimuli[1].name = "drive"
        },
        wired(
            .unknownReceptor, "`exc` has no receptor `gabaa`",
            help: "a receptor with a similar name exists: `gaba`", 1
        ) { $0.receptor = "gabaa" },
        wired(
            .receptorNeeded, "`exc` has 2 receptors, and the projection names none",
            help: "name one of `ampa` and `gaba` after `via`", 1
        ) { $0.receptor = nil },
        SpoiltModel(.receptorNeeded, "`inh` has no receptor on which synapses could end") {
            $0.populations[1].receptors = []
        },
        wired(
            .receptorOfCurrent, "the current `drive` is injected directly, not via `jump`", 3
        ) { $0.receptor = "jump" },
        wired(
            .weightDimension,
            "the weight from `exc` to `exc` is a conductance, but the receptor `gaba` takes "
                + "a current",
            help: "weights onto `gaba` are written in pA", 1
        ) { $0.weight = .quantity(.nanosiemens(4)) },
        wired(
            .weightDimension,
            "the weight from `drive` to `inh` is a current, but from a current the weight is "
                + "a plain number", 3
        ) { $0.weight = .quantity(.picoamperes(4)) },
        wired(
            .negativeConductance,
            "the weight from `noise` to `exc` is negative, but the receptor `ampa` is a "
                + "conductance",
            help: "a conductance inhibits by its reversal potential, with positive weights", 0
        ) { $0.weight = .quantity(.nanosiemens(-4)) },
        wired(
            .negativeConductance,
            "the weight from `noise` to `exc` can be negative, but the receptor `ampa` is a "
                + "conductance",
            help: "add the bound `min: 0 nS`", 0
        ) {
            $0.weight = .random(Distribution(.normal(mean: 4, sd: 1), dimension: .conductance))
        },
    ]

    private static let delays: [SpoiltModel] = [
        wired(
            .delayBelowResolution,
            "the delay from `exc` to `inh` is shorter than the resolution of 0.1 ms", 2
        ) { $0.delay = .quantity(.milliseconds(0.05)) },
        wired(
            .delayBelowResolution,
            "the delay from `exc` to `inh` can be shorter than the resolution of 0.1 ms",
            help: "add the bound `min: 0.1 ms`", 2
        ) { $0.delay = .random(Distribution(.normal(mean: 1.5, sd: 0.75), dimension: .time)) },
        SpoiltModel([]) {
            $0.projections[2].delay = .random(
                Distribution(.normal(mean: 1.5, sd: 0.75), dimension: .time, lower: 0.1))
            $0.projections[1].delay = .formula(
                .add(
                    .constant(.milliseconds(0.5)),
                    .divide(.variable("distance"), .constant(Quantity(300, .speed)))))
        },
        wired(
            .delayTooLong,
            "the delay from `exc` to `inh` is 60000 ms, longer than 65535 ticks", 2
        ) { $0.delay = .quantity(.seconds(60)) },
        wired(.notFinite, "the delay from `exc` to `inh` is not finite", 2) {
            $0.delay = .quantity(.milliseconds(.nan))
        },
    ]

    private static let sizes: [SpoiltModel] = [
        wired(
            .indegreeTooLarge,
            "each neuron of `exc` draws 100 sources, but `exc` has 99 others", help: multapses, 1
        ) {
            $0.rule = .fixedIndegree(100)
            $0.allowsMultapses = false
            $0.allowsAutapses = false
        },
        SpoiltModel([]) {
            $0.projections[1].rule = .fixedIndegree(100)
            $0.projections[1].allowsMultapses = false
        },
        wired(
            .outdegreeTooLarge,
            "each element of `exc` draws 26 targets, but `inh` has 25", help: multapses, 2
        ) {
            $0.rule = .fixedOutdegree(26)
            $0.allowsMultapses = false
        },
        wired(
            .totalTooLarge, "9901 synapses are asked for between 9900 pairs", help: multapses, 1
        ) {
            $0.rule = .fixedTotalNumber(9901)
            $0.allowsMultapses = false
            $0.allowsAutapses = false
        },
        wired(
            .sizesDiffer, "`one_to_one` joins 100 elements of `exc` to 25 of `inh`", 2
        ) { $0.rule = .oneToOne },
        wired(.negativeNumber, "`fixed_indegree` asks for -10 synapses", 2) {
            $0.rule = .fixedIndegree(-10)
        },
        wired(
            .notAFraction, "the probability of `pairwise_bernoulli` is 2, outside 0 ... 1",
            help: "for 2 percent write `p: 2 %`", 2
        ) { $0.rule = .pairwiseBernoulli(p: 2) },
        wired(
            .notAFraction, "the probability of `pairwise_bernoulli` is nan, outside 0 ... 1", 2
        ) { $0.rule = .pairwiseBernoulli(p: .nan) },
        wired(.edgeOutside, "entry 1 of the list has the target 25 of 25", 2) {
            $0.rule = .list(
                EdgeList(edges: [.init(source: 0, target: 24), .init(source: 0, target: 25)]))
        },
    ]

    private static let distances: [SpoiltModel] = [
        SpoiltModel(
            .positionsMissing, "the rule depends on distance, but `exc` has no positions",
            help: "add `position = grid(...)` or `position ~ box(...)` to `exc`"
        ) { $0.populations[0].layout = nil },
        wired(.positionsMissing, "the weight depends on distance, but `inh` has no positions", 2) {
            $0.weight = .formula(
                .multiply(.variable("distance"), .constant(Quantity(1, .voltage / .length))))
        },
        SpoiltModel(
            .positionsDiffer, "`exc` and `inh` have positions in 2 and 3 dimensions"
        ) {
            $0.populations[1].layout = Layout(.box(extent: [500, 500, 500]))
            $0.projections[2].rule = .distanceDependent(
                p: 1, profile: .exponential(lambda: 100), wrap: false)
        },
        SpoiltModel(
            .positionsDiffer,
            "`exc` and `inh` fill regions of different size, so that distances cannot wrap"
        ) {
            $0.populations[1].layout = Layout(.box(extent: [400, 500]))
            $0.projections[2].rule = .distanceDependent(
                p: 1, profile: .exponential(lambda: 100), wrap: true)
        },
        wired(
            .widthNotPositive,
            "`sigma` of `distance_gaussian` is -100 um, but has to be positive", 1
        ) {
            $0.rule = .distanceDependent(p: 0.5, profile: .gaussian(sigma: -100), wrap: false)
        },
    ]
}
