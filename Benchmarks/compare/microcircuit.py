"""The tables of the cortical microcircuit, for our model file and for the scripts of other simulators.

Potjans & Diesmann (2014), Cereb. Cortex 24, 785-806, tables 4 and 5, with the initial potentials and the rates for
downscaling that the reference implementation for NEST uses. Units: mV, ms, pA, pF, Hz.
"""

import math

NAMES = ["L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I"]
SIZES = [20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948]
PROBABILITIES = [  # row: target, column: source
    [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0000, 0.0076, 0.0000],
    [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0000, 0.0042, 0.0000],
    [0.0077, 0.0059, 0.0497, 0.1350, 0.0067, 0.0003, 0.0453, 0.0000],
    [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0000, 0.1057, 0.0000],
    [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0000],
    [0.0548, 0.0269, 0.0257, 0.0022, 0.0600, 0.3158, 0.0086, 0.0000],
    [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
    [0.0364, 0.0010, 0.0034, 0.0005, 0.0277, 0.0080, 0.0658, 0.1443],
]
EXTERNAL_INPUTS = [1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100]
EXTERNAL_RATE = 8.0  # Hz
RATES = [0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829]  # Hz, of the full network
START_MEAN = [-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43]  # mV
START_SD = [5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48]
C_M, TAU_M, TAU_SYN, PSP, INHIBITION = 250.0, 10.0, 0.5, 0.15, -4.0


def amplitude():
    """The current in pA whose response peaks at PSP."""
    ratio = TAU_SYN / TAU_M
    peak = ratio ** (TAU_SYN / (TAU_M - TAU_SYN)) - ratio ** (TAU_M / (TAU_M - TAU_SYN))
    return PSP * C_M * (TAU_M - TAU_SYN) / (TAU_M * TAU_SYN) / peak


def synapses(target, source):
    """How many synapses make this probability of a pair, multapses allowed."""
    probability = PROBABILITIES[target][source]
    return math.log(1 - probability) / math.log(1 - 1 / (SIZES[target] * SIZES[source]))


def factor(target, source):
    """The weight relative to the excitatory one."""
    if source % 2 == 1:
        return INHIBITION
    return 2.0 if (NAMES[target], NAMES[source]) == ("L23E", "L4E") else 1.0


def recurrent_mean(target):
    """Mean recurrent current in pA at the rates of the full network."""
    return 1e-3 * TAU_SYN * amplitude() * sum(
        factor(target, source) * synapses(target, source) / SIZES[target] * RATES[source]
        for source in range(8))


def external_mean(target):
    return 1e-3 * TAU_SYN * amplitude() * EXTERNAL_INPUTS[target] * EXTERNAL_RATE


def scaled(scale):
    """The network at this scale: sizes, numbers of synapses, and for each target its constant current in pA."""
    lost = 1 - math.sqrt(scale)
    sizes = [int(size * scale + 0.5) for size in SIZES]
    counts = [[int(synapses(t, s) * scale * scale + 0.5) for s in range(8)] for t in range(8)]
    currents = [lost * (recurrent_mean(t) + external_mean(t)) for t in range(8)]
    return sizes, counts, currents
