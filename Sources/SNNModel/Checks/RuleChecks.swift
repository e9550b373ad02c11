// Whether a connection rule can be carried out: its own numbers, then the sizes of both ends, then
// their positions.

extension ModelChecks {
    mutating func checkNumbers(of rule: ConnectionRule, at key: String) {
        switch rule {
        case .oneToOne, .allToAll, .list: return
        case .fixedIndegree(let number), .fixedOutdegree(let number),
            .fixedTotalNumber(let number):
            if number < 0 {
                findings.report(
                    .negativeNumber, "`\(rule.name)` asks for \(number) synapses", at: key,
                    label: "negative")
            } else if number == 0 {
                reportNoSynapses(rule, at: key)
            }
        case .pairwiseBernoulli(let p):
            checkProbability(p, of: rule, at: key)
        case .distanceDependent(let p, let profile, _):
            checkProbability(p, of: rule, at: key)
            let (name, width) =
                switch profile {
                case .gaussian(let sigma): ("sigma", sigma)
                case .exponential(let lambda): ("lambda", lambda)
                }
            if !(width > 0 && width.isFinite) {
                findings.report(
                    .widthNotPositive,
                    "`\(name)` of `\(rule.name)` is \(text(width, .length)), but "
                        + "has to be positive",
                    at: key, label: "not positive")
            }
        }
    }

    private mutating func checkProbability(_ p: Double, of rule: ConnectionRule, at key: String) {
        if p == 0 { return reportNoSynapses(rule, at: key) }
        if p > 0, p <= 1 { return }
        findings.report(
            .notAFraction,
            "the probability of `\(rule.name)` is \(text(p, .none)), outside 0 ... 1",
            at: key, label: "not a probability",
            help: p > 1 && p <= 100
                ? "for \(text(p, .none)) percent write `p: \(text(p, .none)) %`" : nil)
    }

    private mutating func reportNoSynapses(_ rule: ConnectionRule, at key: String) {
        findings.report(
            .connectsNothing, "`\(rule.name)` makes no synapse here", at: key, label: "no synapses")
    }

    /// The rule against the sizes of both ends.
    mutating func checkFit(of projection: Projection, _ ends: Ends, at key: String) {
        let sources = ends.sourceCount
        let targets = ends.targetCount
        guard sources > 0, targets > 0 else { return }
        let own = ends.shared > 0 && !projection.allowsAutapses ? 1 : 0
        switch projection.rule {
        case .oneToOne:
            guard sources != targets else { return }
            findings.report(
                .sizesDiffer,
                "`one_to_one` joins \(sources) elements of `\(ends.source.name)` "
                    + "to \(targets) of `\(ends.target.name)`",
                at: key, label: "sizes differ")
        case .fixedIndegree(let number):
            guard number > 0, exceeds(number, sources - own, projection) else { return }
            findings.report(
                .indegreeTooLarge,
                "each neuron of `\(ends.target.name)` draws \(number) sources, but "
                    + "`\(ends.source.name)` has \(sources - own)\(own == 1 ? " others" : "")",
                at: key, label: "too many sources", help: adviceOnMultapses(projection))
        case .fixedOutdegree(let number):
            guard number > 0, exceeds(number, targets - own, projection) else { return }
            findings.report(
                .outdegreeTooLarge,
                "each element of `\(ends.source.name)` draws \(number) targets, but "
                    + "`\(ends.target.name)` has \(targets - own)\(own == 1 ? " others" : "")",
                at: key, label: "too many targets", help: adviceOnMultapses(projection))
        case .fixedTotalNumber(let number):
            // More pairs than an Int holds are more than any number of synapses.
            let (all, overflow) = sources.multipliedReportingOverflow(by: targets)
            let pairs = overflow ? Int.max : all - own * ends.shared
            guard number > 0, exceeds(number, pairs, projection) else { return }
            findings.report(
                .totalTooLarge,
                "\(number) synapses are asked for between \(pairs) pairs", at: key,
                label: "too many synapses", help: adviceOnMultapses(projection))
        case .list(let list):
            checkEdges(of: list, ends, at: key)
        case .allToAll, .pairwiseBernoulli, .distanceDependent: return
        }
    }

    private func exceeds(_ number: Int, _ available: Int, _ projection: Projection) -> Bool {
        projection.allowsMultapses ? available == 0 : number > available
    }

    private func adviceOnMultapses(_ projection: Projection) -> String? {
        projection.allowsMultapses
            ? nil : "`multapses = true` allows several synapses between the same two elements"
    }

    private mutating func checkEdges(of list: EdgeList, _ ends: Ends, at key: String) {
        if list.edges.isEmpty, list.file == nil {
            findings.report(
                .connectsNothing, "the list of synapses is empty", at: key, label: "no synapses")
        }
        for (index, edge) in list.edges.enumerated() {
            let problem: String?
            if !(0..<ends.sourceCount).contains(edge.source) {
                problem = "has the source \(edge.source) of \(ends.sourceCount)"
            } else if !(0..<ends.targetCount).contains(edge.target) {
                problem = "has the target \(edge.target) of \(ends.targetCount)"
            } else if let weight = edge.weight, !weight.isFinite {
                problem = "has a weight that is not finite"
            } else if let weight = edge.weight, weight < 0, ends.receptor?.isConductance == true {
                problem = "has a negative weight, but the receptor is a conductance"
            } else if let delay = edge.delay, let resolution, !(delay >= resolution * (1 - 1e-9)) {
                problem = "has a delay of \(text(delay, .time)), shorter than a tick"
            } else {
                problem = nil
            }
            guard let problem else { continue }
            findings.report(
                .edgeOutside, "entry \(index) of the list \(problem)", at: key,
                label: "entry \(index)")
            return
        }
    }
}

extension Receptor {
    var isConductance: Bool { weightDimension == .conductance }
}
