import Testing

@testable import SNNReport

@Suite struct PlotTests {
    @Test func numbersAreShort() {
        #expect(
            [1.0, 1.5, -0.25, 0.049, -0.004, 12.3456].map(\.svg) == [
                "1", "1.5", "-0.25", "0.05", "0", "12.35",
            ])
    }

    @Test func ticksAreRound() {
        let axis = Axis(0, 1000, from: 0, to: 500)
        #expect(axis.ticks(about: 5) == [0, 200, 400, 600, 800, 1000])
        #expect(axis(250) == 125)
        #expect(Axis.labels(axis.ticks(about: 5)) == ["0", "200", "400", "600", "800", "1,000"])
        let small = Axis(-0.07, 0.31, from: 0, to: 1).ticks(about: 4)
        #expect(Axis.labels(small) == ["0.0", "0.1", "0.2", "0.3"])
        #expect(Axis.labels(Axis(0, 0.9, from: 0, to: 1).ticks(about: 4)) == ["0.0", "0.5"])
    }

    @Test func checksumsAsPublished() {
        let digits = Array("123456789".utf8)
        #expect(PNG.crc32(digits) == 0xCBF4_3926)
        #expect(PNG.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
        #expect(Base64.encoded(Array("foobar".utf8)) == "Zm9vYmFy")
        #expect(Base64.encoded(Array("fooba".utf8)) == "Zm9vYmE=")
        #expect(Base64.encoded(Array("foob".utf8)) == "Zm9vYg==")
    }

    @Test func imagesAreWholeFiles() {
        for (width, height) in [(1, 1), (3, 2), (700, 400)] {
            var image = PNG(width: width, height: height)
            for index in image.pixels.indices { image.pixels[index] = UInt8(index % 16) }
            let bytes = image.bytes
            #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10])
            var at = 8, names: [String] = [], data: [UInt8] = []
            func number(_ at: Int) -> UInt32 {
                (0 ..< 4).reduce(0) { $0 << 8 | UInt32(bytes[at + $1]) }
            }
            while at < bytes.count {
                let length = Int(number(at))
                let name = String(decoding: bytes[at + 4 ..< at + 8], as: UTF8.self)
                #expect(
                    number(at + 8 + length) == PNG.crc32(Array(bytes[at + 4 ..< at + 8 + length])))
                if name == "IDAT" { data = Array(bytes[at + 8 ..< at + 8 + length]) }
                names.append(name)
                at += 12 + length
            }
            #expect(names == ["IHDR", "IDAT", "IEND"])
            let blocks = max(1, (height * (1 + (width + 1) / 2) + 65_534) / 65_535)
            #expect(data.count == 2 + 5 * blocks + height * (1 + (width + 1) / 2) + 4)
            // The last pixel of the last row, before the checksum.
            let last = data[data.count - 5]
            let shade = UInt8((width * height - 1) % 16)
            #expect((width % 2 == 0 ? last & 15 : last >> 4) == shade)
        }
    }

    @Test func densityConservesSpikes() {
        let trains = DemoPages.activity(neurons: 5000, rate: 30)
        let plot = RasterPlot(trains)
        #expect(plot.isDensity)
        let bands = [
            RasterPlot.Band(number: 0, top: 0, height: 200),
            RasterPlot.Band(number: 1, top: 206, height: 50),
        ]
        let density = plot.density(bands, Frame(left: 0, right: 500, top: 0, bottom: 256), cell: 1)
        #expect(density.width == 500 && density.height == 256)
        // Twenty neurons and 2 ms per cell: rates times that give spikes back.
        let spikes = density.rates.reduce(0, +) * 20 * 0.002
        #expect(abs(spikes - Double(plot.spikeCount)) < 1e-6 * spikes)
        #expect(density.rates[200 * 500 ..< 206 * 500].allSatisfy { $0 == 0 })
        let coarse = plot.density(
            bands, Frame(left: 0, right: 500, top: 0, bottom: 256), cell: 2)
        #expect(coarse.width == 250 && coarse.height == 128)
        #expect(abs(coarse.rates.reduce(0, +) * 40 * 0.004 - spikes) < 1e-6 * spikes)
        for (rate, shade) in zip(density.rates, density.image.pixels) {
            #expect((rate > 0) == (shade > 0) && shade <= 15)
        }
    }

    @Test func quantilesLieBetweenValues() {
        #expect(SpreadPlot.quantiles([4]) == [4, 4, 4, 4, 4])
        let found = SpreadPlot.quantiles((0 ... 100).map(Double.init).reversed())
        #expect(zip(found, [5.0, 25, 50, 75, 95]).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func longNamesAreCut() {
        #expect(Canvas.fitted("exc", into: 100) == "exc")
        let cut = Canvas.fitted("pyramidal cells of a layer", into: 60)
        #expect(cut.hasSuffix("…") && Canvas.width(of: cut) <= 60)
    }

    @Test func fewSpikesAreStrokes() {
        let plot = RasterPlot(
            [
                PopulationSpikes(
                    name: "a", neurons: 2, duration: 100, times: [10.0, 99], ids: [0, 1])
            ],
            window: 0 ..< 50)
        #expect(!plot.isDensity && plot.spikeCount == 1)
        let strokes = plot.svg(width: 940, id: "x").components(separatedBy: "class=\"spike")
        #expect(strokes.count == 2 && strokes[1].prefix { $0 != "/" }.count { $0 == "v" } == 1)
    }
}
