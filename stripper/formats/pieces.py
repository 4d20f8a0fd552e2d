"""Pieces of sentences: text taken from HTML with a line for each element, as by BeautifulSoup's
`get_text("\\n")`, is broken at links. What is one sentence stays or goes whole."""

from itertools import pairwise
from typing import NamedTuple

import regex

from stripper.blocks import Ints

PIECES = 2
"""Lines that begin with a comma or a stop, before a page counts as broken so: of gold pages that
are not held out seven in ten by BeautifulSoup have them, by html-text one in a hundred."""
LONG = 5
"""Words of a line that is no label: a sentence that goes on in lower case has such a piece, tags in
a row have none."""
SAID = 3
"""Words of a line in lower case that goes on with a sentence where nothing else says so."""
OPEN = 8
"""Words so far of what is a sentence: without a stop it takes in a name or a link, where the line
behind that goes on."""
OPEN_SIGNS = 20
"""Signs so far of such a sentence in scripts without spaces."""
_LINK_WORD = 3
"""Letters of the longest `the`, `von` or `par`, at which hardly a line of three words ends."""

_BROKEN = regex.compile(r"\n[ \t\u00a0]*+(?:[，、。]|[,.](?:[ \t]++\w|[ \t]*+$))", regex.M)
"""Code has lines that begin with `;`, `:` and `.name`, and hardly two that begin so."""
_BARRED = regex.compile(r"\| (?:[，、。]|[,.](?:[ \t]++\w|[ \t]*+\|))")
_CONTINUED = regex.compile(r"[,;:!?)\]”»…®™，、；：！？）」』]|[.。](?!\S)")
_STOPPED = tuple(".!?…:;。！？：；|")
_UNFINISHED = tuple(",(（、，")
_CLOSING = "\"'”’»)]）」』"


def join_pieces(source: str, start: Ints, end: Ints, *, bars: bool = False) -> tuple[Ints, Ints]:
    """Join lines that are pieces of one sentence, on pages that were broken so; blank lines part.
    With `bars`, the pieces are not lines but end in one.

    >>> import numpy as np
    >>> text = "It is a port of\\nlib\\n, which\\nparses\\n.\\nMore\\n"
    >>> lines = np.cumsum([0, *map(len, text.splitlines(True))])
    >>> first, last = join_pieces(text, lines[:-1], lines[1:])
    >>> [text[low:high] for low, high in zip(first, last)]
    ['It is a port of\\nlib\\n, which\\nparses\\n.\\n', 'More\\n']
    """
    if len(start) < 2 or len((_BARRED if bars else _BROKEN).findall(source)) < PIECES:
        return start, end
    spans = list(zip(start.tolist(), end.tolist(), strict=True))
    lines = [source[low:high].strip() for low, high in spans]
    if bars:
        lines = [line.removesuffix("|").rstrip() or "|" for line in lines]
    near = [low == stop for (_, stop), (low, _) in pairwise(spans)] + [False]
    sentences, so_far = [[0]], _Sentence().with_line(lines[0])
    for at in range(1, len(lines)):
        after = lines[at + 1] if near[at] else ""
        if near[at - 1] and so_far.takes(lines[at], after):
            sentences[-1].append(at)
            so_far = so_far.with_line(lines[at])
        else:
            sentences.append([at])
            so_far = _Sentence().with_line(lines[at])
    firsts: list[int] = []
    for sentence in sentences:
        pieces = [lines[at] for at in sentence]
        whole = any(_goes_on(p) or len(p.split()) >= LONG for p in pieces)
        firsts += sentence[:1] if whole else sentence
    return start[firsts], end[[*(at - 1 for at in firsts[1:]), len(lines) - 1]]


class _Sentence(NamedTuple):
    """What is known of a sentence so far."""

    words: int = 0
    size: int = 0
    last: str = ""
    told: bool = False
    """Whether one of its lines began in the middle of a sentence for certain."""

    def with_line(self, line: str) -> "_Sentence":
        """The sentence with one more of its lines."""
        words, told = line.split(), self.told or (self.words > 0 and _goes_on(line))
        return _Sentence(self.words + len(words), self.size + len(line), words[-1], told)

    def takes(self, line: str, after: str) -> bool:
        """Whether the next line goes on with it; `after` is the one behind that."""
        last = self.last
        if _goes_on(line) or last.endswith(_UNFINISHED):
            return True
        if last.rstrip(_CLOSING).endswith(_STOPPED):
            return False
        if _goes_on(after):
            signs = self.words < 3 and self.size >= OPEN_SIGNS
            named = self.words > 2 and last.islower()
            return line[0].islower() or named or signs or self.words >= OPEN
        if line[0].islower() and (last[-1].isalnum() or last[-1] in _CLOSING):
            # labels of menus begin so too, and say less
            return self.told or (self.words >= LONG and len(line.split()) >= SAID)
        # a date under a headline that ends so is none of its words
        linked = self.words > 2 and last.islower() and len(last) <= _LINK_WORD
        return linked and not line[0].isdigit()


def _goes_on(line: str) -> bool:
    """Whether a line begins with what stands within sentences alone."""
    return _CONTINUED.match(line) is not None
