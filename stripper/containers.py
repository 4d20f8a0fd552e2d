"""Containers: the kinds of file that hold many pages, known by their names."""

from dataclasses import dataclass
from pathlib import Path, PurePath

PACKINGS = (".gz", ".zst")
"""Suffixes of compression: gzip and Zstandard."""


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file that holds records."""

    name: str
    suffixes: tuple[str, ...]
    packs: bool = False
    """Whether such files come compressed."""
    joins: bool = False
    """Whether several of them one after another are one of them."""
    streams: bool = False
    """Whether standard output takes it as it is."""


CONTAINERS = (
    Container("jsonl", (".jsonl", ".ndjson"), packs=True, joins=True, streams=True),
    Container("csv", (".csv",), packs=True, streams=True),
    Container("tsv", (".tsv", ".tab"), packs=True, streams=True),
    Container("warc", (".warc",), packs=True),
    Container("wet", (".wet",), packs=True, joins=True, streams=True),
    Container("parquet", (".parquet", ".pq")),
    Container("arrow", (".arrow", ".feather", ".ipc", ".arrows")),
    Container("sqlite", (".sqlite", ".sqlite3", ".db")),
    Container("zip", (".zip",)),
)
_BY_NAME = {container.name: container for container in CONTAINERS}


def container_of(name: str | Path) -> str:
    """The name of the container that a file's name says it is; empty for a file of one text.

    >>> container_of("CC-MAIN-0.warc.wet.gz"), container_of("crawl.JSONL"), container_of("page.md")
    ('wet', 'jsonl', '')
    """
    low = str(name).lower()
    packed = low.endswith(PACKINGS)
    low = low.removesuffix(packing_of(low))
    found = (c.name for c in CONTAINERS if low.endswith(c.suffixes) and (c.packs or not packed))
    return next(found, "")


def packing_of(name: str | Path) -> str:
    """The suffix of compression at the end of a name, or nothing.

    >>> packing_of("crawl.jsonl.zst"), packing_of("crawl.jsonl")
    ('.zst', '')
    """
    low = str(name).lower()
    return next((suffix for suffix in PACKINGS if low.endswith(suffix)), "")


def suffix_of(name: str | Path) -> str:
    """The suffix that says what a file holds, in lower case, whatever compresses it.

    >>> suffix_of("crawl/page.HTML.gz"), suffix_of("page.md"), suffix_of("README")
    ('.html', '.md', '')
    """
    low = str(name).lower()
    return PurePath(low.removesuffix(packing_of(low))).suffix


def get_container(name: str) -> Container:
    """A container by its name."""
    return _BY_NAME[name]
