"""`strip` where binutils' command is meant: every way a build tool calls it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import KEPT, PAGE, launch
from conftest import ROOT

from stripper.signatures import is_object, name_binary

BINUTILS = shutil.which("strip", path="/usr/bin:/bin:/usr/local/bin")
GCC = shutil.which("gcc")
needs_binutils = pytest.mark.skipif(not BINUTILS, reason="no binutils here")
needs_gcc = pytest.mark.skipif(not (GCC and BINUTILS), reason="no gcc and binutils here")
ENTRY = f"""#!{sys.executable}
import sys
from stripper.cli.front import run
sys.exit(run())
"""


def install(folder: Path, content: str = ENTRY, name: str = "strip") -> Path:
    """Put a command into a folder, as an installer does."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content)
    path.chmod(0o755)
    return path


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """The `strip` of an environment that holds this package."""
    return install(tmp_path / "venv" / "bin")


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A folder that holds binutils' `strip` and nothing else."""
    assert BINUTILS
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "strip").symlink_to(BINUTILS)
    return tmp_path / "real"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program with symbols and debugging information."""
    assert GCC
    source = tmp_path / "main.c"
    source.write_text(
        "static int helper(void) { return 0; }\nint main(void) { return helper(); }\n"
    )
    subprocess.run([GCC, "-g", "-c", source, "-o", tmp_path / "main.o"], check=True)
    subprocess.run([GCC, "-g", source, "-o", tmp_path / "program"], check=True)
    return tmp_path / "program"


def stripped_by_binutils(path: Path, *options: str) -> bytes:
    """What binutils makes of a file: the answer that we have to give."""
    assert BINUTILS
    copy = path.with_name(path.name + ".expected")
    shutil.copy(path, copy)
    subprocess.run([BINUTILS, *options, copy], check=True)
    return copy.read_bytes()


@needs_gcc
def test_programs_and_objects(ours: Path, real: Path, program: Path) -> None:
    for path, options in ((program, ()), (program.with_name("main.o"), ("--strip-debug",))):
        expected = stripped_by_binutils(path, *options)
        assert expected != path.read_bytes()
        ended = launch(ours, *options, path, PATH=f"{ours.parent}:{real}")
        assert (ended.status, ended.out, ended.err) == (0, "", "")
        assert path.read_bytes() == expected


@needs_gcc
def test_output_goes_where_binutils_puts_it(ours: Path, real: Path, program: Path) -> None:
    before, expected = program.read_bytes(), stripped_by_binutils(program)
    out = program.with_name("out")
    ended = launch(ours, "-o", out, program, PATH=f"{ours.parent}:{real}")
    assert (ended.status, ended.err) == (0, "")
    assert (program.read_bytes(), out.read_bytes()) == (before, expected)


@needs_gcc
def test_archives(ours: Path, real: Path, program: Path) -> None:
    archive = program.with_name("lib.a")
    subprocess.run(["ar", "rcD", archive, program.with_name("main.o")], check=True)
    expected = stripped_by_binutils(archive, "-g")
    ended = launch(ours, "-g", archive, PATH=f"{ours.parent}:{real}")
    assert (ended.status, ended.err) == (0, "")
    assert archive.read_bytes() == expected


@needs_binutils
def test_version_probe_of_libtool(ours: Path, real: Path) -> None:
    ended = launch(ours, "-V", PATH=f"{ours.parent}:{real}")
    assert (ended.status, ended.out.startswith("GNU strip")) == (0, True)
    assert launch(ours, "--version", PATH=f"{ours.parent}:{real}").out.startswith(
        "strip (boilerstrip) "
    )


@needs_gcc
def test_refused_without_binutils(ours: Path, program: Path) -> None:
    before = program.read_bytes()
    ended = launch(ours, program, PATH=str(ours.parent))
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        f"strip: {program} is an object file, this strip takes boilerplate from text, "
        "and no other is on the PATH; nothing was changed\n"
    )
    assert program.read_bytes() == before
    probe = launch(ours, "-V", PATH=str(ours.parent))
    assert (probe.status, probe.out) == (2, "")
    assert probe.err.startswith("strip: -V asks for binutils' strip, ")


@needs_binutils
def test_status_of_binutils_is_ours(ours: Path, real: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.o"
    broken.write_bytes(b"\x7fELF and no more")
    ended = launch(ours, broken, PATH=f"{ours.parent}:{real}")
    assert ended.status == 1
    assert "file format not recognized" in ended.err


@needs_gcc
def test_two_environments_on_the_path(
    ours: Path, real: Path, program: Path, tmp_path: Path
) -> None:
    other = install(tmp_path / "other" / "bin")
    linked = tmp_path / "linked"
    linked.symlink_to(ours.parent)
    expected = stripped_by_binutils(program)
    ended = launch(ours, program, PATH=f"{ours.parent}:{other.parent}:{linked}:{real}")
    assert (ended.status, ended.err) == (0, "")
    assert program.read_bytes() == expected
    alone = launch(ours, program, PATH=f"{ours.parent}:{other.parent}:{linked}")
    assert (alone.status, alone.err.count("\n")) == (2, 1)


@needs_binutils
def test_wrapper_that_calls_strip_again(ours: Path, real: Path, tmp_path: Path) -> None:
    wrapper = install(tmp_path / "wrapper", '#!/bin/sh\necho wrapped\nexec strip "$@"\n')
    ended = launch(ours, "-V", PATH=f"{ours.parent}:{wrapper.parent}:{real}")
    assert ended.status == 0
    assert ended.out.startswith("wrapped\nGNU strip")


@needs_binutils
def test_what_is_no_program_is_passed_over(ours: Path, real: Path, tmp_path: Path) -> None:
    install(tmp_path / "one").chmod(0o644)
    install(tmp_path / "two", "\0\1 for another machine")
    (tmp_path / "three" / "strip").mkdir(parents=True)
    path = ":".join(
        str(p) for p in (ours.parent, *(tmp_path / n for n in ("one", "two", "three")), real)
    )
    ended = launch(ours, "-V", PATH=path)
    assert (ended.status, ended.out.startswith("GNU strip"), ended.err) == (0, True, "")


@needs_gcc
@pytest.mark.skipif(not shutil.which("install"), reason="no install here")
def test_install_strips(ours: Path, real: Path, program: Path, tmp_path: Path) -> None:
    expected = stripped_by_binutils(program)
    command = shutil.which("install")
    assert command
    target = tmp_path / "installed"
    ended = launch(command, "-s", program, target, PATH=f"{ours.parent}:{real}")
    assert (ended.status, ended.err) == (0, "")
    assert target.read_bytes() == expected
    alone = launch(command, "-s", program, tmp_path / "alone", PATH=str(ours.parent))
    assert alone.status == 1  # it says so, instead of installing what was not stripped
    assert not (tmp_path / "alone").exists()


@needs_gcc
def test_toolbox_hands_over_too(ours: Path, real: Path, program: Path) -> None:
    expected = stripped_by_binutils(program)
    ended = launch(sys.executable, "-m", "stripper", "strip", program, PATH=f"{ours.parent}:{real}")
    assert (ended.status, ended.err) == (0, "")
    assert program.read_bytes() == expected


def test_text_is_ours(ours: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "mz.txt").write_text("MZ built motorcycles in Zschopau.\n")
    ended = launch(ours, "--lang", "en", "page.txt", "mz.txt", cwd=tmp_path, PATH=str(ours.parent))
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == KEPT + "MZ built motorcycles in Zschopau.\n"


def test_object_files_are_never_written_over(ours: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    for name in ("old.o", "folder/page.txt"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(b"\x7fELF\2\1\1")
        output = name if name == "old.o" else "folder"
        ended = launch(ours, "page.txt", "-o", output, cwd=tmp_path, PATH=str(ours.parent))
        assert (ended.status, ended.out) == (2, "")
        assert ended.err == f"strip: {name} is an object file, which is never written over\n"
        assert target.read_bytes() == b"\x7fELF\2\1\1"


def test_object_files_in_folders_stay(ours: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "main.o").write_bytes(b"\x7fELF\2\1\1")
    (folder / "page.txt").write_text(PAGE)
    ended = launch(ours, "--lang", "en", "pages", "--in-place", cwd=tmp_path, PATH=str(ours.parent))
    assert (ended.status, ended.out) == (0, "")
    passed = "1 file of other kinds passed over, such as pages/main.o: name a file to have it read"
    assert ended.err == f"strip: {passed}\n"
    assert (folder / "main.o").read_bytes() == b"\x7fELF\2\1\1"
    assert (folder / "page.txt").read_text() == KEPT


@pytest.mark.parametrize(("given", "threads"), [({}, "1"), ({"OMP_NUM_THREADS": "3"}, "3")])
def test_a_run_takes_one_core_unless_told_otherwise(
    given: dict[str, str], threads: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    code = (
        "import os, sys\n"
        "from stripper.cli.front import strip\n"
        "strip([sys.argv[1], '--check', '--quiet'])\n"
        "print(os.environ['OMP_NUM_THREADS'])\n"
    )
    ended = launch(sys.executable, "-c", code, page, PATH=os.environ["PATH"], **given)
    assert ended.out == f"{threads}\n"


@needs_binutils
def test_handing_over_loads_next_to_nothing(ours: Path, real: Path) -> None:
    code = (
        "import os, sys\n"
        # what an editable install's finder loads before we begin is not ours
        "before = set(sys.modules)\n"
        "def become(program, arguments):\n"
        "    heavy = ('numpy', 'regex', 'argparse', 'json', 'pathlib')\n"
        "    print(program, arguments, [m for m in heavy if m in sys.modules and m not in before])\n"
        "    os._exit(0)\n"
        "os.execv = become\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "sys.argv = [sys.argv[2], '-V']\n"
        "from stripper.cli.front import run\n"
        "sys.stdout.reconfigure(line_buffering=True)\n"
        "run()\n"
    )
    path = f"{ours.parent}:{real}"
    ended = launch(sys.executable, "-I", "-c", code, ROOT, ours, PATH=path)
    # Straight to the next one: not by way of ourselves.
    assert ended.out == f"{real}/strip ['{real}/strip', '-V'] []\n"


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b"\x7fELF\x02", True), (b"!<arch>\n", True), (b"!<thin>\n", True), (b"\0asm\1", True),
        (b"MZ\x90\0\3", True), (b"\x64\x86\7\0", True), (b"\xcf\xfa\xed\xfe\7", True),
        (b"MZ Motorcycles", False), (b"!<archive>", False), (b"%PDF-1.7", False), (b"", False),
        (b"Rates rose", False), ("\ufeffRates".encode("utf-16"), False),
    ],
)  # fmt: skip
def test_signatures(head: bytes, known: bool) -> None:
    assert is_object(head) is known


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image"), (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"GIF89a", "a GIF image"), (b"PK\x03\x04", "a zip archive or an office document"),
        (b"a/b.txt".ljust(257, b"\0") + b"ustar\x0000", "a tar archive: unpack it first"),
        (b"{\\rtf1\\ansi Rates rose.}", "an RTF document"), (b"{rtf} is a format", None),
        (b"Rates\0rose", "a binary file: it holds NUL bytes"), (b"\x7fELF", "an object file"),
        (b"Rates rose", None), ("Rates".encode("utf-16"), None), ("Rates".encode("utf-32"), None),
    ],
)  # fmt: skip
def test_binary_files(data: bytes, name: str | None) -> None:
    assert name_binary(data) == name
