import SNNEngine

/// Prints nanoseconds per operation of random numbers and stimuli; words choose the rows that
/// contain one of them.
func measureInput(_ words: [String]) {
    let trials = InputTrial.all().filter { trial in
        words.isEmpty || words.contains { trial.name.contains($0) }
    }
    let times = Trial.nanoseconds(
        of: trials.map { Trial(name: $0.name, operations: $0.operations, run: $0.run) },
        rounds: 11)
    print("| input | ns | per |")
    print("| --- | --- | --- |")
    for (trial, time) in zip(trials, times) {
        print("| \(trial.name) | \(rounded(time)) | \(trial.unit) |")
    }
}
