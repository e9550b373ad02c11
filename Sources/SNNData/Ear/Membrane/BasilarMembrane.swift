// The basilar membrane as a shallow water channel with a stiffness that falls exponentially along
// it (Sieroka, Dosch and Rupp, J. Acoust. Soc. Am. 120, 297, 2006), with the parameters of Cramer
// et al., IEEE TNNLS 33, 2744, 2022. At position c (cm from the base) and angular frequency ω:
//
//     S(c) = c0 e^(-αc) - a                stiffness
//     R(c) = δ √(c0 m) e^(-αc/2)           friction
//     ξ(c) = S - mω² - iωR                 impedance times ω
//     g(c) = ω √(ρ / hξ)                   wave number
//     G(c) = ∫ g dc + 2g(0)/α              phase travelled, in closed form
//     p(c) = √(G/g) H₀⁽¹⁾(G)               pressure
//     v(c) = 2ω/ξ · z(ω) · p(c)/p(0)       velocity per sound pressure; z is the middle ear's load
//
// The factor e^(-iωt) belongs to these equations, while the spike trains of the data set came from
// an inverse transform with e^(+iωt). We follow the data set: every response is mirrored in
// time, so a low channel leads where a cochlea lags.

import Foundation

/// The transfer function from sound to the velocity of a point on the basilar membrane.
struct BasilarMembrane: Sendable {
    var length = 3.5
    var stiffness = 1e9
    var stiffnessOffset = 3500.0
    var alpha = 3.0
    var density = 1.0
    var damping = 0.15
    var height = 0.1
    var mass = 0.05

    /// Friction at the base, δ √(c0 m).
    var frictionAtBase: Double { damping * (stiffness * mass).squareRoot() }

    /// Position of a channel in centimetres: channel 0 at the base, the last one at the apex.
    func position(ofChannel channel: Int, of count: Int) -> Double {
        count > 1 ? length * Double(channel) / Double(count - 1) : 0
    }

    /// The frequency in hertz at which stiffness and mass cancel: close above the best one.
    func resonance(at position: Double) -> Double {
        let spring = stiffness * exp(-alpha * position) - stiffnessOffset
        return (max(spring, 0) / mass).squareRoot() / (2 * Double.pi)
    }

    /// The part of the transfer function that all positions share, at one frequency in hertz.
    ///
    /// - Precondition: `frequency > 0`.
    func drive(frequency: Double) -> Drive {
        precondition(frequency > 0, "the membrane is described for frequencies above zero")
        let omega = 2 * Double.pi * frequency
        let xi = impedance(omega, friction: frictionAtBase, spring: stiffness - stiffnessOffset)
        let root = xi.squareRoot()
        let g = omega * (Complex(density / height) / xi).squareRoot()
        let phase = (2 / alpha) * g
        let pressure = (phase / g).squareRoot() * Bessel.hankel0(phase)
        let load = (stiffnessOffset + mass * omega * omega).squareRoot()
        var drive = Drive(omega: omega, load: load)
        drive.phaseAtBase = phase
        drive.logArgument = depth(omega, growth: 1, friction: frictionAtBase, root, load)
        drive.scale = middleEar(omega) / pressure
        return drive
    }

    /// What the response to one frequency has in common at all positions.
    struct Drive {
        var omega: Double
        var load: Double
        var phaseAtBase = Complex(0)
        var logArgument = Complex(0)
        var scale = Complex(0)
    }

    /// The membrane's velocity at `position` for a unit of sound pressure.
    func velocity(at position: Double, _ drive: Drive) -> Complex {
        let omega = drive.omega
        let growth = exp(alpha * position / 2)
        let friction = frictionAtBase / growth
        let spring = stiffness / (growth * growth) - stiffnessOffset
        let xi = impedance(omega, friction: friction, spring: spring)
        let g = omega * (Complex(density / height) / xi).squareRoot()
        let phase = travelled(drive, depth(omega, growth: growth, friction: friction,
            xi.squareRoot(), drive.load))
        let pressure = (phase / g).squareRoot() * Bessel.hankel0(phase)
        return (2 * omega) * (pressure * drive.scale / xi)
    }

    private func impedance(_ omega: Double, friction: Double, spring: Double) -> Complex {
        Complex(spring - mass * omega * omega, -omega * friction)
    }

    /// D(c) of the closed form of the phase integral.
    private func depth(
        _ omega: Double, growth: Double, friction: Double, _ root: Complex, _ load: Double
    ) -> Complex {
        let real = 2 * stiffnessOffset + 2 * mass * omega * omega
        let slope = Complex(real, omega * friction).timesI
        return (alpha / 2 * growth) * ((1 / load) * slope - 2 * root)
    }

    /// G(c) = 2g(0)/α - 2√2 iω / (α √(2h) load) · ln(D(0) / D(c)).
    private func travelled(_ drive: Drive, _ depth: Complex) -> Complex {
        let factor = 2 * drive.omega / (alpha * height.squareRoot() * drive.load)
        return drive.phaseAtBase - factor * (drive.logArgument / depth).logarithm().timesI
    }

    /// z(ω) = √(2c0/h) (iJ₀(β) + Y₀(β)) / (J₁(β) - iY₁(β)), β = 2ω/α √(2 / (h c0)).
    private func middleEar(_ omega: Double) -> Complex {
        let beta = 2 * omega / alpha * (2 / (height * stiffness)).squareRoot()
        let (j0, y0) = Bessel.bessel0(beta)
        let (j1, y1) = Bessel.bessel1(beta)
        return (2 * stiffness / height).squareRoot() * (Complex(y0, j0) / Complex(j1, -y1))
    }
}
