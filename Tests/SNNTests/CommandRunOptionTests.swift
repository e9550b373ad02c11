import Testing

@testable import SNN

private func options(_ line: String) throws -> RunOptions {
    let words = line.split(separator: " ").map { String($0).replacing("_", with: " ") }
    return try RunOptions(try OptionParser(root: .snnsim).parse(["run", "a.model"] + words))
}

struct CommandRunOptionTests {
    @Test func readsEverything() throws {
        let all = try options(
            "--stimulus shd --data d --limit 5 --leave-out theo --set w=2nS --set p=1% --seed 7 "
                + "--duration 2_s --workers 3 --kernels scalar --pin off --huge-pages on "
                + "--output o --force --no-report --quiet"
        )
        #expect(all.stimulus == "shd")
        #expect(all.dataFolder == "d")
        #expect(all.sampleLimit == 5)
        #expect(all.speakerLeftOut == "theo")
        #expect(all.settings.map(\.name) == ["w", "p"])
        #expect(all.settings.map(\.value) == ["2nS", "1%"])
        #expect(all.seed == 7)
        #expect(all.duration == 2000)
        #expect(all.workers == 3)
        #expect(all.kernels == .scalar)
        #expect(all.switches.pins == false && all.switches.hugePages == true)
        #expect(all.switches.firstTouch == nil)
        #expect(all.output == "o")
        #expect(all.force && !all.writesReport && all.isQuiet)
    }

    @Test func takesWhatTheMachineHas() throws {
        let plain = try options("")
        #expect(plain.workers == Machine.workerCount)
        #expect(plain.kernels == .standard)
        #expect(plain.seed == nil && plain.duration == nil && plain.writesReport)
    }

    @Test(arguments: [("10ms", 10.0), ("0.5_s", 500), ("1e2_us", 0.1), ("1_min", 60_000)])
    func readsDurations(text: String, milliseconds: Double) throws {
        #expect(try options("--duration \(text)").duration == milliseconds)
    }

    @Test(arguments: [
        ("--workers 0", "`--workers` must be at least 1, not 0"),
        ("--workers -2", "`--workers` must be at least 1, not -2"),
        ("--workers 5000", "`--workers` must be at most 1024, not 5000"),
        ("--workers many", "`--workers` takes a whole number, not `many`"),
        ("--limit 0 --stimulus shd", "`--limit` must be at least 1, not 0"),
        ("--limit 3", "`--limit` needs `--stimulus` as well"),
        ("--seed -1", "`--seed` takes a whole number from 0 to 2^64 - 1, not `-1`"),
        ("--duration 5", "`--duration` needs a unit, as in `5 ms`"),
        ("--duration 5mV", "`--duration` takes a time, and `mV` is no unit of time"),
        ("--duration long", "`--duration` takes a time such as `2 s`, not `long`"),
        ("--duration 0_s", "`--duration` must be positive, not `0 s`"),
        ("--duration -1_s", "`--duration` must be positive, not `-1 s`"),
        ("--set drive", "`--set` takes NAME=VALUE, not `drive`"),
        ("--set =3", "`--set` takes NAME=VALUE, not `=3`"),
        ("--set a=1 --set a=2", "`--set` gives `a` twice"),
        ("--pin maybe", "`--pin` takes `on` or `off`, not `maybe`"),
        ("--kernels fast", "`--kernels` takes `scalar` or `vector`, not `fast`"),
    ]) func tellsWhatIsWrong(line: String, message: String) {
        let error = #expect(throws: UsageError.self) { try options(line) }
        #expect(error?.message == message)
    }
}
