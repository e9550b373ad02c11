import CKernels
import Glibc

// The engine counts on it in every thread that computes.
snn_flush_denormals()

let measurements: [(name: String, question: String, measure: ([String]) -> Void)] = [
    ("kernels", "How long does a neuron take per tick, by kind and scheme?", measureKernels),
    ("elm", "How long does a bin of a neuron of elm take, how long its sums alone?", measureELM),
    ("input", "How long do random numbers, Poisson input and noise take?", measureInput),
    ("building", "How many synapses are made per second, by rule?", measureBuilding),
    ("queue", "How many events a second does the queue of exact neurons take?", measureQueue),
    ("solver", "With how much input are exact neurons as fast as the grid?", measureSolver),
]

let arguments = Array(CommandLine.arguments.dropFirst())
if let chosen = measurements.first(where: { $0.name == arguments.first }) {
    chosen.measure(Array(arguments.dropFirst()))
} else {
    print("usage: SNNMeasure MEASUREMENT [OPTION...]")
    for measurement in measurements { print("    \(measurement.name): \(measurement.question)") }
    exit(arguments.isEmpty ? 0 : 2)
}
