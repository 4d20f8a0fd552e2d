"""Shared by the tests: where fixtures and gold-standard pages are, and flags of the run."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from commands import ROOT, Shell
from hypothesis import settings

from stripper.evaluate.held_out import Stripped, read_held_out, strip_pages

FIXTURES = ROOT / "fixtures"

settings.register_profile("fixed", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile("fixed")
"""Examples are the same in every run, so that what fails is what the change broke; new ones are
looked for with `--hypothesis-profile search`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-removals",
        action="store_true",
        help="rewrite the removals in fixtures/pages/*/*/case.toml; a run that rewrites one fails",
    )
    parser.addoption(
        "--update-floors",
        action="store_true",
        help="raise the floors in tests/floors.json to what this run reached; they never fall",
    )
    parser.addoption(
        "--engines",
        action="store_true",
        help="run the tests of Spark, Ray and Airflow too, where they are installed",
    )


def pytest_configure() -> None:
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        # a run in the background ignores interrupts, and so would the commands that tests interrupt
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--engines"):
        skip = pytest.mark.skip(reason="starts Spark, Ray or Airflow: choose it with --engines")
        for item in items:
            if item.get_closest_marker("engines"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of gold-standard pages; tests that need it are skipped without it."""
    named = os.environ.get("STRIPPER_GOLD")
    if not named:
        pytest.skip("STRIPPER_GOLD names no folder of gold-standard pages")
    folder = Path(named)
    assert folder.is_dir(), f"STRIPPER_GOLD names {folder}, which is no folder"
    return folder


@pytest.fixture(scope="session")
def held_out(
    gold: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], Stripped]:
    """What becomes of the held-out pages of a set in a track, rendered and stripped once a run."""
    work = tmp_path_factory.mktemp("renditions")
    pages = cache(lambda name: read_held_out(gold, name))
    return cache(lambda name, track: strip_pages(pages(name), track, work, name))


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Shell:
    """An empty folder to work in, and the command `strip` to run there."""
    return Shell(tmp_path, monkeypatch, capfdbinary)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 100 kilobytes; only root may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    if subprocess.run(["umount", str(folder)]).returncode:
        subprocess.run(["umount", "--lazy", str(folder)])
        pytest.fail("something on the disk is still open")
