import CKernels

/// Inner hair cells of sixteen channels: three pools of transmitter between which it moves at
/// rates that follow the membrane (Meddis, J. Acoust. Soc. Am. 79, 702, 1986; 83, 1056, 1988).
///
///         y(m - q)           k q             (l) c
///     ----------> q  --------------> c  ----------->        k = g (b + A) / (b + A + B)
///     free pool   ^                  | r c                  b = velocity of the membrane
///                 |   x w            v
///                 +-------------- w  reprocessing
///
/// One step is one sample at 24 kHz (forward Euler, as in the data set).
struct HairCells {
    /// Rates in 1/s: replenishment, release, loss, uptake, reprocessing.
    static let y: Float = 5.05
    static let g: Float = 2000
    static let l: Float = 2500
    static let r: Float = 6580
    static let x: Float = 66.3
    /// Permeability: offset and half value, in units of the membrane's velocity.
    static let a: Float = 5
    static let b: Float = 300
    /// Firing rate in 1/s for a full cleft, and the size of the free pool.
    static let h: Float = 50000
    static let m: Float = 1

    private var free: Lanes16
    private var cleft: Lanes16
    private var waiting: Lanes16

    /// Cells at rest: the steady state of silence.
    init() {
        let k = Self.g * Self.a / (Self.a + Self.b)
        let c = Self.m * Self.y * k / (Self.l * k + Self.y * (Self.l + Self.r))
        cleft = Lanes16(repeating: c)
        free = Lanes16(repeating: c * (Self.l + Self.r) / k)
        waiting = Lanes16(repeating: c * Self.r / Self.x)
    }

    /// Advances by one sample. No pool can fall below zero, because none loses more than 0.4 of
    /// its content in a sample.
    ///
    /// - Returns: the probability that a fibre fires within this sample, below 0.3.
    @inline(__always)
    mutating func step(_ velocity: Lanes16) -> Lanes16 {
        let dt = 1 / Float(Ear.rate)
        let zero = Lanes16.zero
        let drive = snn_lanes_max(velocity + Self.a, zero)
        let release = drive * (Self.g * dt) / (drive + Self.b)
        let deficit = snn_lanes_max(Self.m - free, zero)
        let ejected = release * free
        let reprocessed = waiting * (Self.x * dt)
        let uptake = cleft * (Self.r * dt)
        free = free + (deficit * (Self.y * dt) + reprocessed - ejected)
        cleft = cleft * (1 - (Self.l + Self.r) * dt) + ejected
        waiting = waiting + (uptake - reprocessed)
        return cleft * (Self.h * dt)
    }
}
