"""What stripping returns: the text kept, and every removal with its reason, replayable on the
source."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from stripper.errors import InputError


@dataclass(frozen=True, slots=True)
class Removal:
    """One cut: `source[start:end]`, what it is, who decided and why."""

    start: int
    end: int
    category: str
    by: str
    """`rule`, `site`, `model` or `user`."""
    rule: str
    score: float
    """How sure the decision is, 0 to 1."""
    text: str
    reason: str = ""
    element: str = ""
    """Of HTML: the element that it begins in, with the one around it, as `article > div.share`."""

    def __str__(self) -> str:
        shown = " ".join(self.text.split())
        shown = shown if len(shown) <= 60 else shown[:59] + "…"
        who = f"{self.category} {self.by} {self.rule} {self.score:.2f}"
        return f"{self.start}:{self.end} {who} {shown!r}"


@dataclass(frozen=True, slots=True)
class Result:
    """The main content of one page and the account of what was taken out of its `source`."""

    text: str
    removals: tuple[Removal, ...]
    format: str
    source: str
    """The text that spans index into: the input itself for text and Markdown, of HTML its
    rendition."""
    language: str | None = None
    """Only where declared: by the option, by front matter or by the `lang` of an HTML page."""
    access: str = "open"
    """`open`, `metered` or `truncated`: a statement about the page."""
    access_evidence: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    version: str = ""

    @property
    def removed(self) -> int:
        """How many characters of the source went, whatever the text has been written as.

        >>> cut = Removal(6, 12, "share", "rule", "en/share/labels", 0.95, "\\nShare", "A button")
        >>> Result("<p>Rates.</p>", (cut,), "html", "Rates.\\nShare").removed
        6
        """
        return sum(removal.end - removal.start for removal in self.removals)

    def as_dict(self, *, texts: bool = True) -> dict[str, Any]:
        """A JSON-ready account: removals, access, metadata, flags, version.

        `texts` says whether each removal carries its text and reason or its span only.
        """
        keys = ("start", "end", "category", "by", "rule", "score")
        rows = [asdict(r) if texts else {k: getattr(r, k) for k in keys} for r in self.removals]
        for row in rows:
            if not row.get("element"):
                row.pop("element", None)
        return {
            "removals": rows,
            "access": self.access,
            "access_evidence": list(self.access_evidence),
            "language": self.language,
            "metadata": dict(self.metadata),
            "flags": list(self.flags),
            "version": self.version,
        }


def apply(source: str, removals: Iterable[Removal]) -> str:
    """Cut removals out of the source they were found in; what is left is slices of it, in order.

    An `InputError` says that the source is no text, or that they were found in another.

    >>> cut = Removal(4, 10, "share", "user", "mine", 1.0, " Share")
    >>> apply("News Share!", [cut])
    'News!'
    """
    if not isinstance(source, str):
        raise InputError(f"apply wants the source as text, not {type(source).__name__}")
    parts, at = [], 0
    for removal in sorted(removals, key=lambda r: r.start):
        if source[removal.start : removal.end] != removal.text:
            raise InputError(
                f"apply: the removal {removal} was found in another text: give it the source of "
                "its result"
            )
        parts.append(source[at : removal.start])
        at = max(at, removal.end)
    parts.append(source[at:])
    return "".join(parts)


def restore(text: str, removals: Iterable[Removal]) -> str:
    """Put removals back where they were cut out; the opposite of `apply`.

    >>> restore("News!", [Removal(4, 10, "share", "user", "mine", 1.0, " Share")])
    'News Share!'
    """
    parts, at, place = [], 0, 0
    for removal in sorted(removals, key=lambda r: r.start):
        kept = removal.start - place
        parts += [text[at : at + kept], removal.text]
        at += kept
        place = removal.end
    parts.append(text[at:])
    return "".join(parts)
