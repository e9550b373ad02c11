/// A spike that reaches a synapse of an exact neuron. 24 bytes.
struct InputEvent {
    /// ms by which it arrives ahead of `tick`; 0 <= `before` < h.
    var before: Double
    var tick: Int32
    /// The neuron, counted within its block.
    var target: UInt32
    /// In the receptor's unit: mV, pA or nS.
    var weight: Float
    var receptor: UInt16

    init(target: UInt32, receptor: UInt16, tick: Int32, before: Double, weight: Float) {
        self.before = before
        self.tick = tick
        self.target = target
        self.weight = weight
        self.receptor = receptor
    }

    var time: ExactTime { ExactTime(tick: Int(tick), before: before) }
}
