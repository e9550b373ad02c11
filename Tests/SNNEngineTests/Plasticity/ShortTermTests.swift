import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Short-term plasticity.
struct ShortTermTests {
    private func factors(_ times: [Double], _ rule: ShortTermRule) -> [Double] {
        var state = ShortTermState(rule)
        var last: Double?
        return times.map { time in
            defer { last = time }
            return state.arrive(
                rule, after: last.map { (Int(((time - $0) / 0.1).rounded()), 0) })
        }
    }

    /// 1e-9: the digits of the reference.
    @Test func equalsNEST() throws {
        guard let reference = try RuleReference("tsodyks2_stp") else {
            print("skipped: there is no shared reference tsodyks2_stp")
            return
        }
        let p = reference.parameters
        let rule = try #require(
            ShortTermRule(
                PlasticityRule(
                    "stp", kind: "tsodyks_markram",
                    settings: [
                        "U": .quantity(.number(p["U"]!)),
                        "tau_rec": .quantity(.milliseconds(p["tau_rec"]!)),
                        "tau_fac": .quantity(.milliseconds(p["tau_fac"]!)),
                    ]), resolution: 0.1))
        for (a, b) in zip(factors(reference.sources, rule), reference.atArrivals) {
            #expect(abs(a - b) < 1e-9)
        }
    }
}
