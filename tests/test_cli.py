"""The commands from outside: every switch, every exit status, whole outputs."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import KEPT, LABELLED, PAGE, RULES, Shell, environment, launch, tool

from stripper import __version__

STRIP = (sys.executable, "-m", "stripper", "strip", "--lang", "en")


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.put("page.txt", PAGE)
    shell.put("clean.txt", KEPT)
    shell.put("labelled.txt", LABELLED)
    shell.put("own.toml", RULES)
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


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--explian", "page.txt"], "unknown option --explian: did you mean --explain? (see strip --help)"),
        (["--zzz=1"], "unknown option --zzz (see strip --help)"),
        (["--keep"], "argument --keep: expected one argument (see strip --help)"),
        (["--json", "--diff"], "argument --diff: not allowed with argument --json (see strip --help)"),
        (["--from", "markdwon"], "unknown format 'markdwon': did you mean 'markdown'? Known: auto, text, markdown, html"),
        (["--preset", "thorow"], "unknown preset 'thorow': did you mean 'thorough'? Known: precise, balanced, thorough"),
        (["--input", "pages"], "unknown input 'pages': did you mean 'page'? Known: auto, page, extract"),
        (["--color", "alway"], "unknown colour 'alway': did you mean 'always'? Known: auto, always, never"),
        (["--encoding", "utf-9"], "unknown encoding 'utf-9': give a name that Python knows, like cp1252 or shift_jis"),
        (["--encoding", "base64"], "unknown encoding 'base64': give a name that Python knows, like cp1252 or shift_jis"),
        (["page.txt", "--in-place", "-o", "x"], "--in-place and --output: give one of them (see strip --help)"),
        (["page.txt", "--in-place", "--json"], "--in-place writes texts and --json does not: give one of them (see strip --help)"),
        (["--in-place"], "--in-place wants files, and standard input is none (see strip --help)"),
        (["--check", "-o", "x"], "--check writes nothing: leave --output out (see strip --help)"),
        (["page.txt", "clean.txt", "--url", "u"], "--url is the address of one page; for records there is --url-field"),
        (["page.txt", "-o", "page.txt"], "page.txt is an input: to write to it, say --in-place"),
        (["page.txt", "-o", "no/where.txt"], "--output no/where.txt: the folder no does not exist"),
        (["page.txt", "clean.txt", "-o", "own.toml"], "--output own.toml is a file, and several inputs need a folder"),
        (["page.txt", "clean.txt", "-o", "x.jsonl"], "texts cannot go into one file of records, x.jsonl: add --json"),
        (["--rules", "none.toml"], "none.toml: cannot be read: No such file or directory"),
    ],
)  # fmt: skip
def test_usage_errors_are_one_line(shell: Shell, arguments: list[str], line: str) -> None:
    before = shell.files()
    ended = shell.run(*arguments)
    assert (ended.status, ended.out, ended.err) == (2, "", f"strip: {line}\n")
    assert (shell.files(), shell.read("page.txt")) == (before, PAGE)


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (["--keep", "donations"], "unknown category 'donations': did you mean 'donation'? Known: "),
        (["--only", "share,advrt"], "unknown category 'advrt': did you mean 'advert'? Known: "),
        (["--lang", "xx"], "unknown language 'xx': "),
        (["--rules", "bad.toml"], "bad.toml: rule 'own-label': unknown field 'lables': did you mean 'labels'?"),
        (["--rules", "page.txt"], "page.txt: is no TOML: "),
    ],
)  # fmt: skip
def test_errors_that_list_what_is_known(shell: Shell, arguments: list[str], start: str) -> None:
    shell.put("bad.toml", RULES.replace("labels =", "lables ="))
    ended = shell.run("page.txt", *arguments)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"strip: {start}")


def test_failed_inputs_do_not_stop_the_rest(shell: Shell) -> None:
    shell.put("page.pdf", b"%PDF-1.7\n")
    ended = shell.run("missing.txt", "page.pdf", "page.txt")
    assert (ended.status, ended.out) == (3, KEPT)
    assert sorted(ended.err.splitlines()) == [
        "strip: missing.txt: cannot be read: No such file or directory",
        "strip: page.pdf: this is a PDF, not text",
    ]


def test_a_failure_outweighs_a_finding(shell: Shell) -> None:
    assert shell.run("page.txt", "missing.txt", "--check").status == 3


def test_redirected_onto_itself(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    with page.open("ab") as out:
        done = subprocess.run(
            [*STRIP, "page.txt"],
            stdout=out,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environment(),
        )
    assert done.returncode == 2
    assert done.stderr == b"strip: page.txt is standard output too: say --in-place to write to it\n"
    assert page.read_text() == PAGE


def test_closed_pipe(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    for command in (
        (*STRIP, "page.txt"),
        (*STRIP, "--help"),
        (*STRIP[:3], "rules", "list", "--language", "en"),
    ):
        running = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment()
        )
        assert running.stdout
        running.stdout.close()
        assert running.stderr
        with running.stderr:
            assert running.stderr.read() == b""
        assert running.wait(60) == 141


def test_full_disk() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            STRIP, input=PAGE.encode(), stdout=full, stderr=subprocess.PIPE, env=environment()
        )
    line = b"strip: cannot write standard output: No space left on device\n"
    assert (done.returncode, done.stderr) == (3, line)


def test_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "crawl.jsonl")
    (tmp_path / "out.jsonl").write_text("old")
    running = subprocess.Popen(
        [*STRIP, "crawl.jsonl", "-o", "out.jsonl"],
        stderr=subprocess.PIPE, cwd=tmp_path, env=environment(),
    )  # fmt: skip
    # Opening returns when the command has opened the other end: from there on it waits for more.
    with (tmp_path / "crawl.jsonl").open("w") as feed:
        feed.write('{"text": "Rates rose."}\n')
        feed.flush()
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
    assert running.stderr
    with running.stderr:
        assert running.stderr.read() == b""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["crawl.jsonl", "out.jsonl"]
    assert (tmp_path / "out.jsonl").read_text() == "old"


def test_nothing_to_read_shows_the_help() -> None:
    master, terminal = pty.openpty()
    try:
        done = subprocess.run(STRIP, stdin=terminal, capture_output=True, env=environment())
    finally:
        os.close(master)
        os.close(terminal)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == tool("strip", "--help").out


@pytest.mark.parametrize(("count", "shown"), [(30, True), (5, False)])
def test_progress_for_many_inputs_on_a_terminal(tmp_path: Path, count: int, shown: bool) -> None:
    for number in range(count):
        (tmp_path / f"{number}.txt").write_text(PAGE)
    master, terminal = pty.openpty()
    names = [f"{number}.txt" for number in range(count)]
    try:
        done = subprocess.run(
            [*STRIP, *names],
            stdout=subprocess.PIPE,
            stderr=terminal,
            cwd=tmp_path,
            env=environment(),
        )
        os.write(terminal, b"end")
        seen = b""
        while not seen.endswith(b"end"):
            seen += os.read(master, 10_000)
    finally:
        os.close(master)
        os.close(terminal)
    assert (done.returncode, done.stdout.decode()) == (0, KEPT * count)
    assert (b" documents" in seen) is shown
    assert seen.endswith(b"\r\x1b[Kend" if shown else b"end")


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
