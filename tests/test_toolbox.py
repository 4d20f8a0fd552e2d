"""The toolbox `stripper`, end to end: rules, their samples, scores."""

import json
from pathlib import Path

import pytest
from commands import PAGE, RULES, tool

from stripper import __version__


def test_toolbox_rules() -> None:
    listed = tool("rules", "list", "--language", "en", "--category", "newsletter")
    rows = [line.split("\t") for line in listed.out.splitlines()]
    assert listed.status == 0
    assert ["en/newsletter/labels", "0.95"] in [row[:2] for row in rows]
    assert all(row[0].startswith("en/newsletter/") and len(row) == 3 for row in rows)
    shown = tool("rules", "show", "en/newsletter/labels")
    assert shown.status == 0
    import tomllib

    table = tomllib.loads(shown.out)
    assert (table["category"], table["language"]) == ("newsletter", "en")
    assert table["rule"][0]["id"] == "en/newsletter/labels"
    assert "subscribe to our newsletter" in table["rule"][0]["labels"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["rules", "show", "en/newsletter/label"], "unknown rule 'en/newsletter/label': did you mean 'en/newsletter/labels'?"),
        (["rules", "list", "--category", "newsleter"], "unknown category 'newsleter': did you mean 'newsletter'? Known: "),
        (["rules", "list", "--language", "xx"], "unknown language 'xx': "),
        (["rules", "test", "none.toml"], "none.toml: cannot be read: No such file or directory"),
    ],
)  # fmt: skip
def test_toolbox_usage_errors(tmp_path: Path, arguments: list[str], line: str) -> None:
    ended = tool(*arguments, cwd=tmp_path)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"stripper: {line}")


def test_toolbox_tests_rules(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(RULES)
    good = tool("rules", "test", "own.toml", cwd=tmp_path)
    assert (good.status, good.out) == (0, "")
    assert good.err == "stripper: 1 rules, 2 samples, 0 faults\n"
    wrong = RULES.replace(
        'strip = ["Frobnicate this page"]', 'strip = ["Look at this page of the atlas"]'
    )
    (tmp_path / "own.toml").write_text(wrong)
    bad = tool("rules", "test", "own.toml", cwd=tmp_path)
    assert bad.status == 1
    assert (
        "strip sample 'Look at this page of the atlas': the rule does not find all of it" in bad.out
    )
    assert bad.err == "stripper: 1 rules, 2 samples, 1 faults\n"


def test_toolbox_evaluates(tmp_path: Path) -> None:
    record = {
        "id": "a",
        "text": PAGE,
        "labels": ["content", "", "newsletter", ""],
        "language": "en",
    }
    (tmp_path / "labelled.jsonl").write_text(json.dumps(record) + "\n")
    scored = tool("evaluate", "labelled.jsonl", "--json", cwd=tmp_path)
    assert scored.status == 0
    expected = {
        "pages": 1,
        "boilerplate_removed": 100.0,
        "asks_removed": 100.0,
        "content_lost": 0.0,
    }
    assert json.loads(scored.out)["all"] == expected
    table = tool("evaluate", "labelled.jsonl", cwd=tmp_path)
    head, first, *_ = table.out.splitlines()
    assert head.split() == list(expected)
    assert first.split() == ["all", "1", "100.0", "100.0", "0.0"]
    missing = tool("evaluate", "none.jsonl", cwd=tmp_path)
    assert (missing.status, missing.out) == (3, "")
    assert missing.err == "stripper: none.jsonl: no such file or folder\n"


def test_toolbox_without_a_tool_shows_its_help() -> None:
    for arguments in ((), ("rules",)):
        ended = tool(*arguments)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err.startswith("usage: stripper")
    unknown = tool("evalate")
    assert (unknown.status, unknown.out, unknown.err.count("\n")) == (2, "", 1)
    assert tool("--version").out == f"stripper (boilerstrip) {__version__}\n"
