#!/usr/bin/env python3
"""Writes pre.csv and teacher.csv: pairs of spikes, one time difference per synapse.

Synapse i sees its post neuron fire i - 20 ticks after its pre spike. A pre spike counts in the tick of its stamp; a
neuron fires one tick after the stamp of its teacher spike.
"""

import pathlib

SYNAPSES = 41
LARGEST = 20  # ticks
PAIRS = 12
FIRST = 70  # tick of the first pre spike
PERIOD = 80  # ticks; long enough for the traces to die away between pairs

folder = pathlib.Path(__file__).parent
pre = []
teacher = []
for pair in range(PAIRS):
    tick = FIRST + pair * PERIOD
    for synapse in range(SYNAPSES):
        pre.append((tick, synapse))
        teacher.append((tick + synapse - LARGEST - 1, synapse))
for name, spikes in (("pre.csv", pre), ("teacher.csv", teacher)):
    lines = ["tick,channel"] + [f"{tick},{channel}" for tick, channel in sorted(spikes)]
    (folder / name).write_text("\n".join(lines) + "\n")
