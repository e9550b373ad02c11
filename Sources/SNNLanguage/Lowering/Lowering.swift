// A syntax tree to a model, in three steps:
//
//     parameters, in order, with what the command line sets
//     populations and stimuli, bases before those that are `like` them
//     everything that refers to them, in the order of the text
//
// What has a mistake is lowered to a stand-in of the right form, so that it is not missed later.
// Names and physics are left to `Model.check()`, which tells the same of models made in Swift.

import SNNModel

struct Lowering {
    let source: SourceText
    let tree: SyntaxTree
    var model = Model()
    var diagnostics: [Diagnostic] = []
    var parameters: [String: Quantity] = [:]
    /// Parameters that come further down, for a better message.
    var laterParameters: [String: SourceRange] = [:]
    /// Parameters whose value has a mistake that has been reported.
    var spoiledParameters: Set<String> = []
    /// Names that occur in any formula of a population.
    let usedNames: Set<String>
    /// What is declared under a name, the first one each.
    private(set) var declared: [String: Declaration] = [:]
    var loweredPopulations: [String: Population] = [:]
    var loweredStimuli: [String: Stimulus] = [:]
    /// Names whose lowering has begun, to notice who inherits from itself.
    var begun: Set<String> = []

    /// Receptors, as `exc.ampa`, that were declared in their own population.
    var receptorsRead: Set<String> = []
    /// Receptors whose shape has a mistake, so that weights onto them are not judged.
    var unsureReceptors: Set<String> = []
    /// Projections whose weight is missing or has a mistake.
    var unsureWeights: Set<Int> = []

    private init(_ source: SourceText, _ tree: SyntaxTree) {
        self.source = source
        self.tree = tree
        usedNames = Set(
            tree.declarations.filter { $0.word == .population }.flatMap { $0.block?.names ?? [] })
    }

    /// For an expression outside of the file, on the command line.
    init(_ source: SourceText, knowing parameters: [String: Quantity]) {
        self.init(source, SyntaxTree())
        self.parameters = parameters
    }

    static func lower(
        _ tree: SyntaxTree, of source: SourceText, setting: [String: String]
    ) -> Lowering {
        var lowering = Lowering(source, tree)
        lowering.collectNames()
        lowering.lowerParameters(setting)
        lowering.lowerElements()
        for declaration in tree.declarations {
            switch declaration.word {
            case .projection: lowering.lowerProjection(declaration)
            case .record: lowering.lowerRecord(declaration)
            case .readout where lowering.isFirst(declaration): lowering.lowerReadout(declaration)
            default: continue
            }
        }
        return lowering
    }

    private mutating func lowerElements() {
        var simulation: Declaration?
        for declaration in tree.declarations {
            switch declaration.word {
            case .parameter, .projection, .record, .readout: continue
            case .simulation:
                if let simulation {
                    report(
                        .settingRepeated, "there are two `simulation` blocks",
                        wordRange(declaration), "a second block",
                        secondary: [.init(wordRange(simulation), "first one is here")])
                } else {
                    simulation = declaration
                    lowerSimulation(declaration)
                }
            case .population:
                if isFirst(declaration), let name = declaration.name?.text,
                    let population = population(name)
                {
                    model.populations.append(population)
                }
            case .stimulus:
                if isFirst(declaration), let name = declaration.name?.text,
                    let stimulus = stimulus(name)
                {
                    model.stimuli.append(stimulus)
                }
            case .receptor:
                report(
                    .misplaced, "a receptor is declared outside of a population",
                    wordRange(declaration), "not in a population",
                    help: "receptors stand in the block of their population")
            case .modulator, .plasticity, .astrocytes, .phase: lowerLearning(declaration)
            }
        }
    }

    // MARK: - Names

    private mutating func collectNames() {
        for declaration in tree.declarations {
            switch declaration.word {
            case .simulation, .projection, .record, .receptor: continue
            default: break
            }
            guard let name = declaration.name else { continue }
            guard let first = declared[name.text]?.name else {
                declared[name.text] = declaration
                continue
            }
            report(
                .duplicateName, "the name `\(name.text)` is declared twice", name.range,
                "declared again", secondary: [.init(first.range, "declared here")])
        }
    }

    /// Whether no declaration above has the same name.
    func isFirst(_ declaration: Declaration) -> Bool {
        guard let name = declaration.name else { return false }
        return declared[name.text]?.range == declaration.range
    }
}

extension Block {
    /// Every name that occurs in a value.
    var names: [String] {
        settings.flatMap { $0.value?.names ?? [] } + declarations.flatMap { $0.block?.names ?? [] }
    }
}
