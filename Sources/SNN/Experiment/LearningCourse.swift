import SNNReport

/// What could be seen of learning while samples were shown one after the other.
public struct LearningCourse: Sendable {
    /// Of the phase.
    public let phase: String
    /// How many samples had been shown at each point.
    public private(set) var samples: [Int] = []
    /// Spikes per sample of the neurons that are read, mean over the samples since the last point.
    public private(set) var spikes: [Double] = []
    /// The share of samples that were named rightly by what neurons had stood for until then; only
    /// for a readout of labels.
    public private(set) var accuracies: [(samples: Int, accuracy: Double)] = []
    /// Presentations of a sample again because it gave few spikes.
    public let repetitions: Int

    /// About so many points.
    static let points = 40

    /// - Parameters:
    ///   - labels: of one pass.
    ///   - units: the neurons that a readout of labels looks at; nil without one.
    init(
        _ phase: String, _ response: Presentation.Response, labels: [Int], classes: Int,
        units: Range<Int>?
    ) {
        self.phase = phase
        repetitions = response.repetitions
        let width = response.unitCount
        let counts = response.earlierCounts + response.counts
        let total = width == 0 ? 0 : counts.count / width
        let block = max(50, (total + Self.points - 1) / Self.points)
        for start in stride(from: 0, to: total, by: block) {
            let end = min(start + block, total)
            let sum = counts[start * width..<end * width].reduce(0) { $0 + Int($1) }
            samples.append(end)
            spikes.append(Double(sum) / Double(end - start))
        }
        guard let units, !labels.isEmpty else { return }
        let values = (0..<total).flatMap { row in
            counts[row * width + units.lowerBound..<row * width + units.upperBound].map {
                Float($0)
            }
        }
        accuracies = LabelAssignment.course(
            counts: FeatureMatrix(rows: total, columns: units.count, values: values),
            labels: (0..<total).map { labels[$0 % labels.count] }, classes: classes, block: block)
    }
}
