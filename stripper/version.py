"""Which version decided: the package and, by digest, the rules and lexicons."""

# Three hundred files are read here at every start, so `os` and not pathlib, which is slower.
# ruff: noqa: PTH118, PTH120, PTH123

import os
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b

from stripper import __version__
from stripper.packs.rule import Rule

_PACKAGE = os.path.dirname(__file__)


@cache
def digest_data() -> str:
    """Eight hex digits over all shipped rules and lexicons."""
    state = blake2b(digest_size=4)
    for folder in ("packs", "lexicons"):
        for name, path in _walk(os.path.join(_PACKAGE, folder)):
            with open(path, "rb") as stream:
                state.update(name.encode() + b"\0" + stream.read())
    return state.hexdigest()


@cache
def digest_weights(file: str | None = None) -> str:
    """Eight hex digits of the shipped weights, or of those in a file of one's own."""
    with open(file or os.path.join(_PACKAGE, "engines", "weights.npz"), "rb") as stream:
        return blake2b(stream.read(), digest_size=4).hexdigest()


def describe(
    own: Sequence[Rule], sites: object = None, *, model: bool = True, weights: str | None = None
) -> str:
    """The version string of results: package, rules and lexicons, weights, a user's own rules and
    whatever holds the site profiles, by how it shows itself."""
    text = f"{__version__} rules {digest_data()}"
    if model:
        text += f" weights {digest_weights(weights)}"
    if own:
        text += f" own {blake2b(repr(own).encode(), digest_size=4).hexdigest()}"
    if sites:
        text += f" sites {blake2b(repr(sites).encode(), digest_size=4).hexdigest()}"
    return text


def _walk(folder: str) -> Iterator[tuple[str, str]]:
    """Names and paths of the TOML files below a folder, in order."""
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.is_dir():
            yield from _walk(entry.path)
        elif entry.name.endswith(".toml"):
            yield entry.name, entry.path
