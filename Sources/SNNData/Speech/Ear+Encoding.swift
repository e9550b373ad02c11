// Sound files are heard in parallel, each by one worker from beginning to end. The chance in a
// file's spikes belongs to its name, so neither the number of workers nor the company of other
// files matters.

import Foundation
import Synchronization

extension Ear {
    /// Hears a whole collection.
    ///
    /// - Parameters:
    ///   - workers: threads to use; the result does not depend on it.
    ///   - progress: called after each file with the number of files done and of all files, from
    ///     any thread, one call at a time.
    /// - Throws: `DataError` for the first file in order that cannot be read.
    public func dataset(
        of speech: Speech, named name: String, notice: String = "",
        workers: Int = ProcessInfo.processInfo.activeProcessorCount,
        progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> SpikeDataset {
        let heard = try spikes(
            ofFiles: speech.words.map(\.file), workers: workers, progress: progress)
        let empty = SpikeSamples(
            channels: channels, classNames: speech.classNames, speakerNames: speech.speakerNames)
        var dataset = SpikeDataset(name: name, notice: notice, train: empty, test: empty)
        for (word, spikes) in zip(speech.words, heard) {
            if word.isTest {
                dataset.test.append(
                    times: spikes.times, units: spikes.units, label: word.label,
                    speaker: word.speaker)
            } else {
                dataset.train.append(
                    times: spikes.times, units: spikes.units, label: word.label,
                    speaker: word.speaker)
            }
        }
        return dataset
    }

    /// Hears files about which nothing else is known.
    public func encode(
        files: [URL], workers: Int = ProcessInfo.processInfo.activeProcessorCount,
        progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> SpikeSamples {
        var samples = SpikeSamples(channels: channels)
        for spikes in try spikes(ofFiles: files, workers: workers, progress: progress) {
            samples.append(times: spikes.times, units: spikes.units)
        }
        return samples
    }

    private typealias Spikes = (times: [Float], units: [UInt16])

    private func spikes(
        ofFiles files: [URL], workers: Int, progress: @Sendable (Int, Int) -> Void
    ) throws -> [Spikes] {
        precondition(workers > 0, "somebody has to listen")
        let next = Atomic(0)
        let results = Mutex<[Int: Result<Spikes, any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: min(workers, max(files.count, 1))) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < files.count else { return }
                let result = Result { try spikes(of: files[index]) }
                results.withLock {
                    $0[index] = result
                    progress($0.count, files.count)
                }
                if case .failure = result { next.store(files.count, ordering: .relaxed) }
            }
        }
        return try results.withLock { results in
            try results.sorted { $0.key < $1.key }.map { try $0.value.get() }
        }
    }

    /// Hears one file; the chance in its spikes belongs to its name.
    public func spikes(of file: URL) throws -> (times: [Float], units: [UInt16]) {
        try spikes(of: Sound(contentsOf: file), stream: Self.stream(of: file.lastPathComponent))
    }

    /// The number of a name: its 64-bit FNV-1a hash.
    static func stream(of name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
