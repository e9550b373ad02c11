import Testing

@testable import SNNModel

@Suite struct CheckTests {
    @Test func findsNothingInASoundModel() {
        #expect(soundModel().check() == [])
    }

    @Test(arguments: SpoiltModel.all)
    func says(_ spoilt: SpoiltModel) { spoilt.check() }

    @Test func triggersEveryCodeOfTheChecks() {
        let triggered = Set(SpoiltModel.all.flatMap(\.expected).map(\.0))
        let missing = DiagnosticCode.all.filter {
            !triggered.contains($0) && !DiagnosticCode.language.contains($0)
        }
        #expect(missing.map(\.description) == [])
    }

    @Test func pointsAtThePlaceInTheText() {
        var model = soundModel()
        model.populations[0].settings["tau_m"] = .quantity(.milliseconds(0))
        model.populations[0].settings["t_ref"] = .quantity(.milliseconds(-1))
        model.places["exc"] = SourceRange(10, 13)
        model.places["exc.tau_m"] = SourceRange(20, 25)
        let found = model.check()
        #expect(found.map(\.primary?.range) == [SourceRange(20, 25), SourceRange(10, 13)])
        #expect(found.map(\.primary?.text) == ["not positive", "negative"])
    }

    /// `population inh like exc` inherits a mistake, which is told once.
    @Test func reportsAnInheritedMistakeOnce() {
        var model = soundModel()
        model.populations[0].settings["tau_m"] = .quantity(.milliseconds(0))
        var heir = model.populations[0]
        heir.name = "heir"
        model.populations.append(heir)
        model.recordings[0].of.append(Selection("heir"))
        model.places["exc.tau_m"] = SourceRange(20, 25)
        model.places["heir.tau_m"] = SourceRange(20, 25)
        #expect(model.check().map(\.code) == [.notPositive])
        model.places["heir.tau_m"] = SourceRange(40, 45)
        #expect(model.check().map(\.code) == [.notPositive, .notPositive])
    }

    @Test func putsErrorsBeforeWarnings() {
        var model = soundModel()
        model.populations[0].settings["V_th"] = .quantity(.millivolts(-50_000))
        model.duration = 0
        model.recordings.removeLast()
        model.projections.removeFirst()
        let severities = model.check().map(\.severity)
        #expect(severities == [.error, .error, .warning, .warning])
    }
}

extension SpoiltModel {
    static let all = structure + values + wiring + learning + experiment + doubts + dendrites
}
