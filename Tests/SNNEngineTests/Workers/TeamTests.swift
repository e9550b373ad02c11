import Glibc
import SNNModel
import Synchronization
import Testing

@testable import SNNEngine

struct TeamTests {
    /// Far more workers than processors: slow, but it comes to an end with the same spikes.
    @Test func thirtyTwoWorkersFinish() throws {
        let model = Model.random(seed: 32)
        let network = try Network(model, workers: 32)
        let many = try network.spikes(ticks: 300, workers: 32)
        let one = try network.spikes(ticks: 300, workers: 1)
        #expect(many.digest == one.digest)
    }

    @Test func barrierKeepsWorkersTogether() {
        for count in [2, 3, 5] {
            for isOversubscribed in [false, true] {
                let barrier = SpinBarrier(workers: count, oversubscribed: isOversubscribed)
                let arrived = Atomic(0)
                let failures = Atomic(0)
                Workers(count).run(pins: false) { _ in
                    for epoch in 1...300 {
                        arrived.wrappingAdd(1, ordering: .relaxed)
                        barrier.wait()
                        if arrived.load(ordering: .relaxed) < epoch * count {
                            failures.wrappingAdd(1, ordering: .relaxed)
                        }
                        barrier.wait()
                    }
                }
                #expect(failures.load(ordering: .relaxed) == 0)
                #expect(arrived.load(ordering: .relaxed) == 300 * count)
            }
        }
    }

    /// A worker that is late in every epoch makes worker 0 try alone, again and again. Whoever
    /// works, every part of every epoch is done once, and no epoch begins before the last ended.
    @Test func rosterLosesNoWork() {
        let epochs = 400
        let workers = Workers(3)
        let team = workers.team(pins: false)
        let barrier = workers.makeBarrier()
        let roster = workers.makeRoster(team, barrier)
        let done = Mutex(Array(repeating: [0, 0, 0], count: epochs))
        let early = Atomic(0)
        // A(k) is counted once, D(k) after the barrier too.
        @Sendable func work(_ part: Int, _ epoch: Int, from: Int) {
            if part == 2 { usleep(300) }
            done.withLock {
                let isReady = (epoch == 0 || $0[epoch - 1][part] == 2) && $0[epoch][part] == from
                if !isReady { early.wrappingAdd(1, ordering: .relaxed) }
                $0[epoch][part] += 1
            }
        }
        workers.run(team) { worker in
            var epoch = 0
            while epoch < epochs {
                let isAlone = worker == 0 && roster.isAlone(in: epoch)
                let parts = isAlone ? 0..<3 : worker..<worker + 1
                for part in parts { work(part, epoch, from: 0) }
                if !isAlone { barrier.wait() }
                for part in parts { work(part, epoch, from: 1) }
                if worker == 0 { roster.review(after: epoch) }
                guard let next = roster.next(after: epoch, worker: worker) else { break }
                epoch = next
            }
            if worker == 0 { roster.dismiss() }
        }
        #expect(done.withLock { $0.allSatisfy { $0 == [2, 2, 2] } })
        #expect(early.load(ordering: .relaxed) == 0)
        #expect(roster.changeCount > 0)
    }

    @Test func bindsWithinTheMaskAndGivesBack() throws {
        let topology = try #require(Topology.shared)
        let allowed = allowedProcessors
        for count in 1...allowed.count {
            let chosen = topology.processors(forWorkers: count)
            #expect(Set(chosen).count == count)
            #expect(allowed.isSuperset(of: chosen))
        }
        let pins = try #require(Pins(workers: 1))
        pins.whileBound(0) {
            #expect(allowedProcessors.count == 1)
            pins.releaseAll()
            #expect(allowedProcessors == allowed)
        }
        pins.whileBound(0) { #expect(allowedProcessors.count == 1) }
        #expect(allowedProcessors == allowed)
        #expect(Pins(workers: Machine.processorCount + 1) == nil)
    }

    /// Of the calling thread.
    private var allowedProcessors: Set<Int> {
        let line = SystemFile.lines("/proc/thread-self/status")
            .first { $0.hasPrefix("Cpus_allowed_list:") }
        let ranges = line?.split(separator: "\t").last?.split(separator: ",") ?? []
        return Set(
            ranges.flatMap { range in
                let ends = range.split(separator: "-").compactMap { Int($0) }
                return Array(ends[0]...ends.last!)
            })
    }
}
