import Foundation
import Testing

@testable import SNNData

/// The functions under the membrane's equations, against SciPy 1.17 (`scipy.special`).
@Suite struct EarMathTests {
    /// z, then `hankel1(0, z)`. The values around |z| = 9 test the seam of the two expansions.
    static let hankel: [(Double, Double, Double, Double)] = [
        (0.0001, 0, 0.9999999975000001, -5.937289069709336),
        (0.1, 0.05, 0.6982532353084984, -1.4664580953404733),
        (1, 0, 0.7651976865579664, 0.088256964215677),
        (2.5, 1, 0.014599594375646762, 0.17455791713138533),
        (0, 0.5, 0, -0.5885034586972075),
        (0, 5, 0, -0.002349826181204555),
        (5, 0.1, -0.16335864248711404, -0.2773953373481135),
        (8.9, 0, -0.06525324685124446, 0.2591557617217107),
        (0, 8.99, 0, -3.273532947706772e-05),
        (6.3, 6.3, 0.00018941440938255872, -0.0004476113029034831),
        (9.01, 0, -0.09278081138014141, 0.2488816568993622),
        (6.4, 6.4, 0.00020939551373434865, -0.00038288568298518465),
        (0, 9.5, 0, -1.9135443879771107e-05),
        (12, 3, 0.0009781095345153558, -0.01122095561481399),
        (20, 20, 3.081178478615467e-10, -9.462828862795712e-12),
        (40, 1, 0.0032879478180926213, 0.04628110795114858),
    ]

    @Test func hankelFollowsTheTable() {
        for (x, y, re, im) in Self.hankel {
            let value = Bessel.hankel0(Complex(x, y))
            let expected = Complex(re, im)
            let error = (value - expected).magnitude / expected.magnitude
            #expect(error < 1e-6, "H0(\(x) + \(y)i) = \(value), error \(error)")
        }
    }

    /// x, then J0, Y0, J1, Y1.
    static let real: [(Double, Double, Double, Double, Double)] = [
        (0.001, 0.9999997500000155, -4.471416611375923, 0.0004999999375, -636.6221672311395),
        (0.7, 0.8812008886074052, -0.1906649293373951, 0.3289957415400589, -1.1032498719076336),
        (3, -0.2600519549019335, 0.3768500100127906, 0.33905895852593654, 0.3246744247918001),
        (8.5, 0.04193925184293449, 0.27020510536578746, 0.27312196367405384, -0.026168679398537453),
        (9.5, -0.19392874768742227, 0.17121062620272404, 0.1612644307575298, 0.20317989938720768),
        (30, -0.08636798358104031, -0.11729573168666398, -0.11875106261662305, 0.08442557066174713),
    ]

    @Test func besselFollowsTheTable() {
        for (x, j0, y0, j1, y1) in Self.real {
            let zero = Bessel.bessel0(x)
            let one = Bessel.bessel1(x)
            for (value, expected) in [(zero.j, j0), (zero.y, y0), (one.j, j1), (one.y, y1)] {
                #expect(abs(value - expected) < 1e-7 * max(1, abs(expected)), "at \(x)")
            }
        }
    }

    /// J₁Y₀ - J₀Y₁ = 2/πx (Abramowitz & Stegun 9.1.16) ties the two orders together.
    @Test func wronskianHolds() {
        for step in 1...300 {
            let x = Double(step) * 0.1
            let (j0, y0) = Bessel.bessel0(x)
            let (j1, y1) = Bessel.bessel1(x)
            #expect(abs(j1 * y0 - j0 * y1 - 2 / (Double.pi * x)) < 1e-7, "at \(x)")
        }
    }

    @Test func squareRootAndLogarithmArePrincipal() {
        for step in 0..<64 {
            let angle = Double(step) / 32 * Double.pi - 3.1
            let z = 2.5 * Complex.unit(angle: angle)
            let root = z.squareRoot()
            #expect((root * root - z).magnitude < 1e-14)
            #expect(root.re >= 0)
            #expect((z.logarithm().exponential() - z).magnitude < 1e-14)
            #expect(abs(z.logarithm().im) <= Double.pi)
        }
        #expect(Complex(-4, -0.0).squareRoot() == Complex(0, -2))
        #expect(Complex(0).squareRoot() == Complex(0))
    }

    /// Channel of 700, frequency in Hz, velocity: from the same equations in NumPy.
    static let velocity: [(Int, Double, Double, Double)] = [
        (0, 100, 0.016318558893542664, 0.030807666125619852),
        (0, 1000, 1.1184240117551383, 0.7018821018062421),
        (0, 15000, 45.771237788459764, 10.90490330867119),
        (0, 22000, 64.7891032248639, 246.3653412659711),
        (100, 100, 0.04717727471081002, 0.11895384321765796),
        (100, 4000, -14.325024207044814, 18.068162389032175),
        (100, 9500, 68.70616900067981, 31.6080488599288),
        (100, 12000, -1.6830440654153236, -1.9635821521058754),
        (350, 200, -5.432027030428871, 6.0636290125070245),
        (350, 1000, 82.58395734158685, 30.910729047067804),
        (350, 1500, 45.32429119686248, -142.3941827732051),
        (350, 2300, -0.0889825886496648, -0.0043974543447798334),
        (600, 60, -19.04733032654613, -15.628200984602),
        (600, 200, -118.90409143743048, -144.75577801961825),
        (600, 220, 156.93234166283938, -140.92095328131217),
        (600, 350, -0.012528089222458525, -0.1399096675188483),
        (699, 30, -16.27849088767252, -24.406021748101473),
        (699, 95, -11.386889506054644, -213.01400997827537),
        (699, 110, 13.072080753548278, 137.49542459986276),
        (699, 150, -0.15435946933171293, -0.4889288554240036),
    ]

    @Test func membraneFollowsTheTable() {
        let membrane = BasilarMembrane()
        for (channel, frequency, re, im) in Self.velocity {
            let value = membrane.velocity(
                at: membrane.position(ofChannel: channel, of: 700),
                membrane.drive(frequency: frequency))
            let error = (value - Complex(re, im)).magnitude / Complex(re, im).magnitude
            #expect(error < 1e-5, "channel \(channel), \(frequency) Hz: \(value)")
        }
    }

    /// The closed form of the phase must start with 2g(0)/α, so v(0) = 2ω/ξ(0) z.
    @Test func baseFeelsTheMiddleEarAlone() {
        let membrane = BasilarMembrane()
        for frequency in [20.0, 300, 5000] {
            let drive = membrane.drive(frequency: frequency)
            let velocity = membrane.velocity(at: 0, drive)
            let omega = 2 * Double.pi * frequency
            let xi = Complex(
                membrane.stiffness - membrane.stiffnessOffset - membrane.mass * omega * omega,
                -omega * membrane.frictionAtBase)
            let pressure = (velocity * xi / drive.scale).magnitude / (2 * omega)
            let phase = drive.phaseAtBase
            let expected = (2 / membrane.alpha).squareRoot() * Bessel.hankel0(phase).magnitude
            #expect(abs(pressure / expected - 1) < 1e-9)
        }
    }

    /// High tones at the base, low tones at the apex: the resonance falls all the way.
    @Test func resonanceFallsFromBaseToApex() {
        let membrane = BasilarMembrane()
        let tones = (0..<700).map {
            membrane.resonance(at: membrane.position(ofChannel: $0, of: 700))
        }
        #expect(zip(tones, tones.dropFirst()).allSatisfy { $0 > $1 })
        #expect(abs(tones[0] - 22508) < 1)
        #expect(tones[699] > 100 && tones[699] < 115)
    }
}
