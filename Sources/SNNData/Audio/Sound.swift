/// A piece of sound with one channel.
public struct Sound: Sendable, Equatable {
    /// Amplitudes; full scale is -1 ... 1.
    public var samples: [Float]
    /// Samples per second.
    public var rate: Double

    /// - Precondition: `rate > 0`.
    public init(samples: [Float], rate: Double) {
        precondition(rate > 0, "a sound needs a sampling rate above zero")
        self.samples = samples
        self.rate = rate
    }

    /// Length in milliseconds.
    public var duration: Double { Double(samples.count) / rate * 1000 }
}
