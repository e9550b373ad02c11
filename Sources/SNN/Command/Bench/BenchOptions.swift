/// What `snnsim bench` was asked to do.
struct BenchOptions: Sendable {
    let networks: [StandardNetwork]
    /// Size relative to that in the name of a network.
    let scale: Double
    let repeats: Int
    let workers: Int
    let kernels: KernelSet
    let switches: MachineSwitches
    /// Workers that the network is cut for, to see what many workers would have to do.
    let cutFor: Int?
    /// nil for what the model says.
    let precision: Precision?
    /// `grid`, `exact` or `auto`; nil for what the model says.
    let solver: String?
    let scheme: String?
    /// In ms, of a segment; nil for that of the network.
    let duration: Double?
    let seed: UInt64?
    let output: String?
    let force: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        networks = try Self.networks(invocation.operands.first)
        scale = try Self.positive(invocation.value("scale"), "scale") ?? 1
        repeats = try invocation.integer("repeats", in: 1...1000) ?? 3
        workers =
            try invocation.integer("workers", in: 1...RunOptions.workersMax)
            ?? Machine.workerCount
        kernels = invocation.value("kernels").flatMap(KernelSet.init(rawValue:)) ?? .standard
        switches = MachineSwitches(invocation)
        cutFor = try invocation.integer("cut-for", in: 1...RunOptions.workersMax)
        precision = invocation.value("precision").flatMap(Precision.init(rawValue:))
        solver = invocation.value("solver")
        scheme = invocation.value("scheme")
        duration = try RunOptions.duration(invocation.value("duration"))
        seed = try RunOptions.seed(invocation.value("seed"))
        output = invocation.value("output")
        force = invocation.has("force")
    }

    private static func networks(_ name: String?) throws(UsageError) -> [StandardNetwork] {
        guard let name else {
            throw UsageError(
                "`snnsim bench` needs NETWORK", help: "`snnsim bench --list` shows what there is")
        }
        if name == "all" { return StandardNetwork.all.filter { !$0.isLarge } }
        if let network = StandardNetwork.named(name) { return [network] }
        throw UsageError(
            "there is no standard network `\(name)`",
            help: UsageError.suggestion("a network", like: name, in: StandardNetwork.names)
                ?? "`snnsim bench --list` shows what there is")
    }

    private static func positive(_ text: String?, _ option: String) throws(UsageError) -> Double? {
        guard let text else { return nil }
        guard let value = Double(text), value.isFinite else {
            throw UsageError("`--\(option)` takes a number, not `\(text)`")
        }
        guard value > 0 else {
            throw UsageError("`--\(option)` must be positive, not `\(text)`")
        }
        return value
    }
}
