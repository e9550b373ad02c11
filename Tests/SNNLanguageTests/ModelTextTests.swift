import SNNModel
import Testing

@testable import SNNLanguage

struct ModelTextTests {
    static let balanced = """
        # A balanced network hears which of two cues comes first.
        simulation { duration = 60 s, resolution = 0.1 ms, seed = 42 }

        parameter drive = 5 Hz

        population exc[3200] of lif {
            tau_m = 20 ms,  C_m = 200 pF,  E_L = -60 mV
            V_th = -50 mV,  V_reset = -60 mV,  t_ref = 5 ms
            V_m ~ uniform(-60 mV, -50 mV)
            receptor ampa { shape = exponential, tau = 5 ms,  reversal = 0 mV }
            receptor gaba { shape = exponential, tau = 10 ms, reversal = -80 mV }
        }
        population inh[800] like exc { tau_m = 10 ms }

        stimulus background[4000] of poisson { rate = 2 * drive }
        stimulus cues[200] of input            # an open port: bound by --stimulus

        projection background[0 ..< 3200] -> exc via ampa {
            rule = one_to_one, weight = 4 nS, delay = 1 ms
        }
        projection cues -> exc via ampa { rule = fixed_indegree(10), weight = 10 nS, delay = 1 ms }
        projection exc -> exc via ampa {
            rule = pairwise_bernoulli(p: 2 %)
            weight ~ lognormal(mean: 4 nS, sd: 1 nS)
            delay  ~ uniform(1 ms, 3 ms)
            autapses = false
        }
        projection inh -> [exc, inh] via gaba {
            rule = pairwise_bernoulli(p: 2 %), weight = 51 nS, delay = 1 ms
        }

        record spikes of [exc, inh]
        record V_m of exc[0 ..< 5] every 0.5 ms
        record rate of exc every 5 ms
        readout digit of ridge {
            features = spike_count(of: [exc, inh], bins: [1, 2, 5, 10], transform: sqrt)
            penalty = [0.1, 1, 10]
        }

        """

    @Test func readsAWholeModel() throws {
        let (model, diagnostics) = ModelText(Self.balanced, file: "a.model").model()
        #expect(diagnostics.isEmpty, "\(ModelText(Self.balanced, file: "a").report(diagnostics))")
        let found = try #require(model)
        #expect(found.duration == 60_000)
        #expect(found.seed == 42)
        #expect(found.parameters == [.init("drive", .hertz(5))])
        #expect(found.populations.map(\.name) == ["exc", "inh"])
        #expect(found.populations[1].count == 800)
        #expect(found.populations[1].settings["tau_m"] == .quantity(.milliseconds(10)))
        #expect(found.populations[1].settings["C_m"] == .quantity(.picofarads(200)))
        #expect(found.populations[1].receptors == found.populations[0].receptors)
        #expect(found.stimuli[0].settings["rate"] == .quantity(.hertz(10)))
        #expect(found.projections.count == 5)
        #expect(found.projections[0].source == Selection("background", 0..<3200))
        #expect(found.projections[2].rule == .pairwiseBernoulli(p: 0.02))
        #expect(!found.projections[2].allowsAutapses)
        #expect(
            found.projections[2].weight
                == .random(Distribution(.lognormal(mean: 4, sd: 1), dimension: .conductance)))
        #expect(found.projections[4].target == Selection("inh"))
        #expect(
            found.recordings[1]
                == Recording(.state("V_m"), of: [Selection("exc", 0..<5)], every: 0.5))
        #expect(found.readouts[0].features.bins == [1, 2, 5, 10])
        #expect(found.readouts[0].penalties == [0.1, 1, 10])
    }

    @Test func parametersAreSetFromOutside() throws {
        let text = ModelText(Self.balanced, file: "a.model")
        let model = try #require(text.model(setting: ["drive": "8Hz"]).model)
        #expect(model.stimuli[0].settings["rate"] == .quantity(.hertz(16)))
    }
}
