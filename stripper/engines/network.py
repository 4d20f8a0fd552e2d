"""Inference of the sequence model in whole numbers: a few small networks, each of three
convolutions over blocks, and their page; a block's score is the mean of theirs.

Weights are 8-bit, activations 0 to 127; every product sum stays below 2**24, where 32-bit floats
are exact, so the result does not depend on the order in which a matrix product adds, on the batch,
or on the machine.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints
from stripper.engines.reasons import StandIn

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

MOST = 127
"""The largest activation."""
DILATIONS = (1, 3, 9)
"""Steps between the blocks that each convolution reads: 2, 8 and 26 blocks away on either side."""
WIDTH = 5
GAP = 20
"""Empty rows between pages; the widest convolution reaches 18 blocks."""
REACH = WIDTH // 2 * sum(DILATIONS)
"""Blocks on either side that a score depends on, beside the mean of its page."""
WINDOW = 1 << 14
UNIT = 64
"""A result of 64 is one logit."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Weights, bias and the factor that brings a sum back to the range of activations."""

    weights: Floats
    bias: Floats
    scale: np.float32

    def __call__(self, x: Floats) -> Floats:
        """The activations, 0 to MOST."""
        return self.activate(x @ self.weights)

    def activate(self, sums: Floats) -> Floats:
        """Activations from weighted sums, written in their place."""
        sums += self.bias
        sums *= self.scale
        np.rint(sums, out=sums)
        return np.clip(sums, 0, MOST, out=sums)

    def convolve(self, x: Floats, dilation: int) -> Floats:
        """The activations of each row from the rows around it, a few steps apart.

        The weights are those of each row of the window in turn. Whole numbers add up to the same in
        any order, so the products of shifted rows are summed and no window is ever laid out.
        """
        width = x.shape[1]
        sums = x @ self.weights[WIDTH // 2 * width : (WIDTH // 2 + 1) * width]
        for place in range(WIDTH):
            shift = (place - WIDTH // 2) * dilation
            weights = self.weights[place * width : (place + 1) * width]
            if shift < 0:
                sums[-shift:] += x[:shift] @ weights
            elif shift:
                sums[:-shift] += x[shift:] @ weights
        return self.activate(sums)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One of the networks: its layers by name."""

    layers: dict[str, Layer]

    def score(self, features: Bools | Floats, page: Ints) -> Ints:
        """A score for each block, in 64ths of a logit."""
        windows = find_windows(len(page))
        total = np.zeros((int(page[-1]) + 1, self.layers["own"].weights.shape[1]))
        states = []
        for window in windows:
            states = self._look(features, page, window, DILATIONS[:1] if windows[1:] else DILATIONS)
            rows = page[window.low : window.high]
            opens = np.flatnonzero(np.diff(rows, prepend=-1))
            total[rows[opens]] += np.add.reduceat(states[1], opens, 0, np.float64)
        count = np.maximum(1, np.bincount(page))[:, None]
        said = self.layers["page"](np.rint(total / count).astype(np.float32))
        if len(windows) == 1:
            return self._finish(states, said[page])
        return np.concatenate([
            self._finish(self._look(features, page, w, DILATIONS), said[page[w.low : w.high]])
            for w in windows
        ])  # fmt: skip

    def _look(
        self, features: Bools | Floats, page: Ints, window: "Window", dilations: Sequence[int]
    ) -> list[Floats]:
        """What the layers say of the blocks of a window, each from farther around than the last."""
        around = slice(window.first, window.stop)
        rows = np.arange(window.stop - window.first) + GAP * (page[around] - page[window.first])
        gaps = np.ones(int(rows[-1]) + 1 + GAP, bool)
        gaps[rows] = False
        last = np.zeros((len(gaps), self.layers["own"].weights.shape[1]), np.float32)
        last[rows] = self.layers["own"](features[around].astype(np.float32, copy=False))
        inside = rows[window.low - window.first : window.high - window.first]
        states = [last[inside]]
        for number, dilation in enumerate(dilations):
            last = self.layers[f"near{number}"].convolve(last, dilation)
            last[gaps] = 0
            states.append(last[inside])
        return states

    def _finish(self, states: list[Floats], said: Floats) -> Ints:
        joint = self.layers["joint"](np.concatenate((*states, said), 1))
        out = self.layers["out"]
        logit = (joint @ out.weights + out.bias)[:, 0] * out.scale
        result: Ints = np.rint(logit * UNIT).astype(np.int64)
        return result


class Window(NamedTuple):
    """Blocks `low` to `high`, and those around them, `first` to `stop`, that they are seen with."""

    first: int
    low: int
    high: int
    stop: int


def find_windows(count: int) -> list[Window]:
    """The windows of so many blocks: what is worked out of each block takes two kilobytes.

    >>> [w.high for w in find_windows(40_000)]
    [16384, 32768, 40000]
    """
    return [
        Window(max(0, low - REACH), low, high, min(count, high + REACH))
        for low in range(0, count, WINDOW)
        for high in [min(low + WINDOW, count)]
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The members, the weights of words and of class names, what explains the scores, and what the
    file says of itself."""

    members: tuple[Member, ...]
    lexical: npt.NDArray[np.int8]
    names: npt.NDArray[np.int8]
    standin: StandIn
    card: str

    def score(self, features: Bools, page: Ints) -> Ints:
        """A score for each block, in 64ths of a logit: above 0 is content."""
        if not len(features):
            return np.zeros(0, np.int64)
        seen = features if len(page) > WINDOW else features.astype(np.float32)
        total = sum((member.score(seen, page) for member in self.members), np.zeros(len(page)))
        mean: Ints = np.rint(total / len(self.members)).astype(np.int64)
        return mean


LAYERS = ("own", *(f"near{n}" for n in range(len(DILATIONS))), "page", "joint", "out")


def load_network(file: Path | None = None) -> Network:
    """Read weights: an uncompressed-array archive (`.npz`) without objects; the shipped ones by
    default."""
    source = file or Path(__file__).parent / "weights.npz"
    with np.load(io.BytesIO(source.read_bytes()), allow_pickle=False) as held:
        count = sum(name.endswith(".out.scale") for name in held.files)
        members = tuple(
            Member({name: _read_layer(held, f"{number}.{name}") for name in LAYERS})
            for number in range(count)
        )
        card = bytes(held["card"]).decode("utf-8")
        standin = StandIn(held["standin.weights"], held["standin.usual"])
        return Network(members, held["lexical"], held["names"], standin, card)


def _read_layer(held: Mapping[str, npt.NDArray[Any]], name: str) -> Layer:
    return Layer(
        held[f"{name}.weights"].astype(np.float32),
        held[f"{name}.bias"].astype(np.float32),
        np.float32(held[f"{name}.scale"]),
    )
