// The receiver operating characteristic: of those that are, which part is found, against which part
// of those that are not is found as well, over all levels of a score (Hanley & McNeil 1982,
// Radiology 143, 29). The area under it is the probability that of two drawn at random the one that
// is has the higher score, ties counted half.

/// How well a score tells what is from what is not.
public struct ROCCurve: Sendable, Equatable {
    /// The area; nil where all are or none is.
    public let area: Double?
    /// Parts of those that are not, and of those that are, with a score of a level or more, by
    /// falling level; some hundred points.
    public let falsePositive: [Double]
    public let truePositive: [Double]
    /// The score that as many reach as are.
    public let balancedLevel: Double

    /// - Parameters:
    ///   - scores: any numbers, higher where something is more probable.
    ///   - isPositive: what is, one for each.
    public init(scores: [Float], isPositive: [Bool], points: Int = 200) {
        precondition(scores.count == isPositive.count)
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let positives = isPositive.filter { $0 }.count
        let negatives = scores.count - positives
        var (x, y) = ([0.0], [0.0])
        var (found, wrong, doubledArea) = (0, 0, 0.0)
        var level = Double.infinity
        var place = 0
        while place < order.count {
            // Equal scores come together.
            let score = scores[order[place]]
            let (foundBefore, wrongBefore) = (found, wrong)
            while place < order.count, scores[order[place]] == score {
                if isPositive[order[place]] { found += 1 } else { wrong += 1 }
                place += 1
            }
            doubledArea += Double(wrong - wrongBefore) * Double(found + foundBefore)
            if found + wrong <= positives { level = Double(score) }
            let (right, up) = (
                Double(wrong) / Double(max(negatives, 1)), Double(found) / Double(max(positives, 1))
            )
            if right - x.last! + up - y.last! >= 2 / Double(points) || place == order.count {
                x.append(right)
                y.append(up)
            }
        }
        let pairs = Double(positives) * Double(negatives)
        area = pairs > 0 ? doubledArea / (2 * pairs) : nil
        (falsePositive, truePositive, balancedLevel) = (x, y, level)
    }
}
