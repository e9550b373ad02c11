import Testing

/// Mistakes in how populations, projections and the experiment hang together.
struct NetworkMistakeTests {
    private let two = """
        population exc[80] of lif {
            receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
        }
        population inh[20] like exc

        """

    @Test func unknownNames() {
        expectDiagnostics(
            two + """
                projection exc -> 1️⃣ihn via ampa { rule = all_to_all, weight = 1 nS, delay = 1 ms }
                projection exc -> inh via 2️⃣amap { rule = all_to_all, weight = 1 nS, delay = 1 ms }
                projection exc -> inh { rule = 3️⃣fixed_indegre(3), weight = 1 nS, delay = 1 ms }
                """,
            [
                Expected(
                    "E004", "there is no population named `ihn`",
                    help: "a population with a similar name exists: `inh`"),
                Expected(
                    "E063", "`inh` has no receptor `amap`",
                    help: "a receptor with a similar name exists: `ampa`"),
                Expected(
                    "E031", "there is no connection rule `fixed_indegre`",
                    help: "a rule with a similar name exists: `fixed_indegree`"),
            ])
    }

    @Test func incompleteProjections() {
        expectDiagnostics(
            two + """
                projection 1️⃣exc -> inh { rule = all_to_all, delay = 1 ms }
                projection 2️⃣exc { rule = all_to_all }
                projection exc -> inh { rule = all_to_all, weight = 1 nS, delay = 3️⃣1 mV }
                """,
            [
                Expected(
                    "E029", "the projection does not set `weight`",
                    help: "add such as `weight = 1 nS`"),
                Expected(
                    "E016", "a projection needs an arrow",
                    help: "write `projection exc -> TARGET`"),
                Expected(
                    "E045", "`delay` needs a time, but `1 mV` is a voltage",
                    help: "`delay` is written in ms"),
            ])
    }

    @Test func currentsNeedNoWeight() {
        expectDiagnostics(
            two + """
                stimulus drive of current { amplitude = 50 pA, waveform = sine, frequency = 8 Hz }
                projection drive -> exc { rule = all_to_all }
                record spikes of [exc, inh]
                """, [])
    }

    @Test func selections() {
        expectDiagnostics(
            two + """
                record spikes of [exc[3], exc[0 .. 79], inh[0 ..< 20]]
                record V_m of exc[1️⃣50 ..< 0] every 1 ms
                record V_m of exc[2️⃣0.5] every 1 ms
                record spikes of 3️⃣5
                record V_m of 4️⃣exc[0 .. 80] every 1 ms
                """,
            [
                Expected("E025", "the range `50 ..< 0` ends before it begins"),
                Expected(
                    "E024",
                    "an element of `exc` needs a whole number, but `0.5` is not a whole number"),
                Expected(
                    "E026", "`5` is a number, not a population",
                    help: "populations are named as `exc`, `exc[0 ..< 50]` or `[exc, inh]`"),
                Expected(
                    "E066", "`exc[0 ..< 81]` goes beyond the 80 elements of `exc`",
                    help: "the elements of `exc` are 0 ..< 80"),
            ])
    }

    @Test func inheritance() {
        expectDiagnostics(
            """
            population a[3] like b
            population b[3] like 1️⃣a
            population c[3] like 2️⃣exd
            population 3️⃣d[3] { tau_m = 3 ms }
            population exc[3] of lif { tau_m = 4️⃣3 mV }
            population e[3] like exc
            record spikes of [a, b, c, d, exc, e]
            """,
            [
                Expected(
                    "E028", "`b` is like itself",
                    help: "give one of the populations a kind with `of`"),
                Expected(
                    "E028", "there is no population named `exd`",
                    help: "a population with a similar name exists: `exc`"),
                Expected(
                    "E027", "the population `d` has no kind",
                    help: "write `of lif`, or `like` and the name of another population"),
                Expected(
                    "E045", "`tau_m` needs a time, but `3 mV` is a voltage",
                    help: "`tau_m` is written in ms"),
            ])
    }

    @Test func doubles() {
        expectDiagnostics(
            """
            simulation { seed = 1 }
            1️⃣simulation { seed = 2 }
            population exc[3] of lif { tau_m = 3 ms, 2️⃣tau_m = 4 ms }
            population 3️⃣exc[4] of lif
            record spikes of exc
            """,
            [
                Expected("E014", "there are two `simulation` blocks"),
                Expected("E014", "`tau_m` is set twice"),
                Expected("E040", "the name `exc` is declared twice"),
            ])
    }

    @Test func physicsIsCheckedToo() {
        let text = "population exc[3] of lif { tau_m = 5 mV, V_th = -50 mV, V_reset = -45 mV }"
        #expect(ModelTextCodes.of(text) == ["E045", "E055"])
    }

    @Test func receptorsAndReadouts() {
        expectDiagnostics(
            """
            population exc[3] of lif {
                receptor ampa { shape = 1️⃣exponental, tau = 5 ms }
                receptor gaba { shape = alpha, tau = 2️⃣5 mV, 3️⃣revesal = 0 mV }
            }
            readout digit of ridge { features = 4️⃣spikes(of: exc), 5️⃣penalti = 1 }
            """,
            [
                Expected(
                    "E048", "`exponental` is no shape of a receptor",
                    help: "a similar word exists: `exponential`"),
                Expected(
                    "E045", "`tau` needs a time, but `5 mV` is a voltage",
                    help: "`tau` is written in ms"),
                Expected(
                    "E030", "the receptor `gaba` has no setting `revesal`",
                    help: "a setting with a similar name exists: `reversal`"),
                Expected(
                    "E020", "`spikes(of: exc)` counts nothing",
                    help: "features are `spike_count(of: exc, bins: 10)`"),
                Expected(
                    "E030", "a readout has no setting `penalti`",
                    help: "a setting with a similar name exists: `penalty`"),
            ])
    }
}
