import Foundation
import Testing

@testable import SNNModel

@Suite struct CatalogueTests {
    @Test func hasEveryKindOnce() {
        for category in Kind.Category.allCases {
            let names = Catalogue.names(of: category)
            #expect(!names.isEmpty, "\(category)")
            #expect(Set(names).count == names.count)
        }
        #expect(Catalogue.names(of: .neuron) == ["lif", "adex", "izhikevich", "dendritic", "elm"])
        let rules = [
            ConnectionRule.oneToOne, .allToAll, .fixedIndegree(1), .fixedOutdegree(1),
            .fixedTotalNumber(1), .pairwiseBernoulli(p: 1),
            .distanceDependent(p: 1, profile: .gaussian(sigma: 1), wrap: false),
            .distanceDependent(p: 1, profile: .exponential(lambda: 1), wrap: false),
            .list(EdgeList()),
        ]
        #expect(Catalogue.names(of: .rule) == rules.map(\.name))
        #expect(Catalogue.names(of: .receptor) == Receptor.Shape.allCases.map(\.rawValue))
    }

    @Test(arguments: Catalogue.all.map(\.name))
    func tellsEverythingAboutAKind(_ name: String) {
        for kind in Catalogue.all where kind.name == name {
            #expect(!kind.summary.isEmpty && !kind.summary.hasSuffix("."))
            #expect(!kind.example.isEmpty && kind.notes.hasSuffix("."))
            let names = kind.parameters.map(\.name)
            #expect(Set(names).count == names.count)
            for entry in kind.parameters + kind.states {
                #expect(!entry.meaning.isEmpty && !entry.meaning.hasSuffix("."))
            }
        }
    }

    /// What has physics needs equations and sources; the rest where there are any.
    @Test func citesItsSources() {
        let categories = [Kind.Category.neuron, .receptor, .plasticity, .modulator, .astrocyte]
        for kind in Catalogue.all where categories.contains(kind.category) {
            #expect(!kind.equations.isEmpty && !kind.sources.isEmpty)
        }
        for source in Catalogue.all.flatMap(\.sources) {
            #expect(source.contains("(1") || source.contains("(2"), "no year in \(source)")
        }
    }

    /// A population with nothing but defaults has nothing wrong with it.
    @Test(arguments: Catalogue.names(of: .neuron))
    func hasSoundDefaults(_ name: String) {
        var model = Model()
        model.populations = [Population("cells", count: 3, kind: name)]
        model.recordings = [Recording(.spikes, of: [Selection("cells")])]
        #expect(model.check() == [])
        for entry in Catalogue.kind(.neuron, name)?.parameters ?? [] {
            let mayBeLeftOut = ["branches", "tau_m", "weights"].contains(entry.name)
            #expect((entry.standard == nil) == (name == "elm" && mayBeLeftOut), "\(entry.name)")
            #expect(entry.standard?.quantity?.dimension ?? entry.dimension == entry.dimension)
        }
    }

    /// The defaults of NEST's iaf_psc_exp, aeif_cond_exp and izhikevich.
    @Test func takesTheDefaultsOfNEST() {
        let expected: [String: [String: Double]] = [
            "lif": [
                "tau_m": 10, "C_m": 250, "E_L": -70, "V_th": -55, "V_reset": -70, "t_ref": 2,
                "I_e": 0,
            ],
            "adex": [
                "C_m": 281, "g_L": 30, "E_L": -70.6, "V_th": -50.4, "V_reset": -60, "V_peak": 0,
                "Delta_T": 2, "a": 4, "b": 80.5, "tau_w": 144, "t_ref": 0, "I_e": 0,
            ],
            "izhikevich": ["a": 0.02, "b": 0.2, "c": -65, "d": 8, "V_th": 30, "I_e": 0],
        ]
        for (name, values) in expected {
            let kind = Catalogue.kind(.neuron, name)
            for (parameter, value) in values {
                let found = kind?.parameter(parameter)?.standard?.quantity?.value
                #expect(found == value, "\(parameter) of \(name)")
            }
        }
    }

    /// With SNN_UPDATE_DOCS=1 in the environment the pages are written anew instead of compared.
    @Test(arguments: [CatalogueDocument.models, .rules, .learning])
    func agreesWithTheReferencePages(_ document: CatalogueDocument) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "docs").appending(path: document.file)
        if ProcessInfo.processInfo.environment["SNN_UPDATE_DOCS"] == "1" {
            try Data(document.text.utf8).write(to: file)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == document.text, "docs/\(document.file) differs from the catalogue")
    }
}
