"""The exceptions of the package, one small tree; each message says what, where, and what to do.

StripperError
├── OptionError    an option, category, language or preset that does not exist
├── PackError      a rule file that cannot be used (names file, rule and field)
├── LexiconError   a lexicon file that cannot be used (names file and role)
├── ProfileError   a site profile that cannot be used (names file, entry and field)
├── InputError     an input that cannot be read, decoded or judged
└── MissingPackage a part of this package that needs another one, which is not installed
    └── UnopenedFile   an input or a target that does; an InputError too
"""

from collections.abc import Iterable
from os import PathLike


class StripperError(Exception):
    """Anything this package raises on purpose; `exit_code` is the command's exit status for it."""

    exit_code = 2


class OptionError(StripperError, ValueError):
    """An option or one of its values is unknown."""


class PackError(StripperError, ValueError):
    """A rule file is malformed; the message names the file, the rule and the field."""


class LexiconError(StripperError, ValueError):
    """A lexicon file is malformed; the message names the file and the role."""


class ProfileError(StripperError, ValueError):
    """A site profile is malformed; the message names the file, the entry and the field."""


class InputError(StripperError, ValueError):
    """An input is missing, unreadable, binary, undecodable or of a format that is not handled."""

    exit_code = 3


class MissingPackage(StripperError, ImportError):
    """A part of the package needs another one that is not installed; the message says how to."""


class UnopenedFile(MissingPackage, InputError):
    """A file is one that only a package opens that is not installed; other files are not."""


def missing(
    part: str, package: str, extra: str, kind: type[MissingPackage] = MissingPackage
) -> MissingPackage:
    """Word an error about a package that an extra brings.

    >>> missing("stripper.arrow", "pyarrow", "arrow")
    MissingPackage("stripper.arrow needs pyarrow: pip install 'boilerstrip[arrow]'")
    """
    return kind(f"{part} needs {package}: pip install 'boilerstrip[{extra}]'")


def unknown(what: str, name: object, known: Iterable[str]) -> str:
    """Word an error about an unknown name, with the nearest known ones.

    >>> unknown("category", "donations", ["donation", "paywall"])
    "unknown category 'donations': did you mean 'donation'? Known: donation, paywall"
    """
    names = list(known)
    from difflib import get_close_matches  # only where there is something to report

    near = get_close_matches(str(name), names, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return f"unknown {what} {name!r}: {hint}Known: {', '.join(names)}"


def describe_kind(given: object) -> str:
    """Word what something is that should be a text, and what makes one of it.

    >>> describe_kind(7), describe_kind(["Rates rose."])
    ('int', 'list: for many pages there is strip_many')
    """
    remedy = ""
    if isinstance(given, bytes | bytearray | memoryview):
        remedy = ": decode bytes first, for instance with source.decode('utf-8')"
    elif isinstance(given, PathLike):
        remedy = ": read the file first, for instance with path.read_text('utf-8')"
    elif isinstance(given, list | tuple):
        remedy = ": for many pages there is strip_many"
    elif given is None:
        remedy = ": leave it out, or give an empty text"
    return f"{type(given).__name__}{remedy}"


def describe_bug(what: str, error: Exception) -> str:
    """Word an error that nobody foresaw.

    >>> describe_bug("page 3 could not be stripped", KeyError("rates"))
    "page 3 could not be stripped, which is a bug: KeyError: 'rates'"
    """
    return f"{what}, which is a bug: {type(error).__name__}: {error}"
