@testable import SNNModel

extension SpoiltModel {
    static let structure: [SpoiltModel] = [
        SpoiltModel(
            [
                (.unknownElement, "there is no population or stimulus named `nois`"),
                (.unknownElement, "there is no population named `excc`"),
            ], help: "a stimulus with a similar name exists: `noise`"
        ) {
            $0.projections[0].source.name = "nois"
            $0.projections[1].target.name = "excc"
        },
        SpoiltModel(
            .unknownElement, "there is no population or stimulus named `ihn`",
            help: "a population with a similar name exists: `inh`"
        ) { $0.recordings[0].of[1].name = "ihn" },
        SpoiltModel(.duplicateName, "the name `exc` is declared twice") {
            $0.parameters = [.init("exc", .number(1))]
        },
        SpoiltModel(.duplicateName, "the name `r` is declared twice in `exc`") {
            let r = Population.Variable("r", Distribution(.uniform(low: 0, high: 1)))
            $0.populations[0].variables = [r, r]
        },
        SpoiltModel(
            [
                (.invalidName, "`2nd` is not a name"),
                (.invalidName, "`Zellen, groß` is not a name"),
                (.invalidName, "`distance` is not a name"),
            ], help: "names are made of letters, digits and underscores"
        ) {
            $0.parameters = [.init("2nd", .number(1)), .init("Zellen, groß", .number(1))]
            $0.populations[1].receptors[0].name = "distance"
        },
        SpoiltModel(.emptyPopulation, "the population `inh` has no elements") {
            $0.populations[1].count = 0
            $0.projections.removeLast()
            $0.recordings[2].of = [Selection("drive"), Selection("noise")]
            $0.stimuli[1] = $0.stimuli[0]
            $0.stimuli[1].name = "drive"
        },
        SpoiltModel(
            .emptyPopulation, "the stimulus `noise` has a negative number of elements, -5"
        ) {
            $0.stimuli[0].count = -5
        },
        SpoiltModel(
            .unknownKind, "there is no neuron `liff`",
            help: "a neuron with a similar name exists: `lif`"
        ) { $0.populations[0].kind = "liff" },
        SpoiltModel(
            .unknownKind, "there is no stimulus `white`",
            help: "there are `poisson`, `fluctuating`, `regular`, `spike_file`, `current` and "
                + "`input`"
        ) { $0.stimuli[0].kind = "white" },
        SpoiltModel(
            .unknownKind, "there is no readout `svm`",
            help: "there are `ridge`, `labels`, `leaky`, `what_when`, `classifier` and `fit`"
        ) { $0.readouts[0].kind = "svm" },
        SpoiltModel(
            .noExactSolution,
            "`exc` cannot be advanced exactly, because its threshold adapts",
            help: "write `solver = grid`, or leave `theta` and `theta_plus` out"
        ) {
            $0.populations[0].settings["solver"] = .name("exact")
            $0.populations[0].settings["theta_plus"] = .quantity(.millivolts(1))
        },
        SpoiltModel(
            .unusedSetting,
            "`tau_theta` of `exc` has no effect, because the threshold is constant",
            help: "`theta_plus` is what a spike adds to the threshold"
        ) { $0.populations[0].settings["tau_theta"] = .quantity(.milliseconds(100)) },
        SpoiltModel(
            .unknownParameter, "the neuron `lif` has no parameter `taum`",
            help: "a parameter with a similar name exists: `tau_m`"
        ) { $0.populations[0].settings["taum"] = .quantity(.milliseconds(20)) },
        SpoiltModel(
            .wrongDimension, "`tau_m` of `exc` is a voltage, not a time",
            help: "`tau_m` is written in ms"
        ) { $0.populations[0].settings["tau_m"] = .quantity(.millivolts(20)) },
        SpoiltModel(.wrongDimension, "a formula of `exc` adds quantities of different dimensions") {
            $0.populations[0].settings["tau_m"] = .formula(
                .add(.constant(.milliseconds(1)), .constant(.millivolts(1))))
        },
        SpoiltModel(
            .wrongDimension, "the delay from `exc` to `inh` is a voltage, not a time",
            help: "delays are written in ms"
        ) { $0.projections[2].delay = .quantity(.millivolts(1)) },
        SpoiltModel(.wrongForm, "`rate` of `noise` is a list, not a number") {
            $0.stimuli[0].settings["rate"] = .list([.hertz(5), .hertz(8)])
        },
        SpoiltModel(.missingParameter, "`clock` does not set `rate`") {
            $0.stimuli.append(Stimulus("clock", count: 1, kind: "regular"))
            $0.recordings[2].of.append(Selection("clock"))
        },
        SpoiltModel(
            .missingParameter, "`noise` has no rate",
            help: "set `rate`, or steps of it as `times` and `rates`"
        ) { $0.stimuli[0].settings["rate"] = nil },
        SpoiltModel(.missingParameter, "`drive` does not set `amplitudes`") {
            $0.stimuli[1].settings["amplitudes"] = nil
        },
        SpoiltModel(
            .unknownChoice, "`halfstep` is no scheme of `exc`",
            help: "scheme is one of `converged`, `half_step` and `euler`"
        ) {
            $0.populations[0].kind = "izhikevich"
            $0.populations[0].settings = ["scheme": .name("halfstep")]
        },
        SpoiltModel(
            .unknownVariable, "`exc` draws no number named `rr`",
            help: "a variable with a similar name exists: `r`"
        ) {
            $0.populations[0].variables = [.init("r", Distribution(.uniform(low: 0, high: 1)))]
            $0.populations[0].settings["V_m"] = .formula(.variable("rr"))
        },
        SpoiltModel(
            .unknownVariable,
            "the weight from `exc` to `inh` depends on `r`, which is not known here",
            help: "formulas of a projection may use `distance`"
        ) { $0.projections[2].weight = .formula(.variable("r")) },
        SpoiltModel(.badLayout, "`exc` has 100 elements on a grid of 90 points") {
            $0.populations[0].layout = Layout(.grid(shape: [10, 9], spacing: 50))
        },
        SpoiltModel(.badLayout, "`exc` has a box with an edge of 0 um") {
            $0.populations[0].layout = Layout(.box(extent: [10, 0]))
        },
        SpoiltModel(
            .selectionOutside, "`exc[0 ..< 200]` goes beyond the 100 elements of `exc`",
            help: "the elements of `exc` are 0 ..< 100"
        ) { $0.recordings[1].of[0].range = 0..<200 },
        SpoiltModel(.nothingSelected, "`exc[5 ..< 5]` selects nothing") {
            $0.recordings[1].of[0].range = 5..<5
        },
        SpoiltModel(.nothingSelected, "a recording names no population") {
            $0.recordings[1].of = []
        },
        SpoiltModel(
            .severalInputs, "the model has 2 open ports, `left` and `right`",
            help: "a data set is bound to the only stimulus of kind `input`"
        ) {
            for name in ["left", "right"] {
                $0.stimuli.append(Stimulus(name, count: 700, kind: "input"))
                $0.recordings[0].of.append(Selection(name))
            }
        },
    ]
}
