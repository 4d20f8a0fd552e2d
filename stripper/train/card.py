"""The model card: what the weights were fitted to, and what they reach on sites never seen.

It travels inside the weights, so that whoever has the file can read where its numbers come from.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from textwrap import wrap

import numpy as np

from stripper.engines.model import judge_blocks
from stripper.engines.network import Network
from stripper.features import feature_names
from stripper.lexicons import role_names
from stripper.train.examples import Example
from stripper.version import digest_data

LEAST_PAGES = 5
"""A group of fewer pages is no measure of anything."""
WIDTH = 100
"""Columns of its lines."""
WEAKNESSES = (
    "Comments and author boxes written as prose, and teasers of several sentences, stay or go by",
    "their place. Scores under 0 on lists, verse, live blogs and interviews are often wrong; the",
    "decisions that use the scores are more careful there. Languages without a lexicon are judged",
    "by shape and place alone.",
)


def write_card(
    network: Network, examples: Sequence[Example], unseen: Sequence[Example], named: float
) -> str:
    """The card of a network fitted to `examples`, scored on the held-out ones; `named` is the share
    of the blocks of boilerplate on written pages left out that get their own category."""
    counts = Counter(e.source for e in examples)
    shape = [name for name in feature_names() if not name.startswith("word: ")]
    lines = [
        "Sequence model over blocks: content or boilerplate.",
        "Data: WCXB development split (CC-BY-4.0), test pages of fundus (MIT), evaluation corpus",
        "of trafilatura (Apache-2.0), test pages of newspaper, newspaper4k, GNE and Postlight",
        "Parser (MIT), texts written for this project (Apache-2.0).",
        "No page of the held-out fifth of the sites.",
        *_fill("Pages: " + ", ".join(f"{name} {n}" for name, n in sorted(counts.items()))),
        f"Fitted with the rules and lexicons {digest_data()}, as in the version of a result.",
        *_fill(f"Roles: {', '.join(role_names())}"),
        *_fill(f"Features beside the roles: {', '.join(shape)}"),
        f"Categories: {named:.1%} of the boilerplate on written pages left out gets its own name.",
        "Known weaknesses: " + WEAKNESSES[0],
        *WEAKNESSES[1:],
        "",
        "Held-out sites, words of blocks at score 0, in percent:",
        f"{'group':40}{'pages':>8}{'boilerplate gone':>18}{'content lost':>14}",
    ]
    for group, pages, gone, lost in measure(network, unseen):
        lines.append(f"{group:40}{pages:8}{100 * gone:18.1f}{100 * lost:14.2f}")
    return "\n".join(lines)


def _fill(text: str) -> list[str]:
    return wrap(text, WIDTH, break_on_hyphens=False)


def measure(
    network: Network, examples: Sequence[Example]
) -> Iterator[tuple[str, int, float, float]]:
    """For each set, form, and language or page type: pages, and the shares of the words in blocks
    of boilerplate and of content that score below 0.
    """
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * 5)
    for example in examples:
        below = judge_blocks(example.facts, example.roles, network).scores < 0
        words = example.facts.words
        for group in (example.source, f"{example.source} {example.kind}"):
            held = sums[group]
            held[0] += 1
            for label, at in ((0, 1), (1, 3)):
                chosen = example.labels == label
                held[at] += float(words[chosen & below].sum())
                held[at + 1] += float(words[chosen].sum())
    for group, (pages, gone, boilerplate, lost, content) in sorted(sums.items()):
        if pages >= LEAST_PAGES and np.minimum(boilerplate, content) > 0:
            yield group, int(pages), gone / boilerplate, lost / content
