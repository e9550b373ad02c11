"""The expressive leaky memory neuron in plain NumPy, for comparison with the engine.

Spieler, Rahaman, Martius, Schölkopf & Levina, "The Expressive Leaky Memory Neuron", ICLR 2024,
in both versions of the authors' program, of which nothing is used here. One step of dt ms:

    version 1                                   version 2
    s <- ks s + w x                             b_j <- ks b_j + sum of w x over branch j
    b_j = sum of s over branch j
    d = ctanh(W2 relu(W1 [b; km m] + c1) + c2)  the same
    m <- km m + lambda (1 - km) d               m <- km m + (1 - kl) d
    y = Wy m + cy                               the same

    ks = exp(-dt / tau_s), km = exp(-dt / tau_m), kl = exp(-lambda dt / tau_m)
    ctanh(x) = 1.7159 tanh(2 x / 3)

The output is of the new memory, as in the authors' program; the paper's equation has the old one.
All starts at zero.

    python elm_reference.py         writes elm_reference.npz beside this file (NumPy 2 or later)

Every case has a name, and its arrays are called `case.array`:

    version, bin, tau_s, lambda     numbers; `bin` is dt in ms
    input_count, step_count         numbers
    synapse_weights                 synapses; not negative
    synapse_inputs                  synapses; the input each listens to, or -1 for none
    synapse_branches                synapses
    hidden_weights, hidden_bias     2 memory x (branches + memory), as in torch.nn.Linear
    memory_weights, memory_bias     memory x 2 memory
    readout_weights, readout_bias   outputs x memory
    memory_tau                      ms
    event_bin, event_input          the input; sorted by bin, then input, no pair twice
    event_count                     spikes, negative where the input is inhibitory in NeuronIO
    output_bin, output              y after these steps (the first step is bin 0)
    memory, branches                m and b after the last step
"""

import math
import os

import numpy as np

STEPS = 1000


def decay(tau, dt):
    return np.exp(-dt / np.maximum(tau, 1e-6))


def ctanh(x):
    return 1.7159 * np.tanh(2 * x / 3)


def run(case, dtype=np.float64):
    """y of all steps, the last m and the last b."""
    real = {name: np.asarray(value, dtype) for name, value in case.items()}
    version, dt, lam = int(case["version"]), case["bin"], case["lambda"]
    steps, inputs = int(case["step_count"]), int(case["input_count"])
    x = np.zeros((steps, inputs + 1), dtype)  # the last column is silent: the input -1
    x[case["event_bin"], case["event_input"]] = case["event_count"]
    branch_of = case["synapse_branches"]
    branch_count = real["hidden_weights"].shape[1] - len(real["memory_tau"])
    ks = dtype(decay(case["tau_s"], dt))
    km = decay(case["memory_tau"], dt).astype(dtype)
    if version == 1:
        gain = (lam * (1 - decay(case["memory_tau"], dt))).astype(dtype)
    else:
        gain = (1 - decay(case["memory_tau"], dt * lam)).astype(dtype)
    s = np.zeros(len(branch_of), dtype)
    b = np.zeros(branch_count, dtype)
    m = np.zeros(len(km), dtype)
    y = np.zeros((steps, len(real["readout_bias"])), dtype)
    for t in range(steps):
        arriving = real["synapse_weights"] * x[t, case["synapse_inputs"]]
        if version == 1:
            s = ks * s + arriving
            b = np.zeros_like(b)
            np.add.at(b, branch_of, s)
        else:
            b = ks * b
            np.add.at(b, branch_of, arriving)
        seen = np.concatenate([b, km * m])
        hidden = np.maximum(0, real["hidden_weights"] @ seen + real["hidden_bias"])
        delta = ctanh(real["memory_weights"] @ hidden + real["memory_bias"])
        m = km * m + gain * delta
        y[t] = real["readout_weights"] @ m + real["readout_bias"]
    return y, m, b


def linear(random, outputs, inputs):
    """Weights and bias as torch.nn.Linear draws them."""
    bound = 1 / math.sqrt(inputs)
    return random.uniform(-bound, bound, (outputs, inputs)), random.uniform(-bound, bound, outputs)


def neuron(random, branches, per_branch, memory, outputs, listened):
    """Parameters of both versions. About one synapse in ten has lost its weight."""
    case = {
        "synapse_weights": np.maximum(0, random.uniform(-0.1, 1, branches * per_branch)),
        "synapse_inputs": np.asarray(listened, np.int32),
        "synapse_branches": np.repeat(np.arange(branches, dtype=np.int32), per_branch),
        "memory_tau": np.logspace(0, math.log10(150), memory),
    }
    case["hidden_weights"], case["hidden_bias"] = linear(random, 2 * memory, branches + memory)
    case["memory_weights"], case["memory_bias"] = linear(random, memory, 2 * memory)
    case["readout_weights"], case["readout_bias"] = linear(random, outputs, memory)
    return case


def spikes(random, inputs, rate, inhibitory=0):
    """Poisson spikes, `rate` a step for each input; silent for a tenth of the time."""
    counts = random.poisson(rate, (STEPS, inputs)).astype(np.int32)
    counts[STEPS // 2 : STEPS // 2 + STEPS // 10] = 0
    counts[:, inputs - inhibitory :] *= -1
    return events(counts)


def events(counts):
    bins, sources = np.nonzero(counts)
    return {
        "event_bin": bins.astype(np.int32),
        "event_input": sources.astype(np.int32),
        "event_count": counts[bins, sources].astype(np.int32),
        "input_count": np.int32(counts.shape[1]),
        "step_count": np.int32(counts.shape[0]),
    }


def neuronio_routing(inputs, branches, per_branch):
    """Windows over inputs, excitatory and inhibitory ones in turn; -1 beyond the end."""
    stride = math.ceil(inputs / branches)
    assert stride <= per_branch
    listened = []
    for branch in range(branches):
        for place in range(branch * stride, branch * stride + per_branch):
            inside = (place % 2) * (inputs // 2) + place // 2
            listened.append(inside if place < inputs else -1)
    return listened


def by_hand():
    """Four inputs, two units of memory and five steps, with decays of 1/2 and 1/4.

    Version 1, lambda 2. Step 0 has a spike of input 0, whose weight is 1:
        b = (1, 0, 0, 0), hidden = relu(1, 0, -1, 0) = (1, 0, 0, 0), d = ctanh(1, -1/2)
        m = (2 (1 - 1/2) ctanh(1), 2 (1 - 1/4) ctanh(-1/2)) = (ctanh 1, -3/2 ctanh 1/2)
        y = m_1 + 2 m_2 + 1/4
    Step 1 has none: b = (1/2, 0, 0, 0) and m has decayed to (m_1 / 2, m_2 / 4), so
        hidden = relu(1/2, m_1 / 2, -1/2 + m_2 / 4, 0) = (1/2, m_1 / 2, 0, 0)
        d = ctanh(1/2 + m_1 / 2, -1/4), and so on.
    """
    counts = np.zeros((5, 4), np.int32)
    counts[0, 0], counts[2, 1], counts[2, 3], counts[3, 2] = 1, 2, 1, -1
    return events(counts) | {
        "bin": 1.0, "tau_s": 1 / math.log(2), "lambda": 2.0,
        "synapse_weights": np.array([1, 0.5, 2, 0.25]),
        "synapse_inputs": np.arange(4, dtype=np.int32),
        "synapse_branches": np.arange(4, dtype=np.int32),
        "hidden_weights": np.array([
            [1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 1, 0], [-1, 0, 1, 0, 0, 1], [0, 0, 0, 1, 0, 0]]),
        "hidden_bias": np.zeros(4),
        "memory_weights": np.array([[1, 1, 0, -1], [-0.5, 0, 1, 0]]),
        "memory_bias": np.zeros(2),
        "readout_weights": np.array([[1.0, 2]]), "readout_bias": np.array([0.25]),
        "memory_tau": np.array([1, 0.5]) / math.log(2),
    }


def check_by_hand(case):
    gain = {1: (1, 1.5), 2: (0.75, 0.9375)}[int(case["version"])]
    y = run(case)[0]
    m1, m2 = gain[0] * ctanh(1), gain[1] * ctanh(-0.5)
    assert abs(y[0, 0] - (m1 + 2 * m2 + 0.25)) < 1e-15
    m1, m2 = m1 / 2 + gain[0] * ctanh(0.5 + m1 / 2), m2 / 4 + gain[1] * ctanh(-0.25)
    assert abs(y[1, 0] - (m1 + 2 * m2 + 0.25)) < 1e-15


def cases():
    random = np.random.default_rng(20240507)
    physics = {"tau_s": 5.0, "lambda": 5.0}
    plain = neuron(random, 30, 1, 10, 2, range(30)) | spikes(random, 30, 0.04) | physics
    branched = (
        neuron(random, 12, 8, 10, 2, random.integers(0, 40, 96))
        | spikes(random, 40, 0.02) | physics)
    routed = (
        neuron(random, 7, 10, 10, 2, neuronio_routing(40, 7, 10))
        | spikes(random, 40, 0.03, inhibitory=20) | physics)
    assert (routed["synapse_inputs"] == -1).sum() == 6
    found = {}
    for version in (1, 2):
        for name, case, bins in [
            ("hand", by_hand(), [1]), ("plain", plain, [1, 2]), ("branches", branched, [1, 2]),
            ("neuronio", routed, [1]),
        ]:
            for dt in bins:
                full = f"v{version}_{name}" + ("_2ms" if dt == 2 else "")
                found[full] = case | {"version": np.int32(version), "bin": float(dt)}
        check_by_hand(found[f"v{version}_hand"])
    return found


def main():
    arrays, last = {}, {}
    for name, case in cases().items():
        output, memory, branches = run(case)
        single = run(case, np.float32)[0]
        # Both versions filter the same: before or after the sum.
        same = last.setdefault(name[3:], branches)
        assert np.allclose(branches, same, rtol=1e-12, atol=1e-14)
        step = 1 if len(output) < 100 else 10
        chosen = sorted({*range(0, len(output), step), len(output) - 1})
        case = case | {
            "output_bin": np.array(chosen, np.int32), "output": output[chosen],
            "memory": memory, "branches": branches,
        }
        arrays |= {f"{name}.{key}": value for key, value in case.items()}
        print(f"{name}: {len(case['event_bin'])} events, outputs {output.min():.3f} to "
              f"{output.max():.3f}, deviation {output.std():.3f}, in 4 bytes off by "
              f"{abs(output - single).max():.1e}")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "elm_reference.npz")
    np.savez_compressed(path, **arrays)
    print(f"{len(arrays)} arrays, {os.path.getsize(path)} bytes")


if __name__ == "__main__":
    main()
