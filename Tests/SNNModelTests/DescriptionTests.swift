import Testing

@testable import SNNModel

@Suite struct DescriptionTests {
    @Test func hasTheTablesOfAMethodsSection() throws {
        let description = soundModel().description(resources: [.init("memory", "2 MB")])
        #expect(description.tables.map(\.letter) == ["A", "B", "C", "D", "E", "F", "G", "J"])
        for table in description.tables {
            for row in table.rows { #expect(row.count == table.columns.count, "\(row)") }
        }
        #expect(description.neuronCount == 125)
        #expect(description.elementCount == 226)
        for line in description.text.split(separator: "\n") {
            #expect(line.count <= 100, "\(line)")
        }
    }

    @Test func tellsSettingsAndDefaults() throws {
        let rows = try #require(soundModel().description().tables.first { $0.letter == "E" }).rows
        #expect(rows.contains(["", "V_th", "-50 mV", ""]))
        #expect(rows.contains(["", "E_L", "-70 mV", "default"]))
        #expect(rows.contains(["", "ampa.reversal", "0 mV", ""]))
    }

    @Test func tellsWhichSolverIsChosen() throws {
        var model = soundModel()
        func choice() -> SolverChoice { model.solverChoice(for: model.populations[1]) }
        #expect(choice().solver == .grid)
        model.populations[1].settings["solver"] = .name("auto")
        #expect(choice().reason == "because `drive` injects current into it, tick by tick")
        model.projections.removeLast()
        // 250 synapses from exc onto 25 neurons, at an assumed 10 Hz.
        #expect(choice().eventRate == 100)
        #expect(choice().solver == .exact)
        #expect(model.solverNotes == ["`inh` advances exactly, " + choice().reason])
        let rows = try #require(model.description().tables.first { $0.letter == "E" }).rows
        #expect(rows.contains(["", "solver", "auto: exact", choice().reason]))
        model.projections[2].rule = .fixedIndegree(10_000)
        #expect(choice().solver == .grid)
        #expect(choice().reason.contains("100000 events per neuron and second"))
    }

    @Test func tellsEachProjection() throws {
        let rows = try #require(soundModel().description().tables.first { $0.letter == "C" }).rows
        #expect(rows[0] == ["noise", "exc", "ampa", "one_to_one", "4 nS", "1 ms", "100"])
        #expect(rows[2] == ["exc", "inh", "jump", "fixed_indegree(10)", "1 mV", "1 ms", "250"])
        #expect(rows[3][0...2] == ["drive", "inh[0 ..< 5]", "none"])
    }

    @Test func tellsWhatLearns() throws {
        var model = soundModel()
        model.plasticities = [
            PlasticityRule(
                "learn", kind: "stdp",
                settings: [
                    "w_max": .quantity(.millivolts(2)),
                    "A_plus": .formula(.multiply(.constant(.number(0.5)), .variable("dopamine"))),
                ])
        ]
        model.modulators = [Modulator("dopamine", releasedBy: [Selection("noise", 0..<3)])]
        model.astrocytes = [
            Astrocytes("glia", count: 9, kind: "li_rinzel", covers: [.init("exc", "exc")])
        ]
        model.phases = [Phase("train", settings: ["samples": .name("train")])]
        model.projections[2].plasticity = ["learn"]
        model.projections[2].axonalDelay = .quantity(.milliseconds(2))
        let tables = model.description().tables
        let rows = try #require(tables.first { $0.letter == "H" }).rows
        #expect(rows.map { $0[0] } == ["learn", "dopamine", "glia[9]"])
        #expect(rows[0][2] == "exc -> inh")
        #expect(rows[0][3].contains("A_plus = 0.5 * dopamine, A_minus = 0.01"))
        #expect(rows[1][2] == "noise[0 ..< 3]" && rows[1][3].contains("tau = 200 ms"))
        #expect(rows[2] == ["glia[9]", "li_rinzel", "exc -> exc", "nearest"])
        let phases = try #require(tables.first { $0.letter == "I" }).rows
        #expect(phases.map { $0[0] } == ["train"])
        #expect(phases[0][1].hasPrefix("samples = train, passes = 1, plasticity = on, "))
        let wiring = try #require(tables.first { $0.letter == "C" }).rows[2]
        #expect(wiring[3...5] == ["fixed_indegree(10), follows learn", "1 mV", "axonal 2 ms"])
    }

    @Test func escapesTextInJSON() {
        #expect(JSONText.quoted("a \"b\" \\ \n \u{1} µ") == "\"a \\\"b\\\" \\\\ \\n \\u0001 µ\"")
        let json = soundModel().description().json
        #expect(json.hasPrefix("{\n  \"neurons\": 125,\n"))
        #expect(json.contains("\"rows\": [\n        [\"exc\", \"lif\", \"100\", \"grid("))
        #expect(json.filter { $0 == "{" }.count == json.filter { $0 == "}" }.count)
        #expect(json.filter { $0 == "[" }.count == json.filter { $0 == "]" }.count)
    }

    @Test func writesFormulasAndDistributions() {
        let r = Formula.variable("r")
        let formula = Formula.subtract(
            .constant(.millivolts(-65)), .multiply(.add(r, r), .divide(r, .multiply(r, r))))
        #expect(Value.formula(formula).text == "-65 mV - (r + r) * (r / (r * r))")
        let draw = Distribution(.gamma(shape: 2, scale: 3), dimension: .time, lower: 1, upper: 9)
        #expect(draw.text == "gamma(shape: 2, scale: 3 ms, min: 1 ms, max: 9 ms)")
    }
}
