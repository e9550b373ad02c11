import Foundation
import SNNModel
import Testing

@testable import SNNLanguage

struct PrinterTests {
    @Test func randomModelsReadBackAsThemselves() {
        for seed in 0..<100 {
            let model = Model.random(seed: seed)
            let text = model.text
            let source = SourceText(text, file: "random.model")
            let (tree, slips) = Parser.parse(source)
            let lowering = Lowering.lower(tree, of: source, setting: [:])
            let again = lowering.model
            let mistakes = (slips + lowering.diagnostics + again.check()).filter {
                $0.severity == .error
            }
            let isSame = again == model && again.text == text && mistakes.isEmpty
            #expect(isSame, "seed \(seed)\n\(text)\n\(again.text)\n\(mistakes.map(\.message))")
            if !isSame { return }
        }
    }

    @Test func modelsOfTheProjectReadBackAsThemselves() throws {
        let folder = Repository.root.appendingPathComponent("Models")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for file in files.sorted() where file.hasSuffix(".model") {
            let path = folder.appendingPathComponent(file).path
            let source = try ModelText(contentsOfFile: path)
            let (model, diagnostics) = source.model()
            let found = try #require(model, "\(source.report(diagnostics))")
            let (again, problems) = ModelText(found.text, file: file).model()
            #expect(again == found, "\(ModelText(found.text, file: file).report(problems))")
            #expect(again?.text == found.text, "\(file)")
        }
    }

    @Test func looksLikeAMethodsSection() throws {
        let text = """
            population exc[8] of izhikevich {
                r ~ uniform(0, 1)
                c = -(65 mV - 15 mV * r * r)
                receptor ampa { shape = exponential, tau = 5000 us, reversal = 0 V }
            }
            projection exc[0 .. 3] -> exc {
                rule = all_to_all, weight = 4 nS / 2, delay = 0.5 ms + 2 * (1 ms - 0.5 ms)
                autapses = false
            }
            """
        let model = try #require(ModelText(text, file: "a.model").model().model)
        #expect(
            model.text == """
                simulation { resolution = 0.1 ms, seed = 1 }

                population exc[8] of izhikevich {
                    r ~ uniform(0, 1)
                    c = -(65 mV - 15 mV * r * r)
                    receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
                }

                projection exc[0 ..< 4] -> exc {
                    rule = all_to_all
                    weight = 2 nS
                    delay = 1.5 ms
                    autapses = false
                }

                """)
    }
}

/// Where the package lies.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}
