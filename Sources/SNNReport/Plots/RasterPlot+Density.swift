// The image behind a raster of many spikes: one pixel per cell of neurons × time.

extension RasterPlot {
    /// Spikes per neuron and second in each cell of the image, bands one below the other.
    struct Density {
        let width: Int
        let height: Int
        var rates: [Double]
        /// The rate that is shown at full shade: 99 % of the cells with spikes stay below it.
        var full: Double

        /// The side of the largest cell, in CSS pixels. Bands begin at multiples of it.
        static let cellMax = 4

        /// Grey values; a single spike is always seen.
        var image: PNG {
            var png = PNG(width: width, height: height)
            for (index, rate) in rates.enumerated() where rate > 0 {
                // The root makes faint activity visible beside bursts.
                let shade = min(1, rate / full).squareRoot()
                png.pixels[index] = UInt8(2 + 13 * shade)
            }
            return png
        }
    }

    /// - Parameter cell: The side of a cell in CSS pixels.
    func density(_ bands: [Band], _ frame: Frame, cell: Int) -> Density {
        let width = max(1, Int(frame.width) / cell)
        let height = max(1, Int(frame.height.rounded(.up)) / cell)
        var rates = [Double](repeating: 0, count: width * height)
        let perMillisecond = Double(width) / (window.upperBound - window.lowerBound)
        for band in bands {
            let trains = populations[band.number]
            let top = Int((band.top - frame.top).rounded()) / cell
            let rows = max(1, min(Int(band.height) / cell, height - top))
            // A cell without a whole neuron counts as one: its shade is that neuron's.
            let neuronsPerCell = max(1, Double(trains.neurons) / Double(rows))
            let weight = 1000 * perMillisecond / neuronsPerCell
            for (time, neuron) in zip(trains.times, trains.ids) where window.contains(time) {
                let first = Int(neuron) * rows / max(trains.neurons, 1)
                let last = max(first, (Int(neuron) + 1) * rows / max(trains.neurons, 1) - 1)
                let column = min(Int((time - window.lowerBound) * perMillisecond), width - 1)
                for row in first ... last { rates[(top + row) * width + column] += weight }
            }
        }
        let active = rates.filter { $0 > 0 }.sorted()
        let full = active.isEmpty ? 1 : active[min(active.count - 1, active.count * 99 / 100)]
        return Density(width: width, height: height, rates: rates, full: full)
    }

    /// Cells grow until ten spikes fall into one on average: fewer look like noise.
    func cell(in frame: Frame) -> Int {
        let sides = [1, 2, Density.cellMax]
        return sides.first { side in
            Double(spikeCount * side * side) >= 10 * frame.width * frame.height
        } ?? Density.cellMax
    }

    func drawDensity(_ bands: [Band], _ frame: Frame, id: String, on canvas: inout Canvas) {
        let cell = cell(in: frame)
        let density = density(bands, frame, cell: cell)
        let height = Double(density.height * cell)
        let size = "width=\"\(frame.width.svg)\" height=\"\(height.svg)\""
        let place = "x=\"\(frame.left.svg)\" y=\"\(frame.top.svg)\""
        let image = density.image.dataURI
        canvas.add(
            """
            <mask id="\(id)-density" maskUnits="userSpaceOnUse" \(place) \(size)>\
            <image \(place) \(size) preserveAspectRatio="none" href="\(image)"/></mask>
            """)
        canvas.add("<g mask=\"url(#\(id)-density)\">")
        for band in bands {
            canvas.rect(
                frame.left, band.top, frame.width, band.height, Palette.fill(band.number))
        }
        canvas.add("</g>")
        drawScale(density.full, frame, on: &canvas)
    }

    /// Shades and what they mean, below the time axis.
    private func drawScale(_ full: Double, _ frame: Frame, on canvas: inout Canvas) {
        let y = frame.bottom + 48, steps = 8, start = frame.left + 50
        canvas.text("rate 0", start - 8, y + 10, anchor: .end)
        for step in 0 ..< steps {
            canvas.rect(
                start + Double(step) * 14, y, 14, 12, "shade",
                opacity: Double(step + 1) / Double(steps))
        }
        canvas.text("≥ \(Figures.short(full)) Hz", start + Double(steps) * 14 + 8, y + 10)
    }
}
