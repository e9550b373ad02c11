import Testing

@testable import SNNModel

// The reference pages under docs/ are the catalogue in Markdown, so that page and program agree.

/// One page under docs/.
struct CatalogueDocument: Sendable, CustomTestStringConvertible {
    let file: String
    let introduction: String
    let chapters: [(title: String, text: String, category: Kind.Category)]

    var testDescription: String { file }

    /// The whole page.
    var text: String {
        let body = chapters.map { chapter in
            let kinds = Catalogue.all.filter { $0.category == chapter.category }
            let intro = chapter.text.isEmpty ? [] : [chapter.text]
            return (["## \(chapter.title)"] + intro + kinds.map(section)).joined(separator: "\n\n")
        }
        return ([introduction] + body).joined(separator: "\n\n") + "\n"
    }

    private func section(_ kind: Kind) -> String {
        var parts = ["### `\(kind.name)`: \(kind.summary)"]
        if !kind.equations.isEmpty {
            parts.append("```text\n\(kind.equations.joined(separator: "\n"))\n```")
        }
        if !kind.parameters.isEmpty {
            parts.append(
                table(kind.parameters, header: "| parameter | meaning | value | default | range |"))
        }
        if !kind.states.isEmpty {
            parts.append(
                table(kind.states, header: "| state | meaning | value | initially | range |"))
        }
        parts.append("```model\n\(kind.example)\n```")
        if !kind.notes.isEmpty { parts.append(kind.notes) }
        if !kind.sources.isEmpty {
            parts.append("Sources: " + kind.sources.joined(separator: "; ") + ".")
        }
        return parts.joined(separator: "\n\n")
    }

    private func table(_ entries: [ParameterEntry], header: String) -> String {
        let rows = entries.map { entry in
            let standard = entry.standardText.map { "`\($0)`" }
            let absent = entry.isRequired ? "has to be set" : "-"
            let cells = [
                "`\(entry.name)`", entry.meaning, entry.valueName, standard ?? absent,
                entry.rangeName ?? "-",
            ]
            return "| " + cells.joined(separator: " | ") + " |"
        }
        return ([header, "| --- | --- | --- | --- | --- |"] + rows).joined(separator: "\n")
    }
}

extension CatalogueDocument {
    static let models = CatalogueDocument(
        file: "models.md",
        introduction: """
            # What models are made of

            Every kind of neuron, receptor, stimulus, distribution, layout, recording and readout, \
            with its equations, parameters, defaults and sources. Connection rules have a page of \
            their own, [rules.md](rules.md). `snnsim explain lif` prints the same about `lif`, and \
            `snnsim explain tau_m` tells every kind that has a parameter `tau_m`. Both are taken \
            from one table, and so is this page.

            Every physical value carries its unit: times in ms, voltages in mV, currents in pA, \
            capacitances in pF, conductances in nS, rates in Hz, lengths in um, or any other unit \
            of the same dimension (`snnsim explain units`). Any number of a neuron may be drawn \
            per neuron (`tau_m ~ normal(20 ms, 5 ms, min: 1 ms)`) or calculated from numbers that \
            are.
            """,
        chapters: [
            (
                "Blocks",
                "What the blocks of a model set themselves, beside the parameters of the kind they "
                    + "name.", .block
            ),
            (
                "Neurons",
                "Spikes carry the time of the tick at whose end they occur. `I_syn` is the "
                    + "sum over the "
                    + "population's receptors.", .neuron
            ),
            (
                "Receptors",
                "A receptor is where synapses end. With a `reversal` it is a conductance and "
                    + "weights are in nS; without, a current in pA; a `delta` receptor is a jump "
                    + "in mV. The peak of the response to a weight w is w, for every shape.",
                .receptor
            ),
            ("Stimuli", "Populations that nobody can answer.", .stimulus),
            ("Distributions", "What `~` draws from.", .distribution),
            ("Positions", "", .layout),
            ("Recordings", "", .recording),
            ("Readouts", "", .readout),
        ])

    static let rules = CatalogueDocument(
        file: "rules.md",
        introduction: """
            # Connection rules

            A projection says from where to where, via which receptor, by which rule, with which \
            weights and delays. The rule decides which pairs get a synapse. A range of elements \
            can be named on either side: `exc[0 ..< 100] -> inh`.

            An *autapse* is a synapse of an element with itself; it can occur where source and \
            target are the same population. *Multapses* are several synapses between the same two \
            elements. Both are allowed by default, as in NEST, and can be switched off. What a \
            rule cannot do, such as an in-degree above the number of sources without multapses, is \
            an error before anything is built.

            Weights and delays are drawn or calculated for each synapse: `weight ~ lognormal(mean: \
            4 nS, sd: 1 nS)`, `delay = 0.5 ms + distance / (0.3 mm/ms)`. Delays are rounded to \
            whole ticks and are at least one.

            Random numbers belong to elements. The same seed makes the same network, whatever the \
            number of workers, and drawing one projection never disturbs another.
            """,
        chapters: [("Rules", "", .rule)])

    static let learning = CatalogueDocument(
        file: "learning.md",
        introduction: """
            # Rules of plasticity, modulators, astrocytes

            Every kind of thing that learns or modulates, with its equations, parameters, defaults \
            and sources. [plasticity.md](plasticity.md) tells how they work together. `snnsim \
            explain stdp` prints the same about `stdp`.

            In the equations `w` is the absolute value of the weight, kept in `w_min` ... `w_max`; \
            traces count without the event itself. A weight is in nS, pA or mV after the receptor, \
            and so are bounds.
            """,
        chapters: [
            ("Rules of plasticity", "", .plasticity), ("Modulators", "", .modulator),
            (
                "Astrocytes", "Concentrations are plain numbers in uM; rates per second are in Hz.",
                .astrocyte
            ),
        ])
}
