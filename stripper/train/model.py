"""Train the model: examples, word weights, the sequence over them, and the file that ships."""

import io
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stripper.engines.kinds import Kinds
from stripper.engines.network import Member, Network
from stripper.errors import InputError
from stripper.evaluate.renditions import load
from stripper.features import build_features
from stripper.surroundings import Table
from stripper.train.card import write_card
from stripper.train.examples import Example
from stripper.train.gathering import Report, gather, gather_held_out
from stripper.train.kinds import fit_kinds, measure_kinds, read_samples
from stripper.train.lexical import fit_names, fit_words
from stripper.train.sequence import Lesson, fit_sequence, quantise
from stripper.train.standin import fit_standin

FOLDS = 4
"""Parts of the sites: the words of a page are weighed by what was fitted to the other three. Set by
hand: with two that would be half of the pages, and each one more is one more fit."""
WeightsOf = tuple[Table, Table]
"""The weights of words, and those of class names, fitted to some of the examples."""
MEMBERS = 3
"""Networks that differ in nothing but chance. On the sites of a fold left out, the mean of four had
0.8 points more F1 than one of them on the HTML of mixed pages, 0.4 on that of news, and 0.3 on
mixed pages as text; the mean of two 0.2 on mixed HTML. Three lie between in gain and in cost."""


def train_to(
    gold: Path, texts: Path, work: Path, output: Path, without_fold: int | None, report: Report
) -> str:
    """Gather examples, fit everything, write the weights; returns their digest.

    `texts` holds the written texts in `blocks`, `lookalikes` and `training`.
    """
    for folder in (gold, texts / "blocks"):
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder")
    # Said now, since all the fitting would be lost.
    if not output.parent.is_dir() or output.is_dir():
        raise InputError(f"{output}: cannot be written: name a file in a folder that exists")
    for package in ("sklearn", "torch"):
        load(package)
    examples = gather(gold, texts, work, report)
    if without_fold is not None:
        examples = [e for e in examples if e.fold != without_fold % FOLDS]
    tables = fit_tables(examples, report)
    samples = read_samples(texts, [words for words, _ in tables])
    kinds = fit_kinds(
        [s for fold, s in samples if without_fold is None or fold != without_fold % FOLDS]
    )
    named = measure_kinds(samples)
    report(f"{named:.1%} of the blocks of pages left out get their own category")
    network = train(examples, tables, kinds, report)
    report("the same of held-out sites, to score")
    unseen = gather_held_out(gold, work, report)
    return save_network(replace(network, card=write_card(network, examples, unseen, named)), output)


def fit_tables(examples: Sequence[Example], report: Report) -> list[WeightsOf]:
    """By fold: the weights of words and of names, fitted to the other folds."""
    tables = []
    for fold in range(FOLDS):
        others = [e for e in examples if e.fold != fold]
        tables.append((fit_words(others), fit_names(others)))
        report(f"word weights without fold {fold + 1} of {FOLDS}")
    return tables


def make_lessons(examples: Sequence[Example], tables: Sequence[WeightsOf]) -> list[Lesson]:
    """Features of every example, its words weighed by the tables of its fold."""
    return [
        Lesson(
            build_features(e.facts, e.roles, *tables[e.fold]).astype(np.int8),
            e.labels, e.facts.words if e.worth is None else e.worth, e.weight,
        )
        for e in examples
    ]  # fmt: skip


def train(
    examples: Sequence[Example], tables: Sequence[WeightsOf], kinds: Kinds, report: Report
) -> Network:
    """Fit everything but what is fitted already to the examples."""
    lessons = make_lessons(examples, tables)
    shipped = fit_words(examples), fit_names(examples)
    sample = lessons[:: max(1, len(lessons) // 400)]
    nets = fit_members(lessons, report)
    members = tuple(Member(quantise(net, sample)) for net in nets)
    return Network(members, *shipped, fit_standin(nets, lessons), kinds, "")


def fit_members(lessons: Sequence[Lesson], report: Report) -> list[Any]:
    """The fitted networks, each in a process of its own: their seeds tell them apart."""
    context = multiprocessing.get_context("fork")  # pages are shared, not copied
    workers = min(MEMBERS, os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, context, _share, (lessons, report)) as pool:
        return list(pool.map(_fit_member, range(MEMBERS)))


_shared: list[Any] = []


def _share(*held: Any) -> None:
    _shared[:] = held


def _fit_member(number: int) -> Any:
    import torch

    torch.set_num_threads(1)
    lessons, report = _shared
    name = f"network {number + 1} of {MEMBERS}"
    return fit_sequence(lessons, lambda line: report(f"{name}, {line}"), seed=number)


def save_network(network: Network, path: Path) -> str:
    """Write the weights as arrays of 8 and 32 bits; returns the file's digest."""
    arrays: dict[str, npt.NDArray[Any]] = {"lexical": network.lexical, "names": network.names}
    for number, member in enumerate(network.members):
        for name, layer in member.layers.items():
            arrays[f"{number}.{name}.weights"] = layer.weights.astype(np.int8)
            arrays[f"{number}.{name}.bias"] = layer.bias.astype(np.int32)
            arrays[f"{number}.{name}.scale"] = np.array(layer.scale, np.float32)
    arrays["standin.weights"] = network.standin.weights
    arrays["standin.usual"] = network.standin.usual
    arrays["kinds.names"] = np.frombuffer("\n".join(network.kinds.names).encode("utf-8"), np.uint8)
    arrays["kinds.points"] = network.kinds.points
    arrays["kinds.start"] = network.kinds.start
    arrays["card"] = np.frombuffer(network.card.encode("utf-8"), np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    part = path.with_suffix(".part")
    part.write_bytes(buffer.getvalue())
    part.replace(path)
    return blake2b(buffer.getvalue(), digest_size=8).hexdigest()
