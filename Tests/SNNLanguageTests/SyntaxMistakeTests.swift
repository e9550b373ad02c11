import Testing

/// Mistakes in how a model is written: what a newcomer sees.
struct SyntaxMistakeTests {
    @Test func blockNotClosed() {
        expectDiagnostics(
            """
            population exc[3] of lif 1️⃣{
                tau_m = 20 ms
            population inh[2] of lif { tau_m = 10 ms }
            record spikes of [exc, inh]
            """,
            [
                Expected(
                    "E005", "the block of `exc` is not closed", help: "a block ends with `}`")
            ])
    }

    @Test func blockNotOpened() {
        expectDiagnostics(
            """
            population exc[3] of lif1️⃣
                tau_m = 20 ms
                receptor ampa { shape = delta }
            }
            record spikes of exc
            """,
            [
                Expected(
                    "E005", "the block of `exc` is not opened",
                    help: "a block stands between `{` and `}`")
            ])
    }

    @Test func bracketNotClosed() {
        expectDiagnostics(
            """
            population exc[3] of lif {
                V_m ~ uniform1️⃣(-60 mV, -50 mV
                tau_m = 20 2️⃣msek
            }
            record spikes of exc
            """,
            [
                Expected(
                    "E005", "the `(` is not closed", help: "write `)` behind what it encloses"),
                Expected(
                    "E010", "there is no unit `msek`", help: "a similar unit exists: `ms`"),
            ])
    }

    @Test func valueMissing() {
        expectDiagnostics(
            "population exc[3] of lif { tau_m = 1️⃣}\nrecord spikes of exc",
            [Expected("E003", "a value is missing before `}`")])
        expectDiagnostics(
            "population exc[3] of lif {\n    tau_m =1️⃣\n}\nrecord spikes of exc",
            [Expected("E003", "a value is missing before the end of the line")])
    }

    @Test func settingsNotSeparated() {
        expectDiagnostics(
            "population exc[3] of lif { tau_m = 20 ms 1️⃣C_m = 200 pF }\nrecord spikes of exc",
            [
                Expected(
                    "E003", "`tau_m` and `C_m` are not separated",
                    help: "put a comma or a new line between two settings")
            ])
    }

    @Test func sizeWithoutBrackets() {
        expectDiagnostics(
            "population exc 1️⃣3 of lif { tau_m = 20 ms }\nrecord spikes of exc",
            [
                Expected(
                    "E003", "`[` is missing before `3`",
                    help: "the size stands in brackets: `exc[100]`")
            ])
    }

    @Test func misspeltWords() {
        expectDiagnostics(
            """
            1️⃣popluation exc[3] of lif { 2️⃣recpetor ampa { shape = delta } }
            population inh[3] 3️⃣off lif
            record spikes of [exc, inh]
            """,
            [
                Expected(
                    "E006", "nothing can be declared with `popluation`",
                    help: "a similar word exists: `population`"),
                Expected(
                    "E006", "nothing can be declared with `recpetor`",
                    help: "a similar word exists: `receptor`"),
                Expected(
                    "E003", "`off` does not belong in the first line of a declaration",
                    help: "a similar word exists: `of`"),
            ])
    }

    @Test func strayText() {
        expectDiagnostics(
            """
            1️⃣tau_m = 20 ms
            population exc[3] of lif { }
            2️⃣}
            record spikes of exc
            """,
            [
                Expected(
                    "E007", "the setting `tau_m` stands outside of a block",
                    help: "values of the file's own are declared with `parameter`"),
                Expected("E007", "there is a `}` without its `{`"),
            ])
    }

    @Test func foreignCharacters() {
        expectDiagnostics(
            """
            population exc[3] of lif {
                V_th = 1️⃣−50 mV
                tau_m = 20 ms2️⃣;
                C_m = 250 pF 3️⃣// as usual
            }
            stimulus lgn[3] of spike_file { file = 4️⃣“lgn.csv” }
            record spikes of exc
            """,
            [
                Expected(
                    "E001", "`−` has no meaning in a model", help: "a minus is written `-`"),
                Expected(
                    "E001", "`;` has no meaning in a model",
                    help: "settings are separated by a comma or a new line"),
                Expected(
                    "E001", "`//` does not begin a comment", help: "comments begin with `#`"),
                Expected(
                    "E001", "`“lgn.csv”` has no meaning in a model",
                    help: "a text stands between two `\"`"),
            ])
    }

    @Test func textNotClosed() {
        expectDiagnostics(
            "stimulus lgn[3] of spike_file { file = 1️⃣\"lgn.csv }\nrecord spikes of lgn",
            [
                Expected(
                    "E002", "the text is not closed",
                    help: "a text ends with `\"` on the line it begins on")
            ])
    }

    @Test func tooDeep() {
        let many = String(repeating: "(", count: 100_000)
        expectDiagnostics(
            "parameter x = \(many)1", [Expected("E008", "brackets are nested too deeply")])
        let sum = Array(repeating: "1", count: 100_000).joined(separator: "+")
        expectDiagnostics("parameter x = \(sum)", [Expected("E008", "a sum has too many terms")])
        let blocks = String(repeating: "receptor a { ", count: 10_000)
        #expect(ModelTextCodes.of("population exc[1] of lif { \(blocks)").contains("E008"))
    }

    @Test func linesGoOn() {
        expectDiagnostics(
            """
            population exc[3] of lif
            {
                tau_m =
                    20 ms
                V_m ~ uniform(
                    -60 mV,
                    -50 mV,
                )
            }
            record spikes of [
                exc
            ]
            """, [])
    }
}
