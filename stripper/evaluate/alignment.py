"""Label the lines of a rendition by aligning them with the gold-standard text of the page.

A line of four words or more is content when at least half of its words are covered by runs of four
words of the gold text; a shorter one when it stands in the gold text and its nearest decided
neighbours agree. The page's own title is content wherever it stands as a line: gold texts differ on
headlines, and a model trained on them as they are removes headlines.
"""

import re
from collections import Counter
from collections.abc import Sequence

WORD = re.compile(r"\w+")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
RUN = 4
"""Words in a row by which a line is found in the gold text; fewer stand in many texts by chance.
Set by hand; what is trained on is labelled with it."""
LOOK = 40
"""Lines looked at on each side for a decided neighbour. Set by hand: what stands farther off says
nothing of a line."""


def find_words(text: str) -> list[str]:
    """Lower-case words; a character of a script without spaces is a word.

    >>> find_words("Rates rose 続報")
    ['rates', 'rose', '続', '報']
    """
    out: list[str] = []
    for word in WORD.findall(text.lower()):
        out.extend(word if CJK.search(word) else (word,))
    return out


def label_lines(lines: Sequence[str], gold: str, title: str | None = None) -> list[int]:
    """One label a line: 1 content, 0 boilerplate, -1 where there are no words."""
    head = find_words(title or "")
    gold_lines = [w for w in map(find_words, gold.split("\n")) if w]
    flat = [w for line in gold_lines for w in line]
    runs = {
        n: Counter(tuple(flat[i : i + n]) for i in range(len(flat) - n + 1))
        for n in range(1, RUN + 1)
    }
    whole = {tuple(w) for w in gold_lines}
    labels: list[int] = []
    needed: dict[int, int] = {}
    for at, line in enumerate(map(find_words, lines)):
        if not line:
            labels.append(-1)
        elif head and line == head:
            labels.append(1)
        elif len(line) >= RUN:
            labels.append(int(_covered(line, runs[RUN]) >= 0.5 * len(line)))
        else:
            labels.append(0)
            if tuple(line) in whole:
                needed[at] = 1
            elif tuple(line) in runs[len(line)]:
                needed[at] = 2
    decided = [x if x >= 0 and i not in needed else None for i, x in enumerate(labels)]
    for at, need in needed.items():
        before = _first(decided[max(0, at - LOOK + 1) : at][::-1])
        after = _first(decided[at + 1 : at + LOOK])
        labels[at] = int(before + after >= need)
    return labels


def find_whole(lines: Sequence[str], gold: str) -> list[bool]:
    """Whether the gold text has a line as one of its own, as often as the page has it: then none of
    them stands there by accident, as a menu's does that says a word of the text.

    >>> find_whole(["Rates rose.", "News", "Tides", "News"], "rates rose\\nNews")
    [True, False, False, False]
    """
    found = [tuple(find_words(line)) for line in lines]
    given = Counter(found)
    wanted = Counter(tuple(find_words(line)) for line in gold.split("\n"))
    return [bool(line) and wanted[line] >= given[line] for line in found]


def _covered(line: list[str], runs: Counter[tuple[str, ...]]) -> int:
    covered = [False] * len(line)
    for i in range(len(line) - RUN + 1):
        if tuple(line[i : i + RUN]) in runs:
            covered[i : i + RUN] = [True] * RUN
    return sum(covered)


def _first(decided: Sequence[int | None]) -> int:
    return next((d for d in decided if d is not None), 0)
