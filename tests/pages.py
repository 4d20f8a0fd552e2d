"""The fixture pages as a scraper hands them on, and what they must become in every framework."""

from functools import cache
from typing import Any

import pytest

import stripper
from tests.conftest import FIXTURES


@cache
def texts() -> list[str]:
    """Pages of text and Markdown, mixed, and some with Windows line ends added. In HTML the account
    is about the rendition, so that no record is restored from it."""
    files = [f for f in sorted((FIXTURES / "pages").glob("*/*/page.*")) if f.suffix != ".html"]
    found = [file.read_bytes().decode("utf-8") for file in files]
    assert len(found) > 20
    return [*found, found[0].replace("\n", "\r\n"), "", " \n"]


@cache
def results() -> list[stripper.Result]:
    return [stripper.strip(text) for text in texts()]


def expected() -> list[str]:
    """What `strip` makes of each page by itself."""
    return [result.text for result in results()]


def records() -> list[dict[str, object]]:
    return [
        {"id": f"page-{n}", "url": f"https://example.com/{n}", "text": text}
        for n, text in enumerate(texts())
    ]


def restore(kept: str, removals: list[dict[str, object]]) -> str:
    """The source, from what was kept and the account of what went."""
    source = ""
    for removal in removals:
        room = int(str(removal["start"])) - len(source)
        source += kept[:room] + str(removal["text"])
        kept = kept[room:]
    return source + kept


def fail_on(patch: pytest.MonkeyPatch, bad: str) -> None:
    """Make stripping break on pages that hold a word, as a bug would."""
    strip = stripper.Stripper.strip_many

    def strip_many(self: Any, sources: Any, *, urls: Any = None) -> Any:
        held = list(sources)
        if any(bad in source for source in held):
            raise ZeroDivisionError("of this test")
        return strip(self, held, urls=urls)

    patch.setattr(stripper.Stripper, "strip_many", strip_many)
