import Testing

@testable import SNN

/// A small table with one of everything.
private let ship = CommandEntry(
    "ship", "Sails.", options: [OptionEntry("version", "show the version", group: "Help")],
    subcommands: [
        CommandEntry(
            "sail", "Leaves the harbour.", group: "At sea",
            operands: [
                OperandEntry("PORT", "where to go"),
                OperandEntry("VIA", "stops on the way", isOptional: true, isRepeated: true),
            ],
            options: [
                OptionEntry(
                    "knots", short: "k", value: "N", "speed through the water", group: "Speed"),
                OptionEntry(
                    "sail", value: "NAME=AREA",
                    "a sail and its area, of which a ship can set as many as "
                        + "it has masts for", group: "Rig", isRepeated: true),
                OptionEntry("night", "show lights", group: "Rig"),
                OptionEntry(
                    "wind", value: "NAME", "where it comes from", group: "Rig",
                    completion: .choice(["ahead", "astern"])),
            ], examples: ["ship sail Hull --knots 5"]),
        CommandEntry(
            "crew", "Looks after the crew.", group: "In harbour",
            subcommands: [CommandEntry("feed", "Feeds it.", examples: ["ship crew feed"])],
            examples: ["ship crew feed"]),
    ], examples: ["ship sail Hull"])

private func parse(_ line: String) throws -> Invocation {
    try OptionParser(root: ship).parse(line.split(separator: " ").map(String.init))
}

private func mistake(_ line: String) -> UsageError? {
    #expect(throws: UsageError.self) { try parse(line) }
}

struct CommandOptionTests {
    @Test func readsOperandsOptionsAndFlags() throws {
        let invocation = try parse(
            "sail Hull --knots 5 --night Dover --sail jib=20 --sail=main=40 Ostend")
        #expect(invocation.name == "ship sail")
        #expect(invocation.operands == ["Hull", "Dover", "Ostend"])
        #expect(invocation.value("knots") == "5")
        #expect(invocation.has("night"))
        #expect(!invocation.has("wind"))
        #expect(invocation.all("sail") == ["jib=20", "main=40"])
    }

    @Test func readsShortAndJoinedForms() throws {
        #expect(try parse("sail Hull -k 5").value("knots") == "5")
        #expect(try parse("sail Hull -k=5").value("knots") == "5")
        #expect(try parse("sail Hull --knots=5").value("knots") == "5")
        #expect(try parse("crew feed -h").wantsHelp)
        #expect(try parse("sail --help").wantsHelp, "help needs no operands")
        #expect(try parse("--version").has("version"))
    }

    @Test func takesEverythingAfterTwoDashesAsOperands() throws {
        #expect(try parse("sail -- --knots -k").operands == ["--knots", "-k"])
        #expect(try parse("sail -").operands == ["-"])
    }

    @Test func takesValuesThatBeginWithADash() throws {
        #expect(try parse("sail Hull --knots -1").value("knots") == "-1")
        #expect(try parse("sail Hull --sail jib=-1").all("sail") == ["jib=-1"])
    }

    @Test(arguments: [
        ("sial", "there is no command `ship sial`", "a command with a similar name exists: `sail`"),
        ("zzz", "there is no command `ship zzz`", "`ship --help` lists the commands"),
        ("crew", "`ship crew` needs a command", "one of `feed`"),
        (
            "crew fed", "there is no command `ship crew fed`",
            "a command with a similar name exists: `feed`"
        ),
        ("sail", "`ship sail` needs PORT", "where to go"),
        ("crew feed cat", "`ship crew feed` has no use for `cat`", "usage: ship crew feed"),
        (
            "sail Hull --nigth", "`ship sail` has no option `--nigth`",
            "an option with a similar name exists: `--night`"
        ),
        ("sail Hull -x", "`ship sail` has no option `-x`", "`ship sail --help` lists the options"),
        ("sail Hull --knots", "`--knots` needs a value: N", nil),
        ("sail Hull --knots --night", "`--knots` needs a value: N", nil),
        ("sail Hull --knots=", "`--knots` needs a value: N", nil),
        ("sail Hull --knots 4 -k 5", "`-k` is given twice", nil),
        ("sail Hull --night=yes", "`--night` takes no value", nil),
        (
            "sail Hull --wind asten", "`--wind` takes `ahead` or `astern`, not `asten`",
            "a choice with a similar name exists: `astern`"
        ),
    ]) func tellsWhatIsWrong(line: String, message: String, help: String?) {
        let error = mistake(line)
        #expect(error?.message == message)
        #expect(error?.help == help)
    }

    @Test func readsWholeNumbersWithinBounds() throws {
        #expect(try parse("sail Hull -k 5").integer("knots", in: 1...9) == 5)
        #expect(try parse("sail Hull").integer("knots", in: 1...9) == nil)
        for (value, message) in [
            ("0", "`--knots` must be at least 1, not 0"),
            ("10", "`--knots` must be at most 9, not 10"),
            ("fast", "`--knots` takes a whole number, not `fast`"),
        ] {
            let invocation = try parse("sail Hull --knots \(value)")
            let error = #expect(throws: UsageError.self) {
                try invocation.integer("knots", in: 1...9)
            }
            #expect(error?.message == message)
        }
    }

    @Test func laysHelpOutByGroups() {
        #expect(HelpScreen([ship, ship.subcommands[0]]).text == sailHelp)
    }
}

private let sailHelp = """
    Leaves the harbour.

    Usage: ship sail PORT [VIA ...] [options]

      PORT                    where to go
      VIA                     stops on the way

    Speed
      -k, --knots N           speed through the water

    Rig
      --sail NAME=AREA        a sail and its area, of which a ship can set as many as it has masts
                              for
      --night                 show lights
      --wind NAME             where it comes from

    Help
      -h, --help              show this help

    Example
      ship sail Hull --knots 5

    """
