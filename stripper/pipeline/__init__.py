"""The pipeline: split, measure, let the engines judge, decide, cut. One page or a batch, one
answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from stripper.blocks import Ints, Page
from stripper.decisions.naming import explain_runs
from stripper.engines import Opinion
from stripper.engines.model import Judgement, judge_blocks, read_weights
from stripper.engines.network import Network
from stripper.engines.points import Sums
from stripper.engines.rules import RuleEngine
from stripper.engines.view import View
from stripper.formats import add_inline, split_blocks
from stripper.formats.envelope import find_envelope, read_metadata
from stripper.lexicons import languages
from stripper.options import Options
from stripper.packs import ANY, load_packs, load_user_packs
from stripper.packs.rule import Rule
from stripper.pipeline.pairs import (
    Pair,
    check_pairs,
    gather,
    pair,
    weigh,
)
from stripper.pipeline.rounds import Round, find_spoken
from stripper.pipeline.settle import Cutting, judge, settle
from stripper.pipeline.sources import finish, read_page
from stripper.remains import find_origins, is_remainder
from stripper.result import Result
from stripper.version import describe

if TYPE_CHECKING:
    from stripper.pipeline.sites import Sites

ROUNDS = 3
"""Times a page is judged within one call, so that stripping the output again finds nothing more."""


class Stripper:
    """Strips pages under fixed options: compiles them once, is callable, picklable, thread-safe.

    >>> strip = Stripper(keep="newsletter")
    >>> strip("Rates rose.\\n\\nSubscribe to our newsletter\\n").removals
    ()
    """

    def __init__(self, options: Options | None = None, **fields: Any) -> None:
        self.options = Options.of(options, **fields)
        self._own = load_user_packs(self.options.rules)
        self._sites = _load_sites(self.options.site) if self.options.site else None
        self._network = read_weights(self.options.weights) if self.options.weights else None
        self._codes: tuple[str, ...] = ()

    def __call__(self, source: str, *, url: str | None = None) -> Result:
        """Strip one page."""
        return next(iter(self.strip_many([source], urls=[url])))

    def strip_many(
        self, sources: Iterable[str], *, urls: Iterable[str | None] | None = None
    ) -> Iterator[Result]:
        """Strip many pages, in order; each gets the answer that it gets alone. Where one is no
        text, or `urls` does not fit, those before are answered, and an `InputError` names it."""
        pairs = check_pairs(pair(sources, urls, caller="strip_many"))
        for batch in gather(pairs, lambda page: weigh(page[0], self.options.format)):
            yield from self._strip_batch(batch)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_codes": ()}

    def _strip_batch(self, batch: Sequence[Pair]) -> list[Result]:
        pages = [read_page(source, self.options) for source, _ in batch]
        results = [self._start(page, url) for page, (_, url) in zip(pages, batch, strict=True)]
        fresh = {n: page for n, page in enumerate(pages) if len(page)}
        rounds: list[Round] = []
        for number in range(ROUNDS):
            if fresh:
                rounds.append(Round.open(fresh, self.options.language))
            held, rounds, fresh = rounds, [], {}
            for judged in held:
                use_model = self.options.model and not number  # models are never iterated
                following, anew = self._judge(judged, results, use_model)
                rounds.extend([following] if following else [])
                fresh.update(anew)
        return [
            finish(result, page, source, self.options)
            for result, page, (source, _) in zip(results, pages, batch, strict=True)
        ]

    def _start(self, page: Page, url: str | None) -> Result:
        metadata = read_metadata(page, find_envelope(page))
        if url:
            metadata["url"] = url
        language = self.options.language or metadata.get("language")
        flags = () if len(page) else ("no_content",)
        return Result(
            page.source, (), page.format, page.source, language,
            metadata=metadata, flags=flags, version=self.version,
        )  # fmt: skip

    def _judge(
        self, judged: Round, results: list[Result], use_model: bool
    ) -> tuple[Round | None, dict[int, Page]]:
        """Judge the pages of a round and put down their results; says what the next one is of:
        blocks that are left, and pages that must be measured anew."""
        judged = judged if judged.engines else self._search(judged)
        view, sums = judged.view, judged.count()
        model = _ask_model(judged, sums, self._network) if use_model else None
        by_page: list[list[Opinion]] = [[] for _ in judged.numbers]
        for opinion in judged.weigh(sums):
            by_page[opinion.page].append(opinion)
        if self._sites:
            addresses = [results[number].metadata.get("url") for number in judged.numbers]
            for opinion in self._sites.judge(view.facts, addresses):
                by_page[opinion.page].append(opinion)
        verdicts = [
            judge(view, at, by_page[at], self.options, model, results[number])
            for at, number in enumerate(judged.numbers)
        ]
        cuts = (cut for verdict in verdicts if verdict for cut in verdict.decision.cuts)
        reasons = explain_runs((cut.opinion for cut in cuts), model)
        left: list[tuple[int, Ints, Page]] = []
        fresh: dict[int, Page] = {}
        for at, (number, verdict) in enumerate(zip(judged.numbers, verdicts, strict=True)):
            if verdict is None:
                continue
            before = results[number]
            result, cut = settle(view, at, verdict, before, reasons, self.options)
            results[number] = result
            if len(result.removals) == len(before.removals):
                continue
            old = view.facts.pages[at]
            page = _read_again(old, result, cut)
            if cut.whole and is_remainder(page, old, cut.kept, cut.spans):
                left.append((at, cut.kept, page.mark_as(old, cut.spans)))
            else:
                fresh[number] = add_inline(page)
        following, anew = judged.carry(left, self.options.language)
        return following, fresh | anew

    def look(
        self, pages: Sequence[Page], *, use_model: bool = True
    ) -> tuple[View, list[Opinion], Ints | None]:
        """What is measured of a batch, what rules say of it, and the model's score of each block:
        all that a decision is made from, before it is made."""
        opened = self._search(Round.open(dict(enumerate(pages)), self.options.language))
        sums = opened.count()
        scores = _ask_model(opened, sums, self._network).scores if use_model else None
        return opened.view, opened.weigh(sums), scores

    def _search(self, opened: Round) -> Round:
        return opened.search(self._engines_of(find_spoken(opened.codes)))

    def _engines_of(self, spoken: Iterable[str]) -> tuple[RuleEngine, ...]:
        """The engines of some languages: the shipped rules, less those replaced, and a user's own.

        The first batch gets those of its own languages, for a quick start; a batch that speaks
        another one gets those of all.
        """
        codes = self._codes  # read once: other threads widen it
        if not codes:
            codes = tuple(code for code in languages() if code in spoken)
        elif not set(spoken) <= set(codes):
            codes = languages()
        self._codes = codes
        return _compile(codes, self._own)

    @cached_property
    def version(self) -> str:
        """Package version and the digest of the rules, as every result states them."""
        return describe(
            self._own, self._sites, model=self.options.model, weights=self.options.weights
        )


def strip(
    source: str, *, format: str | None = None, url: str | None = None, **options: Any
) -> Result:
    """Strip one page; `options` are the fields of `Options`.

    >>> strip("Rates rose again on Monday.\\n\\nSubscribe to our newsletter\\n").text
    'Rates rose again on Monday.\\n'
    """
    return Stripper(format=format, **options)(source, url=url)


def _ask_model(judged: Round, sums: Sequence[Sums], network: Network | None) -> Judgement:
    """What the model says of a batch, told what points say of appeals."""
    view, facts = judged.view, judged.view.facts
    html = np.array([page.elements is not None for page in facts.pages], bool)[facts.page]
    told, appeals = np.zeros(len(facts), np.float32), np.zeros(len(facts), bool)
    for engine, over in zip(judged.engines, sums, strict=True):
        told += engine.points.lean(over, html)
        appeals |= engine.points.admit(over)
    return judge_blocks(facts, view.roles, network, view.groups).lean(told, appeals)


def _load_sites(paths: Sequence[str]) -> "Sites":
    """The site profiles of some options; what reads them is loaded only then."""
    from stripper.pipeline.sites import Sites

    return Sites.load(paths)


@lru_cache(maxsize=8)
def _compile(codes: tuple[str, ...], own: tuple[Rule, ...]) -> tuple[RuleEngine, ...]:
    """The engines of some languages, compiled once a process."""
    replaced = {rule.id for rule in own}
    every = (ANY, *codes)
    shipped = {code: [r for r in load_packs(code) if r.id not in replaced] for code in every}
    if not own:
        return (RuleEngine(shipped),)
    added = {code: [rule for rule in own if rule.language == code] for code in every}
    return RuleEngine(shipped), RuleEngine(added, by="user")


def _read_again(page: Page, result: Result, cut: Cutting) -> Page:
    """The blocks of what is left, with what the model said of them: text is split as if it had come
    so, HTML keeps its elements."""
    if page.elements is not None:
        return replace(page, scores=cut.scores).without(cut.spans)
    left = split_blocks(result.text, result.format)
    if cut.scores is None or not len(left):
        return left
    return replace(left, scores=cut.scores[find_origins(left, page, cut.spans)])


__all__ = ["Options", "Stripper", "strip"]
