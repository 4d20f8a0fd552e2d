"""Learning what a site repeats: pages in, a site profile out."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice

from stripper.blocks import Page
from stripper.errors import InputError
from stripper.formats.envelope import find_envelope, read_metadata
from stripper.learning.furniture import find_confidence, find_furniture
from stripper.learning.repeats import find_repeats
from stripper.learning.sample import Sample
from stripper.learning.sketching import identify, sketch
from stripper.pipeline import Options, Stripper
from stripper.pipeline.sources import read_page
from stripper.profiles import Profile
from stripper.profiles.hosts import check_host, find_host, find_site

BATCH = 32
"""Pages looked at together."""
Source = str | tuple[str, str | None]
"""A page: its text, or its text and its address."""


class Learner:
    """Learns many sites at once in bounded memory: a sample of the pages of each.

    Parts of a crawl may be learned apart and merged in any order: the profiles are the same.

    >>> menu = "Home\\nArchive\\nContact\\n\\n"
    >>> one, other = Learner(), Learner()
    >>> one.add([(menu + "The ferry sails at noon from the old quay.", "https://example.com/a")])
    >>> other.add([(menu + "Rates rose again on Monday, said the bank.", "https://example.com/b")])
    >>> sorted(one.merge(other).profiles())
    ['example.com']
    """

    def __init__(
        self, *, host: str | None = None, day: date | None = None,
        options: Options | None = None, wants: Callable[[str, int], bool] | None = None,
    ) -> None:  # fmt: skip
        """`host` is that of pages without an address; `day`, today unless given, is when the pages
        were met. Pages are read as `options` say. `wants` is asked for each site and the hash of a
        page whether it is of use to whoever takes the samples over."""
        self._host = check_host(host, "host") if host else None
        self._day = day or date.today()
        self._tool = Stripper(options)
        self._wants = wants
        self.samples: dict[str, Sample] = {}
        self.again: Counter[str] = Counter()
        """Pages of each site that were met before, word for word but for numbers."""
        self.strays = 0
        """Pages of no known host, which were left out."""

    def add(self, pages: Iterable[Source], *, format: str | None = None) -> None:
        """Take pages in; blank ones and those of no known host are left out."""
        source = iter(pages)
        while batch := list(islice(source, BATCH)):
            pairs = [page if isinstance(page, tuple) else (page, None) for page in batch]
            self._add_batch(pairs, format)

    def merge(self, other: "Learner") -> "Learner":
        """What both have learned, as if one had; later pages are read and wanted as by this one."""
        merged = Learner(
            host=self._host, day=self._day, options=self._tool.options, wants=self._wants
        )
        for site in sorted({*self.samples, *other.samples}):
            mine = self.samples.get(site, Sample())
            theirs = other.samples.get(site, Sample())
            merged.samples[site] = mine.merge(theirs)
            merged.again[site] = len(mine.pages.keys() & theirs.pages.keys())
        merged.again += self.again + other.again
        merged.strays = self.strays + other.strays
        return merged

    def hand_over(self) -> dict[str, Sample]:
        """The samples of all sites, which are held here no longer."""
        held, self.samples = self.samples, {}
        return held

    def profiles(self) -> dict[str, Profile]:
        """A profile for each site, by its name."""
        return {site: make_profile(site, self.samples[site]) for site in sorted(self.samples)}

    def _add_batch(self, batch: list[tuple[str, str | None]], format: str | None) -> None:
        wanted: dict[str, dict[int, Page]] = {}
        again: Counter[str] = Counter()
        strays = 0
        options = Options.of(self._tool.options, format=format or self._tool.options.format)
        for text, url in batch:
            page = read_page(text, options)
            url = url or read_metadata(page, find_envelope(page)).get("url")
            host = find_host(url) or self._host
            identity = identify(page)
            if not host or identity is None:
                strays += identity is not None
                continue
            site = find_site(host)
            sample = self.samples.setdefault(site, Sample())
            again[site] += identity in sample.pages or identity in wanted.get(site, ())
            if sample.wants(identity) and (self._wants is None or self._wants(site, identity)):
                wanted.setdefault(site, {})[identity] = page
        rows = [(site, n, page) for site, pages in wanted.items() for n, page in pages.items()]
        sketches = sketch(self._tool, [p for *_, p in rows], [n for _, n, _ in rows], self._day)
        for (site, identity, _), held in zip(rows, sketches, strict=True):
            self.samples[site] = self.samples[site].merge(Sample({identity: held}))
        self.again += again
        self.strays += strays


def learn(
    pages: Iterable[Source], *, host: str | None = None, day: date | None = None,
    format: str | None = None,
) -> Profile:  # fmt: skip
    """Learn what the pages of one site repeat: texts, or pairs of a text and its address.

    `host` is that of pages without an address, `*` where it is not given. Pages of several sites
    are an `InputError`: `Learner` takes those.

    >>> page = "Home | News | Contact | About us\\n\\n{}\\n\\nImprint | Privacy | Terms of use"
    >>> profile = learn(page.format(text) for text in (
    ...     "The ferry sails at noon from the old quay by the church.",
    ...     "Rates rose again on Monday, said the bank in the capital.",
    ...     "A fox was seen in the market hall before it had opened."))
    >>> [(entry.position, entry.text) for entry in profile.entries]
    [('head', 'Home | News | Contact | About us'), ('tail', 'Imprint | Privacy | Terms of use')]
    """
    host = check_host(host or "*", "host")
    learner = Learner(host=host, day=day)
    learner.add(pages, format=format)
    profiles = learner.profiles()
    if len(profiles) > 1:
        raise InputError(f"pages of several sites ({', '.join(profiles)}): learn one at a time")
    return next(iter(profiles.values()), Profile((host,)))


def make_profile(site: str, sample: Sample) -> Profile:
    """The profile that a sample of a site's pages gives."""
    found = find_repeats(sample)
    days = [day for page in sample for day in (page.first_seen, page.last_seen)]
    return Profile(
        (site,), len(found.pages), find_confidence(len(found.pages)),
        min(days, default=None), max(days, default=None), entries=find_furniture(found),
    )  # fmt: skip
