"""Run a rule's own samples: what it must strip is set among neutral prose and must go, what it must
keep must stay, whatever any other rule thinks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from stripper.decisions.bars import UNCONFIRMED, wanted
from stripper.engines import Opinion
from stripper.engines.rules import RuleEngine
from stripper.facts import Facts, assign_roles, measure
from stripper.formats import guess, split
from stripper.lexicons import languages, load_lexicon
from stripper.lexicons.detection import SPOKEN_ANYWHERE
from stripper.options import Options
from stripper.packs import ANY
from stripper.packs.rule import Rule

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


@dataclass(frozen=True, slots=True)
class Fault:
    """A sample that does not do what its rule promises."""

    rule: str
    field: str
    sample: str
    finding: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.field} sample {self.sample[:90]!r}: {self.finding}"


def check_samples(rules: Sequence[Rule], others: Sequence[Rule] = ()) -> Iterator[Fault]:
    """Every sample of `rules`; a keep sample is tried against `others` of its language as well."""
    engines: dict[str, RuleEngine] = {}
    for rule in rules:
        own = RuleEngine({rule.language: [rule]})
        for sample in rule.strip:
            if _found(own, rule, sample) < _AGREED:
                yield Fault(rule.id, "strip", sample, "the rule does not find all of it")
        if rule.language not in engines:
            fellows = [r for r in (*rules, *others) if r.language in (rule.language, ANY)]
            held = {
                lang: [r for r in fellows if r.language == lang] for lang in (ANY, rule.language)
            }
            engines[rule.language] = RuleEngine(held)
        for sample in rule.keep:
            for finder in _finders(engines[rule.language], rule, sample):
                yield Fault(rule.id, "keep", sample, f"is found by {finder}")


def _found(engine: RuleEngine, rule: Rule, sample: str) -> float:
    """The share of a sample's words that a rule finds."""
    facts, opinions, low, high = _judge(engine, rule, sample, in_middle=False)
    found = {row for o in opinions for row in range(o.first, o.last + 1)}
    if any(o.part for o in opinions):
        return 1.0
    total = sum(int(facts.words[r]) for r in range(low, high))
    return sum(int(facts.words[r]) for r in range(low, high) if r in found) / max(1, total)


def _finders(engine: RuleEngine, rule: Rule, sample: str) -> set[str]:
    names = set()
    for in_middle in (True, False):
        _, opinions, low, high = _judge(engine, rule, sample, in_middle=in_middle)
        names |= {
            o.rule for o in opinions
            if o.last >= low and o.first < high
            and o.score >= UNCONFIRMED and wanted(o.category, o.score, Options())
        }  # fmt: skip
    return names


def _judge(
    engine: RuleEngine, rule: Rule, sample: str, *, in_middle: bool
) -> tuple[Facts, list[Opinion], int, int]:
    head = rule.position == "head" and not in_middle
    parts = [sample, *_PROSE] if head else [*_PROSE, sample]
    if in_middle:
        parts.append(_PROSE[1])
    source = "\n\n".join(parts) + "\n"
    at = 0 if head else len("\n\n".join(_PROSE)) + 2
    page = split(source, "markdown" if "](" in sample or sample[0] in "#-" else guess(sample))
    facts = measure([page])
    low = int(np.searchsorted(page.start, at))
    high = int(np.searchsorted(page.start, at + len(sample)))
    if rule.language == ANY:
        spoken = {code: np.array([True]) for code in languages()}
    else:
        spoken = dict.fromkeys((rule.language, SPOKEN_ANYWHERE), np.array([True]))
    masks = assign_roles(facts, [(load_lexicon(code), on) for code, on in spoken.items()])
    return facts, engine.judge(facts, masks, spoken), low, high
