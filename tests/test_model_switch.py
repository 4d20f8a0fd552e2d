"""The model's switches through the commands, and what `stripper train` says without its data."""

import json
from pathlib import Path

from commands import Shell

from tests.conftest import FIXTURES

PAGE = FIXTURES / "pages" / "text" / "en--courier-harbour-whole-page" / "page.txt"


def test_the_model_has_a_say_unless_it_is_switched_off(shell: Shell) -> None:
    for switches, engines in (((), {"rule", "model"}), (("--no-model",), {"rule"})):
        ended = shell.run(str(PAGE), "--json", *switches)
        assert {removal["by"] for removal in json.loads(ended.out)["removals"]} == engines


def test_evaluate_scores_the_rules_alone(shell: Shell) -> None:
    pages = FIXTURES / "sites"
    both, alone = (
        json.loads(shell.use("evaluate", pages, "--json", *switches).out)["all"]
        for switches in ((), ("--no-model",))
    )
    assert alone["boilerplate_removed"] < both["boilerplate_removed"]


def test_train_names_the_folder_that_is_missing(shell: Shell) -> None:
    ended = shell.use("train", "none", "-o", "weights.npz")
    assert (ended.status, ended.err) == (3, "stripper: none: no such folder\n")
    assert shell.files() == []


def test_train_looks_at_its_target_before_it_gathers(shell: Shell) -> None:
    (shell.folder / "gold").mkdir()
    target = Path("none", "weights.npz")
    ended = shell.use("train", "gold", "--texts", FIXTURES, "--work", "work", "-o", target)
    wrong = f"{target}: cannot be written: name a file in a folder that exists"
    assert (ended.status, ended.err) == (3, f"stripper: {wrong}\n")
    assert not (shell.folder / "work").exists()
