"""Engines read facts and give opinions; none deletes, none knows another."""

from typing import NamedTuple

CONTENT = "content"
"""The category of an opinion that a block stays."""


class Opinion(NamedTuple):
    """One engine's word on a run of blocks of one page, or on a part of one block."""

    page: int
    first: int
    """Row of the first block in the batch's facts."""
    last: int
    """Row of the last block."""
    category: str
    by: str
    rule: str
    score: float
    reason: str
    part: tuple[int, int] | None = None
    """Folded characters of the block that go, where the rest of it stays."""
    final: bool = False
    """A person's word on this very text: nothing overrules it."""
    doubted: bool = False
    """Points speak against it: it wants the model's word."""
    faint: bool = False
    """Points are only just enough for it."""
    listed: bool = False
    """The first block is a label, the others are the list under it."""
