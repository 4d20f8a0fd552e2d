"""Updating a profile with later pages: what is still there, what is new, what has gone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from stripper.engines.site import as_block
from stripper.facts import measure
from stripper.keys import find_keys
from stripper.learning.furniture import MINIMUM_PAGES, find_confidence, find_furniture
from stripper.learning.repeats import Findings, find_repeats
from stripper.learning.sample import Sample
from stripper.profiles import Entry, Profile
from stripper.report import count_out

REDESIGN = 0.5
"""Share of the entries in use that no later page has, from which the layout has changed. Set by
hand; it is said and changes nothing."""


@dataclass(frozen=True, slots=True)
class Health:
    """What an update found of a profile's entries."""

    pages: int
    """Different later pages that were looked at."""
    counted: int
    """Pages that the profile has counted by now, those that it met before anew."""
    seen: tuple[Entry, ...]
    missing: tuple[Entry, ...]
    """In use, and on none of the later pages."""
    new: tuple[Entry, ...]
    dropped: tuple[Entry, ...]
    """Too old to be kept on."""

    @property
    def redesigned(self) -> bool:
        """Whether so much is missing that the site looks different now."""
        counted = len(self.seen) + len(self.missing)
        enough = self.pages >= MINIMUM_PAGES
        return enough and counted > 0 and len(self.missing) >= REDESIGN * counted

    def describe(self) -> Iterator[str]:
        """The report, a line at a time."""
        one, none = len(self.seen) == 1, len(self.missing) == 1
        seen = f"{count_out(len(self.seen), 'entry')} still {'occurs' if one else 'occur'}"
        counts = f"{seen}, {len(self.missing)} no longer {'does' if none else 'do'}"
        new = f"{len(self.new)} new, {len(self.dropped)} dropped"
        yield f"{count_out(self.pages, 'page')}: {counts}, {new}"
        if self.counted > self.pages:
            yield (
                f"{self.counted} pages counted in all: one that was learned from before counts "
                "again, and once only in a learning state (.sites)"
            )
        if self.redesigned:
            yield "the layout has changed: look through what no longer occurs"
        for entry in self.missing:
            yield f"no longer occurs since {entry.last_seen}: {entry.text[:80]}"
        for entry in self.dropped:
            yield f"dropped, last seen {entry.last_seen}: {entry.text[:80]}"


def update(profile: Profile, sample: Sample) -> tuple[Profile, Health]:
    """The profile with what later pages of the site show, and how its entries fare.

    What a person set stays: texts, hosts, and the status of every entry. A rejected entry stays in
    the file and never counts, however often it is found again.

    A profile does not hold which pages it has met. One that comes again is counted again: in the
    number of pages, of the profile and of the entries on it alike, and in the days on which they
    were seen. Confidence and scores do not rise by it. A learning state counts it once.
    """
    found = find_repeats(sample)
    days = [day for page in sample for day in (page.first_seen, page.last_seen)]
    if not days:
        return profile, Health(0, profile.pages, (), tuple(profile.in_use()), (), ())
    last = max(filter(None, (profile.last_seen, max(days))))
    first = min(filter(None, (profile.first_seen, min(days))))
    pages = profile.pages + len(found.pages)
    fresh = {_key(entry): entry for entry in find_furniture(found)}
    aged = replace(profile, last_seen=last)
    seen, missing, held, dropped = [], [], [], []
    for entry in profile.entries:
        again = _met_again(entry, found, fresh.pop(_key(entry), None))
        if again is not None:
            seen.append(again)
        elif entry.status != "rejected":
            missing.append(entry)
        entry = again or entry
        if entry.status == "learned" and aged.is_old(entry):
            dropped.append(entry)
        else:
            held.append(entry)
    new = tuple(fresh.values())
    confidence = max(profile.confidence, find_confidence(len(found.pages)))
    renewed = replace(
        profile, pages=pages, confidence=confidence, first_seen=first, last_seen=last,
        entries=(*held, *new),
    )  # fmt: skip
    counted = tuple(e for e in seen if e.status != "rejected")
    return renewed, Health(
        len(found.pages), pages, counted, tuple(e for e in missing if e not in dropped), new,
        tuple(dropped),
    )  # fmt: skip


def _met_again(entry: Entry, found: Findings, learned: Entry | None) -> Entry | None:
    """An entry with the later pages it stands on counted in; None where it stands on none."""
    kind, key = _key(entry)
    repeat = (found.near if kind == "near" else found.exact).get(key)
    if repeat is None:
        return None
    days = [d for n in repeat.pages for d in (found.pages[n].first_seen, found.pages[n].last_seen)]
    return replace(
        entry,
        pages=entry.pages + len(repeat.pages),
        score=max(entry.score, learned.score) if learned else entry.score,
        first_seen=min(entry.first_seen, *days),
        last_seen=max(entry.last_seen, *days),
    )


def _key(entry: Entry) -> tuple[str, int]:
    keys = find_keys(measure([as_block(entry.text)]))
    return entry.kind, int((keys.near if entry.kind == "near" else keys.exact)[0])
