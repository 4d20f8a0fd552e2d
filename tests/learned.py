"""A crawl of two invented sites, and what it must become once they are learned."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path

from commands import Shell

from stripper import Learner, Stripper
from stripper.evaluate.labelled import read_labelled
from tests.conftest import FIXTURES

SITES = ("fellnotes.example", "kuechenkladde.example")
KNOWN = "Süßes am Mittwoch"
"""A line of the second site that rules and model leave."""
DAY = date(2026, 5, 1)


@cache
def rows() -> list[dict[str, object]]:
    """The pages of two sites in turn, and one of a site of its own."""
    sites = [list(read_labelled(FIXTURES / "sites" / site)) for site in SITES]
    pages = [page for pair in zip(*sites, strict=False) for page in pair]
    held = [{"url": page.url, "text": page.text} for page in pages]
    held.append({"url": "https://alone.example/", "text": pages[1].text})
    return [{"id": n, **row} for n, row in enumerate(held)]


def put_crawl(shell: Shell, name: str = "crawl.jsonl", first: int = 0, last: int = 99) -> None:
    shell.put(name, "".join(json.dumps(row) + "\n" for row in rows()[first:last]))


def texts_of(data: str) -> list[str]:
    return [json.loads(line)["text"] for line in data.splitlines()]


def content(path: Path) -> list[tuple[object, ...]]:
    """All that a state says, whatever the order in which it came to be."""
    with closing(sqlite3.connect(path)) as database:
        return [
            row
            for query in ("SELECT * FROM pages ORDER BY site, identity",
                          "SELECT * FROM profiles ORDER BY site")
            for row in database.execute(query)
        ]  # fmt: skip


@cache
def learned() -> list[str]:
    """The pages stripped with the profiles that a learner makes of them."""
    learner = Learner()
    learner.add([(str(row["text"]), str(row["url"])) for row in rows()], format="text")
    from tempfile import TemporaryDirectory

    from stripper.profiles.writing import format_profile

    with TemporaryDirectory() as folder:
        for site, profile in learner.profiles().items():
            (Path(folder) / f"{site}.toml").write_text(format_profile(profile), "utf-8")
        tool = Stripper(site=folder, format="text")
    pages = [(str(row["text"]), str(row["url"])) for row in rows()]
    texts = [tool(text, url=url).text for text, url in pages]
    assert sum(KNOWN in text for text in texts) == 1  # that of the site of its own
    return texts
