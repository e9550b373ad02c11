import Testing

/// Mistakes in values: units, dimensions, `=` and `~`, distributions, parameters.
struct MeaningMistakeTests {
    /// A population with these settings, recorded.
    private func lif(_ settings: String) -> String {
        "population exc[3] of lif {\n    \(settings)\n}\nrecord spikes of exc"
    }

    @Test func wrongDimension() {
        expectDiagnostics(
            lif("tau_m = 1️⃣20 mV"),
            [
                Expected(
                    "E045", "`tau_m` needs a time, but `20 mV` is a voltage",
                    help: "`tau_m` is written in ms")
            ])
        expectDiagnostics(
            lif("tau_m = 1️⃣20"),
            [
                Expected(
                    "E045", "`tau_m` needs a time, but `20` is a plain number",
                    help: "write the unit, as in `20 ms`")
            ])
        expectDiagnostics(
            lif("V_m ~ 1️⃣uniform(1 ms, 2 ms)"),
            [
                Expected(
                    "E045", "`V_m` needs a voltage, but `uniform(1 ms, 2 ms)` is a time",
                    help: "`V_m` is written in mV")
            ])
    }

    @Test func units() {
        expectDiagnostics(
            lif("tau_m = 20 1️⃣msec, E_L = -70 2️⃣mv, C_m = 3 3️⃣foo"),
            [
                Expected("E010", "there is no unit `msec`", help: "a similar unit exists: `ms`"),
                Expected("E010", "there is no unit `mv`", help: "a similar unit exists: `mV`"),
                Expected("E010", "there is no unit `foo`"),
            ])
        expectDiagnostics(
            "parameter drive = 5 Hz\nparameter x = 2 1️⃣drive",
            [
                Expected(
                    "E010", "there is no unit `drive`", help: "a product is written `2 * drive`")
            ])
    }

    @Test func namesInFormulas() {
        expectDiagnostics(
            """
            parameter drive = 5 Hz
            parameter x = 2 * 1️⃣drvie
            parameter y = 2️⃣z
            parameter z = 1
            """,
            [
                Expected(
                    "E011", "there is no parameter or unit named `drvie`",
                    help: "a parameter or unit with a similar name exists: `drive`"),
                Expected("E011", "`z` is used above its declaration"),
            ])
    }

    @Test func arithmetic() {
        expectDiagnostics(
            """
            parameter a = 5 mV + 1️⃣3 ms
            parameter b = 2️⃣1 ms / 0
            parameter c = 3️⃣1e999
            parameter d = 4️⃣[1]
            """,
            [
                Expected("E012", "a time cannot be added to a voltage"),
                Expected("E013", "`1 ms / 0` divides by zero"),
                Expected("E013", "`1e999` is too large"),
                Expected("E023", "`[1]` is a list, not a number"),
            ])
    }

    @Test func setAndDrawn() {
        expectDiagnostics(
            lif("V_m = 1️⃣uniform(-60 mV, -50 mV)\n    tau_m ~ 2️⃣20 ms"),
            [
                Expected(
                    "E017", "`=` sets, but `uniform(-60 mV, -50 mV)` is a distribution",
                    help: "drawing is written `~`: `V_m ~ uniform(-60 mV, -50 mV)`"),
                Expected(
                    "E018", "`~` draws, but `20 ms` is not a distribution",
                    help: "one value for all is set with `=`: `tau_m = 20 ms`"),
            ])
        expectDiagnostics(
            lif("tau_m = 2 * 1️⃣uniform(5 ms, 10 ms)"),
            [
                Expected(
                    "E019", "a distribution cannot be part of a formula",
                    help: "give the drawn number a name: `r ~ uniform(...)`, and use `r`")
            ])
        expectDiagnostics(
            "simulation { 1️⃣duration ~ 5 s }",
            [Expected("E022", "`duration` cannot be drawn", help: "`=` sets, `~` draws")])
    }

    @Test func distributions() {
        expectDiagnostics(
            lif("V_m ~ 1️⃣nromal(-60 mV, 2 mV)"),
            [
                Expected(
                    "E020", "there is no distribution `nromal`",
                    help: "a distribution with a similar name exists: `normal`")
            ])
        expectDiagnostics(
            lif("V_m ~ 1️⃣normal(mean: -60 mV), C_m ~ normal(200 pF, 2 pF, 2️⃣3 pF)"),
            [
                Expected(
                    "E021", "`normal` needs `sd`",
                    help: "its arguments are `mean`, `sd`, `min`, `max`"),
                Expected(
                    "E021", "`normal` has too many arguments",
                    help: "its arguments are `mean`, `sd`, `min`, `max`"),
            ])
        expectDiagnostics(
            lif("V_m ~ normal(-60 mV, std: 2 mV)\n    C_m ~ normal(200 pF, sd: 2 mV)"),
            [
                Expected(
                    "E021", "`normal` has no argument `std`",
                    help: "an argument with a similar name exists: `sd`"),
                Expected(
                    "E045",
                    "`sd` of this distribution needs a capacitance, but `2 mV` is a voltage",
                    help: "`sd` of this distribution is written in pF"),
            ])
    }

    @Test func variablesOfAPopulation() {
        let block = """
            r ~ uniform(0, 1)
                c = -65 mV + 15 mV * r * r
                d = 8 mV - 6 mV * r * r
            """
        expectDiagnostics(
            "population exc[3] of izhikevich {\n    \(block)\n}\nrecord spikes of exc", [])
        expectDiagnostics(
            lif("1️⃣tau_n ~ normal(20 ms, 1 ms)"),
            [
                Expected(
                    "E044", "the neuron `lif` has no parameter `tau_n`, and no formula uses it",
                    help: "a parameter with a similar name exists: `tau_m`")
            ])
        expectDiagnostics(
            lif("1️⃣tau_n = 20 ms"),
            [
                Expected(
                    "E044", "the neuron `lif` has no parameter `tau_n`",
                    help: "a parameter with a similar name exists: `tau_m`")
            ])
        expectDiagnostics(
            """
            population exc[3] of izhikevich {
                r ~ uniform(0, 1)
                c = -65 mV + 15 * 1️⃣q * r
            }
            record spikes of exc
            """,
            [
                Expected(
                    "E011", "there is no parameter or unit named `q`",
                    help: "a parameter or unit with a similar name exists: `r`")
            ])
    }

    @Test func functions() {
        let text = "parameter scale = 0.1\npopulation exc[1️⃣] of lif\nrecord spikes of exc"
        func sized(_ size: String) -> String { text.replacing("1️⃣", with: size) }
        expectDiagnostics(sized("round(21 * sqrt(scale))"), [])
        expectDiagnostics(
            sized("1️⃣sqrt(2)"),
            [
                Expected(
                    "E024",
                    "the size of `exc` needs a whole number, but `sqrt(2)` is not a whole number")
            ])
        expectDiagnostics(
            sized("round(1️⃣2 ms)"),
            [
                Expected(
                    "E045", "`round` needs a plain number, but `2 ms` is a time",
                    help: "`round` is written without a unit")
            ])
        expectDiagnostics(
            sized("1️⃣sqrt(-1)"),
            [Expected("E013", "`sqrt(-1)` is the root of a negative number")])
        expectDiagnostics(
            sized("1️⃣rond(1)"),
            [
                Expected(
                    "E020", "there is no function `rond`",
                    help: "a function with a similar name exists: `round`")
            ])
        expectDiagnostics(
            "population exc[3] of izhikevich { r ~ uniform(0, 1), c = -65 mV * sqrt(1️⃣r) }\n"
                + "record spikes of exc",
            [
                Expected(
                    "E023", "`sqrt` needs a number that is the same for all elements")
            ])
    }

    @Test func commandLine() {
        let text = "parameter 1️⃣drive = 5 Hz\npopulation exc[3] of lif\nrecord spikes of exc"
        expectDiagnostics(text.replacing("1️⃣", with: ""), [], setting: ["drive": "8Hz"])
        expectDiagnostics(
            text,
            [
                Expected(
                    "E033", "`--set drive=8mV` is a voltage, but `drive` is a rate",
                    help: "write a unit such as Hz: `--set drive=5Hz`")
            ], setting: ["drive": "8mV"])
        expectDiagnostics(
            text,
            [
                Expected(
                    "E033", "`--set drive=8 Hx` cannot be read: there is no unit `Hx`",
                    help: "a similar unit exists: `Hz`")
            ], setting: ["drive": "8 Hx"])
        expectDiagnostics(
            text.replacing("1️⃣", with: ""),
            [
                Expected(
                    "E032", "`--set drvie=8Hz` names no parameter of this model",
                    help: "a parameter with a similar name exists: `drive`")
            ], setting: ["drvie": "8Hz"])
    }
}
