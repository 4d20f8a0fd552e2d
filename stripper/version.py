"""Which version decided: the package and, by digest, the rules and lexicons."""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from stripper import __version__
from stripper.packs.rule import Rule
from stripper.profiles import Profile


@cache
def digest_data() -> str:
    """Eight hex digits over all shipped rules and lexicons."""
    state = blake2b(digest_size=4)
    for folder in ("packs", "lexicons"):
        for file in _walk(files("stripper") / folder):
            state.update(file.name.encode() + b"\0" + file.read_bytes())
    return state.hexdigest()


@cache
def digest_weights() -> str:
    """Eight hex digits of the shipped weights."""
    weights = files("stripper") / "engines" / "weights.npz"
    return blake2b(weights.read_bytes(), digest_size=4).hexdigest()


def describe(own: Sequence[Rule], profiles: Sequence[Profile] = (), *, model: bool = True) -> str:
    """The version string of results: package, rules and lexicons, weights, a user's own rules and
    site profiles."""
    text = f"{__version__} rules {digest_data()}"
    if model:
        text += f" weights {digest_weights()}"
    if own:
        text += f" own {blake2b(repr(own).encode(), digest_size=4).hexdigest()}"
    if profiles:
        text += f" sites {blake2b(repr(profiles).encode(), digest_size=4).hexdigest()}"
    return text


def _walk(folder: Traversable) -> list[Traversable]:
    out: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            out.extend(_walk(entry))
        elif entry.name.endswith(".toml"):
            out.append(entry)
    return out
