// A spike is a step of the potential, whose derivative is zero or infinite. A surrogate gradient
// (Neftci, Mostafa & Zenke 2019, IEEE Signal Process. Mag. 36, 51) leaves the step as it is and
// replaces its derivative by a function that is wide enough to be felt. With u, the distance of
// the potential from the threshold in units of V_th - E_L:
//
//     z = 1 where u >= 0               dz/du := psi(u) = height s(slope u)
//
//     superspike           1 / (1 + |x|)²            Zenke & Ganguli 2018, Neural Comput. 30, 1514
//     fast_sigmoid         slope/2 / (1 + |x|)²      the same with an area of 1: the derivative
//                                                    of x / (1 + |x|), brought to 0 ... 1
//     triangular           max(0, 1 - |x|)           Bellec et al. 2018, arXiv 1803.09574
//     sigmoid_derivative   slope σ(x) (1 - σ(x))     area 1
//
// Such a gradient belongs to no function, so it cannot be compared with differences of an error.
// But it is the true gradient of a network whose spikes are the integral of psi. `Smooth` spikes
// so, and everything else is the same code: that is how gradients are tested.

/// What the derivative of a spike is replaced by.
public struct Surrogate: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case superspike
        case fastSigmoid = "fast_sigmoid"
        case triangular
        case sigmoidDerivative = "sigmoid_derivative"
    }

    public var kind: Kind
    /// How narrow it is, per V_th - E_L; 100 in Zenke's tutorials.
    public var slope: Double
    /// A factor; Bellec's dampening of 0.3 keeps gradients of long trials from growing.
    public var height: Double

    public init(_ kind: Kind = .superspike, slope: Double = 10, height: Double = 1) {
        self.kind = kind
        self.slope = slope
        self.height = height
    }

    /// psi(0): what the shape is multiplied by.
    var scale: Double {
        switch kind {
        case .superspike, .triangular: height
        case .fastSigmoid: height * slope / 2
        case .sigmoidDerivative: height * slope
        }
    }
}

/// A surrogate in units of its width and height.
protocol SurrogateShape {
    static func value<L: NeuronLanes>(_ x: L) -> L
    /// Its integral from 0 to x.
    static func integral<L: NeuronLanes>(_ x: L) -> L
}

enum FastSigmoidShape: SurrogateShape {
    @inline(__always)
    static func value<L: NeuronLanes>(_ x: L) -> L {
        let y = L.all(1) + L.magnitude(x)
        return L.all(1) / (y * y)
    }

    @inline(__always)
    static func integral<L: NeuronLanes>(_ x: L) -> L { x / (L.all(1) + L.magnitude(x)) }
}

enum TriangularShape: SurrogateShape {
    @inline(__always)
    static func value<L: NeuronLanes>(_ x: L) -> L {
        L.greatest(L.all(1) - L.magnitude(x), L.all(0))
    }

    @inline(__always)
    static func integral<L: NeuronLanes>(_ x: L) -> L {
        let near = L.greatest(L.least(x, L.all(1)), L.all(-1))
        return near - near * L.magnitude(near) * L.all(0.5)
    }
}

enum SigmoidShape: SurrogateShape {
    @inline(__always)
    static func value<L: NeuronLanes>(_ x: L) -> L {
        let e = L.exp(L.all(0) - L.magnitude(x))
        let y = L.all(1) + e
        return e / (y * y)
    }

    @inline(__always)
    static func integral<L: NeuronLanes>(_ x: L) -> L {
        L.all(1) / (L.all(1) + L.exp(L.all(0) - x)) - L.all(0.5)
    }
}

/// How a potential becomes a spike.
protocol SpikeFunction {
    associatedtype Shape: SurrogateShape
    /// Whether every neuron sends a part of a spike at every tick.
    static var isSmooth: Bool { get }
    /// - Parameters:
    ///   - x: u times the slope.
    ///   - gain: scale over slope, which the integral is multiplied by.
    static func spike<L: NeuronLanes>(_ u: L, _ x: L, gain: L) -> L
}

/// A spike where the threshold is reached.
enum Step<Shape: SurrogateShape>: SpikeFunction {
    @inline(__always) static var isSmooth: Bool { false }

    @inline(__always)
    static func spike<L: NeuronLanes>(_ u: L, _ x: L, gain: L) -> L {
        L.choose(u, atLeast: L.all(0), L.all(1), L.all(0))
    }
}

/// A part of a spike that grows with the potential just as the surrogate says; for tests.
enum Smooth<Shape: SurrogateShape>: SpikeFunction {
    @inline(__always) static var isSmooth: Bool { true }

    @inline(__always)
    static func spike<L: NeuronLanes>(_ u: L, _ x: L, gain: L) -> L {
        L.all(0.5) + gain * Shape.integral(x)
    }
}
