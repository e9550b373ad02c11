/// What the learning of all partitions has in common.
struct PlasticPlan: Sendable {
    let rules: LearningRules
    let epochTicks: Int
    /// Astrocytes of each group with calcium.
    var gliaCounts: [Int] = []
    /// A tick in ms.
    let resolution: Double
}
