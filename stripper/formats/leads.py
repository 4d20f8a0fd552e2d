"""Leads: what the links of a block lead to, as named yes-or-no facts; the model weighs them.

A menu leads to the sections of its site, a teaser to a story that the picture beside it leads to as
well, a paragraph to other sites and to notes on its own page. HTML and Markdown say so; plain text
does not. Only the shape of a target is read: which words it holds was tried and says nothing more.
On sites left out, the mean of three networks scored 0.4 points higher on mixed pages as Markdown
with an earlier form of these facts, and 0.1 as HTML; what chance moves is as much as 0.2.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from stripper.blocks import Bools, Ints, Leads

LEADS = (
    "a link", "two links or more", "four links or more",
    "links within its page alone", "a link within its page",
    "links to other sites alone", "a link to another site", "links within its site alone",
    "half its links to long names", "half its links to short paths", "a link to the front page",
    "half its links with queries", "half its links repeated on the page",
    "half its links often repeated on the page", "a link to no page",
    "half its links into a section of many links",
)  # fmt: skip
"""The facts in the order of their bits."""
LONG_WORDS, LONG_DIGITS, LONG_NAME = 4, 6, 24
"""Words, digits and characters from which the last part of a path is a long name, as stories and
products have them: `rates-rise-again-today`. Set by hand."""
SECTION = 6
"""Blocks with links into one section of a site, from which the page has a list of it. Set by
hand."""
OWN_SHARE = 0.5
"""Links that name one host, beside so many without a host, from which it is the page's own: some
sites write their links both ways. Set by hand."""
NOWHERE = frozenset(("", "#"))
"""Targets that say nothing: of buttons, and in pages that somebody wrote as an example."""
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):", re.I)
"""A host with a port, `gazette.example:8080`, has a dot before its colon."""
_WORDS, _DIGITS = re.compile(r"[-_+]|%20"), re.compile(r"[0-9]")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|pdf|webp|svg|mp[34]|zip)$", re.I)
INNER, ODD, FILE, LONG, SHORT, FRONT, QUERY = (1 << bit for bit in range(7))
"""What a target is: a place on its own page; an address of mail or a script; a picture, a recording
or a document; a page with a long name, one near the top of its site, the top itself, one that is
asked for with a query."""
_BITS = (1 << np.arange(len(LEADS))).astype(np.uint16)


class Target(NamedTuple):
    """Where a link leads: the host, where it names one, the path without its slashes, the query,
    and what it is."""

    host: str
    path: str
    query: str
    kind: int


def read_target(target: str) -> Target:
    """Take the target of a link apart.

    >>> read_target("https://www.gazette.example/news/rates?from=menu")[:3]
    ('gazette.example', 'news/rates', 'from=menu')
    """
    if target.startswith("#"):
        return Target("", target, "", INNER)
    host, rest = "", target
    if ":" in target and (scheme := _SCHEME.match(target)):
        if scheme[1].lower() not in ("http", "https"):
            return Target("", target, "", ODD)
        rest = target[scheme.end() :]
    path, _, _ = rest.partition("#")
    path, _, query = path.partition("?")
    if path.startswith("//"):
        host, _, path = path[2:].partition("/")
        host = host.lower().removeprefix("www.")
    path = path.strip("/")
    kind = QUERY if query else 0
    if "/" not in path:
        kind |= SHORT if path or query else SHORT | FRONT
    last = path.rpartition("/")[2]
    if (
        len(last) >= LONG_NAME
        or len(_WORDS.findall(last)) + 1 >= LONG_WORDS
        or len(_DIGITS.findall(last)) >= LONG_DIGITS
    ):
        kind |= LONG
    if "." in last and _FILE.search(last):
        kind |= FILE
    return Target(host, path, query, kind)


def describe_leads(targets: Sequence[Sequence[str]], silent: Iterable[str] = ()) -> Leads:
    """A row of bits for each block, by the targets of its links; `silent` are those of links that
    say nothing, as pictures do.

    The site of the page is the host that most of its links name, if many do.

    >>> bits = describe_leads([["/"], [], ["https://other.example/a", "#note"]])
    >>> [name for at, name in enumerate(LEADS) if bits[0] >> at & 1][:2]
    ['a link', 'links within its site alone']
    """
    leads = np.zeros(len(targets), np.uint16)
    held = [[target for target in own if target not in NOWHERE] for own in targets]
    sizes = np.fromiter(map(len, held), np.int64, len(held))
    rows = np.flatnonzero(sizes)
    if not len(rows):
        return leads
    held += [[target] for target in silent if target not in NOWHERE]
    sizes = np.fromiter(map(len, held), np.int64, len(held))
    numbers: dict[str, int] = {}
    number = np.array([numbers.setdefault(target, len(numbers)) for own in held for target in own])
    read = [read_target(target) for target in numbers]
    kinds = np.array([target.kind for target in read])
    outer = _find_outer(read, kinds, number)
    row = np.repeat(np.arange(len(held)), sizes)
    repeated = _count_rows(_number_places(read, outer), number, row)
    listed = _count_rows(_number_places(read, outer, sections=True), number, row)
    listed[(kinds & (INNER | ODD | FRONT)) != 0] = 0
    said = number[: sizes[: len(targets)].sum()]
    columns = _columns(kinds[said], outer[said], repeated[said], listed[said], sizes[rows])
    leads[rows] = columns @ _BITS
    return leads


def _columns(kind: Ints, outer: Bools, repeated: Ints, listed: Ints, count: Ints) -> Bools:
    """A column a fact, a row a block; the first four say of each link what it is, whether it leads
    to another site, how many blocks lead there, and how many to its section."""
    first = np.cumsum(count) - count

    def some(links: Bools) -> Ints:
        """How many links of each block these are."""
        return np.add.reduceat(links, first, dtype=np.int64)

    def half(links: Bools) -> Bools:
        """Whether they are half of its links or more."""
        return 2 * some(links) >= count

    def are(which: int) -> Bools:
        any_of: Bools = (kind & which) != 0
        return any_of

    inner, out, page = some(are(INNER)), some(outer), ~are(INNER | ODD)
    columns: Bools = np.stack((
        count >= 1, count >= 2, count >= 4, inner == count, inner > 0,
        out == count, out > 0, some(page & ~outer) == count,
        half(are(LONG)), half(are(SHORT)), some(are(FRONT) & ~outer) > 0,
        half(are(QUERY)), half(repeated > 1), half(repeated > 2),
        some(are(ODD | FILE)) > 0, half(listed >= SECTION),
    ), 1)  # fmt: skip
    return columns


def _find_outer(read: Sequence[Target], kinds: Ints, number: Ints) -> Bools:
    """Which targets lead to another site; `number` is the target of each link."""
    pages = number[(kinds[number] & (INNER | ODD)) == 0]
    said = Counter(read[at].host for at in pages.tolist())
    bare = said.pop("", 0)
    site = max(said, key=said.__getitem__) if said else ""
    if said[site] < OWN_SHARE * bare:
        site = ""
    below = f".{site}"
    return np.array([
        host not in ("", site)
        and not (site and (host.endswith(below) or site.endswith(f".{host}")))
        for host, *_ in read
    ])  # fmt: skip


def _number_places(read: Sequence[Target], outer: Bools, *, sections: bool = False) -> Ints:
    """A number for each place that targets lead to, or for its section; those on the page's own
    site are the same with its host and without."""
    places: dict[tuple[str, ...], int] = {}
    found = []
    for (host, path, query, _), far in zip(read, outer.tolist(), strict=True):
        held = (path.partition("/")[0],) if sections else (path, query)
        found.append(places.setdefault((host if far else "", *held), len(places)))
    return np.array(found)


def _count_rows(place: Ints, number: Ints, row: Ints) -> Ints:
    """For each target, how many rows have a link to its place; `number` is the target of each
    link, `row` its row."""
    rows = int(row[-1]) + 1
    pairs = np.unique(place[number] * rows + row)
    counts: Ints = np.bincount(pairs // rows)[place]
    return counts
