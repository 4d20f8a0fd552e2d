"""The pipeline: split, measure, let the engines judge, decide, cut. One page or a batch, one
answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import Any

import numpy as np

from stripper.blocks import Ints, Page
from stripper.engines import Opinion
from stripper.engines.model import score_blocks
from stripper.engines.rules import RuleEngine, View
from stripper.engines.site import SiteEngine
from stripper.errors import InputError
from stripper.facts import Facts, assign_roles, measure
from stripper.formats import split
from stripper.formats.envelope import find_envelope, read_metadata
from stripper.lexicons import load_lexicon
from stripper.lexicons.detection import SPOKEN_ANYWHERE, find_languages
from stripper.packs import ANY, load_packs, load_user_packs
from stripper.pipeline.access import OPEN, TRUNCATED, find_access
from stripper.pipeline.cuts import locate
from stripper.pipeline.decide import Cut, decide
from stripper.pipeline.options import Options
from stripper.profiles import load_profiles
from stripper.profiles.hosts import find_host
from stripper.result import Removal, Result, apply
from stripper.version import describe

ROUNDS = 3
"""Times a page is judged within one call, so that stripping the output again finds nothing more."""
BATCH_CHARACTERS = 512 * 1024
"""Characters judged together: enough to share numpy's cost a call, few enough for the cache."""
BATCH_PAGES = 128
ENVELOPE_RULE = "any/metadata/envelope"


class Stripper:
    """Strips pages under fixed options: compiles them once, is callable, picklable, thread-safe.

    >>> strip = Stripper(keep="newsletter")
    >>> strip("Rates rose.\\n\\nSubscribe to our newsletter\\n").removals
    ()
    """

    def __init__(self, options: Options | None = None, **fields: Any) -> None:
        self.options = Options.of(options, **fields)
        self._own = load_user_packs(self.options.rules)
        self._profiles = load_profiles(self.options.site)
        self._site = SiteEngine(self._profiles) if self._profiles else None
        self._engines: dict[str, tuple[RuleEngine, ...]] = {}

    def __call__(self, source: str, *, url: str | None = None) -> Result:
        """Strip one page."""
        return next(iter(self.strip_many([source], urls=[url])))

    def strip_many(
        self, sources: Iterable[str], *, urls: Iterable[str | None] | None = None
    ) -> Iterator[Result]:
        """Strip many pages, in order; each gets the answer that it gets alone."""
        pairs = (
            zip(sources, urls, strict=True) if urls is not None else ((s, None) for s in sources)
        )
        for batch in _batches(pairs):
            yield from self._strip_batch(batch)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_engines": {}}

    def _strip_batch(self, batch: Sequence[tuple[str, str | None]]) -> list[Result]:
        for source, _ in batch:
            if not isinstance(source, str):
                raise InputError(
                    f"strip wants text, not {type(source).__name__}: decode bytes first, "
                    "for instance with source.decode('utf-8')"
                )
        pages = [split(source, self.options.format) for source, _ in batch]
        results = [self._start(page, url) for page, (_, url) in zip(pages, batch, strict=True)]
        pending = [n for n, page in enumerate(pages) if len(page)]
        for number in range(ROUNDS):
            if not pending:
                break
            if number:
                pages = [split(r.text, r.format) for r in results]
            use_model = self.options.model and not number  # models are never iterated
            found = self._judge(
                [pages[n] for n in pending], [results[n] for n in pending], use_model
            )
            again = []
            for n, result in zip(pending, found, strict=True):
                if len(result.removals) > len(results[n].removals):
                    again.append(n)
                results[n] = result
            pending = again
        return results

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
        self, pages: Sequence[Page], so_far: Sequence[Result], use_model: bool
    ) -> list[Result]:
        view, opinions, scores = self.look(pages, use_model=use_model)
        if self._site:
            hosts = [find_host(result.metadata.get("url")) for result in so_far]
            opinions += self._site.judge(view.facts, hosts)
        by_page: list[list[Opinion]] = [[] for _ in pages]
        for opinion in opinions:
            by_page[opinion.page].append(opinion)
        return [self._settle(view, n, by_page[n], scores, so_far[n]) for n in range(len(pages))]

    def look(
        self, pages: Sequence[Page], *, use_model: bool = True
    ) -> tuple[View, list[Opinion], Ints | None]:
        """What is measured of a batch, what rules say of it, and the model's score of each block:
        all that a decision is made from, before it is made."""
        facts = measure(pages)
        spoken = self._spoken(facts)
        lexicons = [(load_lexicon(code), pages_of) for code, pages_of in spoken.items()]
        view = View(facts, assign_roles(facts, lexicons))
        opinions = [
            opinion
            for code in (ANY, *spoken)
            for engine in self._engines_of(code)
            for opinion in engine.judge_view(view, spoken)
        ]
        return view, opinions, score_blocks(facts, view.roles) if use_model else None

    def _spoken(self, facts: Facts) -> dict[str, Any]:
        declared = self.options.language
        if declared:
            each = [tuple(dict.fromkeys((declared, SPOKEN_ANYWHERE)))] * len(facts.pages)
        else:
            page = facts.page[facts.block]
            each = find_languages(facts.tokens, page, len(facts.pages))
        codes = dict.fromkeys(code for codes in each for code in codes)
        return {code: np.array([code in codes for codes in each]) for code in codes}

    def _engines_of(self, code: str) -> tuple[RuleEngine, ...]:
        """The engines of one language: the shipped rules, less those replaced, and a user's own."""
        if not self._own:
            return (_shipped(code),)
        if code not in self._engines:
            replaced = {rule.id for rule in self._own}
            shipped = [rule for rule in load_packs(code) if rule.id not in replaced]
            own = [rule for rule in self._own if rule.language == code]
            self._engines[code] = (
                RuleEngine({code: shipped}),
                RuleEngine({code: own}, by="user"),
            )
        return self._engines[code]

    def _settle(
        self, view: View, number: int, opinions: list[Opinion], scores: Ints | None, so_far: Result
    ) -> Result:
        facts = view.facts
        page = facts.pages[number]
        first_round = not so_far.removals
        envelope = find_envelope(page)
        if envelope:
            start = facts.blocks_of(number).start
            opinions.append(_envelope(number, start, start + envelope - 1))
        decision = decide(facts, number, opinions, self.options, view.roles, scores)
        gone = {
            r for c in decision.cuts if c.opinion.part is None for r in range(c.first, c.last + 1)
        }
        rows = facts.blocks_of(number)
        if gone and all(r in gone or not facts.words[r] for r in rows):
            if not first_round:
                return so_far
            return replace(so_far, flags=_flags_of_empty(decision.cuts))
        removals = locate(facts, number, decision.cuts)
        if so_far.removals:
            removals = [*so_far.removals, *_moved(removals, so_far)]
        removals.sort(key=lambda r: r.start)
        cuts = decision.cuts
        if self.options.keep or self.options.only:  # what is kept says as much of the page's access
            plain = replace(self.options, keep=(), only=())
            cuts = decide(facts, number, opinions, plain, view.roles, scores).cuts
        access, evidence = find_access(facts, number, cuts, view.masks)
        if not first_round and (access == OPEN or so_far.access == TRUNCATED):
            access, evidence = so_far.access, so_far.access_evidence
        return replace(
            so_far,
            text=apply(so_far.source, removals),
            removals=tuple(removals),
            access=access,
            access_evidence=evidence,
            flags=tuple(dict.fromkeys((*so_far.flags, *decision.flags))),
        )

    @cached_property
    def version(self) -> str:
        """Package version and the digest of the rules, as every result states them."""
        return describe(self._own, self._profiles, model=self.options.model)


def strip(
    source: str, *, format: str | None = None, url: str | None = None, **options: Any
) -> Result:
    """Strip one page; `options` are the fields of `Options`.

    >>> strip("Rates rose again on Monday.\\n\\nSubscribe to our newsletter\\n").text
    'Rates rose again on Monday.\\n'
    """
    return Stripper(format=format, **options)(source, url=url)


@cache
def _shipped(code: str) -> RuleEngine:
    """The engine of the shipped rules of one language, compiled once a process."""
    return RuleEngine({code: load_packs(code)})


def _batches(
    pairs: Iterable[tuple[str, str | None]],
) -> Iterator[list[tuple[str, str | None]]]:
    batch: list[tuple[str, str | None]] = []
    size = 0
    for pair in pairs:
        batch.append(pair)
        size += len(pair[0])
        if size >= BATCH_CHARACTERS or len(batch) >= BATCH_PAGES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _envelope(page: int, first: int, last: int) -> Opinion:
    reason = "A crawler's header lines before the page"
    return Opinion(page, first, last, "metadata", "rule", ENVELOPE_RULE, 1.0, reason)


def _flags_of_empty(cuts: Sequence[Cut]) -> tuple[str, ...]:
    kinds = {c.opinion.category for c in cuts}
    if kinds == {"cookie"}:
        return ("consent_only",)
    if kinds == {"placeholder"}:
        return ("blocked",)
    return ("all_boilerplate",)


def _moved(removals: Sequence[Removal], so_far: Result) -> list[Removal]:
    """Removals of a later round, found in the text so far, as spans of the source."""
    out = []
    at = shift = 0
    holes = list(so_far.removals)
    for removal in removals:
        while at < len(holes) and holes[at].start - shift <= removal.start:
            shift += holes[at].end - holes[at].start
            at += 1
        start, left = removal.start + shift, removal.end - removal.start
        inner_at, inner_shift = at, shift
        while left:
            room = (holes[inner_at].start - start) if inner_at < len(holes) else left
            size = min(left, room)
            if size > 0:
                piece = so_far.source[start : start + size]
                out.append(replace(removal, start=start, end=start + size, text=piece))
            left -= size
            if left:
                start = holes[inner_at].end
                inner_shift += holes[inner_at].end - holes[inner_at].start
                inner_at += 1
    return out


__all__ = ["Options", "Stripper", "strip"]
