"""Parsed TOML, kept between runs: reading the shipped rules and words takes a tenth of a second,
reading them as JSON a hundredth.

What is kept lies in the user's cache folder under a digest of the files' contents. It is never
needed: where the folder cannot be read or written, or what lies there is not what was put there,
the files are parsed. So are texts that take long to make.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

CACHE = "STRIPPER_CACHE"
"""The environment variable that names another cache folder; empty for none."""

_LONG_TEXT = re.compile(rb'""".*?"""|\'\'\'.*?\'\'\'', re.DOTALL)
"""A text over several lines, of which one may look like the head of a table."""


def read_toml(files: Sequence[Path]) -> list[dict[str, Any]]:
    """The tables of some TOML files, in order.

    Raises `OSError` for a file that cannot be read, `ValueError` for one that is no TOML.
    """
    texts = [file.read_bytes() for file in files]
    state = blake2b(digest_size=16)
    for text in texts:
        state.update(len(text).to_bytes(8, "little") + text)
    folder = find_cache()
    kept = folder / f"{state.hexdigest()}.json" if folder else None
    if kept:
        with suppress(OSError, ValueError, LookupError, TypeError):
            tables: list[dict[str, Any]] = json.loads(kept.read_bytes())["tables"]
            return tables
    tables = [parse_toml(text) for text in texts]
    if kept:
        with suppress(OSError, TypeError):  # a date, which JSON cannot hold
            _write(kept, json.dumps({"tables": tables}))
    return tables


def parse_toml(data: bytes) -> dict[str, Any]:
    """The tables of a TOML file; a `ValueError` says on what line it is none.

    >>> parse_toml(b'hosts = ["example.com"]\\nkeep = ["caf\\xe9"]')
    Traceback (most recent call last):
        ...
    ValueError: byte 0xe9 is no UTF-8 (at line 2): save the file as UTF-8
    """
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))  # some editors write a mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = f"byte 0x{data[error.start]:02x} is no UTF-8 (at line {line})"
        raise ValueError(f"{wrong}: save the file as UTF-8") from error


def find_lines(data: bytes, name: str) -> list[int]:
    """The lines on which the `[[name]]` tables of a TOML file begin.

    >>> find_lines(b'hosts = ["a.example"]\\n\\n[[entry]]\\ntext = "Home"\\n[[entry]]', "entry")
    [3, 5]
    """
    plain = _LONG_TEXT.sub(lambda text: b"\n" * text[0].count(b"\n"), data)
    table = re.compile(rf"\s*\[\[\s*{name}\s*\]\]".encode())
    return [number for number, line in enumerate(plain.split(b"\n"), 1) if table.match(line)]


def keep_text(key: str, make: Callable[[], str]) -> str:
    """What `make` gives, which is made once and then kept: the key says all that it depends on."""
    folder = find_cache()
    kept = folder / f"{blake2b(key.encode(), digest_size=16).hexdigest()}.txt" if folder else None
    if kept:
        with suppress(OSError, ValueError):
            return kept.read_text("utf-8")
    text = make()
    if kept:
        with suppress(OSError):
            _write(kept, text)
    return text


def find_cache() -> Path | None:
    """The folder for what is kept between runs, or None where there is to be none."""
    if CACHE in os.environ:
        return Path(os.environ[CACHE]) if os.environ[CACHE] else None
    home = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    if home:
        return Path(home, "boilerstrip")
    below = "Library/Caches" if sys.platform == "darwin" else ".cache"
    with suppress(RuntimeError):  # a user without a home
        return Path.home() / below / "boilerstrip"
    return None


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all, whoever else is writing it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    try:
        part.write_text(text, "utf-8")
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise
