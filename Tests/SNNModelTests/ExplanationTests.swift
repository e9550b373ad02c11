import Testing

@testable import SNNModel

@Suite struct ExplanationTests {
    @Test(arguments: Explanation.topics)
    func hasAPageForEveryTopic(_ topic: String) throws {
        let page = try #require(Explanation.text(for: topic))
        for line in page.split(separator: "\n") {
            #expect(line.count <= 100, "\(line)")
            #expect(line.last != " ")
        }
        #expect(page.hasPrefix("\(topic)"))
        #expect(Explanation.suggestion(for: topic) == nil)
    }

    @Test func tellsAllAboutAKind() throws {
        let page = try #require(Explanation.text(for: "lif"))
        let parts = [
            "lif - leaky integrate-and-fire neuron", "tau_m dV_m/dt", "tau_m = 10 ms",
            "membrane time constant; positive", "Rotter & Diesmann (1999)", "`adex`",
        ]
        for part in parts { #expect(page.contains(part), "\(part)") }
    }

    @Test func tellsEveryKindThatHasAParameter() throws {
        let page = try #require(Explanation.text(for: "V_reset"))
        #expect(page.contains("parameter of the neuron `lif`"))
        #expect(page.contains("parameter of the neuron `adex`"))
        #expect(page.contains("a voltage in mV"))
        #expect(page.contains("-60 mV") && page.contains("-70 mV"))
    }

    @Test func tellsAboutRulesUnitsAndCodes() throws {
        #expect(try #require(Explanation.text(for: "fixed_indegree")).contains("K N_target"))
        #expect(try #require(Explanation.text(for: "uS")).contains("1 uS = 1000 nS"))
        let code = try #require(Explanation.text(for: "e055"))
        #expect(code.contains("E055 - reset at or above the threshold (error)"))
        #expect(code.contains("    population exc[800] of lif { V_th = -50 mV, V_reset = -45 mV }"))
    }

    @Test func tellsBothMeaningsOfAWord() throws {
        let page = try #require(Explanation.text(for: "exponential"))
        #expect(page.contains("a receptor") && page.contains("a distribution"))
    }

    @Test func suggestsATopic() {
        #expect(Explanation.text(for: "liff") == nil)
        #expect(Explanation.suggestion(for: "liff") == "lif")
        #expect(Explanation.suggestion(for: "tau_n") == "tau_m")
        #expect(Explanation.suggestion(for: "quasar") == nil)
    }
}
