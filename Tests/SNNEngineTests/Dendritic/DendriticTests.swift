import SNNModel
import Testing

@testable import SNNEngine

/// Neurons with dendrites by themselves: closed forms and what makes them worth having.
@Suite struct DendriticTests {
    private static let ampa = Receptor(
        "ampa", .exponential, tau: .quantity(.milliseconds(2)), reversal: .quantity(.millivolts(0)))
    private static let nmda = Receptor(
        "nmda", .exponential, tau: .quantity(.milliseconds(50)),
        reversal: .quantity(.millivolts(0)), magnesium: .quantity(.number(1)))

    private static func cell(
        dendrites: Int, _ settings: Settings = [:], receptors: [Receptor] = [ampa, nmda]
    ) -> Population {
        var all: Settings = ["dendrites": .quantity(.number(Double(dendrites)))]
        for setting in settings.entries { all[setting.name] = setting.value }
        return Population(
            "cell", count: 1, kind: "dendritic", settings: all, receptors: receptors)
    }

    /// Without adaptation, and with an upswing that begins 60 mV above: e^-30 of it is left.
    private static func passive(dendrites: Int, current: Double) -> Population {
        cell(
            dendrites: dendrites,
            [
                "V_th": .quantity(.millivolts(0)), "V_peak": .quantity(.millivolts(20)),
                "a": .quantity(.nanosiemens(0)), "I_e": .quantity(.picoamperes(current)),
            ])
    }

    /// All conductances in parallel, each dendrite's in a row with its coupling; 1e-9 mV is some
    /// thousand roundings.
    @Test(arguments: [1, 3, 8, 21])
    func restsWhereItsConductancesSay(dendrites: Int) {
        let neuron = DrivenNeuron(Self.passive(dendrites: dendrites, current: 100))
        neuron.advance(8000)
        let (gL, gc, gd) = (10.0, 5.0, 0.7)
        let rise = 100 / (gL + Double(dendrites) * gc * gd / (gc + gd))
        #expect(abs(neuron.value("V_m") - (rise - 70)) < 1e-9)
        for dendrite in 1...dendrites {
            let expected = rise * gc / (gc + gd) - 70
            #expect(abs(neuron.value("U_\(dendrite)") - expected) < 1e-9)
        }
    }

    /// A current that is switched on: two exponentials with the eigenvalues of the two equations.
    /// The steps are of order four, 0.025 ms against 1.7 ms, which is wrong by 1e-7 mV.
    @Test(arguments: KernelSet.allCases)
    func oneDendriteAnswersInTwoExponentials(_ kernels: KernelSet) {
        let neuron = DrivenNeuron(Self.passive(dendrites: 1, current: 100), kernels: kernels)
        let (gL, gc, gd, C, Cd) = (10.0, 5.0, 0.7, 150.0, 10.0)
        // x' = A x + b
        let (a11, a12, a21, a22) = (-(gL + gc) / C, gc / C, gc / Cd, -(gd + gc) / Cd)
        let middle = (a11 + a22) / 2
        let spread = (middle * middle - (a11 * a22 - a12 * a21)).squareRoot()
        let (fast, slow) = (middle - spread, middle + spread)
        let V = 100 / (gL + gc * gd / (gc + gd))
        let U = V * gc / (gc + gd)
        // -(V, U) as a sum of eigenvectors (a12, λ - a11)
        let ratios = (fast: (fast - a11) / a12, slow: (slow - a11) / a12)
        let part = (V * ratios.slow - U) / (ratios.fast - ratios.slow)
        for _ in 0..<400 {
            neuron.advance()
            let t = 0.1 * Double(neuron.tick)
            let quick = part * Double.exp(fast * t)
            let late = (-V - part) * Double.exp(slow * t)
            #expect(abs(neuron.value("V_m") + 70 - (V + quick + late)) < 1e-7)
            let u = U + ratios.fast * quick + ratios.slow * late
            #expect(abs(neuron.value("U_1") + 70 - u) < 1e-7)
        }
    }

    /// Potential of the soma at its greatest after input to these dendrites at once.
    private func response(_ dendrites: [Int], weight: Double, receptors: [Int]) -> Double {
        let neuron = DrivenNeuron(Self.cell(dendrites: 20))
        neuron.advance(10)
        for dendrite in dendrites {
            for receptor in receptors { neuron.add(weight, to: receptor, place: dendrite) }
        }
        var greatest = -70.0
        for _ in 0..<1000 {
            neuron.advance()
            greatest = max(greatest, neuron.value("V_m"))
        }
        #expect(neuron.spikeTicks.isEmpty)
        return greatest + 70
    }

    /// What the catalogue says about its defaults.
    @Test func singleSynapsesAreSmall() {
        #expect((0.1...0.2).contains(response([3], weight: 0.5, receptors: [0])))
        #expect((0.2...1).contains(response([3], weight: 1, receptors: [0])))
    }

    /// NMDA receptors that are heard together on one dendrite open each other; scattered ones, or
    /// as many of AMPA, do not.
    @Test func clusteredSynapsesMakePlateaus() {
        let single = response([3], weight: 1, receptors: [1])
        let clustered = response(Array(repeating: 3, count: 30), weight: 1, receptors: [1])
        let scattered = response((0..<30).map { $0 % 20 }, weight: 1, receptors: [1])
        #expect(clustered > 2.5 * 30 * single)
        #expect(clustered > 2.5 * scattered)
        let fast = response([3], weight: 1, receptors: [0])
        let crowded = response(Array(repeating: 3, count: 20), weight: 1, receptors: [0])
        #expect(crowded < 0.6 * 20 * fast)

        let neuron = DrivenNeuron(Self.cell(dendrites: 20))
        for _ in 0..<30 { neuron.add(1, to: 1, place: 3) }
        neuron.advance(200)
        #expect((-30.0...(-20)).contains(neuron.value("U_4")), "after 20 ms")
        #expect(neuron.value("U_5") < -55)
    }

    /// A conductance that makes a dendrite a thousand times faster than a step pulls it to the
    /// reversal, and nothing else.
    @Test func strongConductancesPullToTheReversal() {
        let neuron = DrivenNeuron(Self.cell(dendrites: 4, receptors: [Self.ampa]))
        neuron.add(1e5, place: 1)
        neuron.advance(2)
        #expect(abs(neuron.value("U_2")) < 0.05)
        #expect(neuron.value("U_1") < -60)
    }

    @Test func refractorinessHoldsTheSomaAlone() {
        let neuron = DrivenNeuron(
            Self.cell(
                dendrites: 2,
                ["I_e": .quantity(.picoamperes(1500)), "t_ref": .quantity(.milliseconds(3))]))
        while neuron.spikeTicks.isEmpty, neuron.tick < 1000 { neuron.advance() }
        let dendrite = neuron.value("U_1")
        for _ in 0..<30 {
            #expect(neuron.value("V_m") == -58)
            neuron.advance()
        }
        #expect(neuron.value("V_m") == -58)
        #expect(neuron.value("U_1") < dendrite - 1)
        neuron.advance()
        #expect(neuron.value("V_m") > -58)
    }
}
