import SNNModel
import Testing

@testable import SNNLanguage

@Suite struct LearningTextTests {
    private static let text = """
        simulation { resolution = 0.1 ms, seed = 1 }

        population exc[100] of lif {
            position = grid(10, 10, spacing: 50 um)
            plasticity = homeostasis
            receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
        }
        population out[20] of lif {
            position ~ box(500 um, 500 um)
            receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
        }

        stimulus reward[2] of poisson {
            rate = 5 Hz
        }

        modulator dopamine of concentration {
            released_by = [reward[0 ..< 1], out]
            amount = 0.5
            tau = 200 ms
        }
        modulator error of concentration {
            released_by = reward
        }

        astrocytes glia[1] of leaky_integrator {
            covers = exc -> exc
            rule = random_pool(p: 1, size: 1)
            weight = 0.015
        }
        astrocytes net[25] of li_rinzel {
            covers = [exc -> exc, exc -> out]
            rule = nearest
            delta_IP3 = 0.2
            position ~ box(500 um, 500 um)
        }

        plasticity learn of stdp {
            A_plus = 0.01 * (1 + error)
            A_minus = 0.15 * glia
            w_max = 10 nS
            pairing = nearest
        }
        plasticity depress of tsodyks_markram {
            U = 0.5
        }
        plasticity reward_stdp of three_factor_stdp {
            modulator = dopamine
            w_max = 5 nS
        }
        plasticity homeostasis of intrinsic {
            target_rate = 5 Hz
        }

        projection exc -> exc {
            rule = fixed_indegree(10)
            weight = 5 nS
            axonal_delay ~ uniform(1 ms, 3 ms)
            dendritic_delay = 0.5 ms
            back_propagation_delay = 0.2 ms
            plasticity = [learn, depress]
        }
        projection exc -> out {
            rule = all_to_all
            weight = 1 nS
            delay = 1.5 ms
            plasticity = reward_stdp
        }

        record spikes of exc
        record weight of exc -> out every 10 ms

        phase train {
            samples = train
            passes = 3
        }
        phase test {
            samples = test
            plasticity = off
        }

        """

    private func lowering(_ text: String) -> Lowering {
        let source = SourceText(text, file: "learning.model")
        let (tree, mistakes) = Parser.parse(source)
        #expect(mistakes.map(\.message) == [])
        return Lowering.lower(tree, of: source, setting: [:])
    }

    @Test func readsBackAsItself() {
        let read = lowering(Self.text)
        #expect(read.diagnostics.map(\.message) == [])
        #expect(read.model.check().map(\.message) == [])
        #expect(read.model.text == Self.text)
    }

    @Test func meansWhatItSays() throws {
        let model = lowering(Self.text).model
        let learn = try #require(model.plasticity(named: "learn"))
        #expect(learn.kind == "stdp")
        #expect(learn.value(of: "tau_plus") == .quantity(.milliseconds(20)))
        #expect(
            learn.value(of: "A_minus")
                == .formula(.multiply(.constant(.number(0.15)), .variable("glia"))))
        #expect(
            model.modulator(named: "dopamine")?.releasedBy
                == [Selection("reward", 0..<1), Selection("out")])
        let net = try #require(model.astrocytes(named: "net"))
        #expect(net.count == 25 && net.coverage == .nearest)
        #expect(net.covers == [.init("exc", "exc"), .init("exc", "out")])
        #expect(model.population(named: "exc")?.plasticity == ["homeostasis"])
        let recurrent = model.projections[0]
        #expect(recurrent.plasticity == ["learn", "depress"])
        #expect(recurrent.dendriticDelay == .quantity(.milliseconds(0.5)))
        #expect(recurrent.backPropagationDelay == .quantity(.milliseconds(0.2)))
        #expect(recurrent.axonalDelay?.isHeterogeneous == true)
        #expect(model.phases.map(\.name) == ["train", "test"])
        #expect(model.phases[1].settings["plasticity"] == .name("off"))
    }

    /// A published set gives what is not set.
    @Test func takesParametersFromASet() {
        var rule = PlasticityRule("learn", kind: "stdp_triplet")
        #expect(rule.value(of: "tau_x") == .quantity(.milliseconds(101)))
        rule.settings["set"] = .name("hippocampus")
        rule.settings["tau_y"] = .quantity(.milliseconds(30))
        #expect(rule.value(of: "tau_x") == .quantity(.milliseconds(946)))
        #expect(rule.value(of: "tau_y") == .quantity(.milliseconds(30)))
        #expect(rule.value(of: "A2_minus") == .quantity(.number(1.6e-3)))
        #expect(rule.value(of: "w_max") == nil)
    }

    @Test func tellsMistakes() {
        expectDiagnostics(
            """
            population exc[100] of lif { receptor ampa { shape = exponential, tau = 5 ms } }
            plasticity 1️⃣learn
            plasticity hebb[2️⃣3] of tsodyks_markram
            modulator dopamine 3️⃣like serotonin
            astrocytes glia[10] of li_rinzel { covers = 4️⃣exc, rule = 5️⃣randm_pool(p: 1) }
            projection exc -> exc {
                rule = all_to_all, weight = 1 pA, 6️⃣delay = 1 ms, axonal_delay = 1 ms
                plasticity = 7️⃣3, dendritic_delay = 8️⃣3 mV
            }
            phase train { samples ~ 9️⃣uniform(0, 1) }
            """,
            [
                Expected(
                    "E027", "the plasticity `learn` has no kind",
                    help: "write `of stdp`, or another kind"),
                Expected("E015", "the plasticity `hebb` has no size"),
                Expected("E015", "a modulator has no `like`", help: "a modulator takes `of`"),
                Expected(
                    "E016", "`exc` covers no synapses", help: "write `covers = SOURCE -> TARGET`"),
                Expected(
                    "E031", "`randm_pool` is no rule of who covers what",
                    help: "a rule with a similar name exists: `random_pool`"),
                Expected(
                    "E034", "the projection sets `delay` and its parts",
                    help: "`axonal_delay` and `dendritic_delay` together take its place"),
                Expected("E046", "`plasticity` needs names of rules, but `3` is a number"),
                Expected(
                    "E045", "`dendritic_delay` needs a time, but `3 mV` is a voltage",
                    help: "`dendritic_delay` is written in ms"),
                Expected("E046", "`samples` of `train` is drawn, not one word of a set"),
            ])
    }
}
