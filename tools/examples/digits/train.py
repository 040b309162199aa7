#!/usr/bin/env python3
"""Trains the spiking digit classifier of this example and exports it.

This script is needed neither to run Ranvier nor in its tests: the files it
writes are stored beside it. It only documents where they come from and lets
you make them again.

    pip install torch scikit-learn h5py numpy nir
    python train.py --out .                # trains on all training images
    python train.py --validate             # holds images out, writes nothing

The script trains a feed-forward network of leaky integrate-and-fire (LIF)
neurons on the 8x8 digits of scikit-learn, then runs the 360 test images
through two NumPy replicas written from the definitions, not from the training
code:

* ``run_nir``: the NIR semantics with forward Euler steps, in float64;
* ``run_chip``: the integer arithmetic of a Loihi-like chip, with quantised
  weights and thresholds.

It writes ``digits.nir``, ``test_images.csv`` and ``expected.json``.
Everything is seeded and runs on one thread, so that a second run with the
same library versions on the same kind of processor gives the same files.
"""

import argparse
import csv
import json
import math
from dataclasses import dataclass
from pathlib import Path

import nir
import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional

# --- The data -----------------------------------------------------------------
IMAGE_SIDE_PX = 8
PIXELS = IMAGE_SIDE_PX * IMAGE_SIDE_PX
PIXEL_MAX = 16
CLASSES = 10
FOLDS = 5
TEST_FOLD = 0  # image index % FOLDS
VALIDATION_FOLD = 1

# --- The input code: a pixel p has spiked floor(t * p * NUM / (16 * DEN)) times
# --- by the end of tick t, which makes exactly p spikes in TICKS ticks.
TICKS = 32
RATE_NUMERATOR = 1
RATE_DENOMINATOR = 2

# --- The neurons. Both time constants are a power of two times the time step,
# --- so that dt/tau is a whole number of 4096ths.
DT_S = 0.001
TAU_HIDDEN_S = 0.016
TAU_OUTPUT_S = 0.016
HIDDEN_NEURONS = 128

# --- The chip's fixed point.
DECAY_ONE = 4096  # a decay of 4096 forgets all of the state in one tick
DECAY_SHIFT = 12
WEIGHT_UNIT = 64  # a mantissa of 1 with exponent 0
WEIGHT_LEVELS = 127  # mantissas are even: -254, -252, ..., 254
THRESHOLD_UNIT = 64
INPUT_LIMIT = 1 << 21
STATE_LIMIT = 1 << 23
CHIP_DELAY_TICKS = 2  # one tick per synapse on the way to the output

# --- Training.
BATCH_IMAGES = 64
LEARNING_RATE = 8e-3
WEIGHT_DECAY = 1e-3
COUNT_GAIN = 1.0  # logit per output spike
LABEL_SMOOTHING = 0.05
SURROGATE_SLOPE = 5.0
RATE_PENALTY = 0.5  # loss per (hidden spike per neuron and tick)
SHIFT_MAX_PX = 0.7
ROTATION_MAX_RAD = math.radians(8.0)
SCALE_MAX = 0.08
PIXEL_NOISE = 0.7  # standard deviation, in grey levels

# The exported weights are multiples of 1/128 and the thresholds odd multiples
# of 1/256: sums are then exact in any order, in float64 as on the chip.
EXPORT_WEIGHT_STEP = 1.0 / 128
EXPORT_THRESHOLD_STEP = 1.0 / 256


@dataclass(frozen=True)
class Layer:
    """A weight matrix [neurons, inputs] and the LIF neurons it feeds.

    The weights are the step of the state per spike: r * dt/tau is folded in.
    """

    weights: np.ndarray
    threshold: float
    tau_s: float

    @property
    def decay(self) -> int:
        """dt/tau in 4096ths."""
        return round(DECAY_ONE * DT_S / self.tau_s)


@dataclass(frozen=True)
class ChipLayer:
    """A layer in the chip's integers: weights as they are added to q."""

    weights: np.ndarray
    threshold: int
    decay: int


@dataclass(frozen=True)
class Run:
    """What came of running a set of images through a replica."""

    counts: np.ndarray  # output spikes [images, classes]
    hidden_spikes: int  # of all the images together
    max_input: int = 0  # greatest |q| of any neuron in any tick
    max_state: int = 0  # greatest |v| before the reset

    @property
    def predictions(self) -> np.ndarray:
        """The class with most spikes; the lowest index wins a tie."""
        return self.counts.argmax(axis=1)

    @property
    def ties(self) -> int:
        """How many images have more than one class with most spikes."""
        best = self.counts.max(axis=1, keepdims=True)
        return int(((self.counts == best).sum(axis=1) > 1).sum())


# ------------------------------------------------------------------------------
# Data and input code
# ------------------------------------------------------------------------------


def load_images():
    """The pixels [images, 64] (0..16) and the labels [images], both int64."""
    digits = load_digits()
    return digits.data.astype(np.int64), digits.target.astype(np.int64)


def folds(image_count, chosen):
    """The image indices whose fold is one of those chosen, in order."""
    indices = np.arange(image_count)
    return indices[np.isin(indices % FOLDS, list(chosen))]


def encode(pixels):
    """Spikes [TICKS, ...] (0 or 1) of integer pixels [...]; NumPy or PyTorch."""
    stack = torch.stack if isinstance(pixels, torch.Tensor) else np.stack
    rate = pixels * RATE_NUMERATOR
    divisor = PIXEL_MAX * RATE_DENOMINATOR
    totals = [t * rate // divisor for t in range(TICKS + 1)]
    return stack([totals[t] - totals[t - 1] for t in range(1, TICKS + 1)])


def augment(pixels, generator):
    """Slightly moves, turns, scales and noises images [n, 64]; stays in 0..16."""
    images = pixels.shape[0]

    def uniform(limit):
        return (2 * torch.rand(images, generator=generator) - 1) * limit

    angle = uniform(ROTATION_MAX_RAD)
    zoom = 1 + uniform(SCALE_MAX)
    shift_unit = 2 / IMAGE_SIDE_PX  # grid_sample spans -1..1
    cos, sin = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    rows = [
        torch.stack([cos, -sin, uniform(SHIFT_MAX_PX) * shift_unit], dim=1),
        torch.stack([sin, cos, uniform(SHIFT_MAX_PX) * shift_unit], dim=1),
    ]
    shape = (images, 1, IMAGE_SIDE_PX, IMAGE_SIDE_PX)
    grid = functional.affine_grid(torch.stack(rows, dim=1), shape, align_corners=False)
    moved = functional.grid_sample(
        pixels.float().reshape(shape), grid, align_corners=False
    ).reshape(images, PIXELS)
    noise = torch.randn(moved.shape, generator=generator) * PIXEL_NOISE
    noisy = torch.where(moved > 0, moved + noise, moved)
    return noisy.round().clamp(0, PIXEL_MAX).long()


# ------------------------------------------------------------------------------
# The network in training
# ------------------------------------------------------------------------------


class SurrogateSpike(torch.autograd.Function):
    """A step at 0 whose gradient is that of a fast sigmoid."""

    @staticmethod
    def forward(ctx, distance):
        ctx.save_for_backward(distance)
        return (distance > 0).to(distance.dtype)

    @staticmethod
    def backward(ctx, grad):
        (distance,) = ctx.saved_tensors
        return grad / (1 + SURROGATE_SLOPE * distance.abs()) ** 2


def quantise(weights):
    """Rounds to 8-bit levels of max|w|; the gradient passes straight through."""
    step = weights.detach().abs().max() / WEIGHT_LEVELS
    rounded = torch.round(weights / step) * step
    return weights + (rounded - weights).detach()


def lif(inputs, tau_s):
    """Spikes [ticks, images, neurons] of LIF neurons with threshold 1."""
    keep = 1 - DT_S / tau_s
    state = torch.zeros_like(inputs[0])
    spikes = []
    for tick_input in inputs:
        state = keep * state + tick_input
        spike = SurrogateSpike.apply(state - 1)
        state = state * (1 - spike.detach())
        spikes.append(spike)
    return torch.stack(spikes)


class Network(nn.Module):
    """The two layers, with weights quantised in the forward pass."""

    def __init__(self, hidden_neurons):
        super().__init__()
        self.fc1 = nn.Parameter(torch.randn(hidden_neurons, PIXELS) * 0.08)
        self.fc2 = nn.Parameter(torch.randn(CLASSES, hidden_neurons) * 0.08)

    def forward(self, spikes):
        """Output spike counts [images, 10] and the mean hidden rate per tick."""
        hidden = lif(spikes @ quantise(self.fc1).T, TAU_HIDDEN_S)
        output = lif(hidden @ quantise(self.fc2).T, TAU_OUTPUT_S)
        return output.sum(dim=0), hidden.mean()

    def layers(self):
        """The trained layers in the units in which they are exported."""
        return (
            exported_layer(self.fc1, TAU_HIDDEN_S),
            exported_layer(self.fc2, TAU_OUTPUT_S),
        )


def exported_layer(parameter, tau_s):
    """Rescales a layer so that its greatest weight is 127/128.

    A LIF neuron that leaks and resets to 0 does the same when weights and
    threshold are multiplied by one factor. The threshold is rounded to an odd
    number of half weight steps, where no sum of whole weights can equal it.
    """
    weights = quantise(parameter).detach().numpy().astype(np.float64)
    step = np.abs(weights).max() / WEIGHT_LEVELS
    half_steps = 2 * math.floor(1 / step) + 1
    return Layer(
        weights=np.rint(weights / step) * EXPORT_WEIGHT_STEP,
        threshold=half_steps * EXPORT_THRESHOLD_STEP,
        tau_s=tau_s,
    )


def train(pixels, labels, hidden_neurons, epochs, seed):
    """Trains a network on images [n, 64] and returns its layers."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    network = Network(hidden_neurons)
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY
    )
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    pixels, labels = torch.from_numpy(pixels), torch.from_numpy(labels)
    for epoch in range(epochs):
        order = torch.randperm(len(labels), generator=generator)
        losses = []
        for batch in order.split(BATCH_IMAGES):
            spikes = encode(augment(pixels[batch], generator)).float()
            counts, hidden_rate = network(spikes)
            loss = functional.cross_entropy(
                counts * COUNT_GAIN, labels[batch], label_smoothing=LABEL_SMOOTHING
            )
            loss = loss + RATE_PENALTY * hidden_rate
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        schedule.step()
        if (epoch + 1) % 10 == 0:
            print(f"epoch {epoch + 1:3d}  loss {np.mean(losses):.4f}", flush=True)
    return network.layers()


# ------------------------------------------------------------------------------
# The two replicas
# ------------------------------------------------------------------------------


def run_nir(layers, pixels):
    """Runs images in float64: all the layers in one tick, forward Euler steps."""
    signal = encode(pixels).astype(np.float64)
    counts, spike_totals = None, []
    for layer in layers:
        dt_over_tau = DT_S / layer.tau_s
        r = layer.tau_s / DT_S
        state = np.zeros((len(pixels), len(layer.weights)))
        spikes = np.zeros((TICKS,) + state.shape)
        for t in range(TICKS):
            x = signal[t] @ layer.weights.T
            state = state + dt_over_tau * ((0.0 - state) + r * x)
            spikes[t] = state > layer.threshold
            state[spikes[t] > 0] = 0.0
        spike_totals.append(int(spikes.sum()))
        counts, signal = spikes.sum(axis=0).astype(np.int64), spikes
    return Run(counts=counts, hidden_spikes=spike_totals[0])


def chip_layer(layer):
    """Quantises a layer by its greatest weight to even 8-bit mantissas."""
    levels_per_weight = WEIGHT_LEVELS / np.abs(layer.weights).max()
    mantissas = 2 * np.rint(layer.weights * levels_per_weight).astype(np.int64)
    mantissas = mantissas.clip(-2 * WEIGHT_LEVELS, 2 * WEIGHT_LEVELS)
    threshold = layer.threshold * levels_per_weight * 2 * WEIGHT_UNIT
    return ChipLayer(
        weights=mantissas * WEIGHT_UNIT,
        threshold=round(threshold / THRESHOLD_UNIT) * THRESHOLD_UNIT,
        decay=layer.decay,
    )


def decayed(state, decay):
    """The part of an integer state that is left after a tick's decay."""
    return np.sign(state) * ((np.abs(state) * (DECAY_ONE - decay)) >> DECAY_SHIFT)


def run_chip(layers, pixels):
    """Runs images in the chip's integers: a spike acts one tick later."""
    chip_layers = [chip_layer(layer) for layer in layers]
    images = len(pixels)
    silence = np.zeros((CHIP_DELAY_TICKS, images, PIXELS), dtype=np.int64)
    inputs = np.concatenate([encode(pixels), silence])
    states = [np.zeros((images, len(c.weights)), dtype=np.int64) for c in chip_layers]
    spike_totals = [np.zeros_like(state) for state in states]
    previous = [np.zeros_like(inputs[0]), np.zeros_like(states[0])]
    max_input = max_state = 0
    for tick_input in inputs:
        spikes = []
        for i, c in enumerate(chip_layers):
            q = previous[i] @ c.weights.T
            states[i] = decayed(states[i], c.decay) + q
            max_input = max(max_input, int(np.abs(q).max()))
            max_state = max(max_state, int(np.abs(states[i]).max()))
            fired = states[i] > c.threshold
            states[i][fired] = 0
            spike_totals[i] += fired
            spikes.append(fired.astype(np.int64))
        previous = [tick_input, spikes[0]]
    if max_input >= INPUT_LIMIT or max_state >= STATE_LIMIT:
        raise OverflowError(f"|q| {max_input} or |v| {max_state} is out of range")
    return Run(
        counts=spike_totals[1],
        hidden_spikes=int(spike_totals[0].sum()),
        max_input=max_input,
        max_state=max_state,
    )


# ------------------------------------------------------------------------------
# Evaluation and export
# ------------------------------------------------------------------------------


def evaluate(layers, pixels, labels):
    """The figures of both replicas on a set of images, and their two runs."""
    runs = {"float64": run_nir(layers, pixels), "chip": run_chip(layers, pixels)}
    images = len(labels)
    agreeing = int((runs["float64"].predictions == runs["chip"].predictions).sum())
    figures = {
        "images": images,
        "agreeing": agreeing,
        "agreement": agreeing / images,
        "input_spikes_per_image": float(encode(pixels).sum()) / images,
        "chip_max_abs_q": runs["chip"].max_input,
        "chip_max_abs_v": runs["chip"].max_state,
    }
    for name, run in runs.items():
        correct = int((run.predictions == labels).sum())
        figures[name] = {
            "correct": correct,
            "accuracy": correct / images,
            "ties": run.ties,
            "hidden_spikes_per_image": run.hidden_spikes / images,
            "output_spikes_per_image": float(run.counts.sum()) / images,
        }
    return figures, runs


def lif_node(layer):
    """The NIR node of a layer's neurons: full arrays, r such that r*dt/tau is 1."""
    ones = np.ones(len(layer.weights))
    return nir.LIF(
        tau=ones * layer.tau_s,
        r=ones * (layer.tau_s / DT_S),
        v_leak=ones * 0.0,
        v_threshold=ones * layer.threshold,
        v_reset=ones * 0.0,
    )


def write_nir(path, layers):
    """Writes the network as an uncompressed NIR file, with float32 weights."""
    hidden, out = layers
    nodes = {
        "input": nir.Input(input_type={"input": np.array([PIXELS])}),
        "fc1": nir.Linear(weight=hidden.weights.astype(np.float32)),
        "hidden": lif_node(hidden),
        "fc2": nir.Linear(weight=out.weights.astype(np.float32)),
        "out": lif_node(out),
        "output": nir.Output(output_type={"output": np.array([CLASSES])}),
    }
    names = list(nodes)
    graph = nir.NIRGraph(nodes=nodes, edges=list(zip(names, names[1:])))
    nir.write(path, graph, compression=None)


def write_images(path, indices, pixels, labels):
    """Writes one line per image: its index, its label and its 64 pixels."""
    with open(path, "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["index", "label"] + [f"p{i}" for i in range(PIXELS)])
        for index in indices:
            writer.writerow([index, labels[index], *pixels[index]])


def write_expected(path, indices, labels, layers, figures, runs):
    """Writes the figures, and the predictions and counts of every image."""
    parameters = []
    for layer in layers:
        chip = chip_layer(layer)
        parameters.append({
            "neurons": len(layer.weights),
            "tau_s": layer.tau_s,
            "v_threshold": layer.threshold,
            "chip_decay_v": chip.decay,
            "chip_vth": chip.threshold,
        })
    expected = {
        "ticks": TICKS,
        "chip_ticks": TICKS + CHIP_DELAY_TICKS,
        "rate": [RATE_NUMERATOR, RATE_DENOMINATOR],
        "layers": parameters,
        "figures": figures,
        "index": indices.tolist(),
        "label": labels[indices].tolist(),
    }
    for name, run in runs.items():
        expected[f"{name}_predictions"] = run.predictions.tolist()
        expected[f"{name}_counts"] = run.counts.tolist()
    lines = [f"  {json.dumps(key)}: {json.dumps(expected[key])}" for key in expected]
    Path(path).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="ascii")


def parse_arguments():
    parser = argparse.ArgumentParser(description="Train the spiking digit classifier.")
    parser.add_argument("--out", type=Path, default=Path("."), help="folder to write to")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=120)
    parser.add_argument("--hidden", type=int, default=HIDDEN_NEURONS)
    parser.add_argument(
        "--validate",
        action="store_true",
        help="hold out the images with index %% 5 == 1, evaluate on them, write nothing",
    )
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    pixels, labels = load_images()
    held_out = VALIDATION_FOLD if arguments.validate else TEST_FOLD
    training = folds(len(labels), set(range(FOLDS)) - {TEST_FOLD, held_out})
    held_out_images = folds(len(labels), {held_out})
    layers = train(
        pixels[training],
        labels[training],
        arguments.hidden,
        arguments.epochs,
        arguments.seed,
    )
    figures, runs = evaluate(layers, pixels[held_out_images], labels[held_out_images])
    print(json.dumps(figures, indent=2))
    if arguments.validate:
        return
    arguments.out.mkdir(parents=True, exist_ok=True)
    write_nir(arguments.out / "digits.nir", layers)
    write_images(arguments.out / "test_images.csv", held_out_images, pixels, labels)
    write_expected(
        arguments.out / "expected.json", held_out_images, labels, layers, figures, runs
    )


if __name__ == "__main__":
    main()
