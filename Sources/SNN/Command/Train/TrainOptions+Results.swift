import Foundation
import SNNEngine

// What remains of every training.

extension TrainOptions {
    /// Writes what was learnt, as `weights.npz` and where `--save-weights` asks for it, and
    /// `learning.csv`.
    ///
    /// - Parameter score: what a score is, as a word of the heading.
    func write(
        _ weights: ELMWeights, _ course: TrainingCourse, _ score: String, to folder: OutputFolder
    ) throws {
        let paths = [folder.draft.appendingPathComponent("weights.npz").path]
            + (saveWeights.map { [$0] } ?? [])
        for path in paths { try weights.write(to: path) }
        try course.csv(score: score).write(
            to: folder.draft.appendingPathComponent("learning.csv"), atomically: false,
            encoding: .utf8)
    }
}

extension ELMWeights {
    /// FNV-1a (Fowler, Noll, Vo) of the bits of what was learnt, array by array.
    var fingerprint: UInt64 {
        arrays.sorted { $0.key < $1.key }.lazy.flatMap(\.value.values)
            .reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1.bitPattern) &* 0x100_0000_01B3 }
    }
}
