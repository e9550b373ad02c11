import SNNEngine

// The queue of events by itself, in the hold model; see `QueueTrial`.

/// Prints million events a second by the number that waits, of the wheel and of a binary heap.
/// `--most N` leaves out what is larger.
func measureQueue(_ arguments: [String]) {
    let most = arguments.firstIndex(of: "--most")
        .flatMap { Int(arguments[min($0 + 1, arguments.count - 1)]) } ?? 10_000_000
    print("| events that wait | wheel, million/s | binary heap, million/s | ratio |")
    print("| --- | --- | --- | --- |")
    var pending = 1000
    while pending <= most {
        let size = min(max(pending, 200_000), 1_000_000)
        let trials = QueueTrial.Queue.allCases.map { queue in
            let trial = QueueTrial(queue, pending: pending)
            return Trial(name: queue.rawValue, operations: size) { _ = trial.hold(size) }
        }
        let times = Trial.nanoseconds(of: trials, rounds: pending > 1_000_000 ? 3 : 5)
        let rates = times.map { ((10_000 / $0).rounded() / 10) }
        let ratio = (times[1] / times[0] * 10).rounded() / 10
        print("| \(grouped(pending)) | \(rates[0]) | \(rates[1]) | \(ratio) |")
        pending *= 10
    }
}

/// `1000000` as `1,000,000`.
private func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
        if index > 0, index % 3 == 0 { text = "," + text }
        text = String(digit) + text
    }
    return text
}
