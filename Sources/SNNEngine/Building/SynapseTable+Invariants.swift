extension SynapseTable {
    /// What every table promises to delivery. Compiled away unless `SNN_INTERNAL_CHECKS` is set;
    /// with it, no figure about speed holds.
    @inline(__always)
    func checkInvariants(targetCount: Int) {
        #if SNN_INTERNAL_CHECKS
            precondition(
                rows[0] == 0 && Int(rows[rowCount]) == synapseCount, "Rows span all synapses.")
            for row in 0..<rowCount {
                precondition(rows[row] <= rows[row + 1], "Rows ascend.")
                var last: UInt32 = 0
                var end = Int(rows[row])
                forEachSynapse(ofRow: row) { j, delay in
                    precondition(Int(targets[j]) < targetCount, "A target lies in the partition.")
                    precondition(delay >= 1, "No effect precedes its cause.")
                    let key = UInt32(delay) << 16 | UInt32(targets[j])
                    precondition(key >= last, "A row is sorted by delay, then target.")
                    last = key
                    end = j + 1
                }
                precondition(end == Int(rows[row + 1]), "Runs span the row.")
            }
        #endif
    }
}
