"""Rounds: pages that are judged together, with what is known of their blocks; and what of that is
carried to the next round, which looks only at pages that lost something.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stripper.blocks import Ints, Page
from stripper.decisions.lists import end_lists
from stripper.engines import Opinion
from stripper.engines.candidates import Candidates
from stripper.engines.points import Sums
from stripper.engines.rules import RuleEngine
from stripper.engines.view import View
from stripper.facts import Bools, Facts, measure
from stripper.lexicons import load_lexicon
from stripper.lexicons.detection import SPOKEN_ANYWHERE, Heard, find_languages, listen
from stripper.remains import keep_blocks
from stripper.roles import assign_roles

Codes = tuple[str, ...]
"""The languages whose rules apply to a page."""


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """Pages of a batch: their places in it, their languages, and the rules' candidates on them.

    The candidates name rules by their numbers in the engines that found them, so a round goes with
    its engines from one to the next.
    """

    numbers: tuple[int, ...]
    view: View
    codes: tuple[Codes, ...]
    heard: Heard
    engines: tuple[RuleEngine, ...] = ()
    found: tuple[Candidates, ...] = ()
    """Those of each engine; both are empty until they were looked for."""

    @classmethod
    def open(cls, pages: Mapping[int, Page], declared: str | None) -> "Round":
        """Measure pages, by their places in the batch; `declared` is their language, if known."""
        facts = measure(list(pages.values()))
        heard = listen(facts.tokens)
        codes = _find_codes(facts, heard, declared)
        spoken = find_spoken(codes)
        masks = assign_roles(facts, [(load_lexicon(code), on) for code, on in spoken.items()])
        return cls(tuple(pages), View(facts, masks), codes, heard)

    def search(self, engines: tuple[RuleEngine, ...]) -> "Round":
        """The same round with what the rules of some engines may hold for."""
        spoken = find_spoken(self.codes)
        found = tuple(engine.find(self.view, spoken) for engine in engines)
        return replace(self, engines=engines, found=found)

    def count(self) -> list[Sums]:
        """The points of each engine's rules."""
        return [engine.count(self.view) for engine in self.engines]

    def weigh(self, sums: Sequence[Sums]) -> list[Opinion]:
        """What the rules say, given the points of each engine."""
        spoken = find_spoken(self.codes)
        opinions = [
            opinion
            for engine, found, over in zip(self.engines, self.found, sums, strict=True)
            for opinion in engine.weigh(self.view, found, spoken, over)
        ]
        return end_lists(opinions, self.view.facts.words)

    def carry(
        self, left: Sequence[tuple[int, Ints, Page]], declared: str | None
    ) -> tuple["Round | None", dict[int, Page]]:
        """The round after this one: of some pages, the blocks that are left, as pages of their own.

        Comes with the pages that must be measured anew, since they now speak other languages.
        """
        if not left:
            return None, {}
        facts, rows = self._keep(left)
        codes = _find_codes(facts, self.heard, declared)
        same = [now == self.codes[at] for now, (at, _, _) in zip(codes, left, strict=True)]
        anew = {
            self.numbers[at]: page for (at, _, page), ok in zip(left, same, strict=True) if not ok
        }
        if anew:
            left = [one for one, ok in zip(left, same, strict=True) if ok]
            if not left:
                return None, anew
            facts, rows = self._keep(left)
        places = [at for at, _, _ in left]
        return Round(
            tuple(self.numbers[at] for at in places),
            View(facts, self.view.masks),
            tuple(self.codes[at] for at in places),
            self.heard,
            self.engines,
            tuple(found.renumber(rows) for found in self.found),
        ), anew

    def _keep(self, left: Sequence[tuple[int, Ints, Page]]) -> tuple[Facts, Ints]:
        facts = self.view.facts
        rows = np.concatenate([facts.blocks_of(at).start + kept for at, kept, _ in left])
        return keep_blocks(facts, rows, [page for _, _, page in left]), rows


def find_spoken(codes: Sequence[Codes]) -> dict[str, Bools]:
    """For each language of a batch, on which pages it is spoken."""
    every = dict.fromkeys(code for spoken in codes for code in spoken)
    return {code: np.array([code in spoken for spoken in codes]) for code in every}


def _find_codes(facts: Facts, heard: Heard, declared: str | None) -> tuple[Codes, ...]:
    if declared:
        return (tuple(dict.fromkeys((declared, SPOKEN_ANYWHERE))),) * len(facts.pages)
    page = np.append(facts.page, -1)[facts.block]
    return tuple(find_languages(heard, page, len(facts.pages)))
