"""How the command ends: by errors, on failed inputs, closed pipes, full disks and Ctrl-C."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from commands import KEPT, PAGE, RULES, STRIP, Shell, environment


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.put_examples()
    return shell


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--explian", "page.txt"], "unknown option --explian: did you mean --explain? (see strip --help)"),
        (["--zzz=1"], "unknown option --zzz (see strip --help)"),
        (["--keep"], "argument --keep: expected one argument (see strip --help)"),
        (["page.txt", "--keep", ""], "--keep wants categories, and its value is empty (see strip --help)"),
        (["page.txt", "--keep", "share", "--only", " ,"], "--only wants categories, and its value is empty (see strip --help)"),
        (["page.txt", "--removed", "no/such/gone.jsonl"], "--removed no/such/gone.jsonl: the folder no/such does not exist"),
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
        (["--rules", "bad.toml"], "bad.toml:5: rule 'own-label': unknown field 'lables': did you mean 'labels'?"),
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
