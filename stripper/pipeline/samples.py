"""Run a rule's own samples: what it must strip is set among neutral prose and must go, what it must
keep must stay, whatever any other rule thinks.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stripper.blocks import Page
from stripper.decisions.bars import UNCONFIRMED, wanted
from stripper.engines import Opinion
from stripper.engines.rules import RuleEngine
from stripper.facts import Facts, measure
from stripper.formats import guess, split
from stripper.lexicons import languages, load_lexicon
from stripper.lexicons.detection import SPOKEN_ANYWHERE
from stripper.options import Options
from stripper.packs import ANY
from stripper.packs.rule import Rule
from stripper.roles import assign_roles

_PROSE = (
    "The old mill by the river was built in a dry summer, and for ninety years its wheel turned "
    "whenever the weir held enough water for the miller and his two sons.",
    "Its stones were cut in a quarry upstream and floated down on rafts, which is why the walls "
    "lean a little towards the bank and why the floor of the upper room is never quite level.",
    "In the last winter of its working life the ice broke the wheel, and the family moved to the "
    "town, leaving the sacks in the loft and a clock that somebody still winds in spring.",
)
_AGREED = 0.9
"""Share of a sample's words that a rule must find: a list may end on a line that it gives back."""
_BATCH = 256
"""Pages with samples that are judged at once: most of what one alone costs is the start."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A sample that does not do what its rule promises."""

    rule: str
    field: str
    sample: str
    finding: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.field} sample {self.sample[:90]!r}: {self.finding}"


class _Trial(NamedTuple):
    """A sample on a page of neutral prose."""

    rule: Rule
    sample: str
    page: Page
    start: int
    """Where on the page it begins."""


class _Outcome(NamedTuple):
    """What an engine says of a page with a sample."""

    trial: _Trial
    facts: Facts
    rows: range
    """The blocks of the sample."""
    opinions: list[Opinion]


def check_samples(rules: Sequence[Rule], others: Sequence[Rule] = ()) -> Iterator[Fault]:
    """Every sample of `rules`; a keep sample is tried against `others` of its language as well."""
    held: dict[str, list[Rule]] = {}
    for rule in rules:
        held.setdefault(rule.language, []).append(rule)
    for language, own in held.items():
        fellows = [r for r in (*rules, *others) if r.language in (language, ANY)]
        engine = RuleEngine({c: [r for r in fellows if r.language == c] for c in (ANY, language)})
        finders = _find_finders(engine, own)
        for rule in own:
            for sample, share in _find_shares(rule):
                if share < _AGREED:
                    yield Fault(rule.id, "strip", sample, "the rule does not find all of it")
            for sample in rule.keep:
                for finder in sorted(finders[rule.id, sample]):
                    yield Fault(rule.id, "keep", sample, f"is found by {finder}")


def _find_shares(rule: Rule) -> Iterator[tuple[str, float]]:
    """The samples that a rule must strip, each with the share of its words that the rule finds."""
    trials = [_set_among_prose(rule, sample, in_middle=False) for sample in rule.strip]
    for trial, facts, rows, opinions in _judge(RuleEngine({rule.language: [rule]}), trials):
        found = {row for o in opinions for row in range(o.first, o.last + 1)}
        total = sum(int(facts.words[row]) for row in rows)
        share = sum(int(facts.words[row]) for row in rows if row in found) / max(1, total)
        yield trial.sample, 1.0 if any(o.part for o in opinions) else share


def _find_finders(engine: RuleEngine, rules: Sequence[Rule]) -> dict[tuple[str, str], set[str]]:
    """By rule and sample that must stay: the rules that take it, in the middle of a page or where
    the rule would look for it."""
    trials = [
        _set_among_prose(rule, sample, in_middle=in_middle)
        for rule in rules for sample in rule.keep for in_middle in (True, False)
    ]  # fmt: skip
    finders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for trial, _, rows, opinions in _judge(engine, trials):
        finders[trial.rule.id, trial.sample] |= {
            o.rule for o in opinions
            if o.last >= rows.start and o.first < rows.stop
            and o.score >= UNCONFIRMED and wanted(o.category, o.score, Options())
        }  # fmt: skip
    return finders


def _set_among_prose(rule: Rule, sample: str, *, in_middle: bool) -> _Trial:
    head = rule.position == "head" and not in_middle
    parts = [sample, *_PROSE] if head else [*_PROSE, sample]
    if in_middle:
        parts.append(_PROSE[1])
    form = "markdown" if "](" in sample or sample[0] in "#-<" else guess(sample)
    page = split("\n\n".join(parts) + "\n", form)
    return _Trial(rule, sample, page, 0 if head else len("\n\n".join(_PROSE)) + 2)


def _judge(engine: RuleEngine, trials: Sequence[_Trial]) -> Iterator[_Outcome]:
    """What an engine says of samples of rules of one language."""
    for first in range(0, len(trials), _BATCH):
        batch = trials[first : first + _BATCH]
        facts = measure([trial.page for trial in batch])
        language, everywhere = batch[0].rule.language, np.ones(len(batch), bool)
        codes = languages() if language == ANY else (language, SPOKEN_ANYWHERE)
        spoken = dict.fromkeys(codes, everywhere)
        masks = assign_roles(facts, [(load_lexicon(code), on) for code, on in spoken.items()])
        said: list[list[Opinion]] = [[] for _ in batch]
        for opinion in engine.judge(facts, masks, spoken):
            said[opinion.page].append(opinion)
        for number, trial in enumerate(batch):
            ends = (trial.start, trial.start + len(trial.sample))
            low, high = (facts.edges[number] + np.searchsorted(trial.page.start, ends)).tolist()
            yield _Outcome(trial, facts, range(low, high), said[number])
