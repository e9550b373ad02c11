// The mean over all pairs of n neurons needs no pair: with the counts of each neuron brought to
// mean 0 and length 1 over the bins,
//
//     sum over pairs z_i . z_j  =  (|sum z_i|^2 - n) / 2
//
// and the sum of all z needs one pass over the spikes.

extension PopulationSpikes {
    /// The mean correlation coefficient of the spike counts of pairs of neurons, in bins.
    ///
    /// - Parameters:
    ///   - bin: in ms.
    ///   - limit: only the first neurons with at least two spikes are looked at, this many.
    /// - Returns: nil where fewer than two neurons qualify.
    public func meanCorrelation(bin: Double, neurons limit: Int) -> Double? {
        precondition(bin > 0, "A bin has a length.")
        let bins = Int(duration / bin + 1e-6)
        guard bins > 1 else { return nil }
        var counts = [Int](repeating: 0, count: neurons)
        for id in ids { counts[Int(id)] += 1 }
        var slots = [Int](repeating: -1, count: neurons)
        let chosen = counts.indices.filter { counts[$0] >= 2 }.prefix(limit)
        for (slot, neuron) in chosen.enumerated() { slots[neuron] = slot }
        guard chosen.count > 1 else { return nil }

        var table = [Double](repeating: 0, count: chosen.count * bins)
        for (time, id) in zip(times, ids) where slots[Int(id)] >= 0 && time >= 0 {
            let index = Int(time / bin)
            if index < bins { table[slots[Int(id)] * bins + index] += 1 }
        }
        var sum = [Double](repeating: 0, count: bins)
        var used = 0
        for slot in 0 ..< chosen.count {
            let row = table[slot * bins ..< (slot + 1) * bins]
            let moments = Moments(row)
            let length = (moments.variance * Double(bins - 1)).squareRoot()
            guard length > 0 else { continue }
            used += 1
            for (index, count) in row.enumerated() { sum[index] += (count - moments.mean) / length }
        }
        guard used > 1 else { return nil }
        let square = sum.reduce(0) { $0 + $1 * $1 }
        return (square - Double(used)) / Double(used * (used - 1))
    }
}
