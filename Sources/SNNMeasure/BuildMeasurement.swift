import Glibc
import SNNEngine
import SNNModel

// Networks of ten million synapses, of one projection each, made from the model. Time is that of
// the processors, all threads together, so that other programs add little to it.

/// One network to be built.
private struct Subject {
    let name: String
    let model: Model

    static let neuronCount = 10_000
    private static let degree = 1000

    static let all: [Subject] = {
        let total = neuronCount * degree
        let rules: [ConnectionRule] = [
            .fixedTotalNumber(total), .fixedIndegree(degree), .fixedOutdegree(degree),
            .pairwiseBernoulli(p: Double(degree) / Double(neuronCount)),
        ]
        let weight = Value.random(Distribution(.normal(mean: 1, sd: 0.1), lower: 0))
        let normal = Value.random(Distribution(.normal(mean: 1.5, sd: 0.75), lower: 0.1))
        let uniform = Value.random(Distribution(.uniform(low: 0.1, high: 3)))
        return rules.flatMap { rule in
            [
                Subject(rule, "constant", .quantity(.millivolts(1)), .quantity(.milliseconds(1))),
                Subject(rule, "weight constant, delay uniform", .quantity(.millivolts(1)), uniform),
                Subject(rule, "weight and delay normal", weight, normal),
            ]
        }
    }()

    init(_ rule: ConnectionRule, _ values: String, _ weight: Value, _ delay: Value) {
        name = "\(rule.name) | \(values)"
        var model = Model(seed: 1, resolution: 0.1)
        for name in ["a", "b"] {
            var population = Population(name, count: Self.neuronCount, kind: "lif")
            population.receptors = [Receptor("jump", .delta)]
            model.populations.append(population)
        }
        model.projections = [
            Projection(
                from: Selection("a"), to: Selection("b"), rule: rule, weight: weight, delay: delay)
        ]
        self.model = model
    }

    /// Nanoseconds of processor time and of real time per synapse, and bytes per synapse.
    func build(builders: Int) -> (processor: Double, real: Double, bytes: Double) {
        let start = (nanoseconds(CLOCK_PROCESS_CPUTIME_ID), nanoseconds(CLOCK_MONOTONIC))
        // Partitions for two workers, so that there are enough to share out.
        let options = BuildOptions(workers: 2, builders: builders)
        guard let network = try? Network(model, options: options) else {
            preconditionFailure("The measured models are in order.")
        }
        let end = (nanoseconds(CLOCK_PROCESS_CPUTIME_ID), nanoseconds(CLOCK_MONOTONIC))
        let count = Double(network.synapseCount)
        return (
            (end.0 - start.0) / count, (end.1 - start.1) / count,
            Double(network.byteCount) / count
        )
    }
}

private func nanoseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// Prints millions of synapses per second of processor time with one thread and with two, and how
/// much faster two are. Words choose the rows that contain one of them.
func measureBuilding(_ words: [String]) {
    let subjects = Subject.all.filter { subject in
        words.isEmpty || words.contains { subject.name.contains($0) }
    }
    var results = subjects.map { _ in [[Double]]() }
    for round in 0...3 {
        for (index, subject) in subjects.enumerated() {
            let one = subject.build(builders: 1)
            let two = subject.build(builders: 2)
            guard round > 0 else { continue }
            results[index].append(
                [1e3 / one.processor, 1e3 / two.processor, one.real / two.real, one.bytes])
        }
    }
    print("| rule | values | one thread | two threads, each | two against one | bytes |")
    print("| --- | --- | --- | --- | --- | --- |")
    for (subject, rounds) in zip(subjects, results) {
        let medians = (0..<4).map { column in
            let sorted = rounds.map { $0[column] }.sorted()[1]
            return column < 2 ? sorted.rounded() : (sorted * 100).rounded() / 100
        }
        print(
            "| \(subject.name) | \(Int(medians[0])) | \(Int(medians[1])) | \(medians[2]) "
                + "| \(medians[3]) |")
    }
}
