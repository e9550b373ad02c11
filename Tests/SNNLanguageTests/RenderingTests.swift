import SNNModel
import Testing

@testable import SNNLanguage

struct RenderingTests {
    @Test func showsLinesAndMarks() {
        let text = ModelText(
            """
            population inh[800] of lif { receptor ampa { shape = delta } }

            record spikes of inh
            projection inh -> inh[0 ..< 900] via ampa {
            \trule = all_to_all, weight = 1 mV, delay = 1 mV
            }
            """, file: "Models/reward.model")
        let diagnostics = text.model().diagnostics.filter { $0.severity == .error }
        #expect(
            text.report(diagnostics) == """
                error[E066]: `inh[0 ..< 900]` goes beyond the 800 elements of `inh`
                 --> Models/reward.model:4:19
                  |
                1 | population inh[800] of lif { receptor ampa { shape = delta } }
                  |            --- declared here
                ...
                4 | projection inh -> inh[0 ..< 900] via ampa {
                  |                   ^^^^^^^^^^^^^^ beyond the end
                  |
                  = help: the elements of `inh` are 0 ..< 800

                error[E045]: `delay` needs a time, but `1 mV` is a voltage
                 --> Models/reward.model:5:44
                  |
                5 |     rule = all_to_all, weight = 1 mV, delay = 1 mV
                  |                                               ^^^^ expected a time
                  |
                  = help: `delay` is written in ms

                2 errors

                """)
    }

    @Test func wideCharactersTakeTwoColumns() {
        let text = ModelText("parameter 神経 = 5 Hx", file: "a.model")
        let report = text.report(text.model().diagnostics)
        #expect(report.contains("1 | parameter 神経 = 5 Hx\n  |                    ^^ not a unit\n"))
        #expect(report.contains("a.model:1:18"))
    }

    @Test func summaries() {
        let error = Diagnostic(.syntax, "x")
        #expect(ModelText.summary(of: []) == "no mistakes found")
        #expect(ModelText.summary(of: [error]) == "1 error")
        #expect(ModelText.summary(of: [error, error]) == "2 errors")
    }

    @Test func colourIsAddedAroundTheSameText() {
        let text = ModelText("parameter x = 5 Hx", file: "a.model")
        let diagnostics = text.model().diagnostics
        let coloured = text.report(diagnostics, usesColor: true)
        #expect(coloured.contains("\u{1B}[1;31m"))
        var plain = coloured
        for code in ["1;31", "34", "1", "0"] {
            plain = plain.replacing("\u{1B}[\(code)m", with: "")
        }
        #expect(plain == text.report(diagnostics))
    }

    @Test func filesThatCannotBeRead() {
        let error = #expect(throws: ModelErrors.self) {
            try Model(contentsOfFile: "/nowhere/a.model")
        }
        #expect(
            error?.description == "error[E039]: there is no file `/nowhere/a.model`\n\n1 error\n")
    }
}
