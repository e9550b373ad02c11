import Foundation
import Testing

@testable import SNN

/// The rules of Ivanov & Michmizos (2021) as a model says them, against the steps of their program:
/// one trace per neuron, x <- d (x + 0.1 S) with d = exp(-1/10), and in each ms
///
///     excitatory, and input       w += A₊ x_pre at a spike of the target, in [0, 3], or [-3, 3]
///                                 w -= A₋ x_post at one of the source
///     inhibitory                  w -= A₋ x_pre, w += A₊ x_post, in [-3, 0]
///     astrocyte                   A += (w_astro (liquid - input) + bias - A) / 100
///     and then A₊, A, w_astro and bias are multiplied by 0.99.
@Suite struct PublishedLiquidTests {
    private static func model() throws -> Model {
        let text = """
            simulation { resolution = 1 ms, seed = 5 }
            stimulus pixels[40] of poisson { rate = 60 Hz }
            population exc[40] of lif {
                tau_m = 63.498 ms, C_m = 0.626 pF, E_L = 0 mV, V_th = 20 mV, V_reset = 0 mV
                t_ref = 2 ms, reset = to_V_reset_only
                receptor current { shape = exponential, tau = 1 ms }
            }
            population inh[10] like exc {}
            astrocytes glia[1] of leaky_integrator {
                covers = [pixels -> exc, exc -> inh], weight = 0.015
            }
            modulator fade { initial = 1, tau = 99.4992 ms }
            plasticity excite of stdp {
                A_plus = fade * 0.005, A_minus = fade * glia * 0.1 / 3, w_max = 3 pA
                mu_plus = 0, mu_minus = 0, tau_plus = 10 ms, tau_minus = 10 ms
            }
            plasticity inhibit of stdp {
                A_plus = fade * glia * 0.1 / 3, A_minus = fade * 0.005, w_max = 3 pA
                mu_plus = 0, mu_minus = 0, tau_plus = 10 ms, tau_minus = 10 ms
            }
            plasticity listen of stdp {
                A_plus = fade * 0.005, A_minus = fade * glia * 0.1 / 3
                w_min = -3 pA, w_max = 3 pA
                mu_plus = 0, mu_minus = 0, tau_plus = 10 ms, tau_minus = 10 ms
            }
            projection exc -> [exc, inh] {
                rule = pairwise_bernoulli(p: 0.3), weight = 2.9 pA, plasticity = excite
                axonal_delay = 1 ms, back_propagation_delay = 1 ms
            }
            projection inh -> [exc, inh] {
                rule = pairwise_bernoulli(p: 0.3), weight = -2 pA, plasticity = inhibit
                axonal_delay = 1 ms, back_propagation_delay = 1 ms
            }
            projection pixels -> [exc, inh] {
                rule = pairwise_bernoulli(p: 0.6), weight = 2.5 pA, plasticity = listen
                axonal_delay = 1 ms, back_propagation_delay = 1 ms
            }
            projection pixels -> [exc, inh] {
                rule = pairwise_bernoulli(p: 0.3), weight = 0.05 pA, plasticity = listen
                axonal_delay = 1 ms, back_propagation_delay = 1 ms
            }
            record spikes of [exc, inh]
            """
        let (model, diagnostics) = ModelText(text, file: "liquid.model").model(setting: [:])
        return try #require(model, "\(diagnostics.map(\.message))")
    }

    private struct Course {
        var spikes: [String: [[Int]]] = [:]
        var before: [SynapseList] = []
        var after: [SynapseList] = []
        var digest: UInt64 = 0
    }

    private func run(_ model: Model, ticks: Int, workers: Int) throws -> Course {
        let network = try Network(model, workers: workers)
        let state = NetworkState(network)
        var course = Course()
        let names = ["pixels", "exc", "inh"]
        for name in names {
            course.spikes[name] = Array(repeating: [], count: ticks + 1)
        }
        course.before = model.projections.indices.map { state.weights(of: $0) }
        let recorder = Recorder(
            names.map { Recording(.spikes, of: [Selection($0)]) }, of: network
        ) { batch in
            guard case .spikes(let selection, let ticks, let elements, _) = batch else { return }
            for (tick, element) in zip(ticks, elements) {
                course.spikes[names[selection]]![tick].append(element)
            }
        }
        try Engine(network, workers: workers).run(state, ticks: ticks, recorder: recorder)
        course.after = model.projections.indices.map { state.weights(of: $0) }
        course.digest = state.digest
        return course
    }

    /// Weights by the program's steps. Of two changes in the same ms each is kept in bounds; and
    /// A₋ at a spike of the source has that spike's ms in it.
    private func published(
        _ list: SynapseList, _ source: String, _ target: String, _ course: Course, ticks: Int
    ) -> [Double] {
        let decay = exp(-0.1)
        func traces(_ name: String, count: Int) -> [[Double]] {
            var x = [Double](repeating: 0, count: count)
            return (0...ticks).map { tick in
                let seen = x
                for neuron in course.spikes[name]![tick] { x[neuron] += 0.1 }
                for neuron in 0..<count { x[neuron] *= decay }
                return seen
            }
        }
        let counts = ["pixels": 40, "exc": 40, "inh": 10]
        let x = traces(source, count: counts[source]!)
        let y = traces(target, count: counts[target]!)
        var (A, plus, weight, bias) = (0.15, 0.15, 0.015, 0.15)
        var signals: [(plus: Double, minus: Double)] = []
        for tick in 0...ticks {
            signals.append((plus, A))
            func count(_ name: String) -> Double { Double(course.spikes[name]![tick].count) }
            A += (weight * (count("exc") + count("inh") - count("pixels")) + bias - A) / 100
            A *= 0.99
            plus *= 0.99
            weight *= 0.99
            bias *= 0.99
        }
        signals.append((plus, A))
        let (least, most): (Double, Double) =
            source == "pixels" ? (-3, 3) : source == "exc" ? (0, 3) : (-3, 0)
        let isInhibitory = source == "inh"
        return (0..<list.count).map { synapse in
            let (i, j) = (Int(list.sources[synapse]), Int(list.targets[synapse]))
            var w = Double(list.weights[synapse])
            for tick in 0..<ticks {
                if course.spikes[target]![tick].contains(j) {
                    let now = signals[tick]
                    w += isInhibitory ? -now.minus * x[tick][i] : now.plus * x[tick][i]
                    w = min(max(w, least), most)
                }
                // A Poisson source may spike twice in a ms.
                for spike in course.spikes[source]![tick] where spike == i {
                    let now = signals[tick + 1]
                    w += isInhibitory ? now.plus * y[tick][j] : -now.minus * y[tick][j]
                    w = min(max(w, least), most)
                }
            }
            return w
        }
    }

    @Test func weightsAreThoseOfThePublishedSteps() throws {
        let model = try Self.model()
        let ticks = 250
        let course = try run(model, ticks: ticks, workers: 1)
        var spread: [String: (low: Double, high: Double)] = [:]
        for (index, projection) in model.projections.enumerated() {
            let expected = published(
                course.before[index], projection.source.name, projection.target.name, course,
                ticks: ticks)
            var worst = 0.0
            for (found, right) in zip(course.after[index].weights, expected) {
                worst = max(worst, abs(Double(found) - right))
                let known = spread[projection.source.name] ?? (right, right)
                spread[projection.source.name] = (min(known.low, right), max(known.high, right))
            }
            // Weights and traces are kept in Float.
            #expect(worst < 1e-4, "projection \(index): \(worst)")
        }
        print("weights \(spread)")
        // Signs are kept where they have to be, and not where they need not.
        #expect(spread["exc"]!.low >= 0 && spread["inh"]!.high <= 0)
        #expect(spread["exc"]!.low < 2.8 && spread["inh"]!.low < -2.1)
        #expect(spread["pixels"]!.low < 0 && spread["pixels"]!.high > 1)
    }

    @Test func isTheSameForEveryTeam() throws {
        let model = try Self.model()
        let alone = try run(model, ticks: 200, workers: 1)
        for workers in [2, 3, 7] {
            let other = try run(model, ticks: 200, workers: workers)
            #expect(other.digest == alone.digest && other.after == alone.after)
        }
    }
}
