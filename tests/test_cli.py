"""The commands from outside: every switch, every exit status, whole outputs."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from commands import KEPT, LABELLED, PAGE, RULES, STRIP, Shell, environment, launch, tool

from stripper import __version__
from stripper.parsed import CACHE


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.put_examples()
    return shell


def test_module_and_function_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    module = tool("strip", "--lang", "en", "page.txt", cwd=tmp_path)
    code = "import sys; from stripper.cli.front import run; sys.exit(run())"
    function = launch(sys.executable, "-c", code, "--lang", "en", "page.txt", cwd=tmp_path)
    for ended in (module, function):
        assert (ended.status, ended.out, ended.err) == (0, KEPT, "")


def test_standard_input(shell: Shell) -> None:
    for arguments in ((), ("-",)):
        ended = shell.run(*arguments, stdin=PAGE)
        assert (ended.status, ended.out, ended.err) == (0, KEPT, "")


def test_several_texts_follow_one_another(shell: Shell) -> None:
    ended = shell.run("page.txt", "--quiet", "clean.txt", "-", stdin="Prices fell on Tuesday.\n")
    assert (ended.status, ended.out) == (0, KEPT + KEPT + "Prices fell on Tuesday.\n")


def test_standard_input_is_named_once(shell: Shell) -> None:
    ended = shell.run("-", "-", stdin=PAGE)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == "strip: standard input can be read but once: name - once\n"


def test_operands_after_two_dashes(shell: Shell) -> None:
    shell.put("--explain", PAGE)
    ended = shell.run("--", "--explain")
    assert (ended.status, ended.out, ended.err) == (0, KEPT, "")


def test_explain(shell: Shell) -> None:
    ended = shell.run("page.txt", "--explain")
    assert ended.out == KEPT
    assert ended.err == (
        "page.txt:3: newsletter, by rule en/newsletter/labels, score 0.95\n"
        "    Subscribe to our newsletter\n"
        "    A label, field or button of a form that subscribes to a newsletter\n"
        "page.txt: 1 removal (newsletter 1), 29 of 57 characters, access open\n"
    )


def test_explain_in_colour(shell: Shell) -> None:
    ended = shell.run("page.txt", "--explain", "--color", "always")
    assert "\x1b[31mSubscribe to our newsletter\x1b[0m\n" in ended.err
    assert ended.out == KEPT


def test_json(shell: Shell) -> None:
    ended = shell.run("page.txt", "clean.txt", "--json", "--lang", "en")
    first, second = map(json.loads, ended.out.splitlines())
    assert first.pop("version").startswith(__version__)
    assert first == {
        "input": "page.txt", "text": KEPT, "format": "text",
        "removals": [{
            "start": 28, "end": 57, "category": "newsletter", "by": "rule",
            "rule": "en/newsletter/labels", "score": 0.95, "text": "\nSubscribe to our newsletter\n",
            "reason": "A label, field or button of a form that subscribes to a newsletter",
        }],
        "access": "open", "access_evidence": [], "language": "en", "metadata": {}, "flags": [],
    }  # fmt: skip
    assert (second["input"], second["text"], second["removals"]) == ("clean.txt", KEPT, [])
    assert ended.out.count("\n") == 2


@pytest.mark.parametrize(
    ("options", "marked"),
    [
        ((), "[-Subscribe to our newsletter-]"),
        (("--color", "never"), "[-Subscribe to our newsletter-]"),
        (("--color", "always"), "\x1b[31;9mSubscribe to our newsletter\x1b[0m"),
    ],
)
def test_diff(shell: Shell, options: tuple[str, ...], marked: str) -> None:
    ended = shell.run("page.txt", "--diff", *options)
    assert (ended.status, ended.out, ended.err) == (0, f"{KEPT}\n{marked}\n", "")


def test_environment_decides_on_colour(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31;9m" in shell.run("page.txt", "--diff").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in shell.run("page.txt", "--diff").out


def test_pages_do_not_steer_the_terminal(shell: Shell) -> None:
    shell.put("evil.txt", "Rates rose \x1b[2Jagain on Monday.\n\nSubscribe to our newsletter\x07\n")
    seen = shell.run("evil.txt", "--diff", "--color", "always").out
    assert "\x1b[2J" not in seen
    assert "\x07" not in seen
    assert "\x1b[2J" not in shell.run("evil.txt", "--explain").err
    assert shell.run("evil.txt").out.startswith("Rates rose \x1b[2Jagain")  # kept is untouched


def test_check(shell: Shell) -> None:
    found = shell.run("page.txt", "clean.txt", "--check")
    assert (found.status, found.out) == (1, "")
    assert found.err == "page.txt: 1 removal (newsletter 1), 29 of 57 characters, access open\n"
    quiet = shell.run("page.txt", "--check", "--quiet")
    assert (quiet.status, quiet.out, quiet.err) == (1, "", "")
    nothing = shell.run("clean.txt", "--check")
    assert (nothing.status, nothing.out, nothing.err) == (0, "", "")
    assert shell.read("page.txt") == PAGE


def test_samples_of_own_rules_that_do_not_hold_are_told_once_a_run(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE, str(shell.folder / "cache"))
    shell.put("bad.toml", RULES.replace('strip = ["Frobnicate', 'strip = ["Defrobnicate'))
    files = ("page.txt", "clean.txt", "labelled.txt")
    good = shell.run(*files, "--rules", "own.toml")
    assert (good.status, good.err) == (0, "")
    fault = (
        "strip: 1 fault in the samples of --rules, such as any/share/own-label: strip sample "
        "'Defrobnicate this page': the rule does not find all of it (see stripper rules test)\n"
    )
    for _ in range(2):
        bad = shell.run(*files, "--rules", "bad.toml")
        assert (bad.status, bad.out, bad.err) == (0, good.out, fault)
        monkeypatch.setattr("stripper.pipeline.samples.check_samples", None)
    assert shell.run(*files, "--rules", "bad.toml", "--quiet").err == ""


def test_own_rules_and_categories(shell: Shell) -> None:
    def strip(*options: str) -> str:
        return shell.run("labelled.txt", *options).out

    own = ("--rules", "own.toml")
    assert strip() == LABELLED.replace("\nSubscribe to our newsletter\n", "")
    assert strip(*own) == KEPT
    assert strip(*own, "--keep", "share") == strip()
    assert strip(*own, "--keep", "share,newsletter") == LABELLED
    assert strip(*own, "--keep", "share", "--keep", "newsletter") == LABELLED
    assert strip(*own, "--only", "share") == PAGE
    assert strip(*own, "--preset", "precise") == strip()  # a share button goes there when certain
    shell.put("more.toml", RULES.replace("frobnicate", "defrobnicate").replace("own-", "my-"))
    shell.put("labelled.txt", LABELLED + "Defrobnicate this page\n")
    assert strip(*own) == KEPT + "Defrobnicate this page\n"
    assert strip(*own, "--rules", "more.toml") == KEPT


def test_language_input_url_and_format(shell: Shell) -> None:
    def account(*options: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(shell.run("clean.txt", "--json", *options).out)
        return found

    assert account()["language"] is None
    assert account("--lang", "de")["language"] == "de"
    address = "https://example.org/rates"
    assert account("--url", address)["metadata"] == {"url": address}
    assert account()["format"] == "text"
    assert account("--from", "auto")["format"] == "text"
    assert account("--from", "markdown")["format"] == "markdown"
    for kind in ("auto", "page", "extract"):
        assert account("--input", kind)["text"] == KEPT


def test_suffix_names_the_format(shell: Shell) -> None:
    shell.put("page.md", PAGE)
    assert json.loads(shell.run("page.md", "--json").out)["format"] == "markdown"
    assert json.loads(shell.run("page.md", "--json", "--from", "text").out)["format"] == "text"


def test_nothing_to_read_shows_the_help() -> None:
    master, terminal = pty.openpty()
    try:
        done = subprocess.run(STRIP, stdin=terminal, capture_output=True, env=environment())
    finally:
        os.close(master)
        os.close(terminal)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == tool("strip", "--help").out


def run_on_terminal(folder: Path, *arguments: str, out: bool = False) -> tuple[int, str, bytes]:
    """Run a tool with standard error on a terminal, perhaps standard output too; returns its
    status, what it printed elsewhere and what the terminal got."""
    master, terminal = pty.openpty()
    try:
        done = subprocess.run(
            [*STRIP[:-1], *arguments], stdout=terminal if out else subprocess.PIPE, stderr=terminal,
            cwd=folder, env=environment(),
        )  # fmt: skip
        os.write(terminal, b"end")
        seen = b""
        while not seen.endswith(b"end"):
            seen += os.read(master, 10_000)
    finally:
        os.close(master)
        os.close(terminal)
    return done.returncode, "" if out else done.stdout.decode(), seen


@pytest.mark.parametrize(("count", "shown"), [(30, True), (5, False)])
def test_progress_for_many_inputs_on_a_terminal(tmp_path: Path, count: int, shown: bool) -> None:
    names = [f"{number}.txt" for number in range(count)]
    for name in names:
        (tmp_path / name).write_text(PAGE)
    status, out, seen = run_on_terminal(tmp_path, "strip", *names)
    assert (status, out, b" documents" in seen) == (0, KEPT * count, shown)
    assert seen.endswith(b"\r\x1b[Kend" if shown else b"end")


def test_progress_is_drawn_where_texts_are_not(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"in/{number}.txt").parent.mkdir(exist_ok=True)
        (tmp_path / f"in/{number}.txt").write_text(PAGE)
    for arguments, shown in ((["-o", "out"], True), ([], False), (["-o", "-"], False)):
        status, _, seen = run_on_terminal(tmp_path, "strip", "in", *arguments, out=True)
        assert (status, b" documents" in seen) == (0, shown), arguments
    learning = ("learn", "in", "--host", "a.example", "-o", "a.toml")
    status, _, seen = run_on_terminal(tmp_path, *learning, out=True)
    assert (status, b"\r30 documents" in seen) == (0, True)


def test_help_and_version() -> None:
    version = tool("strip", "--version")
    assert (version.status, version.out) == (0, f"strip (boilerstrip) {__version__}\n")
    shown = tool("strip", "--help")
    assert (shown.status, shown.err) == (0, "")
    from stripper.cli.arguments import make_parser
    from stripper.packs import categories

    text = " ".join(shown.out.split())
    assert "categories: " + " ".join(categories()) in text
    for action in make_parser()._actions:
        assert all(name in text for name in action.option_strings)
    for promise in ("with cat", "0 done", "1 --check found", "2 usage", "3 an input failed"):
        assert promise in text


def test_version_loads_no_numpy() -> None:
    code = (
        "import sys; sys.argv = ['strip', '--version']\n"
        "from stripper.cli.front import run\n"
        "status = run()\n"
        "print(status, [m for m in ('numpy', 'regex', 'trafilatura') if m in sys.modules])"
    )
    ended = launch(sys.executable, "-c", code)
    assert ended.out == f"strip (boilerstrip) {__version__}\n0 []\n"


def test_stripping_text_loads_nothing_that_text_does_without(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    code = (
        "import sys; sys.argv = ['strip', '--lang', 'en', 'page.txt']\n"
        "from stripper.cli.front import run\n"
        "status = run()\n"
        "heavy = ('trafilatura', 'charset_normalizer', 'selectolax', 'stripper.formats.html')\n"
        "print(status, [m for m in heavy if m in sys.modules])"
    )
    assert launch(sys.executable, "-c", code, cwd=tmp_path).out == KEPT + "0 []\n"
