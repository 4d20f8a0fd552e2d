"""Hostile HTML made up at random: what must hold of any page, and whether its cost grows with its size.

    python tests/fuzz_html.py --seconds 60 --seed 1

prints each page on which stripping fails, breaks its contract, or takes longer than its growth allows, in the
short form `front * 1 + middle * n + back` from which it can be made again.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

import stripper
from stripper.formats.html import split
from stripper.formats.html.cutting import cut

TAGS = (
    "a", "article", "b", "blockquote", "body", "button", "caption", "code", "dd", "div", "dl", "dt",
    "em", "fieldset", "font", "form", "frameset", "h1", "head", "html", "i", "iframe", "li", "math",
    "nav", "nobr", "noframes", "noscript", "object", "ol", "optgroup", "option", "p", "plaintext",
    "pre", "q", "rt", "ruby", "script", "section", "select", "span", "style", "summary", "svg",
    "table", "tbody", "td", "template", "textarea", "th", "title", "tr", "u", "ul", "xmp",
)  # fmt: skip
EMPTY = (
    "br",
    "hr",
    "img alt=x src=y",
    "input",
    "link",
    "meta charset=utf-7",
    "wbr",
    "frame",
    "col",
)
ATTRIBUTES = (
    "", "", " hidden", " style='display:none'", " class='a b-c D'", " id={n}", " a{n}=1", " a='<'",
    ' a=">"', " a='", ' a="', " href=/{n}", " href='javascript:x'", " colspan=99", " rowspan=99",
    " colspan=" + "9" * 5000, " start=" + "9" * 5000, " aria-hidden=true", " role=navigation",
    " itemprop=articleBody", " lang=\u0660", "/",
)  # fmt: skip
SIGNS = (
    "<", ">", "</", "<!--", "-->", "--!>", "<!-->", "<!", "<?xml version='1.0'?>", "<![CDATA[", "]]>",
    "&", "&amp;", "&#0;", "&#xD800;", "\0", "\ufeff", "\ud800", "\u00a0", " ", "\n", "\t", "*", "`", "|",
    "~~~", "# ", "- ", "1. ", "> ", "\\", "word", "Read more", "two words ", "中文",
    "<script type=application/ld+json>", '{"articleBody": "', '"}', "<script>x={", "<script>x=[[",
    "JSON.parse(\"", '"isAccessibleForFree": "false", "cssSelector": ".a"',
)  # fmt: skip


class Made(NamedTuple):
    """A page to be: its parts, the middle one to be repeated."""

    front: str
    middle: str
    back: str

    def page(self, times: int) -> str:
        """The page; each `{n}` is another number."""
        numbered = "{n}" in self.middle
        body = (
            self.middle.replace("{n}", str(n)) if numbered else self.middle for n in range(times)
        )
        return f"{self.front}{''.join(body)}{self.back}"


def make(dice: random.Random) -> Made:
    """A page at random."""

    def piece() -> str:
        kind = dice.random()
        if kind < 0.5:
            return f"<{dice.choice(TAGS)}{dice.choice(ATTRIBUTES)}>"
        if kind < 0.7:
            return f"</{dice.choice(TAGS)}>"
        return f"<{dice.choice(EMPTY)}>" if kind < 0.75 else dice.choice(SIGNS)

    front, middle, back = ("".join(piece() for _ in range(dice.randrange(n))) for n in (4, 7, 4))
    return Made(front * dice.choice((1, 1, 300)), middle or "<p>word", back)


def check(source: str) -> None:
    """What holds of every page; an `AssertionError` where it does not."""
    plain, marked = split(source), split(source, markdown=True)
    assert len(plain) == len(marked)
    assert plain.elements is not None and marked.elements is not None
    assert (plain.elements.element == marked.elements.element).all()
    cut(source, [(int(plain.start[row]), int(plain.end[row])) for row in range(0, len(plain), 2)])
    result = TOOL(source)
    assert stripper.apply(result.source, result.removals) == result.text
    assert result.metadata is not None and isinstance(result.access, str)


TOOL = stripper.Stripper(format="html", model=False)
TIMES = 400
GROWTH = 4
SLOWEST = 6.0
"""How much longer a page may take that is four times as long."""
NOTED = 1.0
"""Seconds below which a page is not looked at more closely: the clock is too coarse."""
STEPS = (split, lambda source: split(source, markdown=True), lambda source: cut(source, [(0, 4)]))


def grow(made: Made) -> str:
    """What grows faster than the page does, twice in a row; empty where nothing does."""
    for number, step in enumerate(STEPS):
        for _ in range(2):
            short = clock(step, made.page(20 * TIMES))
            if short * GROWTH * SLOWEST < NOTED:
                break
            long = clock(step, made.page(20 * TIMES * GROWTH))
            if long < max(NOTED, SLOWEST * short):
                break
        else:
            return f"step {number} took {short:.2f} s, then {long:.2f} s"
    return ""


def clock(step: Callable[[str], object], page: str) -> float:
    start = time.perf_counter()
    step(page)
    return time.perf_counter() - start


def fuzz(seed: int, seconds: float) -> Iterator[str]:
    """What goes wrong within a time, one line each."""
    dice, stop = random.Random(seed), time.monotonic() + seconds
    while time.monotonic() < stop:
        made = make(dice)
        try:
            check(made.page(dice.choice((1, 5, TIMES))))
            wrong = grow(made)
        except Exception as error:
            wrong = repr(error)
        if wrong:
            yield f"{wrong[:200]}: {made!r}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    found = 0
    for line in fuzz(given.seed, given.seconds):
        print(line, flush=True)
        found += 1
    sys.exit(found > 0)
