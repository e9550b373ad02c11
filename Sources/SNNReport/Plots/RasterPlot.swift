// Who fired when. Each population is a band, neurons from top to bottom, time from left to right.
//
// Few spikes are drawn one by one. Beyond `spikesDrawnMax` strokes would only cover each other,
// so an image shows how often the neurons of each pixel row fired in each pixel's time, as rate.
// The image is a mask: where it is white the band's colour shows, so it suits light and dark.

/// Spikes of some populations over time.
public struct RasterPlot: Plot {
    public var populations: [PopulationSpikes]
    /// The part of the recording that is shown, in ms.
    public var window: Range<Double>
    /// More spikes than this are shown as density.
    public var spikesDrawnMax = 20_000

    public init(_ populations: [PopulationSpikes], window: Range<Double>? = nil) {
        self.populations = populations
        let end = populations.map(\.duration).max() ?? 1
        self.window = window ?? 0 ..< max(end, .leastNonzeroMagnitude)
    }

    /// How many spikes lie in the window.
    public var spikeCount: Int {
        populations.reduce(0) { $0 + $1.times.count { window.contains($0) } }
    }

    /// Whether spikes are too many to be drawn one by one.
    public var isDensity: Bool { spikeCount > spikesDrawnMax }

    public var summary: String {
        let each = populations.map {
            "\($0.name), \(Figures.grouped($0.neurons)) neurons at \(Figures.short($0.meanRate)) Hz"
        }
        return "Raster of \(Figures.grouped(spikeCount)) spikes: " + each.joined(separator: "; ")
    }

    public func svg(width: Double, id: String) -> String {
        let isWide = width > 600
        var canvas = Canvas(width: width, height: 0)
        var top = 8.0
        if !isWide {
            let entries = populations.enumerated().map { ($1.name, $0) }
            top = Legend(entries: entries).draw(on: &canvas) + 6
        }
        let names = populations.map { Canvas.width(of: $0.name, size: 14) }.max() ?? 0
        let left = isWide ? min(max(names, 92) + 14, 190) : 4
        let bands = bands(from: top, height: plotHeight(isWide: isWide))
        let bottom = (bands.last.map { $0.top + $0.height } ?? top) + 4
        let frame = Frame(left: left, right: width - 14, top: top, bottom: bottom)
        let time = Axis(window.lowerBound, window.upperBound, from: left, to: frame.right)
        let isDensity = isDensity
        canvas.height = bottom + (isDensity ? 66 : 44)
        if isWide { drawNames(bands, left, on: &canvas) }
        for tick in time.ticks(about: max(2, Int(frame.width / 90))) {
            canvas.line(time(tick), top, time(tick), bottom, "grid")
        }
        if isDensity {
            drawDensity(bands, frame, id: id, on: &canvas)
        } else {
            for band in bands { drawSpikes(of: band, time, on: &canvas) }
        }
        frame.drawHorizontal(time, "time (ms)", on: &canvas)
        return canvas.svg(summary: summary)
    }

    /// A population's place.
    struct Band {
        let number: Int
        let top: Double
        let height: Double
    }

    /// Ten neurons need no more than a hand's breadth, a hundred thousand get the whole height.
    private func plotHeight(isWide: Bool) -> Double {
        let neurons = populations.reduce(0) { $0 + $1.neurons }
        return min(isWide ? 440 : 360, max(Double(neurons) * 16, Double(populations.count) * 34))
    }

    /// Heights go by numbers of neurons, but none is so low that it cannot be seen.
    private func bands(from top: Double, height: Double) -> [Band] {
        let least = min(28, height / Double(max(populations.count, 1)))
        let neurons = populations.map { Double($0.neurons) }
        let total = max(neurons.reduce(0, +), 1)
        let isSmall = neurons.map { $0 / total * height < least }
        let large = zip(neurons, isSmall).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
        let rest = height - least * Double(isSmall.count { $0 })
        var y = top
        return populations.indices.map { number in
            let own = isSmall[number] ? least : neurons[number] / max(large, 1) * rest
            // Multiples of the largest cell keep the bands of a density image apart.
            let unit = Double(Density.cellMax)
            let band = Band(
                number: number, top: y, height: max(unit, (own / unit).rounded() * unit))
            y += band.height + 2 * unit
            return band
        }
    }

    private func drawNames(_ bands: [Band], _ left: Double, on canvas: inout Canvas) {
        for band in bands where band.height >= 14 {
            let trains = populations[band.number]
            let middle = band.top + band.height / 2
            let hasRoom = band.height >= 32
            canvas.text(
                Canvas.fitted(trains.name, into: left - 14, size: 14), left - 12,
                middle + (hasRoom ? -2 : 5),
                "label strong " + Palette.fill(band.number), anchor: .end)
            if hasRoom {
                let count = Figures.grouped(trains.neurons)
                canvas.text(
                    trains.neurons == 1 ? "1 neuron" : "\(count) neurons", left - 12, middle + 15,
                    anchor: .end)
            }
        }
    }

    private func drawSpikes(of band: Band, _ time: Axis, on canvas: inout Canvas) {
        let trains = populations[band.number]
        let row = band.height / Double(max(trains.neurons, 1))
        let length = max(2.2, min(row * 0.76, 22))
        var data = ""
        for (at, neuron) in zip(trains.times, trains.ids) where window.contains(at) {
            let y = band.top + (Double(neuron) + 0.5) * row - length / 2
            data += "M\(time(at).svg) \(y.svg)v\(length.svg)"
        }
        guard !data.isEmpty else { return }
        canvas.path(data, (row > 5 ? "spike bold " : "spike ") + Palette.stroke(band.number))
    }
}
