// The image behind a raster of many spikes: one pixel per cell of neurons × time.

extension RasterPlot {
    /// Spikes per neuron and second in each cell of the image, bands one below the other.
    struct Density {
        let width: Int
        let height: Int
        var rates: [Double]
        /// What each row is relative to: its band's `full`; 0 between bands.
        var rowFull: [Double]
        /// The rate that is shown at full shade in each band: 99 % of its cells with spikes stay
        /// below it. Bands have their own, because the fewer neurons share a cell, the higher the
        /// rate that a single spike stands for.
        var full: [Double]

        /// The side of the largest cell, in CSS pixels. Bands begin at multiples of it.
        static let cellMax = 2

        /// Grey values; a single spike is always seen.
        var image: PNG {
            var png = PNG(width: width, height: height)
            for (index, rate) in rates.enumerated() where rate > 0 {
                // The root makes faint activity visible beside bursts.
                let shade = min(1, rate / rowFull[index / width]).squareRoot()
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
        var rowFull = [Double](repeating: 0, count: height), full: [Double] = []
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
            let active = rates[top * width ..< (top + rows) * width].filter { $0 > 0 }.sorted()
            full.append(active.isEmpty ? 0 : active[min(active.count - 1, active.count * 99 / 100)])
            for row in top ..< top + rows { rowFull[row] = full.last! }
        }
        return Density(width: width, height: height, rates: rates, rowFull: rowFull, full: full)
    }

    /// Ten spikes per pixel make a smooth image; fewer look like noise, so cells are larger then.
    func cell(in frame: Frame) -> Int {
        Double(spikeCount) >= 10 * frame.width * frame.height ? 1 : Density.cellMax
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
    private func drawScale(_ full: [Double], _ frame: Frame, on canvas: inout Canvas) {
        let y = frame.bottom + 48, steps = 8, start = frame.left + 50
        canvas.text("rate 0", start - 8, y + 10, anchor: .end)
        for step in 0 ..< steps {
            canvas.rect(
                start + Double(step) * 14, y, 14, 12, "shade",
                opacity: Double(step + 1) / Double(steps))
        }
        let each = zip(populations, full).map { "\($0.name) ≥ \(Figures.short($1)) Hz" }
            .joined(separator: ", ")
        let room = frame.right - start - Double(steps) * 14 - 8
        canvas.text(
            Canvas.width(of: each, size: 12) <= room ? each : "99 % of a band’s cells",
            start + Double(steps) * 14 + 8, y + 10)
    }
}
