"""The blocks of Markdown: a walk over its lines.

Follows CommonMark's block structure as far as removal needs it: what must not be cut apart (fences,
tables, quotes, front matter, HTML, links of several paragraphs) is one block, a list item holds its
continuation lines, and a line of a paragraph is a block of its own, since crawlers put buttons and
labels on lines, not in paragraphs.
"""

from collections.abc import Callable

import numpy as np
import regex

from stripper.blocks import Ints, Kind
from stripper.formats.definitions import opens_definition
from stripper.formats.fences import INDENTS, are_boxed, is_fence

_FENCE = regex.compile(r"^\s{0,12}(?:(?:[-*+]|\d{1,9}[.)])\s{1,3})?(`{3,}|~{3,})")
_HEADING = regex.compile(r"^ {0,3}(#{1,6})(?:\s|$)")
_UNDERLINE = regex.compile(r"^ {0,3}(=+|-+)\s*$")
_CARD = regex.compile(r"^[ \t]{0,40}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,9})?\[(?:\s*$|\s*!\[|.*\\$)")
"""A link that opens at the end of a line, around a picture, or over lines broken by hand."""
_TOP = regex.compile(r"^ {0,3}(?:#\s|=+\s*$)")
_BREAK = regex.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
ITEM = regex.compile(r"^([ \t]{0,40})([-*+•]|\d{1,9}[.)])(?:[ \t]+|$)")
_DELIMITER = regex.compile(r"^[ \t|:-]*\|[ \t|:-]*$")
_HTML = regex.compile(r"^ {0,3}<(?:!--|/?[a-zA-Z][a-zA-Z0-9-]*(?:[\s>/]|$))")
_RAW = regex.compile(r"^ {0,3}<(!--|(?:pre|script|style|textarea)(?=[\s>]|$))", regex.IGNORECASE)
"""HTML that goes on over blank lines, up to its own end."""
_RAW_LINES = 500
"""Lines within which such HTML must end, set by hand: a mark that nothing closes is not the rest of
the page."""
_FRONT_LINES = 100
"""Lines within which front matter must close; a rule at the head of a page is not front matter."""
_CARD_LINES = 30
"""Lines, blank ones not counted, within which a link over several closes. Set by hand: a card of
picture, title, summary and date takes a dozen; a bracket that nothing closes is not a link."""
_TAB = 4
"""Columns between two tab stops, as CommonMark has them."""
_SIGNS = frozenset("`~#-*+=_|<>[•⟨:")
_BULLETS = frozenset("-*+•")
_DRAWN = frozenset("=-*_")

Row = tuple[int, int, int, int]


def read_blocks(source: str, start: Ints, end: Ints) -> list[Row]:
    """The blocks in the lines `start[i]:end[i]`: where each begins and ends, its kind and level."""
    return _Reader(source, start, end).read()


class _Reader:
    """A walk over the lines of a source that are not blank."""

    def __init__(self, source: str, start: Ints, end: Ints) -> None:
        self.start: list[int] = start.tolist()
        self.end: list[int] = end.tolist()
        spans = zip(self.start, self.end, strict=True)
        self.lines = [source[low:high].rstrip("\r\n") for low, high in spans]
        self.gaps: list[bool] = np.append(True, start[1:] != end[:-1]).tolist()
        """Whether a blank line stands before each line."""
        self.at = 0
        self.rows: list[Row] = []
        self.indents: list[int] = []
        self.boxed = are_boxed(self.lines)
        """Whether lines are indented as the boxes of a page are: none is code then."""

    def read(self) -> list[Row]:
        self.front_matter()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            mark = line.lstrip()[:1]
            flush = self.indents and self.gaps[self.at] and not line[:1].isspace()
            if flush and not ITEM.match(line):
                self.indents.clear()
            special = mark in _SIGNS or mark.isdigit() or line[0] in " \t" or "|" in line
            if not (special and self.special(line, mark)):
                self.take(1, Kind.PARAGRAPH)
        return self.rows

    def take(self, count: int, kind: Kind, level: int = 0) -> None:
        """Make one block of the next `count` lines."""
        stop = self.at + count
        self.rows.append((self.start[self.at], self.end[stop - 1], kind, level))
        self.at = stop

    def front_matter(self) -> None:
        if not self.lines or self.start[0] != 0 or self.lines[0].rstrip() not in ("---", "+++"):
            return
        fence = self.lines[0].rstrip()
        for at in range(1, min(_FRONT_LINES, len(self.lines))):
            if self.lines[at].rstrip() == fence:
                if all(":" in self.lines[i] or "=" in self.lines[i] or self.lines[i][:1] in " -\t#"
                       for i in range(1, at)):  # fmt: skip
                    self.take(at + 1, Kind.FRONT_MATTER)
                return

    def special(self, line: str, mark: str) -> bool:
        """Take a block that its first characters tell; False where it is a paragraph.

        `mark` is the first sign of the line, which rules most patterns out at once.
        """
        drawn = mark in _DRAWN and line.rstrip()[-1] == mark  # most lines do not end as they begin
        drawn = drawn and not line.strip().strip(mark + " \t")  # signs of one kind alone
        if ("```" in line or "~~~" in line) and (fence := _FENCE.match(line)):
            self.fence(fence.group(1))
        elif mark == "#" and (found := _HEADING.match(line)):
            self.take(1, Kind.HEADING, len(found.group(1)))
        elif drawn and _UNDERLINE.match(line) and self.underlines():
            begin, _, _, _ = self.rows.pop()
            self.rows.append((begin, self.end[self.at], Kind.HEADING, 1 if "=" in line else 2))
            self.at += 1
        elif drawn and _BREAK.match(line):
            self.take(1, Kind.BREAK)
        elif mark == ":" and is_fence(line.lstrip()):
            self.take(1, Kind.HTML)
        elif "|" in line and self.opens_table():
            self.table()
        elif (mark in _BULLETS or mark.isdigit()) and (found := ITEM.match(line)):
            self.item(found)
        elif mark == ">" and len(line) - len(line.lstrip()) < _TAB:
            self.run(Kind.QUOTE, lambda text: text.lstrip().startswith(">"))
        elif mark in "[⟨" and opens_definition(line):
            self.definition()
        elif "[" in line and (stop := self.find_card_end()):
            self.take(stop - self.at, Kind.PARAGRAPH)
        elif mark == "<" and (raw := _RAW.match(line)) and (stop := self.find_close(raw.group(1))):
            self.take(stop - self.at, Kind.CODE if raw.group(1).lower() == "pre" else Kind.HTML)
        elif mark == "<" and _HTML.match(line):
            self.html()
        elif self.indented(line):
            self.run(Kind.CODE, lambda text: text.startswith(INDENTS), gaps=True)
        else:
            return False
        return True

    def run(self, kind: Kind, belongs: Callable[[str], bool], *, gaps: bool = False) -> None:
        """Take this line and those after it that belong, up to a blank line unless `gaps`."""
        stop = self.at + 1
        while (
            stop < len(self.lines) and (gaps or not self.gaps[stop]) and belongs(self.lines[stop])
        ):
            stop += 1
        self.take(stop - self.at, kind)

    def html(self) -> None:
        """Take the lines of HTML up to a blank one, or to the end of a top heading among them."""
        stop, headed = self.at, False
        while stop < len(self.lines) and (stop == self.at or not self.gaps[stop]) and not headed:
            headed = "</h1>" in self.lines[stop].lower()
            stop += 1
        self.take(stop - self.at, Kind.HEADING if headed else Kind.HTML, int(headed))

    def underlines(self) -> bool:
        return bool(self.rows) and not self.gaps[self.at] and self.rows[-1][2] == Kind.PARAGRAPH

    def fence(self, mark: str) -> None:
        stop = self.at + 1
        while stop < len(self.lines):
            text = self.lines[stop].strip()
            stop += 1
            if text.startswith(mark) and not text.strip(mark[0]):
                break
        self.take(stop - self.at, Kind.CODE)

    def definition(self) -> None:
        """Take definitions up to a blank line: html2text breaks targets at hyphens, and titles."""
        stop, depth = self.at, 0
        while True:
            line = self.lines[stop]
            depth += line.count("(") - line.count(")")
            stop += 1
            if stop == len(self.lines) or self.gaps[stop]:
                break
            goes_on = depth > 0 or line.endswith(("-", "]:"))
            if not goes_on and self.lines[stop][:1] not in " \t⟨":
                break
        self.take(stop - self.at, Kind.DEFINITION)

    def find_card_end(self) -> int:
        """Where a link over several paragraphs has ended that opens on this line, or 0: turndown
        writes cards so. One around a top heading is no card, nor one that is only wrapped."""
        line = self.lines[self.at]
        if not _CARD.match(line):
            return 0
        open_brackets, parted = line.count("[") - line.count("]"), line.endswith("\\")
        for at in range(self.at + 1, min(self.at + _CARD_LINES, len(self.lines))):
            text, parted = self.lines[at], parted or self.gaps[at]
            if open_brackets <= 0 or _TOP.match(text) or _FENCE.match(text):
                break
            open_brackets += text.count("[") - text.count("]")
            if open_brackets == 0 and "](" in text and parted:
                return at + 1
        return 0

    def find_close(self, opened: str) -> int:
        """Where HTML that began on this line has ended, or 0."""
        mark = "-->" if opened == "!--" else f"</{opened.lower()}"
        lines = self.lines[self.at : self.at + _RAW_LINES]
        return next((self.at + i + 1 for i, text in enumerate(lines) if mark in text.lower()), 0)

    def opens_table(self) -> bool:
        after = self.at + 1
        if after >= len(self.lines) or self.gaps[after]:
            return False
        rule = self.lines[after]
        return "-" in rule and bool(_DELIMITER.match(rule))

    def table(self) -> None:
        stop = self.at + 2
        while stop < len(self.lines) and not self.gaps[stop] and "|" in self.lines[stop]:
            stop += 1
        self.take(stop - self.at, Kind.TABLE)

    def item(self, found: "regex.Match[str]") -> None:
        lead, bullet = found.groups()
        indent = len(lead.expandtabs(_TAB) if "\t" in lead else lead)
        while self.indents and self.indents[-1] >= indent:
            self.indents.pop()
        self.indents.append(indent)
        content = indent + len(bullet) + 1
        stop = ("[" in self.lines[self.at] and self.find_card_end()) or self.at + 1
        while stop < len(self.lines) and not self.gaps[stop]:
            text = self.lines[stop]
            if not text[:1].isspace():
                break
            flat = text.expandtabs(_TAB)
            depth = len(flat) - len(flat.lstrip())
            if depth < content or ITEM.match(text) or _FENCE.match(text):
                break
            stop += 1
        self.take(stop - self.at, Kind.ITEM, len(self.indents) - 1)

    def indented(self, line: str) -> bool:
        deep = not self.boxed and line.startswith(INDENTS)
        apart = self.gaps[self.at] or self.rows[-1][2] in (Kind.HEADING, Kind.BREAK)
        return deep and apart and not self.indents
