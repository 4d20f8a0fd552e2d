"""Corrections: what a person said of a text beats every engine, switch and budget."""

from collections.abc import Sequence

from stripper.decisions.bars import Findings
from stripper.engines import CONTENT, Opinion


def take_corrections(
    opinions: Sequence[Opinion],
) -> tuple[list[Opinion], list[Opinion], frozenset[int]]:
    """The opinions of engines, the corrections that say what goes, and the blocks that stay.

    Where a person said both of a block, it stays.
    """
    judged = [o for o in opinions if not o.final]
    if len(judged) == len(opinions):
        return judged, [], frozenset()
    stay = frozenset(o.first for o in opinions if o.final and o.category == CONTENT)
    gone = [o for o in opinions if o.final and o.first not in stay]
    return judged, gone, stay


def correct(rows: range, best: Findings, gone: Sequence[Opinion]) -> Findings:
    """The findings on a page's blocks with those that a person wants gone."""
    best = list(best)
    for opinion in gone:
        if opinion.part is None:
            best[opinion.first - rows.start] = opinion
    return best
