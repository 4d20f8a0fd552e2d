"""Reports: what was removed and why, for people (`explain`, `diff`) and programs (`as_json`)."""

from collections import Counter
from collections.abc import Mapping
from typing import IO, Any

from stripper.result import Removal, Result
from stripper.rows import encode_json

SHOWN = 100
"""Characters of a removed text that a terminal is shown."""
_RED, _DIM, _BOLD, _GONE, _END = "\x1b[31m", "\x1b[2m", "\x1b[1m", "\x1b[31;9m", "\x1b[0m"
_RECORD_KEYS = ("removals", "access", "metadata", "flags", "version")
_LINE_ENDS = "\r\n"


def wants_colour(choice: str, stream: IO[str], environment: Mapping[str, str]) -> bool:
    """Whether to write colours to a stream: as chosen, else as NO_COLOR, FORCE_COLOR and TERM say.

    >>> from io import StringIO
    >>> [wants_colour("auto", StringIO(), given) for given in ({}, {"FORCE_COLOR": "1"})]
    [False, True]
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def explain(result: Result, name: str, *, colour: bool = False) -> str:
    """The account of one document: each removal, and a summary line at the end.

    >>> cut = Removal(6, 12, "share", "rule", "en/share/labels", 0.95, "\\nShare", "A button")
    >>> print(explain(Result("Rates.", (cut,), "text", "Rates.\\nShare"), "page.txt"), end="")
    page.txt:2: share, by rule en/share/labels, score 0.95
        Share
        A button
    page.txt: 1 removal (share 1), 6 of 12 characters, access open
    """
    lines = LineNumbers(result.source)
    out = []
    for removal in result.removals:
        first, last = lines.of(removal)
        place = f"{first}" if first == last else f"{first}-{last}"
        kind = _paint(removal.category, _BOLD, colour)
        decided = f"by {removal.by} {removal.rule}, score {removal.score:.2f}"
        where = f", in {make_visible(removal.element)}" if removal.element else ""
        out.append(f"{make_visible(name)}:{place}: {kind}, {decided}{where}")
        out.append("    " + _paint(shorten(removal.text), _RED, colour))
        if removal.reason:
            out.append("    " + _paint(make_visible(removal.reason), _DIM, colour))
    return "\n".join([*out, summarise(result, name)]) + "\n"


def summarise(result: Result, name: str) -> str:
    """One line on one document: how much went, of what, and what is to be said of the page."""
    kinds = Counter(r.category for r in result.removals)
    listed = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    count = len(result.removals)
    head = f"{name}: {count_out(count, 'removal')}"
    parts = [
        f"{head} ({listed})" if listed else head,
        f"{result.removed} of {len(result.source)} characters",
        f"access {result.access}" + "".join(f" ({e})" for e in result.access_evidence),
    ]
    if result.flags:
        parts.append(f"flags {' '.join(result.flags)}")
    return make_visible(", ".join(parts))


def count_out(count: int, name: str) -> str:
    """A number of things, as people write it.

    >>> count_out(1, "page"), count_out(0, "page"), count_out(2, "copy"), count_out(3, "entry")
    ('1 page', '0 pages', '2 copies', '3 entries')
    """
    several = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
    return f"{count} {name if count == 1 else several}"


def diff(result: Result, *, colour: bool = False) -> str:
    """The whole source, removed parts marked line by line: struck through in red, or `[-…-]`.

    >>> cut = Removal(6, 17, "share", "rule", "any/share", 1.0, "\\nShare this")
    >>> diff(Result("Rates.\\n", (cut,), "text", "Rates.\\nShare this\\n"))
    'Rates.\\n[-Share this-]\\n'
    """
    show = make_visible if colour else str
    parts, at = [], 0
    for removal in sorted(result.removals, key=lambda r: r.start):
        parts.append(show(result.source[at : removal.start]))
        gone = result.source[max(at, removal.start) : removal.end]
        parts += [_mark(line, colour=colour) for line in gone.splitlines(keepends=True)]
        at = max(at, removal.end)
    return "".join([*parts, show(result.source[at:])])


def as_json(result: Result, name: str, *, null: bool = False) -> str:
    """One document as a line of JSON: input, text, and the whole account. `null` says that there
    was no text, which an empty one would not."""
    text = None if null else result.text
    account = {"input": name, "text": text, "format": result.format, **result.as_dict()}
    return encode_json(account) + "\n"


def as_record_field(result: Result) -> dict[str, Any]:
    """The account that a record carries in its field `stripper`: spans instead of texts."""
    account = result.as_dict(texts=False)
    return {key: account[key] for key in _RECORD_KEYS}


def is_account(held: object) -> bool:
    """Whether what a record holds is an account of ours, as a value or as JSON, or nothing.

    >>> is_account({"removals": [], "version": "1"}), is_account('{"removals": []'), is_account(7)
    (True, True, False)
    """
    if isinstance(held, str):
        return not held or held.startswith('{"removals": [')
    return held is None or (isinstance(held, Mapping) and "removals" in held)


def tells_of_removals(held: object) -> bool:
    """Whether what a record holds is an account of something that went.

    >>> tells_of_removals({"removals": []}), tells_of_removals('{"removals": [{"start": 0')
    (False, True)
    """
    if isinstance(held, str):
        return held.startswith('{"removals": [{')
    return isinstance(held, Mapping) and bool(held.get("removals"))


def shorten(text: str) -> str:
    """A removed text on one line: its beginning and, where it is long, its end.

    >>> shorten("Share\\n\\nthis"), len(shorten("word " * 100))
    ('Share this', 100)
    """
    line = make_visible(" ".join(text.split()))
    if len(line) <= SHOWN:
        return line
    tail = SHOWN // 3
    return f"{line[: SHOWN - tail - 3]} … {line[-tail:]}"


def make_visible(text: str) -> str:
    """The text with control characters replaced: a page must not steer the reader's terminal.

    >>> make_visible("Share\\x1b[2J\\tthis\\n")
    'Share\\ufffd[2J\\tthis\\n'
    """
    if text.isprintable():
        return text
    return "".join(c if c in "\t\r\n" or not _steers(c) else "\ufffd" for c in text)


def _steers(character: str) -> bool:
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000


def _mark(line: str, *, colour: bool) -> str:
    body = line.rstrip(_LINE_ENDS)
    if not body.strip():
        return line
    rest = line[len(body) :]
    return f"{_GONE}{make_visible(body)}{_END}{rest}" if colour else f"[-{body}-]{rest}"


def _paint(text: str, style: str, colour: bool) -> str:
    return f"{style}{text}{_END}" if colour else text


class LineNumbers:
    """Line numbers of places in a source, which come in order: it is gone through once.

    >>> lines = LineNumbers("Rates rose.\\r\\rShare\\n")
    >>> lines.find(13)
    3
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._line = 1

    def find(self, place: int) -> int:
        """The line that a place stands on; the first is 1."""
        if place < self._at:
            self._at, self._line = 0, 1
        self._line += _count_breaks(self._source[self._at : place])
        self._at = place
        return self._line

    def of(self, removal: Removal) -> tuple[int, int]:
        """The first and the last line of what is to be seen of a removal."""
        text = removal.text
        start = removal.start + len(text) - len(text.lstrip())
        end = removal.start + len(text.rstrip())
        first = self.find(start)
        return first, first + _count_breaks(self._source[start : max(start, end)])


def _count_breaks(text: str) -> int:
    """Lines end at LF, CR LF or a lone CR."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
