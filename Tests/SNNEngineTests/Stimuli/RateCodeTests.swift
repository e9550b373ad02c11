import Testing

@testable import SNNEngine
@testable import SNNModel

/// Values as spikes.
@Suite struct RateCodeTests {
    private let code = RateCode(seed: 3, port: "pixels", rateMax: 0.0625, interval: 1)

    @Test func ratesFollowValues() {
        let values: [UInt8] = [0, 51, 0, 255, 102]
        var counts = [Int](repeating: 0, count: 5)
        let trains = code.trains(
            of: values, scale: 1 / 255.0, presentation: 1, duration: 100_000)
        for unit in trains.units { counts[unit] += 1 }
        #expect(counts[0] == 0 && counts[2] == 0)
        for (channel, value) in values.enumerated() where value > 0 {
            let p = Double(value) / 255 * 0.0625
            let (mean, sd) = (p * 1e5, (1e5 * p * (1 - p)).squareRoot())
            #expect(abs(Double(counts[channel]) - mean) < 4 * sd, "channel \(channel)")
        }
    }

    @Test func trainsAreAFunctionOfTheirNames() {
        let values = (0..<50).map { UInt8($0 * 5) }
        func trains(_ presentation: UInt64, _ duration: Double, from start: Double = 0)
            -> SpikeTrains
        {
            code.trains(
                of: values, scale: 1 / 255.0, presentation: presentation, duration: duration,
                from: start)
        }
        let long = trains(7, 400)
        #expect(long == trains(7, 400) && long != trains(8, 400))
        // A shorter presentation is the beginning of a longer one; a later one is shifted.
        let short = trains(7, 150)
        #expect(Array(long.times.prefix(short.times.count)) == short.times)
        #expect(Array(long.units.prefix(short.units.count)) == short.units)
        #expect(trains(7, 400, from: 1000).times == long.times.map { $0 + 1000 })
        // A channel's numbers do not depend on the others' values.
        var single = [UInt8](repeating: 0, count: 50)
        single[20] = values[20]
        let alone = code.trains(
            of: single, scale: 1 / 255.0, presentation: 7, duration: 400)
        let own = zip(long.times, long.units).filter { $0.1 == 20 }.map(\.0)
        #expect(alone.times == own)
    }

    @Test func timesAreWholeIntervals() {
        let code = RateCode(seed: 1, port: "p", rateMax: 100, interval: 0.5)
        let trains = code.trains(of: [255], scale: 1 / 255.0, presentation: 0, duration: 2)
        #expect(trains.times == [0.5, 1, 1.5, 2] && trains.units == [0, 0, 0, 0])
        #expect(code.trains(of: [255], scale: 1, presentation: 0, duration: 0.4).times.isEmpty)
        #expect(code.trains(of: [0], scale: 1, presentation: 0, duration: 9).times.isEmpty)
    }

    @Test func settingsOfThePortAreTaken() {
        let plain = RateCode(Stimulus("p", count: 1, kind: "input"), seed: 1)
        #expect(plain.probabilityMax == 0.06375 && plain.interval == 1)
        let set = RateCode(
            Stimulus(
                "p", count: 1, kind: "input",
                settings: ["rate_max": .quantity(.hertz(500)),
                    "interval": .quantity(.milliseconds(2))]), seed: 1)
        #expect(set.probabilityMax == 1 && set.interval == 2)
    }
}
