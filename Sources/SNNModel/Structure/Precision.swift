/// The numbers that stepped neurons are calculated with.
public enum Precision: String, Sendable, CaseIterable {
    /// 64 bits, about 16 digits.
    case double
    /// 32 bits, about 7 digits; half the memory, and twice the neurons per instruction.
    case single

    /// Bytes of a number.
    public var byteCount: Int { self == .double ? 8 : 4 }
}

extension Population {
    /// Whether its neurons choose their own steps so that the error stays within a tolerance.
    public var controlsError: Bool {
        switch kind {
        case "adex", "dendritic": true
        case "izhikevich":
            (settings["scheme"] ?? Catalogue.izhikevich.parameter("scheme")?.standard)
                == .name("converged")
        default: false
        }
    }

    /// The precision in which its neurons are stepped where the model asks for `wanted`: an error
    /// that is controlled to seven digits needs numbers of more.
    public func precision(_ wanted: Precision) -> Precision {
        controlsError || settings["solver"] == .name("exact") ? .double : wanted
    }
}
