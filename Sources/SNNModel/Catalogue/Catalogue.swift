/// All kinds that models can be made of, in one table that the checks, `explain`, the language and
/// the engine read alike.
public enum Catalogue {
    public static let all: [Kind] =
        neurons + receptors + stimuli + rules + plasticities + modulators + astrocytes
        + distributions + layouts + recordings + readouts + blocks

    public static func kind(_ category: Kind.Category, _ name: String) -> Kind? {
        all.first { $0.category == category && $0.name == name }
    }

    public static func names(of category: Kind.Category) -> [String] {
        all.filter { $0.category == category }.map(\.name)
    }
}
