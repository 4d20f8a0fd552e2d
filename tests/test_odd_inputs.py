"""Strange operands, closed streams and what may not be read: one clear line, and never a traceback."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pyarrow as pa
import pytest
from commands import KEPT, PAGE, STRIP, Ended, Shell, launch

from stripper.cli.exits import FAILED, guard
from stripper.cli.toolbox import make_parser


def unprivileged(*arguments: str, cwd: Path) -> Ended:
    """Run `strip` as somebody whom the modes of files bind; root is bound by none."""
    command = (sys.executable, "-m", "stripper", *arguments)
    prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if _binds(cwd, ()):
        return launch(*command, cwd=cwd)
    if shutil.which(prefix[0]) and _binds(cwd, prefix):
        return launch(*prefix, *command, cwd=cwd)
    pytest.skip("modes of files bind nobody here")


def _binds(folder: Path, prefix: tuple[str, ...]) -> bool:
    """Whether a file that nobody may read cannot be read."""
    probe = folder / ".probe"
    probe.touch()
    probe.chmod(0)
    reading = (*prefix, sys.executable, "-c", "open('.probe')")
    return subprocess.run(reading, cwd=folder, capture_output=True).returncode != 0


@pytest.mark.parametrize("switches", [(), ("--in-place",), ("-o", "out/")])
def test_an_empty_operand_is_not_the_folder_we_are_in(
    shell: Shell, switches: tuple[str, ...]
) -> None:
    shell.put("page.txt", PAGE)
    ended = shell.run(*switches, "")
    line = "strip: an input is empty: give a file, a folder or -\n"
    assert (ended.status, ended.out, ended.err) == (2, "", line)
    assert (shell.files(), shell.read("page.txt")) == (["page.txt"], PAGE)


@pytest.mark.parametrize("switch", ["--output", "--removed"])
def test_an_empty_path_is_refused(shell: Shell, switch: str) -> None:
    shell.put("sub/page.txt", PAGE)
    ended = shell.run("sub/page.txt", switch, "")
    line = f"strip: {switch} wants a path, and its value is empty (see strip --help)\n"
    assert (ended.status, ended.out, ended.err) == (2, "", line)
    assert shell.files() == ["sub/page.txt"]


def test_an_empty_folder_is_told_of(shell: Shell) -> None:
    shell.put("pages/.hidden.txt", PAGE)
    ended = shell.run("pages")
    assert (ended.status, ended.out) == (0, "")
    assert ended.err == "strip: no files in pages: hidden ones are left out\n"
    assert shell.run("pages", "--quiet").err == ""


def test_a_text_does_not_become_a_container(shell: Shell) -> None:
    shell.put("page.txt", PAGE)
    ended = shell.run("page.txt", "-o", "page.parquet")
    assert ended.status == 2
    assert ended.err.startswith("strip: texts cannot go into one file of records, page.parquet")
    assert shell.files() == ["page.txt"]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_containers_without_a_record_come_out_without_one(shell: Shell, workers: str) -> None:
    with sqlite3.connect("none.db") as database:
        database.execute("CREATE TABLE pages (text TEXT)")
    database.close()
    schema = pa.schema([("text", pa.string())])
    with pa.ipc.new_file("none.arrow", schema):
        pass
    with zipfile.ZipFile("none.zip", "w"):
        pass
    shell.put("none.jsonl", "")
    for name in ("none.db", "none.arrow", "none.zip", "none.jsonl"):
        ended = shell.run(name, "-o", f"clean-{name}", "--workers", workers)
        assert (ended.status, ended.err) == (0, "")
    with sqlite3.connect("clean-none.db") as copy:
        assert copy.execute("SELECT * FROM pages").fetchall() == []
    copy.close()
    assert pa.ipc.open_file("clean-none.arrow").read_all().schema == schema
    assert zipfile.ZipFile("clean-none.zip").namelist() == []
    assert shell.read("clean-none.jsonl") == ""


def test_a_database_without_a_table(shell: Shell) -> None:
    shell.put("none.db", "")
    assert shell.run("none.db").err == "strip: none.db: holds no table\n"


def test_patterns_follow_no_link_upward(shell: Shell) -> None:
    for name in ("pages/a.txt", "pages/sub/b.txt", "pages/.hidden/c.txt"):
        shell.put(name, PAGE)
    for name in ("up", "again"):
        (shell.folder / "pages" / "sub" / name).symlink_to(shell.folder / "pages")
    for pattern in ("pages/**/*.txt", "**/*.txt", "pages/**", "**/sub/../**/*.txt"):
        ended = shell.run(pattern)
        assert (ended.status, ended.out.count(KEPT)) == (0, 2), pattern
    shell.run("**/*.txt", "-o", "out/")
    assert shell.read("out/pages/sub/b.txt") == KEPT


def test_a_folder_gives_its_pages_and_leaves_data_and_code_alone(shell: Shell) -> None:
    others = ("app.py", "data.json", "style.css", "logo.png")
    for name in ("a.txt", "b.MD", "README", "St. Ives", "v1.2", *others):
        shell.put(f"in/{name}", PAGE)
    ended = shell.run("in", "--in-place")
    assert (ended.status, ended.err) == (
        0, "strip: 4 files of other kinds passed over, such as in/app.py: "
        "name a file to have it read\n",
    )  # fmt: skip
    assert {shell.read(f"in/{name}") for name in others} == {PAGE}
    assert {shell.read(f"in/{n}") for n in ("a.txt", "b.MD", "README", "St. Ives", "v1.2")} == {
        KEPT
    }
    assert shell.run("in/app.py").out == KEPT


def test_no_more_workers_start_than_there_is_work_for(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    start = SpawnProcess.start

    def count(process: SpawnProcess) -> None:
        started.append(process)
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", count)
    shell.put("pages/a.txt", PAGE)
    shell.put("pages/b.jsonl", json.dumps({"text": PAGE}) + "\n")
    assert shell.run("pages", "-o", "out", "--workers", "7", "--no-model").status == 0
    assert len(started) == 2 and shell.read("out/a.txt") == KEPT


def test_names_of_files_need_not_be_utf_8(shell: Shell) -> None:
    name = "in/p\udcff.txt"
    try:
        shell.put(name, PAGE)
    except (OSError, UnicodeError):
        pytest.skip("this file system holds no such names")
    shell.put("in/q.txt", PAGE)
    ended = shell.run("in", "-o", "out", "--removed", "removed.jsonl", "--quiet")
    assert (ended.status, ended.err) == (0, "")
    assert [shell.read("out/" + file) for file in ("p\udcff.txt", "q.txt")] == [KEPT, KEPT]
    assert sorted(p.name for p in (shell.folder / "out").iterdir()) == ["p\udcff.txt", "q.txt"]


def test_what_nobody_foresaw_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard(lambda: 1 // 0) == FAILED
    assert re.fullmatch(
        r"strip: failed at .*test_odd_inputs\.py:\d+, which is a bug: ZeroDivisionError: .*\n",
        capsys.readouterr().err,
    )


def test_what_may_not_be_read_stops_nothing(tmp_path: Path) -> None:
    for name in ("pages/a.txt", "pages/shut.txt", "pages/shut/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(PAGE)
    shut = (tmp_path / "pages/shut.txt", tmp_path / "pages/shut")
    for path in shut:
        path.chmod(0)
    try:
        whole = unprivileged("strip", "pages", cwd=tmp_path)
        below = unprivileged("strip", "pages/shut/b.txt", "pages/a.txt", cwd=tmp_path)
        target = unprivileged("strip", "pages/a.txt", "-o", "pages/shut/a.txt", cwd=tmp_path)
    finally:
        for path in shut:
            path.chmod(0o700)
    denied = "cannot be read: Permission denied"
    assert (whole.status, whole.out) == (3, KEPT)
    assert whole.err == f"strip: pages/shut.txt: {denied}\nstrip: pages/shut: {denied}\n"
    assert (below.status, below.out) == (3, KEPT)
    assert below.err == f"strip: pages/shut/b.txt: {denied}\n"
    assert (target.status, target.err) == (3, "strip: pages/shut/a.txt: Permission denied\n")


def test_a_name_too_long_stops_nothing(shell: Shell) -> None:
    shell.put("page.txt", PAGE)
    ended = shell.run("n" * 300, "page.txt")
    assert (ended.status, ended.out) == (3, KEPT)
    assert ended.err == f"strip: {'n' * 300}: cannot be read: File name too long\n"


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("strip page.txt >&-", "strip: cannot write standard output: Bad file descriptor\n"),
        ("strip --help >&-", "strip: cannot write standard output: Bad file descriptor\n"),
        ("rules list >&-", "stripper: cannot write standard output: Bad file descriptor\n"),
        ("strip - <&-", "strip: <stdin>: is closed\n"),
        ("strip <&-", "strip: <stdin>: is closed\n"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes the streams")
def test_closed_streams(tmp_path: Path, command: str, line: str) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    ended = launch("sh", "-c", f'"$0" -m stripper {command}', sys.executable, cwd=tmp_path)
    assert (ended.status, ended.out, ended.err) == (3, "", line)


@pytest.mark.parametrize(
    ("command", "status", "out"),
    [
        ("strip page.txt 2>&-", 0, KEPT),
        ("strip page.txt --explain --log --workers 2 2>&-", 0, KEPT),
        ("strip --preset nope page.txt 2>&-", 2, ""),
        ("strip none.txt page.txt 2>&-", 3, KEPT),
        ("rules 2>&-", 2, ""),
        ("strip page.txt >&- 2>&-", 3, ""),
        ("strip page.txt -o - <&- >&- 2>&-", 3, ""),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes the streams")
def test_messages_go_nowhere_where_standard_error_is_closed(
    tmp_path: Path, command: str, status: int, out: str
) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    ended = launch("sh", "-c", f'"$0" -m stripper {command}', sys.executable, cwd=tmp_path)
    assert (ended.status, ended.out, ended.err) == (status, out, "")
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes the streams")
def test_a_file_is_written_though_standard_output_is_closed(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    command = '"$0" -m stripper strip page.txt -o clean.txt >&-'
    assert launch("sh", "-c", command, sys.executable, cwd=tmp_path).status == 0
    assert (tmp_path / "clean.txt").read_text() == KEPT


def test_tools_name_the_file_that_is_wrong(shell: Shell) -> None:
    shell.put("page.jsonl", b"\xff\xfe")
    ended = shell.use("evaluate", "page.jsonl")
    assert (ended.status, ended.out) == (3, "")
    assert ended.err.startswith("stripper: page.jsonl: cannot be read: ")
    shell.put("removed.jsonl", "")
    ended = shell.use("restore", "none.txt", "--removed", "removed.jsonl", "-o", "x.txt")
    line = "stripper: none.txt: cannot be read: No such file or directory\n"
    assert (ended.status, ended.err) == (3, line)
    shell.put("page.txt", PAGE)
    ended = shell.use("learn", "page.txt", "--host", "example.com", "-o", "page.txt")
    assert (ended.status, ended.err) == (3, "stripper: page.txt: File exists\n")


@pytest.mark.parametrize("name", ["rules", "restore", "evaluate", "learn", "correct", "train"])
def test_help_of_a_tool_says_what_it_does(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    listed = make_parser().format_help()
    with pytest.raises(SystemExit):
        make_parser().parse_args([name, "--help"])
    said = capsys.readouterr()
    sentence = (said.out + said.err).split("\n\n")[1]
    assert f"    {name.ljust(10)}{sentence[0].lower()}{sentence[1:-1]}\n" in listed


def test_extractor_works_as_installed(shell: Shell) -> None:
    """trafilatura's own dependencies leave lxml's cleaner out with older versions of pip."""
    from importlib.metadata import requires

    assert any(need.startswith("lxml-html-clean") for need in requires("boilerstrip") or ())
    shell.put("page.html", "<html><title>Rates</title><body><p>Rates rose again on Monday.</p>")
    assert shell.run("page.html", "--json").status == 0


def test_a_full_temporary_folder_is_named(shell: Shell, disk: Path) -> None:
    lines = (json.dumps({"text": PAGE, "id": number}) for number in range(3000))
    held = shell.put("crawl.jsonl", "\n".join(lines))
    before = held.read_text("utf-8")
    command = (*STRIP, "crawl.jsonl", "--in-place", "--no-model")
    ended = launch(*command, cwd=shell.folder, TMPDIR=str(disk))
    wrong = f"{disk} cannot be written: No space left on device"
    assert (ended.status, held.read_text("utf-8")) == (3, before)
    assert ended.err == f"strip: {wrong}: TMPDIR names another temporary folder\n"
