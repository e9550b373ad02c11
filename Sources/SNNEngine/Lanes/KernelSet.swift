/// Which compilation of the kernels is used. Results are the same to the bit.
public enum KernelSet: String, Sendable, CaseIterable {
    // In order of preference.
    case vector, scalar

    /// What is used unless someone asks for another.
    public static let standard = KernelSet.allCases[0]

    public var name: String { rawValue }

    public var description: String {
        switch self {
        case .vector: "eight or sixteen neurons side by side, in the vector registers of this build"
        case .scalar: "one neuron at a time; for comparison"
        }
    }
}
