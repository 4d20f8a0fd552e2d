"""Tallies: what was counted in a part of a run; those of all parts add up to that of the run."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from stripper.documents import Document
from stripper.result import Result

_NUMBERS = (
    "documents", "written", "changed", "found", "failed", "characters", "kept", "renewed",
    "addressed",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Counts of documents and characters."""

    documents: int = 0
    written: int = 0
    changed: int = 0
    found: int = 0
    """Documents in which there was something to remove."""
    failed: int = 0
    characters: int = 0
    kept: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    """Characters by category and by what decided, as in `share rule`."""
    access: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    renewed: int = 0
    """Records of which an account of an earlier run, with removals, was written over."""
    addressed: int = 0
    """Documents whose address is known."""

    def count(self, document: Document, result: Result) -> None:
        """Count a document that was stripped."""
        self.documents += 1
        self.addressed += document.url is not None
        self.changed += result.text != document.text
        self.found += bool(result.removals)
        self.characters += len(result.source)
        self.kept += len(result.source) - result.removed
        for removal in result.removals:
            self.removed[f"{removal.category} {removal.by}"] += removal.end - removal.start
        self.access[result.access] += 1
        self.flags.update(result.flags)

    def add(self, other: "Tally") -> None:
        """Add the counts of another part."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.removed.update(other.removed)
        self.access.update(other.access)
        self.flags.update(other.flags)

    def as_dict(self) -> dict[str, Any]:
        """The counts, ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def of(cls, counts: Mapping[str, Any]) -> "Tally":
        """A tally from what `as_dict` gave.

        >>> Tally.of(Tally(documents=2).as_dict()).documents
        2
        """
        made = cls(**counts)
        for name in ("removed", "access", "flags"):
            setattr(made, name, Counter(cast(Mapping[str, int], getattr(made, name))))
        return made


def summarise(tally: Tally) -> list[str]:
    """The counts of a run in a few lines."""
    gone = tally.characters - tally.kept
    share = f" ({gone / tally.characters:.1%})" if tally.characters else ""
    documents = "document" if tally.documents == 1 else "documents"
    lines = [
        f"{tally.documents:,} {documents}, {tally.changed:,} changed, {tally.failed:,} failed",
        f"{tally.characters:,} characters in, {tally.kept:,} out, {gone:,} removed{share}",
    ]
    for head, counts in (
        ("removed", tally.removed),
        ("access", tally.access),
        ("flags", tally.flags),
    ):
        if counts:
            listed = ", ".join(f"{name} {count:,}" for name, count in counts.most_common())
            lines.append(f"{head}: {listed}")
    return lines
