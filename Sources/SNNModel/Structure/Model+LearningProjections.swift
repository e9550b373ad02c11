extension Model {
    /// Projections whose weights a rule changes, by index.
    public var learningProjections: [Int] {
        projections.indices.filter { index in
            projections[index].plasticity.contains { name in
                let part = plasticity(named: name)?.part
                return part == .weights || part == .upkeep
            }
        }
    }

    /// The projections whose weights a recording is of, by index.
    public func projections(of recording: WeightRecording) -> [Int] {
        learningProjections.filter {
            projections[$0].source == recording.source
                && projections[$0].target == recording.target
        }
    }
}
