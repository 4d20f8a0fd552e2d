"""Benchmarks and recipes run by hand name what the package has, and theirs run."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import stripper
from tests.conftest import ROOT

FILES = sorted((ROOT / "tests").glob("benchmarks/*.py")) + sorted(ROOT.glob("tests/recipes/*.py"))


def imports(file: Path) -> Iterator[tuple[str, str]]:
    """What a script imports from the package: modules, each with a name that it should have."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "stripper":
            yield from ((str(node.module), alias.name) for alias in node.names)


def has(module: str, name: str) -> bool:
    """Whether a module states a name, by its text: extras that it needs may be missing."""
    if module == "stripper":
        return name in stripper.__all__
    place = ROOT / module.replace(".", "/")
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    stated = re.search(rf"^(?:class |def )?{name}\b", file.read_text("utf-8"), re.M)
    return stated is not None or (place / f"{name}.py").is_file()


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_scripts_import_what_is_there(file: Path) -> None:
    assert [f"{module}.{name}" for module, name in imports(file) if not has(module, name)] == []


def test_every_contestant_of_the_benchmark_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "benchmarks"))
    import speed

    text = "Rates rose again on Monday.\n"
    for form in speed.FORMATS.values():
        names = []
        for name, run in speed.contestants(form):
            run([speed.Page(form, text, speed.as_html(text))])
            names.append(name)
        assert names[:2] == ["rules", "rules and model"]


def test_every_benchmark_is_named_in_the_documentation() -> None:
    told = (ROOT / "README.md").read_text("utf-8")
    told += (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
    files = (ROOT / "tests" / "benchmarks").glob("*.py")
    assert [file.name for file in files if f"tests/benchmarks/{file.name}" not in told] == []
