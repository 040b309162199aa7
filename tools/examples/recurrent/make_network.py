#!/usr/bin/env python3
"""Writes the tables of the recurrent example: random synapses with delays, and the spikes that start it.

Columns as in a network file: pre,post,weight,delay and tick,channel.
"""

import pathlib
import random

EXCITATORY = 80
INHIBITORY = 20
CHANNELS = 20
PROBABILITY = 0.2
KICK_TICKS = 20
KICK_PROBABILITY = 0.3

rng = random.Random(1)
folder = pathlib.Path(__file__).parent


def write(name, header, rows):
    lines = [header] + [",".join(map(str, row)) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n")


def synapses(name, sources, targets, low, high, longest, own):
    """Each pair is joined with PROBABILITY; `own`: the populations are the same, nobody is joined to itself."""
    rows = [
        (i, j, rng.randint(low, high), rng.randint(1, longest))
        for i in range(sources)
        for j in range(targets)
        if rng.random() < PROBABILITY and not (own and i == j)
    ]
    write(name, "pre,post,weight,delay", rows)


synapses("excitatory_excitatory.csv", EXCITATORY, EXCITATORY, 8, 24, 15, True)
synapses("excitatory_inhibitory.csv", EXCITATORY, INHIBITORY, 8, 24, 7, False)
synapses("inhibitory_excitatory.csv", INHIBITORY, EXCITATORY, -90, -50, 7, False)
synapses("inhibitory_inhibitory.csv", INHIBITORY, INHIBITORY, -90, -50, 7, True)
kick = [(t, c) for t in range(1, KICK_TICKS + 1) for c in range(CHANNELS) if rng.random() < KICK_PROBABILITY]
write("kick.csv", "tick,channel", kick)
