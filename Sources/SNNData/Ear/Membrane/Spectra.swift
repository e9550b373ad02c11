/// The spectra of all windows of a sound, for each way to cut it.
struct Spectra {
    /// Samples at 24 kHz that the sound lasts, rounded up to a multiple of eight.
    let count: Int
    /// For each of `Windows.all`: the bins of its windows, one window after the other, scaled as
    /// `MembraneFilter` wants them.
    let bins: [[SIMD2<Float>]]

    init(of sound: [Double], _ ear: Ear) {
        let samples = ((sound.count + 1) / 2 + 7) / 8 * 8
        count = samples
        let used = Set(ear.tables.map(\.windows))
        bins = Windows.all.indices.map { index in
            guard used.contains(index) else { return [] }
            let windows = Windows.all[index]
            let scale = 1 / Double(2 * windows.length)
            var bins: [SIMD2<Float>] = []
            bins.reserveCapacity(windows.count(for: samples) * windows.length)
            for window in 0..<windows.count(for: samples) {
                let start = 2 * (window * windows.hop - windows.lead)
                let cut = (start..<start + 2 * windows.length).map {
                    $0 >= 0 && $0 < sound.count ? sound[$0] : 0
                }
                bins += ear.fouriers[index].transformed(cut).map {
                    SIMD2(Float($0.re * scale), Float($0.im * scale))
                }
            }
            return bins
        }
    }
}
