"""Builds one of the standard networks in Brian 2 as a C++ program, to be run by `run`.

    brian2_network.py NETWORK FOLDER --threads N --warm-up S --duration S

generates and compiles the program in FOLDER and writes FOLDER/plan.json: where the program leaves the time of its last
segment and its spikes. The folder can be run again and again; every run builds the network, lets it settle and runs one
segment. Equations, weights and delays are those of Models/benchmarks; what differs is told in docs/benchmarks.md.
"""

import argparse
import json
import math
import os
import time

import brian2 as b2
import numpy as np
from brian2 import NeuronGroup, PoissonInput, Synapses, Hz, ms

import microcircuit


def brunel():
    """Delta synapses in mV; every pair with p = 0.1, where our model has fixed in-degrees."""
    size, inputs, jump = 12500, 1000, 0.1
    external = 2.0 * 20.0 / (jump * 20.0) * 0.1  # spikes per neuron and step
    neurons = NeuronGroup(
        size, "dv/dt = -v / (20*ms) : 1 (unless refractory)", threshold="v >= 20", reset="v = 10",
        refractory=2 * ms, method="exact")
    neurons.v = "rand() * 20"
    neurons.run_regularly(f"v += {jump} * poisson({external}) * int(not_refractory)", when="synapses")
    exc, inh = neurons[:10000], neurons[10000:]
    to_all = Synapses(exc, neurons, on_pre=f"v_post += {jump} * int(not_refractory_post)", delay=1.5 * ms)
    to_all.connect(p=inputs / 10000)
    inhibit = Synapses(inh, neurons, on_pre=f"v_post -= {5 * jump} * int(not_refractory_post)", delay=1.5 * ms)
    inhibit.connect(p=inputs / 10000)
    return {"exc": exc, "inh": inh}, [neurons, to_all, inhibit], {"exc": 1250, "inh": 1250}


def balanced(size, equations, method, excite, inhibit, delay):
    neurons = NeuronGroup(
        size, equations, threshold="v > -50*mV", reset="v = -60*mV", refractory=5 * ms, method=method)
    neurons.v = "-60*mV + rand() * 10*mV"
    exc, inh = neurons[:size * 4 // 5], neurons[size * 4 // 5:]
    first = Synapses(exc, neurons, on_pre=excite, delay=delay * ms)
    first.connect(p=80 / size)
    second = Synapses(inh, neurons, on_pre=inhibit, delay=delay * ms)
    second.connect(p=80 / size)
    return {"exc": exc, "inh": inh}, [neurons, first, second], {"exc": 80, "inh": 80}


def cuba(size):
    return balanced(size, """
        dv/dt = (x + y - (v + 49*mV)) / (20*ms) : volt (unless refractory)
        dx/dt = -x / (5*ms) : volt
        dy/dt = -y / (10*ms) : volt
        """, "exact", "x += 1.62*mV", "y -= 9*mV", 0.1)


def coba(size):
    """Conductances in units of the leak: 4 and 51 nS of 10 nS."""
    return balanced(size, """
        dv/dt = (-60*mV - v + x * (0*mV - v) + y * (-80*mV - v) + 20*mV) / (20*ms) : volt (unless refractory)
        dx/dt = -x / (5*ms) : 1
        dy/dt = -y / (10*ms) : 1
        """, "exponential_euler", "x += 0.4", "y += 5.1", 0.8)


def stdp_vogels():
    """Conductances in units of the leak; every pair with p = 0.02, where our model has fixed in-degrees."""
    neurons = NeuronGroup(10000, """
        dv/dt = (-60*mV - v + x * (0*mV - v) + y * (-80*mV - v) + 20*mV) / (20*ms) : volt (unless refractory)
        dx/dt = -x / (5*ms) : 1
        dy/dt = -y / (10*ms) : 1
        """, threshold="v > -50*mV", reset="v = -60*mV", refractory=5 * ms, method="exponential_euler")
    neurons.v = "-60*mV + randn() * 5*mV"
    exc, inh = neurons[:8000], neurons[8000:]
    excite = Synapses(exc, neurons, on_pre="x += 0.3", delay=0.8 * ms)
    excite.connect(p=0.02)
    inhibit = Synapses(inh, inh, on_pre="y += 3.0", delay=0.8 * ms)
    inhibit.connect(p=0.02)
    learn = Synapses(inh, exc, """
        w : 1
        dpre/dt = -pre / (20*ms) : 1 (event-driven)
        dpost/dt = -post / (20*ms) : 1 (event-driven)
        """, on_pre="y += w; pre += 1; w = clip(w + (post - 0.2) * 0.03, 0, 30)",
        on_post="post += 1; w = clip(w + pre * 0.03, 0, 30)", delay=0.8 * ms)
    learn.connect(p=0.02)
    learn.w = 3.0
    return {"exc": exc, "inh": inh}, [neurons, excite, inhibit, learn], {"exc": 200, "inh": 200}


def izhikevich():
    size = 10000
    neurons = NeuronGroup(size, """
        v : 1
        u : 1
        x : 1
        a : 1 (constant)
        b : 1 (constant)
        c : 1 (constant)
        d : 1 (constant)
        s : 1 (constant)
        """, threshold="v >= 30", reset="v = c; u += d")
    neurons.run_regularly("""
        current = x + s * randn()
        v += 0.5 * (0.04*v*v + 5*v + 140 - u + current)
        v += 0.5 * (0.04*v*v + 5*v + 140 - u + current)
        u += a * (b*v - u)
        x = 0
        """, when="groups")
    exc, inh = neurons[:8000], neurons[8000:]
    exc.a, exc.b, exc.s = 0.02, 0.2, 5.0
    exc.c = "-65 + 15 * rand()**2"
    exc.d = "8 - 6 * ((c + 65) / 15)"
    inh.a = "0.02 + 0.08 * rand()"
    inh.b = "0.25 - 0.05 * (a - 0.02) / 0.08"
    inh.c, inh.d, inh.s = -65.0, 2.0, 2.0
    neurons.v = -65.0
    neurons.u = "b * v"
    excite = Synapses(exc, neurons, "w : 1", on_pre="x_post += w")
    excite.connect(p=0.01)
    excite.w = "rand() * 5"
    inhibit = Synapses(inh, neurons, "w : 1", on_pre="x_post -= w")
    inhibit.connect(p=0.01)
    inhibit.w = "rand() * 10"
    return {"exc": exc, "inh": inh}, [neurons, excite, inhibit], {"exc": 100, "inh": 100}


def sparse_activity():
    """Every pair with p = 0.001, where our model has fixed in-degrees."""
    size = 100000
    neurons = NeuronGroup(
        size, "dv/dt = -v / (20*ms) : 1 (unless refractory)", threshold="v >= 20", reset="v = 0",
        refractory=2 * ms, method="exact")
    neurons.v = "rand() * 12"
    background = PoissonInput(neurons, "v", N=1, rate=25 * Hz, weight=8.0)
    exc, inh = neurons[:size * 4 // 5], neurons[size * 4 // 5:]
    excite = Synapses(exc, neurons, on_pre="v_post += 0.5 * int(not_refractory_post)", delay=1.5 * ms)
    excite.connect(p=100 / size)
    inhibit = Synapses(inh, neurons, on_pre="v_post -= 2.0 * int(not_refractory_post)", delay=1.5 * ms)
    inhibit.connect(p=100 / size)
    return {"exc": exc, "inh": inh}, [neurons, background, excite, inhibit], {"exc": 100, "inh": 100}


def cortex(scale):
    """The microcircuit; synapses drawn here and handed over, one group per source population."""
    sizes, counts, currents = microcircuit.scaled(scale)
    weight = microcircuit.amplitude() / math.sqrt(scale)
    neurons = NeuronGroup(sum(sizes), """
        dv/dt = (-65 - v) / (10*ms) + (x + constant_current) / (250*ms) : 1 (unless refractory)
        dx/dt = -x / (0.5*ms) : 1
        constant_current : 1 (constant)
        background_count : 1 (constant)
        """, threshold="v >= -50", reset="v = -65", refractory=2 * ms, method="exact")
    neurons.run_regularly(f"x += {weight} * poisson(background_count)", when="synapses")
    first = np.concatenate([[0], np.cumsum(sizes)])
    groups = {}
    for index, name in enumerate(microcircuit.NAMES):
        group = neurons[int(first[index]):int(first[index + 1])]
        group.v = f"{microcircuit.START_MEAN[index]} + {microcircuit.START_SD[index]} * randn()"
        group.constant_current = currents[index]
        group.background_count = microcircuit.EXTERNAL_INPUTS[index] * microcircuit.EXTERNAL_RATE * scale * 1e-4
        groups[name] = group
    random = np.random.default_rng(1)
    objects, out = [neurons], {}
    for source, name in enumerate(microcircuit.NAMES):
        targets = np.concatenate(
            [first[t] + random.integers(0, sizes[t], counts[t][source]) for t in range(8)])
        mean = np.concatenate(
            [np.full(counts[t][source], weight * microcircuit.factor(t, source)) for t in range(8)])
        weights = mean * (1 + 0.1 * random.standard_normal(len(mean)))
        delay = 1.5 if source % 2 == 0 else 0.75
        delays = delay * (1 + 0.5 * random.standard_normal(len(mean)))
        while (delays < 0.1).any():
            bad = delays < 0.1
            delays[bad] = delay * (1 + 0.5 * random.standard_normal(int(bad.sum())))
        synapses = Synapses(groups[name], neurons, "w : 1 (constant)", on_pre="x_post += w")
        synapses.connect(i=random.integers(0, sizes[source], len(targets)), j=targets)
        synapses.w = np.where(weights * mean > 0, weights, 0.0)
        synapses.delay = delays * ms
        objects.append(synapses)
        out[name] = len(targets) / sizes[source]
    return groups, objects, out


NETWORKS = {
    "brunel-2000": brunel,
    "cuba-4000": lambda: cuba(4000),
    "cuba-40000": lambda: cuba(40000),
    "coba-4000": lambda: coba(4000),
    "coba-40000": lambda: coba(40000),
    "izhikevich-10000": izhikevich,
    "stdp-vogels": stdp_vogels,
    "sparse-activity": sparse_activity,
    "microcircuit-0.1": lambda: cortex(0.1),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("folder")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--warm-up", type=float, required=True)
    parser.add_argument("--duration", type=float, required=True)
    options = parser.parse_args()
    start = time.perf_counter()
    b2.BrianLogger.log_level_error()
    b2.set_device("cpp_standalone", directory=options.folder, build_on_run=False)
    if options.threads > 1:
        b2.prefs.devices.cpp_standalone.openmp_threads = options.threads
    b2.prefs.devices.cpp_standalone.extra_make_args_unix = [f"-j{os.cpu_count()}"]
    b2.defaultclock.dt = (1.0 if options.network.startswith("izhikevich") else 0.1) * ms
    b2.seed(12345)
    groups, objects, out = NETWORKS[options.network]()
    monitors = {name: b2.SpikeMonitor(group) for name, group in groups.items()}
    network = b2.Network(objects + list(monitors.values()))
    if options.warm_up > 0:
        network.run(options.warm_up * b2.second)
    network.run(options.duration * b2.second)
    b2.device.build(directory=options.folder, compile=True, run=False, debug=False)
    plan = {
        "version": b2.__version__,
        "compileSeconds": time.perf_counter() - start,
        "warmUp": options.warm_up,
        "duration": options.duration,
        "populations": {
            name: {
                "neurons": len(groups[name]), "outDegree": out[name],
                "times": os.path.basename(b2.device.get_array_filename(monitor.variables["t"])),
            } for name, monitor in monitors.items()},
    }
    with open(os.path.join(options.folder, "plan.json"), "w") as file:
        json.dump(plan, file, indent=1)


if __name__ == "__main__":
    main()
