// Whether a population can be advanced the way it asks for.

extension ModelChecks {
    mutating func checkSolver(of population: Population) {
        guard population.solver == .exact else { return }
        let name = population.name
        if let objection = model.objection(toExact: population) {
            findings.report(
                .noExactSolution,
                "`\(name)` cannot be advanced exactly, because \(objection.reason)",
                at: .key(name, "solver"), label: "no exact solution",
                help: help(against: objection))
        } else if population.settings["scheme"] != nil {
            findings.report(
                .unusedSetting,
                "`scheme` of `\(name)` has no effect, because `solver` is `exact`",
                at: .key(name, "scheme"), label: "without effect")
        }
    }

    private func help(against objection: ExactObjection) -> String {
        switch objection {
        case .scheme: "write `solver = grid`, or leave the scheme out"
        case .threshold: "write `solver = grid`, or leave `theta` and `theta_plus` out"
        case .reset, .freeReset: "write `solver = grid`, or `reset = to_V_reset`"
        case .current: "write `solver = grid`; a constant current is `I_e`"
        case .slowCurrent: "write `solver = grid`"
        }
    }
}
