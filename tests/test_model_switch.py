"""The model's switches through the commands, and what `stripper train` says without its data."""

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import FIXTURES, ROOT

PAGE = FIXTURES / "pages" / "text" / "en--courier-harbour-whole-page" / "page.txt"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "stripper", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, encoding="utf-8")


def engines(*switches: str) -> set[str]:
    done = run("strip", str(PAGE), "--json", *switches)
    assert done.returncode == 0, done.stderr
    return {removal["by"] for removal in json.loads(done.stdout)["removals"]}


def test_the_model_has_a_say_unless_it_is_switched_off() -> None:
    assert engines() == {"rule", "model"}
    assert engines("--no-model") == {"rule"}


def test_evaluate_scores_the_rules_alone() -> None:
    pages = str(FIXTURES / "sites")
    both = json.loads(run("evaluate", pages, "--json").stdout)["all"]
    alone = json.loads(run("evaluate", pages, "--json", "--no-model").stdout)["all"]
    assert alone["boilerplate_removed"] < both["boilerplate_removed"]


def test_train_names_the_folder_that_is_missing(tmp_path: Path) -> None:
    done = run("train", str(tmp_path / "none"), "-o", str(tmp_path / "weights.npz"))
    assert done.returncode == 3
    assert done.stderr == f"stripper: {tmp_path / 'none'}: no such folder\n"
    assert not (tmp_path / "weights.npz").exists()


def test_train_looks_at_its_target_before_it_gathers(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    target, work = tmp_path / "none" / "weights.npz", tmp_path / "work"
    done = run(
        "train", str(tmp_path / "gold"), "--texts", str(FIXTURES),
        "--work", str(work), "-o", str(target),
    )  # fmt: skip
    assert done.returncode == 3
    wrong = f"{target}: cannot be written: name a file in a folder that exists"
    assert done.stderr == f"stripper: {wrong}\n"
    assert not work.exists()
