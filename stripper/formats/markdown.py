"""Markdown to blocks, over the source itself: nothing is rendered, nothing is re-written.

Follows CommonMark's block structure as far as removal needs it: what must not be cut apart (fences,
tables, quotes, front matter, HTML) is one block, a list item holds its continuation lines, and a
line
of a paragraph is a block of its own, since crawlers put buttons and labels on lines, not in
paragraphs.
"""

from collections.abc import Callable

import numpy as np
import regex

from stripper.blocks import Codes, Ints, Kind, Page, encode
from stripper.formats.lines import find_lines, join_wrapped, split_sentences
from stripper.formats.links import find_inline

_FENCE = regex.compile(r"^\s{0,12}(?:(?:[-*+]|\d{1,9}[.)])\s{1,3})?(`{3,}|~{3,})")
_HEADING = regex.compile(r"^ {0,3}(#{1,6})(?:\s|$)")
_UNDERLINE = regex.compile(r"^ {0,3}(=+|-+)\s*$")
_BREAK = regex.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = regex.compile(r"^([ \t]{0,40})([-*+•]|\d{1,9}[.)])(?:[ \t]+|$)")
_DEFINITION = regex.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:(?:\s|$)")
_DELIMITER = regex.compile(r"^[ \t|:-]*\|[ \t|:-]*$")
_HTML = regex.compile(r"^ {0,3}<(?:!--|/?[a-zA-Z][a-zA-Z0-9-]*(?:[\s>/]|$))")
_FRONT_LINES = 100
"""Lines within which front matter must close; a rule at the head of a page is not front matter."""
_TAB = 4
_SIGNS = frozenset("`~#-*+=_|<>[•")
_BULLETS = frozenset("-*+•")

_Row = tuple[int, int, Kind, int]


def split(source: str) -> Page:
    """Split Markdown into blocks with their kinds.

    >>> [b.kind.name for b in split("# Title\\n\\n- one\\n- two\\n\\n```\\ncode\\n```\\n")]
    ['HEADING', 'ITEM', 'ITEM', 'CODE']
    """
    codes = encode(source)
    lines = find_lines(codes)
    rows = _Reader(source, *lines).read()
    start, end, kind, level = np.array(rows, np.int64).reshape(-1, 4).T.copy()
    start, end, kind, level = _join(codes, source, start, end, kind, level)
    judged = (kind != Kind.CODE) & (kind != Kind.FRONT_MATTER)
    hidden, links = find_inline(source, codes, start[judged], end[judged])
    hidden = _with_markers(source, hidden, start[kind == Kind.ITEM])
    return Page(source, "markdown", codes, start, end, kind, level, hidden, links)


def _join(
    codes: Codes, source: str, start: Ints, end: Ints, kind: Ints, level: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    paragraph = kind == Kind.PARAGRAPH
    joined, stops = join_wrapped(codes, start, end, paragraph)
    if len(joined) == len(start):
        joined, stops = split_sentences(source, start, end)
    at = np.searchsorted(start, joined, "right") - 1
    return joined, stops, kind[at], level[at]


def _with_markers(source: str, hidden: Ints, items: Ints) -> Ints:
    """Hide the bullets and numbers of list items too."""
    markers = []
    for at in items.tolist():
        found = _ITEM.match(source[at : at + 60])
        if found:
            markers.append((at, at + found.end()))
    if not markers:
        return hidden
    both = np.concatenate((hidden, np.array(markers, np.int64)))
    ordered: Ints = both[np.argsort(both[:, 0], kind="stable")]
    return ordered


class _Reader:
    """A walk over the lines of a source that are not blank."""

    def __init__(self, source: str, start: Ints, end: Ints) -> None:
        self.start: list[int] = start.tolist()
        self.end: list[int] = end.tolist()
        spans = zip(self.start, self.end, strict=True)
        self.lines = [source[low:high].rstrip("\r\n") for low, high in spans]
        self.at = 0
        self.rows: list[_Row] = []
        self.indents: list[int] = []

    def line(self, at: int) -> str:
        return self.lines[at]

    def gap(self, at: int) -> bool:
        """Whether a blank line stands before the line."""
        return at == 0 or self.start[at] != self.end[at - 1]

    def read(self) -> list[_Row]:
        self.front_matter()
        while self.at < len(self.start):
            line = self.lines[self.at]
            mark = line.lstrip()[:1]
            flush = bool(self.indents) and self.gap(self.at) and not line[:1].isspace()
            if flush and not _ITEM.match(line):
                self.indents.clear()
            special = mark in _SIGNS or mark.isdigit() or line[0] in " \t" or "|" in line
            if not (special and self.special(line, mark)):
                self.take(1, Kind.PARAGRAPH)
        return self.rows

    def take(self, count: int, kind: Kind, level: int = 0) -> None:
        """Make one block of the next `count` lines."""
        last = min(self.at + count, len(self.start)) - 1
        self.rows.append((self.start[self.at], self.end[last], kind, level))
        self.at = last + 1

    def front_matter(self) -> None:
        if not self.start or self.start[0] != 0 or self.line(0).rstrip() not in ("---", "+++"):
            return
        fence = self.line(0).rstrip()
        for at in range(1, min(_FRONT_LINES, len(self.start))):
            if self.line(at).rstrip() == fence:
                if all(":" in self.line(i) or "=" in self.line(i) or self.line(i)[:1] in " -\t#"
                       for i in range(1, at)):  # fmt: skip
                    self.take(at + 1, Kind.FRONT_MATTER)
                return

    def special(self, line: str, mark: str) -> bool:
        """Take a block that its first characters tell; False where it is a paragraph.

        `mark` is the first sign of the line, which rules most patterns out at once.
        """
        if ("```" in line or "~~~" in line) and (fence := _FENCE.match(line)):
            self.fence(fence.group(1))
        elif mark == "#" and (found := _HEADING.match(line)):
            self.take(1, Kind.HEADING, len(found.group(1)))
        elif mark in ("=", "-") and _UNDERLINE.match(line) and self.underlines():
            begin, _, _, _ = self.rows.pop()
            self.rows.append((begin, self.end[self.at], Kind.HEADING, 1 if "=" in line else 2))
            self.at += 1
        elif mark in ("*", "-", "_") and _BREAK.match(line):
            self.take(1, Kind.BREAK)
        elif self.opens_table(line):
            self.table()
        elif (mark in _BULLETS or mark.isdigit()) and (found := _ITEM.match(line)):
            self.item(found)
        elif mark == ">" and len(line) - len(line.lstrip()) < _TAB:
            self.run(Kind.QUOTE, lambda text: text.lstrip().startswith(">"))
        elif mark == "[" and _DEFINITION.match(line):
            self.run(Kind.DEFINITION, lambda text: text[:1] in " \t")
        elif mark == "<" and _HTML.match(line):
            self.run(Kind.HTML, lambda text: True)
        elif self.indented(line):
            self.run(Kind.CODE, lambda text: text[:1] == "\t" or text.startswith("    "), gaps=True)
        else:
            return False
        return True

    def run(self, kind: Kind, belongs: Callable[[str], bool], *, gaps: bool = False) -> None:
        """Take this line and those after it that belong, up to a blank line unless `gaps`."""
        stop = self.at + 1
        while stop < len(self.start) and (gaps or not self.gap(stop)) and belongs(self.line(stop)):
            stop += 1
        self.take(stop - self.at, kind)

    def underlines(self) -> bool:
        return bool(self.rows) and not self.gap(self.at) and self.rows[-1][2] == Kind.PARAGRAPH

    def fence(self, mark: str) -> None:
        stop = self.at + 1
        while stop < len(self.start):
            text = self.line(stop).strip()
            stop += 1
            if text.startswith(mark) and not text.strip(mark[0]):
                break
        self.take(stop - self.at, Kind.CODE)

    def opens_table(self, line: str) -> bool:
        after = self.at + 1
        if "|" not in line or after >= len(self.start) or self.gap(after):
            return False
        rule = self.line(after)
        return "-" in rule and bool(_DELIMITER.match(rule))

    def table(self) -> None:
        stop = self.at + 2
        while stop < len(self.start) and not self.gap(stop) and "|" in self.line(stop):
            stop += 1
        self.take(stop - self.at, Kind.TABLE)

    def item(self, found: "regex.Match[str]") -> None:
        indent = len(found.group(1).expandtabs(_TAB))
        self.indents = [i for i in self.indents if i < indent] + [indent]
        content = indent + len(found.group(2)) + 1
        stop = self.at + 1
        while stop < len(self.start) and not self.gap(stop):
            text = self.line(stop)
            if not text[:1].isspace():
                break
            depth = len(text.expandtabs(_TAB)) - len(text.expandtabs(_TAB).lstrip())
            if depth < content or _ITEM.match(text) or _FENCE.match(text):
                break
            stop += 1
        self.take(stop - self.at, Kind.ITEM, len(self.indents) - 1)

    def indented(self, line: str) -> bool:
        deep = line.startswith("\t") or line.startswith("    ")
        return deep and self.gap(self.at) and not self.indents
