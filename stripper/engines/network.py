"""Inference of the sequence model in whole numbers: a few small networks, each of three
convolutions over blocks, and their page; a block's score is the mean of theirs.

Weights are 8-bit, activations 0 to 127; every product sum stays below 2**24, where 32-bit floats
are exact, so the result does not depend on the order in which a matrix product adds, on the batch,
or on the machine.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, find_changes
from stripper.engines.kinds import Kinds
from stripper.engines.reasons import StandIn
from stripper.threads import single_thread

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

MOST = 127
"""The largest activation."""
DILATIONS = (1, 3, 9)
"""Steps between the blocks that each convolution reads: 2, 8 and 26 blocks away on either side."""
WIDTH = 5
"""Blocks that a convolution reads: itself and two on either side."""
GAP = 20
"""Empty rows between pages; the widest convolution reaches 18 blocks."""
REACH = WIDTH // 2 * sum(DILATIONS)
"""Blocks on either side that a score depends on, beside the mean of its page."""
WINDOW = 1 << 14
"""Blocks of one page that are looked at together."""
PIECE = 1 << 11
"""Blocks of several pages that are looked at together: few enough that what is worked out of them
stays close to the processor."""
UNIT = 64
"""A result of 64 is one logit."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Weights, bias and the factor that brings a sum back to the range of activations."""

    weights: Floats
    bias: Floats
    scale: np.float32

    def __call__(self, x: Floats) -> Floats:
        """The activations, 0 to MOST; inputs that are left out at the end are 0."""
        return self.activate(x @ self.weights[: x.shape[1]])

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


class Window(NamedTuple):
    """Blocks `low` to `high`, and those around them, `first` to `stop`, that they are seen with."""

    first: int
    low: int
    high: int
    stop: int


def find_windows(count: int) -> list[Window]:
    """The windows of a piece of so many blocks: what is worked out of each takes two kilobytes.

    >>> [w.high for w in find_windows(40_000)]
    [16384, 32768, 40000]
    """
    return [
        Window(max(0, low - REACH), low, high, min(count, high + REACH))
        for low in range(0, count, WINDOW)
        for high in [min(low + WINDOW, count)]
    ]


def find_pieces(page: Ints) -> list[slice]:
    """The pages of a batch a few at a time, each whole; `page` is that of each block.

    >>> find_pieces(np.repeat((0, 1, 2), (1200, 800, 60)))
    [slice(0, 2000, None), slice(2000, 2060, None)]
    """
    edges = [*np.flatnonzero(find_changes(page)).tolist(), len(page)]
    cuts = [0]
    for edge, following in pairwise(edges):
        if following - cuts[-1] > PIECE and edge > cuts[-1]:
            cuts.append(edge)
    return [slice(low, high) for low, high in pairwise([*cuts, len(page)])]


class Laid(NamedTuple):
    """The blocks of a window as rows, with empty ones between pages."""

    features: Floats
    gaps: Ints
    """The empty rows."""
    rows: Ints
    """The rows of the blocks that are asked about."""
    opens: Ints
    """Of these, the first one of each page."""

    @classmethod
    def of(cls, features: Bools | Floats, page: Ints, window: Window) -> "Laid":
        """The blocks of a window of some pages; `page` is that of each block."""
        around = slice(window.first, window.stop)
        turns = find_changes(page[around])
        turns[0] = False
        rows = np.arange(len(turns)) + GAP * np.cumsum(turns)
        empty = np.ones(int(rows[-1]) + 1, bool)
        empty[rows] = False
        laid = np.zeros((len(empty), features.shape[1]), np.float32)
        laid[rows] = features[around]
        inside = slice(window.low - window.first, window.high - window.first)
        opens = np.flatnonzero(find_changes(page[window.low : window.high]))
        return cls(laid, np.flatnonzero(empty), rows[inside], rows[inside][opens])

    @property
    def stop(self) -> int:
        """The row behind the last block that is asked about."""
        return int(self.rows[-1]) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One of the networks: its layers by name."""

    layers: dict[str, Layer]

    def score(self, windows: Sequence[Window], lay: Callable[[Window], Laid]) -> Ints:
        """A score for each block of some pages, in 64ths of a logit."""
        total, count = np.zeros(1), np.zeros(1, np.int64)
        states = []
        for window in windows:  # only a page alone has several
            laid = lay(window)
            states = self._look(laid, DILATIONS[:1] if windows[1:] else DILATIONS)
            total = total + np.add.reduceat(states[1][: laid.stop], laid.opens)
            count = count + np.diff(np.searchsorted(laid.rows, laid.opens), append=len(laid.rows))
        said = self.layers["page"](np.rint(total / count[:, None]).astype(np.float32))
        if len(windows) == 1:
            return self._finish(states, said, laid)
        return np.concatenate([
            self._finish(self._look(lay(window), DILATIONS), said, lay(window))
            for window in windows
        ])  # fmt: skip

    def _look(self, laid: Laid, dilations: Sequence[int]) -> list[Floats]:
        """What the layers say of each row, each from farther around than the last."""
        states = [self.layers["own"](laid.features)]
        states[0][laid.gaps] = 0
        for number, dilation in enumerate(dilations):
            states.append(self.layers[f"near{number}"].convolve(states[-1], dilation))
            states[-1][laid.gaps] = 0
        return states

    def _finish(self, states: Sequence[Floats], said: Floats, laid: Laid) -> Ints:
        """The score of each block from all that is said of it and of its page."""
        joint, out = self.layers["joint"], self.layers["out"]
        inside, size = slice(laid.rows[0], laid.stop), states[0].shape[1]
        # sums of products, as if all were laid side by side
        sums = np.repeat(
            said @ joint.weights[len(states) * size :], np.diff(laid.opens, append=laid.stop), 0
        )
        for number, state in enumerate(states):
            sums += state[inside] @ joint.weights[number * size : (number + 1) * size]
        logit = (joint.activate(sums) @ out.weights + out.bias)[:, 0] * out.scale
        result: Ints = np.rint(logit[laid.rows - laid.rows[0]] * UNIT).astype(np.int64)
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The members, the weights of words and of class names, what explains the scores, what names
    the boilerplate, and what the file says of itself."""

    members: tuple[Member, ...]
    lexical: npt.NDArray[np.int8]
    names: npt.NDArray[np.int8]
    standin: StandIn
    kinds: Kinds
    card: str

    def score(self, features: Bools, page: Ints) -> Ints:
        """A score for each block, in 64ths of a logit: above 0 is content."""
        total = np.zeros(len(page), np.int64)
        used = np.flatnonzero(features.any(0))
        told = features[:, : used[-1] + 1 if len(used) else 0]  # those of elements are HTML's alone
        for piece in find_pieces(page) if len(page) else ():
            windows = find_windows(piece.stop - piece.start)
            lay = lru_cache(1)(partial(Laid.of, told[piece], page[piece]))  # once for all
            with single_thread():
                total[piece] = sum(member.score(windows, lay) for member in self.members)
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
        names = bytes(held["kinds.names"]).decode("utf-8").split()
        kinds = Kinds(tuple(names), held["kinds.points"], held["kinds.start"])
        return Network(members, held["lexical"], held["names"], standin, kinds, card)


def _read_layer(held: Mapping[str, npt.NDArray[Any]], name: str) -> Layer:
    return Layer(
        held[f"{name}.weights"].astype(np.float32, "C"),
        held[f"{name}.bias"].astype(np.float32),
        np.float32(held[f"{name}.scale"]),
    )
