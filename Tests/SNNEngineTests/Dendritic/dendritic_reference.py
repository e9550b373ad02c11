"""Neurons with dendrites, integrated by SciPy with tight tolerances, for comparison with the engine.

The equations of the catalogue's kind `dendritic`, written down anew: a soma (V, w) and a star of
dendrites U, with receptors that jump at the ends of ticks and decay exactly,

    C_m V' = -g_L (V - E_L) + g_L D exp((V - V_th) / D) - w + I_e + sum of g_c (U - V)
    tau_w w' = a (V - E_L) - w
    C_d U' = -g_d (U - E_L) - g_c (U - V) + sum of g (E - U) / (1 + Mg / 3.57 exp(-0.062 U))

A spike is where V reaches V_peak. V is then held at V_reset until the tick has ended and
round(t_ref / h) ticks have gone by, while w and the dendrites go on.

Every tick is one integration by DOP853 with tolerances of 1e-11, cut at a spike. The upswing grows
beyond all bounds, so the independent variable is the logarithm of time's density there:
dt = ds / (1 + V' / 10 mV), which makes V as smooth as the rest.

    python dendritic_reference.py         writes dendritic_reference.json beside this file
"""

import json
import os

import numpy as np
from scipy.integrate import solve_ivp

CELL = dict(
    C_m=150.0, g_L=10.0, E_L=-70.0, C_d=10.0, g_d=0.7, g_c=5.0, V_th=-50.0, Delta_T=2.0,
    V_peak=0.0, V_reset=-58.0, t_ref=2.0, a=1.0, b=60.0, tau_w=100.0, I_e=0.0)
H = 0.1
TOLERANCE = dict(rtol=1e-11, atol=1e-11, method="DOP853")


def receptor_values(receptor, state, t):
    """g or I of all dendrites at a time after the tick's beginning."""
    x, drive = state
    return (x + drive * t) * np.exp(-t / receptor["tau"])


def rates(cell, receptors, states, t, V, w, U, held):
    current = np.zeros_like(U)
    for receptor, state in zip(receptors, states):
        x = receptor_values(receptor, state, t)
        if "reversal" in receptor:
            x = x * (receptor["reversal"] - U)
        if "magnesium" in receptor:
            x = x / (1 + receptor["magnesium"] / 3.57 * np.exp(-0.062 * U))
        current = current + x
    dU = (-cell["g_d"] * (U - cell["E_L"]) - cell["g_c"] * (U - V) + current) / cell["C_d"]
    dw = (cell["a"] * (V - cell["E_L"]) - w) / cell["tau_w"]
    if held:
        return 0.0, dw, dU
    spike = cell["g_L"] * cell["Delta_T"] * np.exp((V - cell["V_th"]) / cell["Delta_T"])
    dV = (-cell["g_L"] * (V - cell["E_L"]) + spike - w + cell["I_e"]
          + np.sum(cell["g_c"] * (U - V))) / cell["C_m"]
    return dV, dw, dU


def advance(cell, receptors, states, y, begin, held):
    """From `begin` to the end of the tick, or to a spike: (time, state, whether it spiked)."""

    def slope(s, y):
        t, V, w, U = y[0], min(y[1], cell["V_peak"] + 1), y[2], y[3:]
        dV, dw, dU = rates(cell, receptors, states, t, V, w, U, held)
        density = 1 / (1 + max(dV, 0) / 10)
        return np.concatenate(([density, dV * density, dw * density], dU * density))

    def ends(s, y):
        return y[0] - H

    def spikes(s, y):
        return y[1] - cell["V_peak"]

    ends.terminal = spikes.terminal = True
    ends.direction = spikes.direction = 1
    result = solve_ivp(
        slope, (0, 100), np.concatenate(([begin], y)), events=[ends, spikes], **TOLERANCE)
    assert result.status == 1, result.message
    y = result.y[:, -1]
    return y[0], y[1:], len(result.t_events[1]) > 0


def simulate(case):
    cell = dict(CELL, **case["cell"])
    count, receptors = case["dendrites"], case["receptors"]
    y = np.concatenate(([cell["E_L"], 0.0], np.full(count, cell["E_L"])))
    states = [(np.zeros(count), np.zeros(count)) for _ in receptors]
    held, spikes, trace = 0, [], []
    due = {}
    for tick, receptor, dendrite, weight in case["input"]:
        due.setdefault(tick, []).append((receptor, dendrite, weight))
    for tick in range(1, case["ticks"] + 1):
        time, spiked, is_held = 0.0, False, held > 0
        while time < H - 1e-12:
            time, y, spiked_now = advance(cell, receptors, states, y, time, is_held)
            if spiked_now:
                y[0], y[1] = cell["V_reset"], y[1] + cell["b"]
                spiked, is_held = True, round(cell["t_ref"] / H) > 0
                spikes.append((tick - 1) * H + time)
        held = round(cell["t_ref"] / H) if spiked else max(held - 1, 0)
        new = []
        for index, (receptor, (x, drive)) in enumerate(zip(receptors, states)):
            decay = np.exp(-H / receptor["tau"])
            x, drive = (x + drive * H) * decay, drive * decay
            for where, dendrite, weight in due.get(tick, []):
                if where != index:
                    continue
                if receptor["shape"] == "alpha":
                    drive[dendrite] += weight * np.e / receptor["tau"]
                else:
                    x[dendrite] += weight
            new.append((x, drive))
        states = new
        if tick % case["every"] == 0:
            trace.append([y[0], y[1]] + [float(y[2 + k]) for k in case["watched"]])
    return spikes, trace


AMPA = dict(shape="exponential", tau=2.0, reversal=0.0)
NMDA = dict(shape="exponential", tau=50.0, reversal=0.0, magnesium=1.0)
GABA = dict(shape="alpha", tau=5.0, reversal=-80.0)
PUSH = dict(shape="exponential", tau=5.0)


def clustered(count, dendrite, first, weight):
    """A synapse after the other, 0.3 ms apart, each with both receptors."""
    return [[first + 3 * k, r, dendrite, weight] for k in range(count) for r in (0, 1)]


def scattered(seed, ticks, dendrites, rate, receptors):
    rng = np.random.default_rng(seed)
    found = []
    for tick in range(1, ticks):
        for _ in range(rng.poisson(rate)):
            receptor = int(rng.integers(len(receptors)))
            found.append([
                tick, receptor, int(rng.integers(dendrites)),
                round(float(rng.uniform(0.2, receptors[receptor].get("most", 2.0))), 3)])
    return found


CASES = {
    "plateau": dict(
        dendrites=5, receptors=[AMPA, NMDA], cell={}, ticks=1500, every=25, watched=[0, 2],
        input=clustered(20, 2, 50, 1.0)),
    "steps": dict(
        dendrites=3, receptors=[PUSH], cell={"I_e": 700.0}, ticks=2000, every=40, watched=[0],
        input=[[200, 0, 0, 60.0], [900, 0, 1, -80.0]]),
    "storm": dict(
        dendrites=11, receptors=[AMPA, NMDA, GABA], cell={"t_ref": 0.0, "V_reset": -53.0},
        ticks=1500, every=30, watched=[0, 7, 10],
        input=scattered(7, 1500, 11, 0.4, [dict(AMPA, most=9.0), dict(NMDA, most=4.0), GABA])),
}


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    cases = []
    for name, case in CASES.items():
        spikes, trace = simulate(case)
        print(name, len(spikes), "spikes", [round(s, 4) for s in spikes[:6]])
        print("   V", min(t[0] for t in trace), max(t[0] for t in trace),
              "U", min(min(t[2:]) for t in trace), max(max(t[2:]) for t in trace))
        rounded = [[round(x, 9) for x in sample] for sample in trace]
        cases.append(dict(
            case, name=name, cell=dict(CELL, **case["cell"]),
            spikes=[round(s, 9) for s in spikes], trace=rounded))
    with open(os.path.join(folder, "dendritic_reference.json"), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
