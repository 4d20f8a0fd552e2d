"""Options: everything a caller can set, in one frozen object."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import PurePath
from typing import Any

from stripper.errors import OptionError, unknown
from stripper.formats import EXTRACTORS, FORMATS
from stripper.lexicons import languages
from stripper.packs import PRESETS, categories

INPUTS = ("auto", "page", "extract")


@dataclass(frozen=True, slots=True)
class Options:
    """What is taken out and how; keyword arguments of `strip` and `Stripper` are these fields.

    >>> Options(keep=("share",)).keep
    ('share',)
    """

    preset: str = "balanced"
    """`precise`, `balanced` or `thorough`."""
    keep: tuple[str, ...] = ()
    """Categories that stay, whatever the preset says."""
    only: tuple[str, ...] = ()
    """The only categories that go; empty for those of the preset."""
    rules: tuple[str, ...] = ()
    """Files with rules of your own."""
    site: tuple[str, ...] = ()
    """Site profiles: files, folders of them, or learning states."""
    language: str | None = None
    """The pages' language, where it is known."""
    input: str = "auto"
    """`page` for a whole page, `extract` for what an extractor left."""
    model: bool = True
    """Whether the learned model has a say, or rules alone decide."""
    format: str | None = None
    """`text`, `markdown` or `html`; None to look at each source."""
    to: str | None = None
    """What HTML becomes: `text` (as None does), `markdown` or `html`."""
    links: bool = True
    """Whether the Markdown of HTML keeps the targets of links."""
    images: bool = False
    """Whether the alternative texts of images in HTML are text of the page."""
    extractor: str | None = None
    """`trafilatura`, to strip what it extracts from HTML rather than the page."""
    weights: str | None = None
    """A file of weights that `stripper train` has written, rather than those that ship."""

    def __post_init__(self) -> None:
        for name in ("keep", "only", "rules", "site"):
            value = getattr(self, name)
            if not isinstance(value, str | PurePath | Iterable):
                saved = ": save it as a file, and name that" if name == "site" else ""
                raise OptionError(f"option {name!r} wants names, not {_show(value)}{saved}")
            given = (value,) if isinstance(value, str | bytes | PurePath) else tuple(value)
            if any(isinstance(one, bytes) for one in given):  # as a text it would have quotes
                raise OptionError(f"option {name!r} wants names, not bytes: decode them first")
            object.__setattr__(self, name, tuple(map(str, given)))
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(field.default, bool) and not isinstance(value, bool):
                # as a truth "false" would be true
                raise OptionError(f"option {field.name!r} wants True or False, not {value!r}")
        if self.weights is not None:
            object.__setattr__(self, "weights", str(self.weights))
        _check("preset", self.preset, PRESETS)
        _check("input", self.input, INPUTS)
        for category in (*self.keep, *self.only):
            _check("category", category, categories())
        both = [category for category in self.only if category in self.keep]
        if both:
            raise OptionError(
                f"category {both[0]!r} can only go and must stay: leave it out of 'only' or 'keep'"
            )
        if self.language is not None:
            code = str(self.language).lower().replace("_", "-").split("-")[0]
            code = {"nb": "no", "nn": "no"}.get(code, code)
            _check("language", code, languages())
            object.__setattr__(self, "language", code)
        if self.format is not None:
            _check("format", self.format, FORMATS)
        if self.to is not None:
            _check("output format", self.to, FORMATS)
        if self.extractor is not None:
            _check("extractor", self.extractor, EXTRACTORS)
            if self.to == "html":
                raise OptionError(
                    "an extractor gives text or Markdown: no HTML is left of the page"
                )
            if self.input == "auto":
                object.__setattr__(self, "input", "extract")

    @classmethod
    def of(cls, given: "Options | None" = None, **changes: Any) -> "Options":
        """Options with some fields changed; an unknown field is an `OptionError`, and so is what is
        no `Options`."""
        if given is not None and not isinstance(given, cls):
            raise OptionError(
                f"options are an Options object, not {type(given).__name__}: "
                "give its fields as keyword arguments, preset='precise'"
            )
        known = [f.name for f in fields(cls)]
        for name in changes:
            if name not in known:
                raise OptionError(unknown("option", name, known))
        held = {name: getattr(given, name) for name in known} if given is not None else {}
        return cls(**{**held, **changes})


def _check(what: str, value: object, known: Iterable[str]) -> None:
    names = list(known)
    if (
        isinstance(value, str)
        and "," in value
        and set(map(str.strip, value.split(","))) <= {*names}
    ):
        raise OptionError(f"{what} {value!r} is several in one text: give them as a list")
    if value not in names:
        raise OptionError(unknown(what, value, names))


def _show(value: object) -> str:
    """A value as it is told in an error: a number or a truth itself, else its type."""
    return repr(value) if isinstance(value, int | float | None) else type(value).__name__
