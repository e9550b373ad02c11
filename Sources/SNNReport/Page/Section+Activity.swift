extension Section {
    /// Who fired when.
    ///
    /// - Parameter window: The part of the recording to show, in ms; nil shows all of it.
    public static func raster(
        _ populations: [PopulationSpikes], window: Range<Double>? = nil, title: String = "Spikes",
        lead: String? = nil
    ) -> Section {
        let plot = RasterPlot(populations, window: window)
        let neurons = populations.reduce(0) { $0 + $1.neurons }
        let counts =
            "\(Figures.grouped(plot.spikeCount)) spikes of \(Figures.grouped(neurons)) neurons. "
        let how =
            plot.isDensity
            ? "Too many to be drawn one by one: the shade of a cell is the rate of the neurons and "
                + "the time that fall into it (the root of it, so that faint activity is seen)."
            : "Each stroke is a spike."
        return Section(
            title, lead: lead, parts: [.figure(Figure(plot, caption: counts + how))])
    }

    /// The same from flat arrays: name, spike times in ms, neuron of each spike, number of neurons.
    public static func raster(
        spikes: [(name: String, times: [Double], ids: [Int], neurons: Int)], duration: Double
    ) -> Section {
        raster(
            spikes.map {
                PopulationSpikes(
                    name: $0.name, neurons: $0.neurons, duration: duration, times: $0.times,
                    ids: $0.ids)
            })
    }

    /// How the mean rate of each population changes.
    ///
    /// - Parameters:
    ///   - bin: In ms; nil takes up to 200 round bins, fewer where spikes are few.
    ///   - note: What else the caption says.
    public static func rates(
        _ populations: [PopulationSpikes], bin: Double? = nil, note: String? = nil
    ) -> Section {
        let duration = max(populations.map(\.duration).max() ?? 1, 1e-9)
        // Twelve spikes in a bin of a typical population keep its curve from being a comb.
        let spikes = populations.map(\.times.count).filter { $0 > 0 }.sorted()
        let typical = spikes.isEmpty ? 0 : spikes[(spikes.count - 1) / 2]
        let bins = min(200, max(20, typical / 12))
        let bin = bin ?? Histogram.roundStep(duration / Double(bins))
        let curves = populations.enumerated().map { index, trains in
            let rate = trains.populationRate(bin: bin)
            return LinePlot.Curve(
                trains.name, x: rate.indices.map { (Double($0) + 0.5) * bin }, y: rate,
                colour: index)
        }
        let plot = LinePlot(
            curves, xName: "time (ms)", yName: "spikes per neuron and second (Hz)",
            xRange: 0 ... duration)
        return Section(
            "Population rates",
            parts: [
                .figure(
                    Figure(
                        plot,
                        caption: "Mean over a population in bins of \(Figures.short(bin)) ms."
                            + (note.map { " " + $0 } ?? "")))
            ])
    }

    /// How rates and irregularity are spread over the neurons, with a table of their means.
    public static func distributions(_ populations: [PopulationSpikes]) -> Section {
        let numbered = Array(populations.enumerated())
        let rates = numbered.map { (name: $1.name, values: $1.rates, colour: $0) }
        let cvs = numbered.map { (name: $1.name, values: $1.irregularity, colour: $0) }
        let rows = zip(populations, cvs).map { trains, cv in
            [
                trains.name, Figures.grouped(trains.neurons), Figures.grouped(trains.times.count),
                Figures.short(trains.meanRate) + " Hz", Figures.percent(trains.silentShare),
                cv.values.isEmpty ? "–" : Figures.fixed(Moments(cv.values).mean, 2),
                trains.fanoFactor(bin: 5).map { Figures.short($0) } ?? "–",
                trains.synchrony(bin: 5).map { Figures.fixed($0, 3) } ?? "–",
            ]
        }
        return Section(
            "Distributions",
            parts: [
                .figures([
                    Figure(spread(rates, "rate (Hz)"), title: "Rates"),
                    Figure(
                        spread(cvs, "CV of intervals", reference: (1, "Poisson")),
                        title: "Irregularity",
                        caption: "Of neurons with three spikes or more. 0 is a clock."),
                ]),
                .table(
                    Table(
                        columns: [
                            "population", "neurons", "spikes", "mean rate", "silent", "mean CV",
                            "Fano (5 ms)", "synchrony χ",
                        ], rows: rows)),
            ])
    }

    /// A few populations are overlaid as histograms; more are told apart only row by row.
    private static func spread(
        _ sets: [(name: String, values: [Double], colour: Int)], _ xName: String,
        reference: (value: Double, name: String)? = nil
    ) -> any Plot {
        sets.count <= 4
            ? HistogramPlot(sets, xName: xName, reference: reference)
            : SpreadPlot(sets, xName: xName, reference: reference)
    }
}
