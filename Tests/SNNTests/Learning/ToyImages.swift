import Foundation

@testable import SNN

/// Images of three classes, each with a bright band of its own, as files that a command can read.
enum ToyImages {
    /// 28 x 28 pixels; class k is bright in rows 8 k to 8 k + 7, with noise.
    static func samples(_ count: Int, seed: UInt64) -> SpikeSamples {
        var samples = SpikeSamples(channels: 784, classNames: ["a", "b", "c"])
        var state = seed
        for index in 0..<count {
            let label = index % 3
            samples.append(
                values: (0..<784).map { pixel -> UInt8 in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    let noise = UInt8(truncatingIfNeeded: state >> 59)
                    return pixel / 28 / 8 == label ? 200 + noise : noise
                }, label: label)
        }
        return samples
    }

    /// The four files of the official split.
    static func write(train: Int, test: Int, into folder: URL) throws {
        for (name, count, seed) in [("train", train, 1), ("t10k", test, 2)] {
            let samples = samples(count, seed: UInt64(seed))
            func big(_ number: Int) -> [UInt8] {
                [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
            }
            let images = [0, 0, 8, 3] + big(count) + big(28) + big(28) + samples.values
            let labels = [0, 0, 8, 1] + big(count) + samples.labels.map { UInt8($0) }
            try Data(images).write(
                to: folder.appendingPathComponent("\(name)-images-idx3-ubyte"))
            try Data(labels).write(
                to: folder.appendingPathComponent("\(name)-labels-idx1-ubyte"))
        }
    }

    /// A network that learns without labels: neurons compete, and those that fire strengthen what
    /// made them fire.
    static let model = """
        simulation { duration = 60 ms, resolution = 1 ms, seed = 3 }
        stimulus pixels[784] of input { rate_max = 100 Hz }
        population exc[12] of lif {
            C_m = 100 pF, tau_m = 100 ms, E_L = -65 mV, V_reset = -65 mV, V_th = -52 mV
            t_ref = 5 ms, theta_plus = 0.5 mV, tau_theta = 10000 s, theta_mode = learns
            receptor exc { shape = exponential, tau = 1 ms, reversal = 0 mV }
            receptor inh { shape = exponential, tau = 2 ms, reversal = -100 mV }
        }
        plasticity grow of stdp {
            A_plus = 0.02, A_minus = 0.005, mu_plus = 0, mu_minus = 0, w_max = 1 nS
        }
        projection pixels -> exc via exc {
            rule = all_to_all, weight ~ uniform(0.1 nS, 0.4 nS), delay = 1 ms, plasticity = grow
        }
        projection exc -> exc via inh {
            rule = all_to_all, weight = 5 nS, delay = 1 ms, autapses = false
        }
        readout class of labels { features = spike_count(of: exc) }
        """
}
