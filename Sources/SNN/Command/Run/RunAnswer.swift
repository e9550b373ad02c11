import Foundation
import SNNReport

/// The last lines on the output: what the user ran it for.
struct RunAnswer {
    let results: RunResults
    let record: RunRecord
    let folder: URL

    var lines: [String] {
        var lines: [String] = []
        if let experiment = results.experiment {
            for answer in experiment.answers {
                lines += [
                    TextTable.accuracies([
                        (answer.name, answer.reservoir),
                        ("\(answer.name), control", answer.control),
                    ]).text,
                    comparison(answer),
                ]
            }
            if let branching = results.branching {
                lines.append(
                    "branching factor \(Figures.fixed(branching.factor, 3)), over "
                        + "\(branching.presentations) test samples")
            }
        } else if let training = results.training {
            lines += training.lines
        } else if let expectation = results.expectation {
            lines += expectation.lines
        } else if let classifier = results.classifier {
            lines += classifier.lines
        } else if let fit = results.fit {
            lines += fit.lines
        } else if !results.trains.isEmpty {
            lines.append(TextTable.activity(results.trains).text)
        }
        if let audit = results.audit { lines += audit.lines }
        lines += ["", effort] + results.solvers
        if results.spikes > 0 || !results.isInterrupted || results.isTraining {
            lines.append("digest \(results.digestText)")
        }
        if let stage = results.interruptedDuring {
            let rest =
                results.isTraining && stage == "training"
                ? "what was learnt until then is in weights.npz" : results.trains.isEmpty
                ? "the spikes until then are complete, and no answer can be given"
                : "what was recorded until then is complete"
            lines.append("interrupted while \(stage); \(rest)")
        }
        lines.append("results in \(shownFolder)")
        return lines
    }

    private func comparison(_ answer: Experiment.Answer) -> String {
        let paired = answer.comparison
        let range = paired.interval
        return "against its control: \(Figures.points(paired.difference)) points "
            + "(\(Figures.points(range.lowerBound)) to \(Figures.points(range.upperBound))), "
            + "\(Figures.probability(paired.pValue)), on \(Figures.grouped(paired.total)) samples"
    }

    /// `12.0 s of 1,000 neurons and 98,765 synapses in 3.4 s by 2 workers; at most 61.0 MiB`
    private var effort: String {
        let active = ["running", "training", "testing"] + results.phaseNames
        let seconds = record.stages.filter { active.contains($0.name) }
            .reduce(0) { $0 + $1.seconds }
        let workers = record.workersUsed == 1 ? "1 worker" : "\(record.workersUsed) workers"
        let peak = record.memoryPeakBytes.map { "; at most \(ByteCount($0)) of memory" } ?? ""
        return "\(Figures.short(results.simulated / 1000)) s of "
            + "\(results.neuronText) and "
            + "\(Figures.grouped(results.synapses)) synapses in \(Figures.short(seconds)) s "
            + "by \(workers)\(peak)"
    }

    /// Relative to where the user is, if it lies below.
    private var shownFolder: String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return folder.path.hasPrefix(here)
            ? String(folder.path.dropFirst(here.count)) : folder.path
    }
}
