import Foundation

@testable import SNNReport

/// Pages as a run would write them, from made-up spikes, for tests and for looking at.
enum DemoPages {
    /// Poisson spikes whose rate swells and fades twice; inhibitory neurons fire faster.
    static func trains(
        _ name: String, neurons: Int, rate: Double, duration: Double, seed: UInt64
    ) -> PopulationSpikes {
        var random = RepeatableRandom(seed: seed)
        var times: [Double] = [], ids: [Int] = []
        for neuron in 0 ..< neurons {
            let own = rate * exp(0.6 * random.normal() - 0.18)
            var time = 0.0
            while true {
                time += random.exponential(mean: 1000 / (2 * own))
                guard time < duration else { break }
                let phase = time / duration * 4 * .pi + Double(neuron) / Double(neurons)
                if random.uniform() * 2 < 1 - cos(phase) {
                    times.append(time)
                    ids.append(neuron)
                }
            }
        }
        return PopulationSpikes(
            name: name, neurons: neurons, duration: duration, times: times, ids: ids)
    }

    static func activity(neurons: Int, rate: Double) -> [PopulationSpikes] {
        let few = neurons / 5
        return [
            trains("exc", neurons: neurons - few, rate: rate, duration: 1000, seed: 31),
            trains("inh", neurons: few, rate: 1.8 * rate, duration: 1000, seed: 32),
        ]
    }

    /// Guesses that are right with a probability; wrong ones are neighbours more often than not.
    static func guesses(_ labels: [Int], classes: Int, right: Double, seed: UInt64) -> [Int] {
        var random = RepeatableRandom(seed: seed)
        return labels.map { label in
            if random.uniform() < right { return label }
            return random.uniform() < 0.5
                ? (label + 1) % classes : Int(random.next() % UInt64(classes))
        }
    }

    static func page(neurons: Int, rate: Double, classes: Int, modelText: String) throws -> Report {
        let populations = activity(neurons: neurons, rate: rate)
        let labels = (0 ..< 25 * classes).map { $0 % classes }
        let names = (0 ..< classes).map { classes > 10 ? "deutsch \($0)" : "\($0)" }
        let first = guesses(labels, classes: classes, right: 0.86, seed: 33)
        let second = guesses(labels, classes: classes, right: 0.7, seed: 34)
        let reservoir = Accuracy(predictions: first, labels: labels, classes: classes)
        let control = Accuracy(predictions: second, labels: labels, classes: classes)
        let (train, trainLabels, speakers) = SelectionTests.timing(samples: 60, seed: 35)
        let selection = try ReadoutProtocol(
            classes: 2, candidates: FeatureCandidate.grid(bins: 1 ... 20)
        ).run(
            train: train, labels: trainLabels, speakers: speakers, test: train,
            testLabels: trainLabels
        ).selection!
        var report = Report(
            title: "Spoken digits <“reservoir” & control>",
            subtitle: "\(Figures.grouped(neurons)) neurons, demonstration with made-up spikes",
            digest: "5b1f0c9e8d774a21")
        report.sections = [
            .answer(
                [("reservoir", reservoir), ("control: raw input", control)],
                gain: PairedComparison(first: first, second: second, labels: labels),
                notice: "Made-up guesses, to show what the page looks like."),
            .raster(populations), .rates(populations), .distributions(populations),
            .bins([("reservoir", selection), ("control: raw input", selection)]),
            .confusion(reservoir, classNames: names),
            .ingredients(
                [
                    ("whole", reservoir), ("without recurrence", control),
                    ("without inhibition", control), ("all delays 1 ms", control),
                ], chance: reservoir.chance),
            .seeds(
                [1, 2, 3], [("reservoir", [0.86, 0.85, 0.88]), ("control", [0.7, 0.71, 0.7])]),
            .model(modelText),
            .facts([
                ("command", "snnsim run Models/reservoir.model --stimulus shd"),
                ("machine", "2 cores"), ("wall time", "12.4 s"),
            ]),
        ]
        return report
    }

    static let modelText = """
        # A "small" network: <exc> & 'inh'
        simulation { duration = 1 s, resolution = 0.1 ms, seed = 42 }
        population exc[800] of izhikevich { a = 0.02, b ~ normal(0.2, 0.01) }
        projection exc -> exc via ampa { rule = pairwise_bernoulli(p: 2 %) }
        record V_m of exc[0 ..< 5] every 0.5 ms      # five of them
        """
}
