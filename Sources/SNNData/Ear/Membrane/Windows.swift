// How the sound is cut for the membrane's filters ("overlap and save").
//
// A filter of n channels' length is applied to a window of `length` samples by one transform, and
// the first and last samples of the result, which mix the window's ends, are thrown away. A
// point on the membrane that is tuned to f hertz rings for some 18 periods: 15.3 before the sound,
// because the filters are mirrored in time, and 2.5 after it (to a thousandth of the
// peak). So low channels take long windows, and high ones short windows that stay in the cache.

/// A way to cut the sound into windows, at the membrane's rate of 24 kHz.
struct Windows: Sendable, Equatable {
    /// Samples of a window; a power of two.
    var length: Int
    /// Samples lost at the start of each window, and at both ends together.
    var lead: Int
    var loss: Int

    /// Samples gained from each window.
    var hop: Int { length - loss }

    /// Length of a response in periods of the lowest frequency, and its share after the sound.
    static let periods = 18.0
    static let periodsAfter = 2.6

    init(length: Int, loss: Int) {
        self.length = length
        self.loss = loss
        lead = Int((Double(loss) * Self.periodsAfter / Self.periods).rounded(.up))
    }

    /// All ways in use, from short to long.
    static let all = [
        Windows(length: 1024, loss: 192), Windows(length: 2048, loss: 512),
        Windows(length: 4096, loss: 1024), Windows(length: 8192, loss: 2304),
        Windows(length: 8192, loss: 4416),
    ]

    /// The shortest windows that hold the response of a point tuned to `frequency` hertz.
    static func index(for frequency: Double) -> Int {
        let needed = periods / frequency * Ear.rate
        return all.firstIndex { Double($0.loss) >= needed } ?? all.count - 1
    }

    /// How many windows cover `samples` samples.
    func count(for samples: Int) -> Int { (samples + hop - 1) / hop }
}
