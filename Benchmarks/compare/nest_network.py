"""Runs one of the standard networks in NEST and prints one line of JSON.

    nest_network.py NETWORK --threads N --warm-up S --duration S --segments N

Models, weights, delays and wiring are those of Models/benchmarks. The conductance-based neuron is iaf_cond_exp, which
adapts its step, and all state is in double precision.
"""

import argparse
import json
import math
import resource
import sys
import time

import nest
import numpy as np

import microcircuit


def pairs(probability, sources, targets):
    """As many synapses as pairs drawn with this probability have on average, between random ends: numbers of inputs
    are spread alike, and NEST need not look at every pair."""
    return {"rule": "fixed_total_number", "N": round(probability * len(sources) * len(targets))}


def inputs(number):
    return {"rule": "fixed_indegree", "indegree": number}


def constant(name, weight, delay):
    """A synapse that all connections share."""
    nest.CopyModel("static_synapse_hom_w", name, {"weight": weight, "delay": delay})
    return name


def two(model, size, parameters, low, high):
    exc = nest.Create(model, size * 4 // 5, parameters)
    inh = nest.Create(model, size // 5, parameters)
    for group in (exc, inh):
        group.V_m = nest.random.uniform(low, high)
    return exc, inh


def drive(groups, rate, weight, delay):
    """A Poisson train of its own for every neuron."""
    generator = nest.Create("poisson_generator", params={"rate": rate})
    nest.Connect(generator, groups, syn_spec={"weight": weight, "delay": delay})


DELTA = {"C_m": 1.0, "tau_m": 20.0, "t_ref": 2.0, "E_L": 0.0, "V_th": 20.0}


def brunel():
    exc, inh = two("iaf_psc_delta", 12500, dict(DELTA, V_reset=10.0), 0.0, 20.0)
    drive(exc + inh, 20000.0, 0.1, 0.1)
    nest.Connect(exc, exc + inh, inputs(1000), constant("exc", 0.1, 1.5))
    nest.Connect(inh, exc + inh, inputs(250), constant("inh", -0.5, 1.5))
    return {"exc": exc, "inh": inh}, {"exc": 1250, "inh": 1250}


def balanced(model, size, parameters, excite, inhibit, delay):
    exc, inh = two(model, size, parameters, -60.0, -50.0)
    nest.Connect(exc, exc + inh, pairs(80 / size, exc, exc + inh), constant("exc", excite, delay))
    nest.Connect(inh, exc + inh, pairs(80 / size, inh, exc + inh), constant("inh", inhibit, delay))
    return {"exc": exc, "inh": inh}, {"exc": 80, "inh": 80}


def cuba(size):
    return balanced("iaf_psc_exp", size, {
        "E_L": -49.0, "V_th": -50.0, "V_reset": -60.0, "C_m": 200.0, "tau_m": 20.0, "tau_syn_ex": 5.0,
        "tau_syn_in": 10.0, "t_ref": 5.0}, 16.2, -90.0, 0.1)


def coba(size):
    return balanced("iaf_cond_exp", size, {
        "E_L": -60.0, "V_th": -50.0, "V_reset": -60.0, "C_m": 200.0, "g_L": 10.0, "tau_syn_ex": 5.0,
        "tau_syn_in": 10.0, "t_ref": 5.0, "E_ex": 0.0, "E_in": -80.0, "I_e": 200.0}, 4.0, -51.0, 0.8)


def stdp_vogels():
    parameters = {
        "E_L": -60.0, "V_th": -50.0, "V_reset": -60.0, "C_m": 200.0, "g_L": 10.0, "tau_syn_ex": 5.0,
        "tau_syn_in": 10.0, "t_ref": 5.0, "E_ex": 0.0, "E_in": -80.0, "I_e": 200.0, "tau_minus": 20.0}
    exc = nest.Create("iaf_cond_exp", 8000, parameters)
    inh = nest.Create("iaf_cond_exp", 2000, parameters)
    for group in (exc, inh):
        group.V_m = nest.random.normal(-60.0, 5.0)
    nest.Connect(exc, exc + inh, inputs(160), constant("exc", 3.0, 0.8))
    nest.Connect(inh, inh, inputs(40), constant("inh", -30.0, 0.8))
    nest.SetDefaults("vogels_sprekeler_synapse", {
        "weight": -30.0, "delay": 0.8, "tau": 20.0, "eta": -0.3, "Wmax": -300.0, "alpha": 0.2})
    nest.Connect(inh, exc, inputs(40), "vogels_sprekeler_synapse")
    return {"exc": exc, "inh": inh}, {"exc": 200, "inh": 200}


def hpc_stdp(scale):
    """Sizes and in-degrees of NEST's hpc_benchmark, scaled."""
    weight = 45.609373 / scale
    parameters = {
        "E_L": 0.0, "C_m": 250.0, "tau_m": 10.0, "t_ref": 0.5, "V_th": 20.0, "V_reset": 0.0,
        "tau_syn_ex": 0.32582722403722841, "tau_syn_in": 0.32582722403722841, "tau_minus": 30.0}
    exc = nest.Create("iaf_psc_alpha", round(9000 * scale), parameters)
    inh = nest.Create("iaf_psc_alpha", round(2250 * scale), parameters)
    for group in (exc, inh):
        group.V_m = nest.random.normal(5.7, 7.2)
    drive(exc + inh, 20856.4 * scale, weight, 1.5)
    nest.SetDefaults("stdp_pl_synapse_hom_hpc", {
        "delay": 1.5, "alpha": 0.0513, "lambda": 0.1, "mu": 0.4, "tau_plus": 15.0, "weight": weight})
    first, second = round(9000 * scale), round(2250 * scale)
    for name, value in (("exc", weight), ("inh", -5 * weight)):
        nest.CopyModel("static_synapse_hpc", name, {"weight": value, "delay": 1.5})
    nest.Connect(exc, exc, dict(inputs(first), allow_autapses=False), "stdp_pl_synapse_hom_hpc")
    nest.Connect(exc, inh, inputs(first), "exc")
    nest.Connect(inh, exc, inputs(second), "inh")
    nest.Connect(inh, inh, dict(inputs(second), allow_autapses=False), "inh")
    return {"exc": exc, "inh": inh}, {"exc": first * 1.25, "inh": second * 5}


def izhikevich():
    random = np.random.default_rng(12345)
    first, second = random.random(8000), random.random(2000)
    exc = nest.Create("izhikevich", 8000, {
        "consistent_integration": False, "a": 0.02, "b": 0.2, "c": -65 + 15 * first ** 2,
        "d": 8 - 6 * first ** 2, "V_m": -65.0, "U_m": -13.0})
    inh = nest.Create("izhikevich", 2000, {
        "consistent_integration": False, "a": 0.02 + 0.08 * second, "b": 0.25 - 0.05 * second, "c": -65.0,
        "d": 2.0, "V_m": -65.0, "U_m": -65 * (0.25 - 0.05 * second)})
    for group, deviation in ((exc, 5.0), (inh, 2.0)):
        noise = nest.Create("noise_generator", params={"mean": 0.0, "std": deviation, "dt": 1.0})
        nest.Connect(noise, group, syn_spec={"delay": 1.0})
    for source, low, high in ((exc, 0.0, 5.0), (inh, -10.0, 0.0)):
        nest.Connect(
            source, exc + inh, pairs(0.01, source, exc + inh),
            {"weight": nest.random.uniform(low, high), "delay": 1.0})
    return {"exc": exc, "inh": inh}, {"exc": 100, "inh": 100}


def sparse_activity(model="iaf_psc_delta"):
    exc, inh = two(model, 100000, dict(DELTA, V_reset=0.0), 0.0, 12.0)
    generator = nest.Create(
        "poisson_generator_ps" if model.endswith("_ps") else "poisson_generator", params={"rate": 25.0})
    nest.Connect(generator, exc + inh, syn_spec=constant("external", 8.0, 1.5))
    nest.Connect(exc, exc + inh, inputs(80), constant("exc", 0.5, 1.5))
    nest.Connect(inh, exc + inh, inputs(20), constant("inh", -2.0, 1.5))
    return {"exc": exc, "inh": inh}, {"exc": 100, "inh": 100}


def cortex(scale):
    sizes, counts, currents = microcircuit.scaled(scale)
    weight = microcircuit.amplitude() / math.sqrt(scale)
    groups = {}
    for index, name in enumerate(microcircuit.NAMES):
        group = nest.Create("iaf_psc_exp", sizes[index], {
            "E_L": -65.0, "V_th": -50.0, "V_reset": -65.0, "C_m": 250.0, "tau_m": 10.0, "t_ref": 2.0,
            "tau_syn_ex": 0.5, "tau_syn_in": 0.5, "I_e": currents[index]})
        group.V_m = nest.random.normal(microcircuit.START_MEAN[index], microcircuit.START_SD[index])
        groups[name] = group
        drive(group, microcircuit.EXTERNAL_INPUTS[index] * microcircuit.EXTERNAL_RATE * scale, weight, 0.1)
    out = {}
    for source, name in enumerate(microcircuit.NAMES):
        # A model of synapse holds at most 2^27 - 2 of them per thread.
        synapse = f"static_{name}"
        nest.CopyModel("static_synapse", synapse)
        for target, other in enumerate(microcircuit.NAMES):
            if counts[target][source] == 0:
                continue
            mean = weight * microcircuit.factor(target, source)
            low, high = (0.0, math.inf) if mean > 0 else (-math.inf, 0.0)
            delay = 1.5 if source % 2 == 0 else 0.75
            nest.Connect(
                groups[name], groups[other], {"rule": "fixed_total_number", "N": counts[target][source]}, {
                    "synapse_model": synapse,
                    "weight": nest.math.redraw(
                        nest.random.normal(mean=mean, std=abs(mean) * 0.1), min=low, max=high),
                    "delay": nest.math.redraw(
                        nest.random.normal(mean=delay, std=delay * 0.5), min=0.1, max=math.inf)})
        out[name] = sum(counts[target][source] for target in range(8)) / sizes[source]
    return groups, out


def start_up():
    group = nest.Create("iaf_psc_exp", 1000, {
        "E_L": -60.0, "V_th": -50.0, "V_reset": -60.0, "C_m": 200.0, "tau_m": 20.0, "t_ref": 2.0,
        "tau_syn_ex": 5.0, "tau_syn_in": 5.0, "I_e": 200.0})
    group.V_m = nest.random.uniform(-60.0, -50.0)
    nest.Connect(group, group, inputs(100), constant("all", 1.0, 1.0))
    return {"exc": group}, {"exc": 100}


NETWORKS = {
    "brunel-2000": brunel,
    "cuba-4000": lambda: cuba(4000),
    "cuba-40000": lambda: cuba(40000),
    "coba-4000": lambda: coba(4000),
    "coba-40000": lambda: coba(40000),
    "izhikevich-10000": izhikevich,
    "sparse-activity": sparse_activity,
    "sparse-activity-exact": lambda: sparse_activity("iaf_psc_delta_ps"),
    "microcircuit-0.1": lambda: cortex(0.1),
    "microcircuit": lambda: cortex(1),
    "stdp-vogels": stdp_vogels,
    "hpc-stdp": lambda: hpc_stdp(1),
    "hpc-stdp-0.2": lambda: hpc_stdp(0.2),
    "start-up": start_up,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--warm-up", type=float, required=True)
    parser.add_argument("--duration", type=float, required=True)
    parser.add_argument("--segments", type=int, default=3)
    options = parser.parse_args()
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.local_num_threads = options.threads
    nest.resolution = 1.0 if options.network.startswith("izhikevich") else 0.1
    nest.rng_seed = 12345
    start = time.perf_counter()
    groups, out = NETWORKS[options.network]()
    recorders = {name: nest.Create("spike_recorder") for name in groups}
    for name, group in groups.items():
        nest.Connect(group, recorders[name])
    nest.Prepare()
    nest.Cleanup()
    build = time.perf_counter() - start
    if options.warm_up > 0:
        nest.Simulate(options.warm_up * 1e3)
    before = {name: recorder.n_events for name, recorder in recorders.items()}
    seconds, processor = [], []
    for _ in range(options.segments):
        wall, cpu = time.perf_counter(), time.process_time()
        nest.Simulate(options.duration * 1e3)
        seconds.append(time.perf_counter() - wall)
        processor.append(time.process_time() - cpu)
    length = options.duration * options.segments
    rates = {
        name: (recorders[name].n_events - before[name]) / len(groups[name]) / length for name in groups}
    sys.stdout.flush()
    print("\n" + json.dumps({
        "version": nest.__version__, "buildSeconds": build, "segmentSeconds": seconds,
        "segmentProcessorSeconds": processor, "rates": rates,
        "eventsPerSimulatedSecond": sum(rates[n] * len(groups[n]) * out[n] for n in groups),
        "neurons": sum(len(group) for group in groups.values()),
        "memoryPeakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }), flush=True)


if __name__ == "__main__":
    main()
