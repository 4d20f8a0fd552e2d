"""Inline text of Markdown: pieces and their marks, written as CommonMark will read them back.

A mark that CommonMark would take for something else (bold that begins with a bracket inside a word)
is left out: the words matter more.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import regex

from stripper.formats.html.marks import Mark, is_code

_ALWAYS = regex.compile(
    r"[\\`*\[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|~|<(?=[\p{L}/!?])"
    r"|&(?=#?\w{1,40};)"
)
_AT_START = regex.compile(
    r"(?:[-+](?=\s|$)|#{1,6}(?=\s|$)|>|[-=_~:|](?=[-=_~:| ]*$)|~~~)|(\d{1,9})(?=[.)](?:\s|$))"
)
_JOINING = "!<&"
"""Signs that mean something together with what follows."""
_EMPHASES = (Mark("**"), Mark("*"), Mark("~~"))
"""Delimiters that may yet be dropped, and so count for no sign."""


class Part(NamedTuple):
    """A part of the rendition: words of the page, or markup."""

    text: str
    markup: bool = False
    link: bool = False


class Piece(NamedTuple):
    """Text under the same marks throughout."""

    text: str
    marks: tuple[Mark, ...]


def join_pieces(texts: Sequence[str], marks: Sequence[tuple[Mark, ...]]) -> list[Piece]:
    """The pieces of a run, neighbours under the same marks as one."""
    said = ((own, text) for text, own in zip(texts, marks, strict=True) if text)
    return [
        Piece("".join(text for _, text in same), own)
        for own, same in groupby(said, key=lambda pair: pair[0])
    ]


def write_marks(pieces: Sequence[Piece], *, table: bool = False) -> Iterator[Part]:
    """The text of pieces with their marks. A space at the edge of a mark stands outside of it, and
    counts as text of the link that has it all the same, as it does in plain text."""
    opened: list[Mark] = []
    dropped: set[Mark] = set()
    before = space = ""
    coded = linked = False
    for at, piece in enumerate(pieces):
        core = piece.text.strip(" ")
        link = any(m.kind in ("link", "image") for m in piece.marks)
        if piece.text[0] == " " and not space:
            space, linked = " ", link
        if not core:
            continue
        dropped &= set(piece.marks)
        around, spaced = tuple(opened), bool(space)
        wanted = [m for m in piece.marks if m not in dropped and _is_written(m)]
        keep = 0
        while keep < min(len(opened), len(wanted)) and opened[keep] == wanted[keep]:
            keep += 1
        touching = len(opened) > keep and not space
        for mark in reversed(opened[keep:]):
            yield Part(_end(mark), markup=True)
        del opened[keep:]
        if space and before:
            yield Part(" ", link=linked)
        for mark in wanted[keep:]:
            if mark.kind in ("link", "image") or (
                not touching and _holds(mark, pieces, at, "" if space else before)
            ):
                yield Part(_begin(mark), markup=True)
                opened.append(mark)
            else:
                dropped.add(mark)
        # the fences of two codes side by side would be read as one: the second is plain text
        glued = coded and not spaced and tuple(opened) == around
        coded = is_code(piece.marks) and not glued
        if coded:
            yield from _write_code(core, link=link, table=table)
        else:
            start = not before and not opened
            joined = piece.text[-1] != " " and at + 1 < len(pieces)
            parts = escape(core, start=start, joined=joined, table=table)
            yield from (part._replace(link=link and not part.markup) for part in parts)
        before = core[-1]
        space, linked = (" ", link) if piece.text[-1] == " " else ("", False)
    for mark in reversed(opened):
        yield Part(_end(mark), markup=True)


def _begin(mark: Mark) -> str:
    return {"image": "![", "link": "["}.get(mark.kind, mark.kind)


def _end(mark: Mark) -> str:
    return f"]({mark.target})" if mark.kind in ("link", "image") else mark.kind


def _holds(mark: Mark, pieces: Sequence[Piece], at: int, before: str) -> bool:
    """Whether CommonMark reads a delimiter of emphasis here, and its end, as such: beside a sign on
    the inside there must be none of a word's letters on the outside.
    """
    stop, held = at, pieces[at].marks[: pieces[at].marks.index(mark) + 1]
    while stop + 1 < len(pieces) and pieces[stop + 1].marks[: len(held)] == held:
        stop += 1
    first, last = pieces[at], pieces[stop]
    after = pieces[stop + 1] if stop + 1 < len(pieces) else None
    opens = (
        not before
        or _is_sign(before)
        or not _signs_within(first, 0, first.marks[: first.marks.index(mark) + 1])
    )
    follows = last.text[-1] != " " and after is not None and after.text[0] != " "
    if _runs_on(mark, pieces, at, stop, bool(before), follows):
        return False
    closes = not follows or not _signs_within(last, -1, last.marks[: last.marks.index(mark) + 1])
    return opens and (
        closes or (after is not None and _signs_within(after, 0, (*last.marks, *_EMPHASES)))
    )


def _runs_on(
    mark: Mark, pieces: Sequence[Piece], at: int, stop: int, leads: bool, follows: bool
) -> bool:
    """Whether an emphasis inside another one has text beside it without a space: of `***a**b*`
    readers do not agree which one ends.
    """
    outer = {m for m in _EMPHASES if m.kind != mark.kind} & set(pieces[at].marks)
    begins = at == 0 or not outer & set(pieces[at - 1].marks)
    ends = stop + 1 == len(pieces) or not outer & set(pieces[stop + 1].marks)
    return bool(outer) and ((leads and not begins) or (follows and not ends))


def _signs_within(piece: Piece, edge: int, around: Sequence[Mark]) -> bool:
    """Whether a sign stands at an edge of a piece: its own, or that of a mark which is not
    around it already.
    """
    signs = (m for m in piece.marks if m not in around)
    return _is_sign((piece.text.strip(" ") or ".")[edge]) or any(signs)


def _is_sign(character: str) -> bool:
    """Whether CommonMark counts a character as punctuation."""
    return unicodedata.category(character)[0] in "PS"


def _write_code(core: str, *, link: bool, table: bool) -> Iterator[Part]:
    longest = max((len(run) for run in regex.findall("`+", core)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if core[0] == "`" or core[-1] == "`" else ""
    yield Part(fence + pad, markup=True)
    for at, part in enumerate(core.split("|") if table else [core]):
        if at:
            yield Part("\\", markup=True)
        yield Part(f"|{part}" if at else part, link=link)
    yield Part(pad + fence, markup=True)


def escape(
    text: str, *, start: bool = False, joined: bool = False, table: bool = False
) -> Iterator[Part]:
    """Text with backslashes where Markdown would read marks into it; the backslashes are markup.

    `start` says that it begins a block, `joined` that more follows it without a space.

    >>> "".join(part.text for part in escape("1. *not* a [list]", start=True))
    '1\\\\. \\\\*not\\\\* a \\\\[list\\\\]'
    """
    places = {found.start() for found in _ALWAYS.finditer(text)}
    if table:
        places.update(at for at, c in enumerate(text) if c == "|")
    if start and (found := _AT_START.match(text)):
        places.add(found.end() if found.group(1) else 0)
    if joined and text[-1] in _JOINING:
        places.add(len(text) - 1)
    at = 0
    for place in sorted(places):
        if place > at:
            yield Part(text[at:place])
        yield Part("\\", markup=True)
        at = place
    if at < len(text):
        yield Part(text[at:])


def _is_written(mark: Mark) -> bool:
    return mark.kind != "code" and (mark.kind != "link" or mark.target != "")
