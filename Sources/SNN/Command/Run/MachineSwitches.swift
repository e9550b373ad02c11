/// `--pin`, `--huge-pages` and `--first-touch`: what is asked of the machine. No result depends on
/// them.
struct MachineSwitches: Equatable {
    /// Nil where the user leaves it as it is.
    let pins: Bool?
    let hugePages: Bool?
    let firstTouch: Bool?

    init(_ invocation: Invocation) {
        func choice(_ option: String) -> Bool? { invocation.value(option).map { $0 == "on" } }
        pins = choice("pin")
        hugePages = choice("huge-pages")
        firstTouch = choice("first-touch")
    }

    /// Sets them for the whole process, before a network is built.
    func apply() {
        if let pins { Pinning.isOn = pins }
        if let hugePages { HugePages.isOn = hugePages }
        if let firstTouch { FirstTouch.isOn = firstTouch }
    }

    /// How many of the workers asked for the machine has room for; says so where that is fewer.
    static func team(_ asked: Int, on terminal: Terminal) -> Int {
        let available = Machine.workerCount
        guard asked > available else { return asked }
        let room = available == 1 ? "is 1 processor" : "are \(available) processors"
        terminal.note(
            "note: \(available) of \(asked) workers are used, since there \(room) for them")
        return available
    }
}

extension OptionEntry {
    /// What `run` and `bench` may ask of the machine.
    static let machineSwitches = [
        choice("pin", "bind workers to processors, `on` or `off`; on"),
        choice("huge-pages", "keep large arrays in pages of 2 MiB, `on` or `off`; on"),
        choice("first-touch", "let workers make the memory they use, `on` or `off`; on"),
    ]

    private static func choice(_ name: String, _ meaning: String) -> OptionEntry {
        OptionEntry(
            name, value: "CHOICE", meaning, group: "Machine", completion: .choice(["on", "off"]))
    }
}
