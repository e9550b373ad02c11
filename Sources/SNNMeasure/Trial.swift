import Glibc

// Trials take turns, so that a processor that changes its speed changes all of them. Time is that
// of the thread, which other programs on the processor add little to.

/// Something to be timed.
struct Trial {
    let name: String
    /// What one call does, in the unit of the result: neurons times ticks, events, synapses.
    let operations: Int
    let run: () -> Void

    /// Median nanoseconds per operation of each trial over `rounds` rounds, the first of which
    /// warms up and does not count.
    static func nanoseconds(of trials: [Trial], rounds: Int) -> [Double] {
        var times = trials.map { _ in [Double]() }
        for round in 0...rounds {
            for (index, trial) in trials.enumerated() {
                let start = threadNanoseconds()
                trial.run()
                let time = Double(threadNanoseconds() - start)
                if round > 0 { times[index].append(time / Double(trial.operations)) }
            }
        }
        return times.map { $0.sorted()[$0.count / 2] }
    }
}

/// Processor time of the calling thread.
func threadNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Two decimals below ten, one above.
func rounded(_ x: Double) -> String {
    let scale = x < 10 ? 100.0 : 10
    let text = String((x * scale).rounded() / scale)
    return x < 10 && text.split(separator: ".")[1].count < 2 ? text + "0" : text
}
