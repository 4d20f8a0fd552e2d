"""The Markdown of an HTML page: the same words as its text, with marks around them.

What is put between the words (bullets, fences, targets, backslashes) is noted as hidden, so that
the page is judged alike in either rendition.
"""

from itertools import takewhile

import regex

from stripper.blocks import Kind
from stripper.formats.html.inline import join_pieces, write_marks
from stripper.formats.html.marks import Marks
from stripper.formats.html.outline import Outline
from stripper.formats.html.rendition import TextWriter, unwrap
from stripper.formats.html.runs import Run
from stripper.formats.html.tags import LINE, PARAGRAPH
from stripper.formats.html.units import Unit

_LANGUAGE = regex.compile(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*|sourceCode\s+)([\w+#.-]{1,30})",
    regex.I,
)
_NO_LANGUAGE = frozenset(("none", "plain", "text", "plaintext", "default", "auto"))
DEEPEST_MARKS = 32
"""Quotes and list items within one another that are written as such: each puts its mark before
every line in it."""
_AROUND_CODE = 3
"""Elements around code whose classes may name its language."""


class MarkdownWriter(TextWriter):
    """Writes units one after the other as Markdown."""

    rendition = "markdown"

    def __init__(self, page: Outline, *, links: bool = True) -> None:
        super().__init__(page)
        self._marks = Marks(page, links=links)
        self._markers: dict[int, str] = {}
        """The marker of each list item that has begun."""
        self._bullets: dict[int, str] = {}
        """The sign of each list's markers."""
        self._numbers: dict[int, int] = {}
        """The number that each ordered list has reached."""
        self._arounds: dict[int, tuple[int, ...]] = {-1: ()}
        """The quotes and list items around each element; none is climbed out of twice."""
        self._last: tuple[int, ...] = ()
        """The quotes and list items around the unit before."""

    def separate(self, unit: Unit, before: Unit) -> None:
        """Put what parts a unit from the one before it."""
        around = self._around(unit.element)
        begins = any(e not in self._markers for e in around if self.page.tags[e] == "li")
        gap = unit.run.gap
        plain = (Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)
        if gap == LINE and begins:
            gap = LINE if before.kind == Kind.ITEM else PARAGRAPH
        elif gap == LINE:
            same = around == self._last and unit.kind in plain and before.kind in plain
            if same:
                self.parts[-1] = ""
                self.at -= 1
                self.mark("  ")
                self.put("\n")
                self.ends[-1] = self.at
            gap = LINE if same else PARAGRAPH
        if gap == PARAGRAPH and not self._shares_quote(around):
            self.put("\n")

    def unit(self, unit: Unit) -> None:
        """One unit, without the line end behind it."""
        around = self._around(unit.element)
        first, rest = self._prefixes(around)
        if self.ends and self._shares_quote(around) and unit.run.gap == PARAGRAPH:
            between = self._prefixes(self._share(around))[1].rstrip()
            first = f"{between}\n{first}"
        if first:
            self.mark(first)
        if unit.kind == Kind.TABLE:
            self._table(unit, rest)
        elif unit.kind == Kind.CODE:
            self._code(unit, rest)
        else:
            if unit.kind == Kind.HEADING:
                self.mark("#" * unit.level + " ")
            self.run(unit.run, heading=unit.kind == Kind.HEADING)
        self._last = around

    def run(self, run: Run, *, table: bool = False, heading: bool = False) -> None:
        """The words of a run with their marks."""
        marks = self._marks.of_run(run.elements)
        for part in write_marks(join_pieces(run.texts, marks), table=table):
            if part.markup:
                self.mark(part.text)
            else:
                start = self.at
                self.put(part.text)
                if part.link:
                    self.link(start, self.at)
        escaped = self.parts[-1] == "#" and self.parts[-2:-1] == ["\\"]
        if heading and self.parts[-1].endswith("#") and not escaped:
            self._escape_last()

    def _escape_last(self) -> None:
        """Keep a hash at the end of a heading from closing it."""
        text = self.parts.pop()
        self.at -= 1
        self.parts.append(text[:-1])
        self.mark("\\")
        self.put("#")

    def _around(self, element: int) -> tuple[int, ...]:
        """The quotes and list items around an element, from the outermost in."""
        chain = []
        while element not in self._arounds:
            chain.append(element)
            element = self.page.parents[element]
        around = self._arounds[element]
        for inner in reversed(chain):
            if self.page.tags[inner] in ("blockquote", "li") and len(around) < DEEPEST_MARKS:
                around = (*around, inner)
            self._arounds[inner] = around
        return around

    def _share(self, around: tuple[int, ...]) -> tuple[int, ...]:
        """The quotes and list items that a unit has in common with the one before it."""
        pairs = takewhile(lambda pair: pair[0] == pair[1], zip(around, self._last, strict=False))
        return tuple(element for element, _ in pairs)

    def _shares_quote(self, around: tuple[int, ...]) -> bool:
        """Whether a unit stands in the same quote as the one before it."""
        return any(self.page.tags[e] == "blockquote" for e in self._share(around))

    def _prefixes(self, around: tuple[int, ...]) -> tuple[str, str]:
        """What stands before the first line of a unit and before its other lines."""
        first = rest = ""
        for depth, element in enumerate(around):
            if self.page.tags[element] == "blockquote":
                first, rest = f"{first}> ", f"{rest}> "
                continue
            marker = self._markers.get(element)
            if marker is None:
                before = (
                    self._last[depth] if self._last[:depth] == around[:depth] != self._last else -1
                )
                marker = self._markers[element] = self._number(element, before)
                first += marker
            else:
                first += " " * len(marker)
            rest += " " * len(marker)
        return first, rest

    def _number(self, item: int, before: int) -> str:
        """The marker of a list item: a number in an ordered list, else a bullet. A list that
        follows another directly, whose last item is `before`, has another sign, or the two would
        be one.
        """
        page = self.page
        parent = page.parents[item]
        ordered = parent >= 0 and page.tags[parent] == "ol"
        if parent not in self._bullets:
            taken = self._bullets.get(page.parents[before]) if before >= 0 else None
            signs = ".)" if ordered else "-*"
            self._bullets[parent] = signs[taken == signs[0]]
            start = page.attributes.get(parent, {}).get("start") or "1"
            self._numbers[parent] = int(start) if start.isdecimal() and len(start) < _DIGITS else 1
        if not ordered:
            return f"{self._bullets[parent]} "
        number = self._numbers[parent]
        self._numbers[parent] += 1
        return f"{number}{self._bullets[parent]} "

    def _code(self, unit: Unit, rest: str) -> None:
        """Preformatted text between fences longer than any run of backticks in it."""
        text = unwrap("".join(unit.run.texts))
        longest = max((len(run) for run in regex.findall("`{3,}", text)), default=2)
        fence = "`" * max(3, longest + 1)
        self.mark(f"{fence}{self._language(unit)}\n{rest}")
        for at, line in enumerate(text.split("\n")):
            if at:
                self.put("\n")
                if rest:
                    self.mark(rest)
            self.put(line)
        self.mark(f"\n{rest}{fence}")

    def _language(self, unit: Unit) -> str:
        """The language of code, as a class or attribute on it or around it says."""
        page, element = self.page, unit.element
        for _ in range(_AROUND_CODE):
            if element < 0:
                break
            said = page.attributes.get(element, {})
            named = said.get("data-lang") or said.get("data-language") or ""
            found = _LANGUAGE.search(page.names[element])
            language = named or (found.group(1) if found else "")
            if (
                language
                and language.lower() not in _NO_LANGUAGE
                and not set(language) & set("` \n")
            ):
                return language.removesuffix(";")
            element = page.parents[element]
        return ""

    def _table(self, unit: Unit, rest: str) -> None:
        """A table of data; without header cells it has an empty header, which Markdown wants."""
        page = self.page
        rows = self._lay_out(unit)
        width = max(map(len, rows))
        headed = all(page.tags[cell] == "th" for cell, _ in unit.rows[0])
        rule = f"|{' --- |' * width}\n{rest}"
        if not headed:
            self.mark(f"|{'  |' * width}\n{rest}{rule}")
        for number, row in enumerate(rows):
            if number:
                self.put("\n")
                self.mark(rest + (rule if number == 1 and headed else ""))
            self.mark("| ")
            for place, run in enumerate(row):
                if place:
                    self.bar()
                if run is not None:
                    self.run(run, table=True)
            for _ in range(min(width - len(row), _WIDEST)):
                self.bar()
            self.mark(" |")
            if headed and len(rows) == 1:
                self.mark(f"\n{rest}{rule}".removesuffix(f"\n{rest}"))

    def _lay_out(self, unit: Unit) -> list[list[Run | None]]:
        """Rows by column; a cell over several columns or rows stands in the first."""
        laid: list[list[Run | None]] = []
        taken: dict[int, int] = {}
        """How many more rows each column is taken by a cell above."""
        for cells in unit.rows:
            row: list[Run | None] = []
            below = {column: left - 1 for column, left in taken.items() if left > 1}
            for cell, run in cells:
                while len(row) in taken:
                    row.append(None)
                columns, rows = self._span(cell, "colspan"), self._span(cell, "rowspan")
                if rows > 1:
                    below |= dict.fromkeys(range(len(row), len(row) + columns), rows - 1)
                row += [run, *[None] * (columns - 1)]
            laid.append(row)
            taken = below
        return laid

    def _span(self, cell: int, name: str) -> int:
        given = self.page.attributes.get(cell, {}).get(name) or "1"
        said = int(given) if given.isdecimal() and len(given) < _DIGITS else 1
        return min(said, _WIDEST) or 1


_DIGITS = 9
"""Digits of a number that are too many."""
_WIDEST = 40
"""Columns and rows that one cell may span, and empty cells that are put at the end of a row, where
readers of Markdown put them themselves."""
