"""Targets: no file of a run takes the place of another one, or of what a database still holds."""

import json

import pytest
from commands import KEPT, PAGE, Shell

LINE = json.dumps({"url": "https://example.org/1", "text": PAGE}) + "\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.jsonl", "-o", "out.jsonl", "--removed", "out.jsonl"],
        ["a.jsonl", "-o", "out.jsonl", "--removed", "in/../out.jsonl"],
        ["a.jsonl", "-o", "out.jsonl", "--removed", "out.jsonl.failed.jsonl"],
        ["in/b.jsonl", "in/c.jsonl", "-o", "out.jsonl", "--removed", "out.jsonl"],
        ["in", "-o", "out", "--removed", "out/b.jsonl"],
        ["page.txt", "-o", "out.txt", "--removed", "out.txt"],
        ["a.jsonl", "-o", "out.jsonl", "--learn-sites", "--removed", "out.jsonl.sites"],
    ],
)
def test_the_list_of_removals_takes_no_target(shell: Shell, arguments: list[str]) -> None:
    for name in ("a.jsonl", "in/b.jsonl", "in/c.jsonl", "page.txt"):
        shell.put(name, LINE)
    before = shell.files()
    ended = shell.run(*arguments)
    line = f"strip: --removed {arguments[-1]} is written by this run anyway: name another\n"
    assert (ended.status, ended.err) == (2, line)
    assert shell.files() == before
    assert shell.run(*arguments[:-1], "gone.jsonl").status == 0
    assert [line["input"] for line in map(json.loads, shell.read("gone.jsonl").splitlines())]


def test_the_list_of_removals_is_a_file(shell: Shell) -> None:
    shell.put("in/page.txt", PAGE)
    ended = shell.run("in/page.txt", "--removed", "-")
    line = "strip: --removed wants a file, and - is standard output (see strip --help)\n"
    assert (ended.status, ended.out, ended.err) == (2, "", line)
    ended = shell.run("in/page.txt", "--removed", "in")
    assert (ended.status, ended.err) == (2, "strip: --removed in is a folder: name a file in it\n")
    assert shell.files() == ["in/page.txt"]
    assert shell.run("in/page.txt", "--removed", "/dev/null").out == KEPT
