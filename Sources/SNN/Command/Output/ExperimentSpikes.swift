import Foundation
import SNNReport

// The spikes of an experiment as one recording: presentations follow each other, first all training
// samples, then all test samples, each taking the duration of a presentation. Where readouts need
// no more than counts, the spikes of the first samples of each split stand for all.
//
//     | train 0 | train 1 | … | test 0 | test 1 | …        sample k begins at k · duration

/// The spikes of the populations that readouts look at, over all presentations.
struct ExperimentSpikes {
    let selections: [Selection]
    private let starts: [Int]
    private let experiment: Experiment
    private let outcome: Experiment.Outcome

    init(_ experiment: Experiment, _ outcome: Experiment.Outcome) {
        self.experiment = experiment
        self.outcome = outcome
        // A population that several readouts look at is written once.
        var selections: [Selection] = []
        var starts: [Int] = []
        var unit = 0
        for selection in experiment.model.readouts.flatMap(\.features.of) {
            if !selections.contains(selection) {
                selections.append(selection)
                starts.append(unit)
            }
            unit += experiment.model.count(of: selection) ?? 0
        }
        self.selections = selections
        self.starts = starts
    }

    /// Of all selections together, those of a population that several readouts look at as often.
    var unitCount: Int { outcome.test.unitCount }

    /// Of a presentation, in ms.
    var presentationLength: Double { outcome.duration }

    /// Test presentations whose spikes were kept.
    var testSampleCount: Int { outcome.test.keptSamples }

    /// The unit that a neuron of a population is; nil for one that no readout looks at.
    func unit(_ population: String, _ neuron: Int) -> Int? {
        for (selection, start) in zip(selections, starts) where selection.name == population {
            let range = selection.range ?? 0..<Int.max
            if range.contains(neuron) { return start + neuron - range.lowerBound }
        }
        return nil
    }

    /// One test presentation: times in ms from its start, and units, of all selections.
    func test(_ sample: Int) -> (times: [Double], units: [Int]) {
        let response = outcome.test
        let events = response.offsets[sample]..<response.offsets[sample + 1]
        return (events.map { Double(response.times[$0]) }, events.map { Int(response.units[$0]) })
    }

    private func count(_ index: Int) -> Int { experiment.model.count(of: selections[index]) ?? 0 }

    /// Of the test presentations, for measures and plots.
    var testTrains: [PopulationSpikes] {
        selections.indices.map { index in
            let spikes = spikes(outcome.test, index, firstSample: 0)
            return PopulationSpikes(
                name: selections[index].description, neurons: count(index),
                duration: Double(max(1, outcome.test.keptSamples)) * outcome.duration,
                times: spikes.times, ids: spikes.units,
                resetEvery: experiment.model.resetsBetweenSamples ? outcome.duration : nil)
        }
    }

    /// Writes all presentations in the SONATA layout.
    func write(to file: URL) throws {
        let writer = try SpikeFileWriter(file, selections)
        for index in selections.indices {
            let low = selections[index].range?.lowerBound ?? 0
            for (response, first) in [
                (outcome.train, 0), (outcome.test, experiment.dataset.train.count),
            ] {
                let spikes = spikes(response, index, firstSample: first)
                try writer.append(
                    index, times: spikes.times, elements: spikes.units.map { $0 + low })
            }
        }
        try writer.close()
    }

    private func spikes(
        _ response: Presentation.Response, _ index: Int, firstSample: Int
    ) -> (times: [Double], units: [Int]) {
        let range = starts[index]..<starts[index] + count(index)
        var times: [Double] = []
        var units: [Int] = []
        for sample in 0..<response.offsets.count - 1 {
            let start = Double(firstSample + sample) * outcome.duration
            for event in response.offsets[sample]..<response.offsets[sample + 1] {
                let unit = Int(response.units[event])
                guard range.contains(unit) else { continue }
                times.append(start + Double(response.times[event]))
                units.append(unit - range.lowerBound)
            }
        }
        return (times, units)
    }
}
