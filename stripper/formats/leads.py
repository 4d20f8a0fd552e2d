"""Leads: what the links of a block lead to, as named yes-or-no facts; the model weighs them.

A menu leads to the sections of its site, a teaser to a story that the picture beside it leads to as
well, a paragraph to other sites and to notes on its own page. HTML and Markdown say so; plain text
does not. Only the shape of a target is read: which words it holds was tried and says nothing more.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stripper.blocks import Bools, Ints

Leads = npt.NDArray[np.uint16]

LEADS = (
    "a link", "two links or more", "four links or more",
    "links within its page alone", "a link within its page",
    "links to other sites alone", "a link to another site", "links within its site alone",
    "links to long names", "links to short paths", "a link to the front page",
    "links with queries", "links repeated on the page", "links often repeated on the page",
    "a link to no page", "links into a section of many links",
)  # fmt: skip
"""The facts in the order of their bits. Where they name links, half of the block's are such."""
LONG_WORDS, LONG_DIGITS, LONG_NAME = 4, 6, 24
"""Words, digits and characters from which the last part of a path is a long name, as stories and
products have them: `rates-rise-again-today`. Set by hand."""
NOWHERE = frozenset(("", "#"))
"""Targets that say nothing: of buttons, and in pages that somebody wrote as an example."""
SECTION = 6
"""Blocks with links into one section of a site, from which the page has a list of it. Set by
hand."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{1,12}):(?!\d)", re.I)
_WORDS, _DIGITS = re.compile(r"[-_+]|%20"), re.compile(r"[0-9]")
_NO_PAGE = re.compile(r"\.(?:jpe?g|png|gif|pdf|webp|svg|mp[34]|zip)$", re.I)


INNER, LONG, SHORT, FRONT, QUERY, ODD, FILE = (1 << bit for bit in range(7))
"""What a target is: a place on its own page; a page with a long name, one near the top of its site,
the top itself, one that is asked for with a query; no page but an address of mail or a script; a
picture, a recording or a document."""
_BITS = (1 << np.arange(len(LEADS))).astype(np.uint16)


class Target(NamedTuple):
    """Where a link leads: the host, where it names one, the first part of the path, and what it
    is."""

    host: str
    section: str
    kind: int


def read_target(target: str) -> Target:
    """Take the target of a link apart.

    >>> read_target("https://www.gazette.example/news/rates-rise-again-today")
    Target(host='gazette.example', section='news', kind=2)
    """
    if target.startswith("#"):
        return Target("", "", INNER)
    host, rest = "", target
    if ":" in target and (scheme := _SCHEME.match(target)):
        if scheme[1].lower() not in ("http", "https"):
            return Target("", "", ODD)
        rest = target[scheme.end() :]
    path, _, _ = rest.partition("#")
    path, _, query = path.partition("?")
    if path.startswith("//"):
        host, _, path = path[2:].partition("/")
        host = host.lower().removeprefix("www.")
    parts = path.strip("/").split("/")
    last, kind = parts[-1], QUERY if query else 0
    if len(parts) == 1:
        kind |= SHORT if last or query else SHORT | FRONT
    if (
        len(last) >= LONG_NAME
        or len(_WORDS.findall(last)) + 1 >= LONG_WORDS
        or len(_DIGITS.findall(last)) >= LONG_DIGITS
    ):
        kind |= LONG
    if "." in last and _NO_PAGE.search(last):
        kind |= FILE
    return Target(host, parts[0], kind)


def describe_leads(targets: Sequence[Sequence[str]]) -> Leads:
    """A row of bits for each block, by the targets of its links.

    The site of the page is the host that most of its links name; links without a host are its own.

    >>> bits = describe_leads([["/"], [], ["https://other.example/a", "#note"]])
    >>> [name for at, name in enumerate(LEADS) if bits[0] >> at & 1]
    ['a link', 'links within its site alone', 'links to short paths', 'a link to the front page']
    """
    leads = np.zeros(len(targets), np.uint16)
    targets = [[target for target in own if target not in NOWHERE] for own in targets]
    sizes = np.fromiter(map(len, targets), np.int64, len(targets))
    rows = np.flatnonzero(sizes)
    if not len(rows):
        return leads
    numbers: dict[str, int] = {}
    number = np.array([
        numbers.setdefault(target, len(numbers)) for own in targets for target in own
    ])  # fmt: skip
    read = [read_target(target) for target in numbers]
    row = np.repeat(np.arange(len(rows)), sizes[rows])
    first = np.cumsum(sizes[rows]) - sizes[rows]
    kind = np.array([target.kind for target in read])[number]
    hosts = [target.host for target in read]
    places: dict[tuple[str, str], int] = {}
    place = np.array([
        places.setdefault((target.host, target.section), len(places)) for target in read
    ])[number]  # fmt: skip
    outer = _find_outer(hosts, number)[number]
    within = ~outer & ((kind & (INNER | ODD)) == 0)
    page = (kind & (INNER | ODD)) == 0
    repeated = _count_rows(number, row)[number]
    count = sizes[rows]

    def some(links: Bools) -> Ints:
        return np.add.reduceat(links, first, dtype=np.int64)

    def half(links: Bools) -> Bools:
        return 2 * some(links) >= count

    inner = some((kind & INNER) != 0)
    columns = np.stack((
        count >= 1, count >= 2, count >= 4, inner == count, inner > 0,
        some(outer) == count, some(outer) > 0, some(within) == count,
        half((kind & LONG) != 0), half((kind & SHORT) != 0), some((kind & FRONT) != 0) > 0,
        half((kind & QUERY) != 0), half(repeated > 1), half(repeated > 2),
        some((kind & (ODD | FILE)) != 0) > 0,
        half(page & (_count_rows(place, row)[place] >= SECTION)),
    ), 1)  # fmt: skip
    leads[rows] = columns @ _BITS
    return leads


def _find_outer(hosts: Sequence[str], number: Ints) -> Bools:
    """Which targets lead to another site than most links do that name one; `number` is the target
    of each link."""
    said = Counter(hosts[at] for at in number.tolist() if hosts[at])
    site = max(said, key=said.__getitem__) if said else ""
    return np.array([host != "" and not _is_within(host, site) for host in hosts])


def _is_within(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}") or site.endswith(f".{host}")


def _count_rows(number: Ints, row: Ints) -> Ints:
    """In how many rows each of some things stands, that stand in these rows."""
    pairs = np.unique(number * (int(row[-1]) + 1) + row)
    return np.bincount(pairs // (int(row[-1]) + 1))
