"""Fit the sequence model with torch and bring it to whole numbers.

Asymmetric on purpose: a block of content that goes costs more than one of boilerplate that stays.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints
from stripper.engines.network import DILATIONS, GAP, LAYERS, MOST, WIDTH, Layer

HIDDEN, CONTEXT = 48, 16
"""With 72 and 24, or a fourth convolution 27 blocks apart, one network scores half a point lower on
whole mixed pages of sites left out, though it fits its own better. With the highest of each
activation on the page beside the mean, 0.3 higher on mixed pages, and 1 % of the asks fewer: chance
moves one network by as much."""
EPOCHS = 7
"""By cross-validation over sites: 6 to 8 score alike, 10 lose a point on other sites."""
PAGES_A_STEP = 16
"""Pages whose mean moves the weights at a time. Set by hand; the rate goes with it."""
RATE = 5e-3
"""With 8e-3 one network ended on a loss of 0.127 on what it was fitted to, with this on 0.121, both
without features of groups; with twice as many of how words weigh, on 0.140 and 0.129."""
DECAY = 0.01
"""How fast weights shrink that nothing holds up: what AdamW does where nothing is said."""
LOST_COST = 1.5
"""How much more it costs to lose content than to leave boilerplate. Set by hand: in doubt a block
stays, since after an extractor there is little to take and much to lose."""
DROPPED, UNSEEN = 0.15, 0.05
"""Shares of activations and of features that are left out at random. With features left out, one
network scores 0.3 points higher on whole mixed pages of sites left out, and takes a point less of
the asks at the same cost; with twice as many, as high as with none. All of that is little beside
chance."""
CROPPED, CROP_MOST = 0.3, 1 / 3
"""Share of the pages that are shown without some blocks at their head and tail, and how many at
most: what comes from extractors and pagers begins and ends anywhere. Worth half a point of F1."""
SMOOTHING = 0.998
"""The network that ships is the running mean of those on the way, which fits other sites better
than the last one."""
WORD_POWER = 0.8
"""A block counts by its words to this power: F1 counts words, labels of one word matter too."""
_PEAK = 0.9995
"""Share of a layer's activations within range; the few beyond it are cut off. Set by hand: the
largest of all would leave the others few of the steps that eight bits have."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One page to fit: features, labels (-1 not known), words of each block, weight."""

    features: Ints
    labels: npt.NDArray[np.int8]
    words: Ints
    weight: float


def fit_sequence(
    pages: Sequence[Lesson], report: Callable[[str], None], seed: int = 0, epochs: int = EPOCHS
) -> Any:
    """The fitted torch module."""
    import torch

    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    net = _build(pages[0].features.shape[1])
    steps = -(-len(pages) // PAGES_A_STEP)
    best = torch.optim.AdamW(net.parameters(), lr=RATE / 2, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(best, RATE, total_steps=epochs * steps + 1)
    mean = deepcopy(net)
    for epoch in range(epochs):
        order, total = chance.permutation(len(pages)), 0.0
        for at in range(0, len(pages), PAGES_A_STEP):
            batch = [_crop(pages[i], chance) for i in order[at : at + PAGES_A_STEP]]
            loss = _loss(net, batch)
            best.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            best.step()
            pace.step()
            total += loss.item()
            with torch.no_grad():
                for held, fresh in zip(mean.parameters(), net.parameters(), strict=True):
                    held.mul_(SMOOTHING).add_(fresh, alpha=1 - SMOOTHING)
        report(f"pass {epoch + 1} of {epochs}: loss {total / steps:.4f}")
    return mean.eval()


def _crop(page: Lesson, chance: np.random.Generator) -> Lesson:
    """A page without some blocks at its head and tail, or, more often, as it is."""
    most = int(len(page.labels) * CROP_MOST)
    if not most or chance.random() >= CROPPED:
        return page
    rows = slice(chance.integers(0, most), len(page.labels) - chance.integers(0, most))
    return Lesson(page.features[rows], page.labels[rows], page.words[rows], page.weight)


def _build(width: int) -> Any:
    from torch import nn

    net = nn.ModuleDict(
        {
            "own": nn.Linear(width, HIDDEN),
            **{f"near{n}": nn.Linear(WIDTH * HIDDEN, HIDDEN) for n in range(len(DILATIONS))},
            "page": nn.Linear(HIDDEN, CONTEXT),
            "joint": nn.Linear((1 + len(DILATIONS)) * HIDDEN + CONTEXT, HIDDEN),
            "out": nn.Linear(HIDDEN, 1),
        }
    )
    net.drop, net.blur = nn.Dropout(DROPPED), nn.Dropout(UNSEEN)
    return net


def run(
    net: Any, x: Any, page: Any, count: int, inside: Any, note: Callable[[str, Any], Any]
) -> Any:
    """The forward pass; `note` sees each layer's activations and may change them."""
    import torch

    own = note("own", torch.relu(net["own"](net.blur(x)))) * inside
    states, last = [own], own
    for number, dilation in enumerate(DILATIONS):
        half = WIDTH // 2 * dilation
        padded = torch.nn.functional.pad(last, (0, 0, half, half))
        window = torch.cat([padded[i * dilation : i * dilation + len(x)] for i in range(WIDTH)], 1)
        last = note(f"near{number}", torch.relu(net[f"near{number}"](window))) * inside
        states.append(last)
    sums = torch.zeros(count, HIDDEN).index_add(0, page, states[1])
    size = torch.zeros(count, 1).index_add(0, page, inside).clamp(min=1)
    states.append(note("page", torch.relu(net["page"](sums / size)))[page])
    joint = note("joint", torch.relu(net["joint"](net.drop(torch.cat(states, 1)))))
    return net["out"](net.drop(joint))[:, 0]


def _stack(pages: Sequence[Lesson]) -> tuple[Any, Any, Any]:
    import torch

    gap = np.zeros((GAP, pages[0].features.shape[1]), np.float32)
    x = np.concatenate([part for p in pages for part in (p.features, gap)]).astype(np.float32)
    sizes = [len(p.features) + GAP for p in pages]
    page = np.repeat(np.arange(len(pages)), sizes)
    inside = np.concatenate([np.repeat((1.0, 0.0), (len(p.features), GAP)) for p in pages])
    return torch.from_numpy(x), torch.from_numpy(page), torch.from_numpy(inside).float()[:, None]


def _loss(net: Any, pages: Sequence[Lesson]) -> Any:
    import torch

    x, page, inside = _stack(pages)
    none = np.full(GAP, -1)
    labels = torch.from_numpy(np.concatenate([c for p in pages for c in (p.labels, none)]))
    words = np.concatenate(
        [c for p in pages for c in (np.maximum(1, p.words) ** WORD_POWER, none * 0)]
    )
    known = labels >= 0
    weight = torch.from_numpy(words).float() * known
    total = torch.zeros(len(pages)).index_add(0, page, weight)
    each = torch.tensor([p.weight for p in pages])
    weight = weight / total[page].clamp(min=1) * each[page]
    logits = run(net, x, page, len(pages), inside, lambda name, value: value)
    cost = torch.where(labels == 1, LOST_COST, 1.0) * weight
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    return loss(logits[known], labels[known].float(), cost[known], reduction="sum") / len(pages)


def score_lesson(net: Any, page: Lesson) -> npt.NDArray[np.float64]:
    """The module's score of each block, in logits."""
    import torch

    with torch.no_grad():
        x, number, inside = _stack([page])
        logits = run(net, x, number, 1, inside, lambda name, value: value)
    scores: npt.NDArray[np.float64] = logits.numpy()[: len(page.features)].astype(np.float64)
    return scores


def quantise(net: Any, pages: Sequence[Lesson]) -> dict[str, Layer]:
    """The layers in whole numbers; `pages` show what range each layer's activations have."""
    import torch

    peaks: dict[str, list[float]] = {}

    def note(name: str, value: Any) -> Any:
        sample = value.detach().flatten()[:: max(1, value.numel() // 100_000)]
        peaks.setdefault(name, []).append(float(torch.quantile(sample, _PEAK)))
        return value

    with torch.no_grad():
        for at in range(0, min(len(pages), 400), PAGES_A_STEP):
            batch = pages[at : at + PAGES_A_STEP]
            x, page, inside = _stack(batch)
            run(net, x, page, len(batch), inside, note)
    top = {name: max(1e-6, float(np.quantile(held, 0.9))) for name, held in peaks.items()}
    layers = {}
    for name in LAYERS:
        layer, into = net[name], _input_range(name, top)
        weights = layer.weight.detach().numpy().T * into[:, None]
        unit = np.abs(weights).max() / MOST
        out = 1.0 if name == "out" else top[name] / MOST
        layers[name] = Layer(
            np.rint(weights / unit).astype(np.float32),
            np.rint(layer.bias.detach().numpy() / unit).astype(np.float32),
            np.float32(unit / out),
        )
    return layers


def _input_range(name: str, top: dict[str, float]) -> npt.NDArray[np.float64]:
    """What one unit of each input of a layer is worth."""
    if name == "own":
        return np.ones(1)
    before = {"near0": "own", "page": "near0", "out": "joint"}
    before |= {f"near{n}": f"near{n - 1}" for n in range(1, len(DILATIONS))}
    if name != "joint":
        return np.array([top[before[name]] / MOST])
    names = ["own", *(f"near{n}" for n in range(len(DILATIONS)))]
    parts = [np.full(HIDDEN, top[n] / MOST) for n in names]
    return np.concatenate([*parts, np.full(CONTEXT, top["page"] / MOST)])
