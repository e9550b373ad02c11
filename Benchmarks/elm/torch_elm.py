"""How long does PyTorch take to train and to run an ELM neuron (version 2) on a processor?

    torch_elm.py                    a JSON line per measurement; medians of repeated steps
    torch_elm.py --check FILE.npz   compares every variant with the NumPy reference instead

The neuron and the names of its arrays are told in Tests/SNNEngineTests/ELM/elm_reference.py. The
variants compute the same, gradients included:

    published           arranged as the authors' program: dense bins, one linear layer over branches
                        and memory, a readout in every bin, the loop over bins in TorchScript
    published-eager     the same without TorchScript
    projected           the input of all bins goes through its part of the linear layer in one
                        product before the loop
    projected-script    that loop in TorchScript
    projected-compile   that loop through torch.compile, CHUNK bins at a time
    manual              that loop in place, and its backward pass by hand: weights get their
                        gradients from one product over all bins
    manual-sparse       that with a list of events instead of dense bins

What turns data into tensors, dense or sparse, is not timed.
"""

import argparse
import json
import math
import statistics
import sys
import time
import warnings

import numpy as np
import torch
from torch import nn

from elm_neuron import VARIANTS, Program, Published


def stored(case, dtype):
    """The neuron and the dense input of a case of the reference."""
    branches = case["hidden_weights"].shape[1] - len(case["memory_tau"])
    plain = np.array_equal(case["synapse_inputs"], np.arange(case["input_count"]))
    neuron = Published(
        int(case["input_count"]), branches, len(case["synapse_weights"]) // branches, case["memory_tau"],
        len(case["readout_bias"]), None if plain else case["synapse_inputs"], float(case["bin"]),
        float(case["tau_s"]), float(case["lambda"])).double()
    with torch.no_grad():
        neuron.proto.copy_(torch.as_tensor(case["synapse_weights"]))
        for name in ("hidden", "memory", "readout"):
            getattr(neuron, name).weight.copy_(torch.as_tensor(case[f"{name}_weights"]))
            getattr(neuron, name).bias.copy_(torch.as_tensor(case[f"{name}_bias"]))
    x = torch.zeros(1, int(case["step_count"]), int(case["input_count"]), dtype=dtype)
    x[0, case["event_bin"], case["event_input"]] = torch.as_tensor(case["event_count"], dtype=dtype)
    return neuron, x


def check(path, variants):
    arrays, cases = np.load(path), {}
    for key in arrays.files:
        name, array = key.split(".")
        cases.setdefault(name, {})[array] = arrays[key]
    failed = False
    for dtype, tolerance in ((torch.float32, 1e-5), (torch.float64, 2e-12)):
        for variant in variants:
            output_error = gradient_error = 0.0
            for case in (case for case in cases.values() if case["version"] == 2):
                with torch.no_grad():
                    program = Program(variant, *stored(case, dtype), chunk=5)
                    y = program.every()[case["output_bin"], 0].double()
                output_error = max(output_error, (y - torch.as_tensor(case["output"])).abs().max().item())
                first, second = gradients("published-eager", case, dtype), gradients(variant, case, dtype)
                gradient_error = max(gradient_error, *(
                    ((one - two).abs().max() / one.abs().max()).item() for one, two in zip(first, second)))
            good = output_error <= tolerance and gradient_error <= 100 * tolerance
            failed |= not good
            print(f"{variant}, {dtype}: output off by {output_error:.1e}, gradients by {gradient_error:.1e} "
                  f"of the largest{'' if good else ', TOO MUCH'}", flush=True)
    return failed


def gradients(variant, case, dtype):
    neuron, x = stored(case, dtype)
    x = torch.cat([x, x.flip(1)])[:, :50]
    program = Program(variant, neuron, x, chunk=5)
    program.last().square().sum().backward()
    return [parameter.grad for parameter in neuron.parameters()]


def timed(action, seconds):
    """Median milliseconds; the first calls compile or choose what is fastest and do not count."""
    for _ in range(3):
        action()
    found, end = [], time.perf_counter() + seconds
    while len(found) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        action()
        found.append(1e3 * (time.perf_counter() - start))
    return statistics.median(found)


def measure(options, variant, kind, batch, bins):
    torch.manual_seed(1)
    x = (torch.rand(batch, bins, options.inputs) < options.rate).float()
    labels = torch.randint(options.outputs, (batch,))
    tau = torch.logspace(0, math.log10(150), options.memory)
    if kind == "branches":
        listened = torch.randint(options.inputs, (options.branches * options.per_branch,))
        neuron = Published(
            options.inputs, options.branches, options.per_branch, tau, options.outputs, listened, dt=2.0)
    else:
        neuron = Published(options.inputs, options.inputs, 1, tau, options.outputs, dt=2.0)
    program = Program(variant, neuron, x)
    optimiser = torch.optim.Adamax(neuron.parameters(), lr=5e-3)

    def train():
        optimiser.zero_grad()
        nn.functional.cross_entropy(program.last(), labels).backward()
        optimiser.step()

    @torch.no_grad()
    def infer():
        program.every()

    for what, action in (("training", train), ("inference", infer)):
        milliseconds = timed(action, options.seconds)
        print(json.dumps({
            "what": f"{what}, {kind}", "variant": variant, "batch": batch, "bins": bins, "inputs": options.inputs,
            "memory": options.memory, "threads": options.threads, "milliseconds_per_step": round(milliseconds, 3),
            "microseconds_per_sample_bin": round(1e3 * milliseconds / (batch * bins), 4),
            "torch_version": torch.__version__}), flush=True)


def main():
    parser = argparse.ArgumentParser(description="Times an ELM neuron in PyTorch.")
    parser.add_argument("--check", metavar="FILE", help="the arrays of elm_reference.py")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument("--kinds", nargs="+", choices=["plain", "branches"], default=["plain", "branches"])
    for name, default in (("batch", [8, 32]), ("bins", [350, 500])):
        parser.add_argument(f"--{name}", nargs="+", type=int, default=default)
    for name, default in (
        ("inputs", 700), ("memory", 100), ("outputs", 20), ("branches", 100), ("per-branch", 15), ("threads", 2),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--rate", type=float, default=0.012, help="spikes per input and bin")
    parser.add_argument("--seconds", type=float, default=1, help="of each measurement")
    options = parser.parse_args()
    for category in (DeprecationWarning, FutureWarning):  # TorchScript is on its way out
        warnings.filterwarnings("ignore", category=category)
    torch.set_num_threads(options.threads)
    if options.check:
        sys.exit(check(options.check, options.variants))
    for kind in options.kinds:
        for bins in options.bins:
            for batch in options.batch:
                for variant in options.variants:
                    measure(options, variant, kind, batch, bins)


if __name__ == "__main__":
    main()
