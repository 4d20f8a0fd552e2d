"""Data in scripts: the JSON that a page carries, and the article in it. No script is run.

Where an article stands in it is told by the texts themselves: of all strings that stand in the same
place of alike entries, such as the `text` of each block of a body, those that say most are it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import regex
from selectolax.lexbor import LexborHTMLParser

from stripper.formats.html.runs import PROSE

MOST_STATE = 5_000_000
"""Characters of scripts that are looked into; the largest states of news pages have two million."""
MOST_VALUES = 20
"""Pieces of JSON that are looked for in one script. Set by hand: states are assigned first, and
code assigns without end."""
DEEPEST = 40
"""Levels of JSON that are looked into. Set by hand: a path is copied at each of them."""
ARTICLE = 500
"""Letters of prose from which strings are an article. Set by hand: summaries and product cards have
fewer, and would be read as one."""
SHORT_ARTICLE = 150
"""The same where the page shows nothing at all and would come out empty: two sentences, more than
a notice that a script is missing. Set by hand."""
WORDS = 0.8
"""Share of letters and spaces in prose. Set by hand: code and lists of codes have less, and would
be read as an article."""
LONGEST_WORD = 15
"""Letters a word in prose, but for scripts without spaces. Set by hand: keys, addresses and encoded
data have more."""
ASIDE = 0.2
"""What prose weighs under a name that says it is not the article. Set by hand: of a consent or of
comments it then takes five times as much to pass for one."""
WIDE_LETTERS = 3
"""Letters that one of Chinese, Japanese or Korean stands for, as where elements are measured."""
LONGEST_TITLE = 300
"""Characters of a title at the most. Set by hand: what is longer under that name is no headline."""
_STATE_TYPES = ("", "text/javascript", "application/javascript", "module", "application/json")
_VALUE = regex.compile(r"(?<![=!<>])=\s{0,9}(?=[{\[])|\bJSON\.parse\(\s{0,9}(?=\")")
"""Where a script assigns data, or reads it from a string."""
_WRAPPER = regex.compile(r"\A(?:\s++|//|/\*|\*/|<!\[CDATA\[|<!--)*+")
_STRING = r'"(?:[^"\\]++|\\.)*+(?:"|\Z)'
_LAST_COMMA = regex.compile(rf'((?:[^",]++|{_STRING}|,(?!\s*+[}}\]]))++)|,', regex.S)
"""All that stands before a comma behind which a list ends, or that comma."""
_TAG = regex.compile(r"<[^<>]*+>")
_ASIDES = regex.compile(
    r"related|recommend|trending|popular|teaser|comment|review|cookie|consent|privacy|legal|footer"
    r"|translation|messages|i18n|locale|menu|navigation|author|seo|meta|schema",
    regex.I,
)
_TITLES = ("headline", "title")
_DECODER = json.JSONDecoder(strict=False)

Path = tuple[str | int, ...]


class Text(NamedTuple):
    """A string of data and the keys and numbers under which it stands."""

    path: Path
    text: str


def may_hold_state(attributes: Mapping[str, str | None]) -> bool:
    """Whether a script with these attributes may carry the state of an app."""
    said = (attributes.get("type") or "").strip().lower()
    return "src" not in attributes and said in _STATE_TYPES


def find_linked(parser: LexborHTMLParser) -> list[object]:
    """The data of each script of JSON-LD in a parsed page."""
    scripts = parser.css('script[type="application/ld+json"]')
    return [read_linked(script.text() or "") for script in scripts]


def read_linked(text: str) -> object:
    """The data of JSON-LD, also in the wrappers that hide it from old browsers, and with commas
    behind which nothing follows; nothing where it is broken otherwise.

    >>> read_linked('//<![CDATA[\\n{"a": [1, 2,],}\\n//]]>')
    {'a': [1, 2]}
    """
    text = _WRAPPER.sub("", text, count=1)
    for mend in (str, _drop_commas):
        try:
            return _DECODER.raw_decode(mend(text))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _drop_commas(text: str) -> str:
    """JSON without the commas at the end of lists, which it does not allow."""
    return str(_LAST_COMMA.sub(r"\1", text))


def read_state(scripts: Iterable[str]) -> Iterator[object]:
    """The values of scripts that are JSON, assign JSON, or read it from a string.

    >>> list(read_state(['window.__STATE__ = {"a": [1]}; run()', "let b = 2"]))
    [{'a': [1]}]
    """
    left = MOST_STATE
    for script in scripts:
        left -= len(script)
        if left < 0:
            return
        text = script.strip()
        if text.startswith(("{", "[")):
            yield read_linked(text)
            continue
        at = 0
        for _ in range(MOST_VALUES):
            found = _VALUE.search(text, at)
            if not found:
                break
            at = found.end()
            try:
                value, at = _DECODER.raw_decode(text, at)
                yield json.loads(value, strict=False) if isinstance(value, str) else value
            except (ValueError, RecursionError):
                continue


def find_walled(data: object) -> Iterator[str]:
    """The selectors of the parts that JSON-LD says are not free to read.

    >>> list(find_walled({"hasPart": {"isAccessibleForFree": "False", "cssSelector": ".wall"}}))
    ['.wall']
    """
    said: dict[Path, dict[str | int, object]] = {}
    for path, value in _walk_all(data):
        if path and path[-1] in ("isAccessibleForFree", "cssSelector"):
            said.setdefault(path[:-1], {})[path[-1]] = value
    for part in said.values():
        selector = part.get("cssSelector")
        if _is_false(part.get("isAccessibleForFree")) and isinstance(selector, str):
            yield selector


def _is_false(value: object) -> bool:
    """Whether a value is false, or the name or the address of falsehood."""
    return str(value).lower().rpartition("schema.org/")[2] == "false"


def find_article(values: Iterable[object], least: int = ARTICLE) -> list[str]:
    """The title and the parts of the article in data; empty where there is none.

    >>> blocks = [{"text": "The ferry to Holm has run every day since 1911, they said. " * 4}] * 3
    >>> len(find_article([{"headline": "Ferry stops", "blocks": blocks}]))
    4
    """
    groups: dict[Path, list[Text]] = {}
    weights: dict[Path, float] = {}
    titles: dict[Path, str] = {}
    for number, value in enumerate(values):
        for inner, text in find_texts(value):
            path = (number, *inner)
            if path[-1] in _TITLES and 0 < len(text) <= LONGEST_TITLE:
                titles.setdefault(path[:-1], text)
            place = _place(path)
            groups.setdefault(place, []).append(Text(path, text))
            weights[place] = weights.get(place, 0) + _weigh(path, text)
    most = max(weights, key=weights.__getitem__, default=())
    if not weights or weights[most] < (ARTICLE if _is_aside(most) else least):
        return []
    said = groups[most]
    above = said[0].path
    heads = (titles[above[:n]] for n in range(len(above) - 1, 0, -1) if above[:n] in titles)
    return [*list(heads)[:1], *_join(said)]


def find_texts(data: object) -> Iterator[Text]:
    """All strings of data in order."""
    return (Text(path, value) for path, value in _walk_all(data) if isinstance(value, str))


def _walk_all(data: object) -> Iterator[tuple[Path, object]]:
    """All values of data that hold no others, in order, without recursion."""
    stack: list[tuple[Path, object]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if not isinstance(value, dict | list):
            yield path, value
        elif len(path) < DEEPEST:
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            stack += [((*path, name), said) for name, said in inner][::-1]


def _place(path: Path) -> Path:
    """A path without the numbers of the last two lists: those of a block, and of a part in it."""
    numbers = [at for at, name in enumerate(path) if at and isinstance(name, int)][-2:]
    return tuple(-1 if at in numbers else name for at, name in enumerate(path))


def _weigh(path: Path, text: str) -> float:
    """The letters of a string, where it is prose, in those of an alphabet."""
    plain = _TAG.sub(" ", text) if "<" in text else text
    letters = sum(map(len, plain.split()))
    wide = not plain.isascii() and sum(map("\u2e80".__le__, plain)) * 2 > letters
    words = sum(map(str.isalpha, plain)) + plain.count(" ")
    if wide:
        letters *= WIDE_LETTERS
    if letters < PROSE or words < WORDS * len(plain):
        return 0
    if not wide and plain.count(" ") * LONGEST_WORD < letters:
        return 0
    return letters * (ASIDE if _is_aside(path) else 1)


def _is_aside(path: Path) -> bool:
    return any(isinstance(name, str) and _ASIDES.search(name) for name in path)


def _join(said: list[Text]) -> list[str]:
    """The strings in order; those of one block that a space parts are one."""
    parts: list[str] = []
    block: Path | None = None
    for path, text in said:
        numbers = [at for at, name in enumerate(path) if isinstance(name, int)]
        own = path[: numbers[-1]] if len(numbers) > 2 else None
        if own is not None and own == block and (parts[-1][-1:] == " " or text[:1] in " ,.;:!?"):
            parts[-1] += text
        elif text.strip():
            parts.append(text)
            block = own
    return parts
