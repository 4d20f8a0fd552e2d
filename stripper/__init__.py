"""stripper: the main content of scraped pages, with an account of every removal.

>>> import stripper
>>> stripper.strip("Rates rose again on Monday.\\n\\nSubscribe to our newsletter\\n").text
'Rates rose again on Monday.\\n'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stripper.answers import answer_many as answer_many
    from stripper.errors import InputError as InputError
    from stripper.errors import MissingPackage as MissingPackage
    from stripper.errors import OptionError as OptionError
    from stripper.errors import PackError as PackError
    from stripper.errors import ProfileError as ProfileError
    from stripper.errors import StripperError as StripperError
    from stripper.learning import Learner as Learner
    from stripper.learning import learn as learn
    from stripper.pipeline import Options as Options
    from stripper.pipeline import Stripper as Stripper
    from stripper.pipeline import strip as strip
    from stripper.result import Removal as Removal
    from stripper.result import Result as Result
    from stripper.result import apply as apply
    from stripper.result import restore as restore

__version__ = "0.1.0"

_HOMES = {
    "answer_many": "answers",
    "strip": "pipeline", "Stripper": "pipeline", "Options": "pipeline",
    "learn": "learning", "Learner": "learning",
    "Result": "result", "Removal": "result", "apply": "result", "restore": "result",
    "StripperError": "errors", "OptionError": "errors", "PackError": "errors",
    "ProfileError": "errors", "InputError": "errors", "MissingPackage": "errors",
}  # fmt: skip
__all__ = [
    "InputError", "Learner", "MissingPackage", "OptionError", "Options", "PackError",
    "ProfileError", "Removal", "Result", "Stripper", "StripperError", "answer_many", "apply",
    "learn", "restore", "strip",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: `import stripper` costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'stripper' has no attribute {name!r}")
    return getattr(import_module(f"stripper.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """The public names, which are not here before their first use, without what this file uses."""
    return sorted({*__all__, *globals()} - {"Any", "TYPE_CHECKING", "import_module", "_HOMES"})
