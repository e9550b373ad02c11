import SNNModel

/// A batch of what a run recorded, in the order of time.
public enum RecordedBatch: Sendable {
    /// Spikes of `selections[selection]`: tick, and index within the population or stimulus.
    /// Ascending by tick, then index. Where spikes lie between ticks, `before` says by how many ms
    /// each lies ahead of its tick, and those of a tick ascend by time; elsewhere it is empty.
    case spikes(selection: Int, ticks: [Int], elements: [Int], before: [Double])
    /// Values of a state variable, sample after sample, `width` of `selections[selection]` in each.
    case trace(selection: Int, ticks: [Int], width: Int, values: [Double])
    /// Spikes of all elements of a selection in bins that end at these ticks.
    case counts(selection: Int, ticks: [Int], counts: [Int])
}

extension RecordedBatch {
    /// The times of spikes or samples in ms.
    public func times(resolution: Double) -> [Double] {
        switch self {
        case .spikes(_, let ticks, _, let before):
            before.isEmpty
                ? ticks.map { Double($0) * resolution }
                : zip(ticks, before).map { Double($0) * resolution - $1 }
        case .trace(_, let ticks, _, _), .counts(_, let ticks, _):
            ticks.map { Double($0) * resolution }
        }
    }
}

/// Collects what a model's `record` lines ask for and hands it out in batches of bounded size.
///
///     let recorder = try Recorder(model.recordings, of: network) { batch in … }
///     try engine.run(state, ticks: 10_000, recorder: recorder)
///
/// `@unchecked Sendable` because probes are written by the workers that own their partitions and
/// everything else by worker 0.
public final class Recorder: @unchecked Sendable {
    /// One selection of one recording.
    public struct Item: Sendable {
        /// The index of the recording it comes from.
        public let recording: Int
        public let quantity: Recording.Quantity
        public let name: String
        /// Indices within the population or stimulus.
        public let range: Range<Int>
        /// Ticks between samples, or of a bin; 0 for spikes.
        public let interval: Int
        /// The index of the population or stimulus; of the astrocytes where `isGlia`.
        let group: Int
        let isGlia: Bool
    }

    public let items: [Item]
    /// The probes of each partition.
    let probes: [[Probe]]
    /// The probes of each group of astrocytes.
    let gliaProbes: [[GliaProbe]]

    private let network: Network
    /// By item and parity, the spikes of its parts during the present run.
    private var views: [[[UnsafeMutablePointer<SpikeView>]]] = []
    private let receive: (RecordedBatch) throws -> Void
    /// Items from here on wait for no batch to fill.
    private let promptFrom: Int
    private var spikes: [KeptSpikes]
    private var bins: [(end: Int, count: Int)]

    /// - Parameters:
    ///   - promptFrom: spikes of items from this one on are handed out after every epoch.
    ///   - receive: called on the thread that runs the engine.
    /// - Precondition: the recordings have passed the model's checks.
    public init(
        _ recordings: [Recording], of network: Network, promptFrom: Int = .max,
        receive: @escaping (RecordedBatch) throws -> Void
    ) {
        self.network = network
        self.receive = receive
        self.promptFrom = promptFrom
        var items: [Item] = []
        var probes: [[Probe]] = network.partitions.map { _ in [] }
        let glia = network.glia.map { ($0.name, $0.count) }
            + network.integrators.map { ($0.name, 1) }
        var gliaProbes: [[GliaProbe]] = glia.map { _ in [] }
        for (index, recording) in recordings.enumerated() {
            let ticks = ((recording.every ?? 0) / network.resolution).rounded()
            for selection in recording.of {
                if let number = glia.firstIndex(where: { $0.0 == selection.name }) {
                    let item = Item(
                        recording: index, quantity: recording.quantity, name: selection.name,
                        range: selection.range ?? 0..<glia[number].1,
                        interval: Int(ticks), group: number, isGlia: true)
                    if case .state(let name) = item.quantity {
                        gliaProbes[number].append(
                            GliaProbe(
                                item: items.count, name: name, range: item.range,
                                interval: max(1, item.interval)))
                    }
                    items.append(item)
                    continue
                }
                guard let group = network.group(named: selection.name) else {
                    preconditionFailure("The model's checks find recordings of unknown parts.")
                }
                let item = Item(
                    recording: index, quantity: recording.quantity, name: selection.name,
                    range: selection.range ?? 0..<network.groups[group].count,
                    interval: Int(ticks), group: group, isGlia: false)
                Self.place(item, index: items.count, on: network, into: &probes)
                items.append(item)
            }
        }
        self.items = items
        self.probes = probes
        self.gliaProbes = gliaProbes
        spikes = items.map { _ in KeptSpikes() }
        bins = items.map { ($0.interval, 0) }
    }

    private static func place(
        _ item: Item, index: Int, on network: Network, into probes: inout [[Probe]]
    ) {
        guard case .state(let name) = item.quantity else { return }
        for part in network.partsOfGroup[item.group] {
            let partition = network.partitions[part]
            let range = partition.range.clamped(to: item.range)
            let column = partition.exact?.stateIndex(named: name)
                ?? partition.block.stateIndex(named: name)
            guard !range.isEmpty, let state = column else { continue }
            let first = partition.range.lowerBound
            probes[part].append(
                Probe(
                    recording: index, stateIndex: state,
                    range: range.lowerBound - first..<range.upperBound - first,
                    interval: max(1, item.interval)))
        }
    }

    /// Whether spikes of this group are asked for.
    func records(_ group: Int) -> Bool { items.contains { $0.group == group && !$0.isGlia } }

    /// Spikes kept before they are handed out.
    private static let batchSize = 1 << 15

    /// Looks up where the spikes of a run will be.
    func begin(_ run: EpochRun) {
        views = items.map { item in
            item.isGlia ? [[], []] : [0, 1].map { parity in
                network.partsOfGroup[item.group].map { part in
                    network.groups[item.group].isStimulus
                        ? run.state.stimulusBuffers[part][parity].view
                        : run.state.parts[part].buffers[parity].view
                }
            }
        }
    }

    /// Takes over what a stretch recorded. Called by worker 0 while others may already advance.
    func collect(_ stretches: Stretches, _ index: Int) throws {
        let stretch = stretches[index]
        for (item, parts) in zip(items.indices, views) {
            switch items[item].quantity {
            case .state where items[item].isGlia: try collectGlia(item, parity: index & 1)
            case .state: try collectTrace(item, parity: index & 1)
            case .spikes, .rate:
                if network.groups[items[item].group].isStimulus {
                    keep(item, parts[index & 1], ticks: stretches.stimulusTicks(after: index))
                } else {
                    keep(item, parts[stretch.parity], ticks: stretch.ticks)
                }
                try handOut(item, atLeast: item < promptFrom ? Self.batchSize : 1)
                if items[item].quantity == .rate {
                    try closeBins(item, through: stretch.ticks.upperBound - 1)
                }
            }
        }
    }

    /// The spikes that stimuli emit before the first epoch.
    func keepStimuli(_ ticks: Range<Int>, parity: Int) {
        for (item, parts) in zip(items.indices, views)
        where !items[item].isGlia && network.groups[items[item].group].isStimulus {
            keep(item, parts[parity], ticks: ticks)
        }
    }

    /// - Parameter ticks: the last ticks that the parts hold.
    private func keep(_ index: Int, _ parts: [UnsafeMutablePointer<SpikeView>], ticks: Range<Int>)
    {
        let range = items[index].range
        for tick in ticks {
            let first = spikes[index].ticks.count
            for part in parts {
                let view = part.pointee
                let place = view.tickCount - (ticks.upperBound - tick)
                guard place >= 0 else { continue }
                for spike in view.ticks[place]..<view.ticks[place + 1] {
                    let element = Int(view.spikes[spike])
                    guard range.contains(element) else { continue }
                    spikes[index].ticks.append(tick)
                    spikes[index].elements.append(element)
                    if let before = view.before { spikes[index].before.append(before[spike]) }
                }
            }
            if spikes[index].ticks.count > first { spikes[index].sortByTime(from: first) }
        }
    }

    private func handOut(_ index: Int, atLeast size: Int) throws {
        guard items[index].quantity == .spikes, spikes[index].ticks.count >= max(size, 1) else {
            return
        }
        let batch = spikes[index]
        spikes[index] = KeptSpikes()
        try receive(
            .spikes(
                selection: index, ticks: batch.ticks, elements: batch.elements,
                before: batch.before))
    }

    /// Counts spikes into bins that have ended by `tick`; later ones wait.
    private func closeBins(_ index: Int, through tick: Int) throws {
        var ticks: [Int] = []
        var counts: [Int] = []
        var next = 0
        let waiting = spikes[index].ticks
        while bins[index].end <= tick {
            var count = 0
            while next < waiting.count, waiting[next] <= bins[index].end {
                count += 1
                next += 1
            }
            ticks.append(bins[index].end)
            counts.append(count)
            bins[index].end += items[index].interval
        }
        spikes[index].removeFirst(next)
        if !ticks.isEmpty { try receive(.counts(selection: index, ticks: ticks, counts: counts)) }
    }

    private func collectTrace(_ index: Int, parity: Int) throws {
        let parts = network.partsOfGroup[items[index].group].flatMap { part in
            probes[part].filter { $0.recording == index }
        }
        guard let ticks = parts.first?.samples(parity: parity).ticks, !ticks.isEmpty else {
            return
        }
        var values: [Double] = []
        for sample in ticks.indices {
            for part in parts {
                let from = sample * part.width
                let samples = part.samples(parity: parity).values
                values.append(contentsOf: samples[from..<from + part.width])
            }
        }
        let width = parts.reduce(0) { $0 + $1.width }
        for part in parts { part.clear(parity: parity) }
        try receive(.trace(selection: index, ticks: ticks, width: width, values: values))
    }

    private func collectGlia(_ index: Int, parity: Int) throws {
        for probe in gliaProbes[items[index].group] where probe.item == index {
            let samples = probe.samples(parity: parity)
            guard !samples.ticks.isEmpty else { continue }
            let (ticks, values) = (samples.ticks, samples.values)
            probe.clear(parity: parity)
            try receive(
                .trace(selection: index, ticks: ticks, width: probe.width, values: values))
        }
    }

    /// Hands out what is left at the end of a run.
    func finish() throws {
        for index in items.indices { try handOut(index, atLeast: 1) }
    }
}

/// Spikes that have not been handed out.
private struct KeptSpikes {
    var ticks: [Int] = []
    var elements: [Int] = []
    /// Empty where spikes lie on ticks.
    var before: [Double] = []

    /// Orders the spikes of one tick, which are the last ones from `first` on.
    mutating func sortByTime(from first: Int) {
        guard !before.isEmpty, before.count - first > 1 else { return }
        let order = (first..<before.count).sorted {
            (-before[$0], elements[$0]) < (-before[$1], elements[$1])
        }
        let sorted = order.map { (elements[$0], before[$0]) }
        for (offset, spike) in sorted.enumerated() {
            (elements[first + offset], before[first + offset]) = spike
        }
    }

    mutating func removeFirst(_ count: Int) {
        ticks.removeFirst(count)
        elements.removeFirst(count)
        if !before.isEmpty { before.removeFirst(count) }
    }
}
