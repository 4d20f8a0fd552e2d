"""Which version decided: the package and, by digest, the rules and lexicons."""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from stripper.packs.rule import Rule

VERSION = "0.1.0"


@cache
def digest_data() -> str:
    """Eight hex digits over all shipped rules and lexicons."""
    state = blake2b(digest_size=4)
    for folder in ("packs", "lexicons"):
        for file in _walk(files("stripper") / folder):
            state.update(file.name.encode() + b"\0" + file.read_bytes())
    return state.hexdigest()


def describe(own: Sequence[Rule]) -> str:
    """The version string of results: package, shipped data, and a user's own rules where given."""
    text = f"{VERSION} rules {digest_data()}"
    if own:
        text += f" own {blake2b(repr(own).encode(), digest_size=4).hexdigest()}"
    return text


def _walk(folder: Traversable) -> list[Traversable]:
    out: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            out.extend(_walk(entry))
        elif entry.name.endswith(".toml"):
            out.append(entry)
    return out
