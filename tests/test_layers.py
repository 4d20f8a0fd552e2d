"""Imports point down: the layers of setup.cfg hold, and nothing heavy is loaded before it is used."""

import subprocess
import sys

from tests.conftest import ROOT


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_layers_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_package_loads_nothing() -> None:
    loaded = run("import sys, stripper; print('numpy' in sys.modules, 'regex' in sys.modules)")
    assert loaded == "False False"


def test_stripping_does_not_load_trafilatura() -> None:
    code = "import sys, stripper; stripper.strip('A line.\\n'); print('trafilatura' in sys.modules)"
    assert run(code) == "False"


def test_version_loads_no_numpy() -> None:
    code = (
        "import sys; sys.argv = ['strip', '--version']\n"
        "from stripper.cli.front import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "print('numpy' in sys.modules)"
    )
    assert run(code).splitlines()[-1] == "False"


def test_types_hold() -> None:
    done = subprocess.run([sys.executable, "-m", "mypy"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_style_holds() -> None:
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "stripper", "tests"],
            capture_output=True, text=True, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def test_files_stay_short() -> None:
    long = {
        str(file.relative_to(ROOT)): count
        for file in (ROOT / "stripper").rglob("*.py")
        if (count := len(file.read_text("utf-8").splitlines())) > 300
    }
    assert long == {}
