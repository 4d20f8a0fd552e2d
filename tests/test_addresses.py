"""Inputs and outputs that lie at addresses instead of on disk."""

import gzip

import pytest
from commands import KEPT, PAGE, Shell
from containers import (
    LINES,
    TEXTS,
    read_lines,
    read_table,
    write_all,
    write_table,
    write_zip,
)

from stripper.runs.journal import Journal


def test_addresses(shell: Shell) -> None:
    import fsspec

    with fsspec.open("memory://crawls/a.jsonl.gz", "wb") as out:
        out.write(gzip.compress(LINES))
    with fsspec.open("memory://crawls/deep/b.csv", "wb") as out:
        write_table(shell.folder / "b.csv", ",")
        out.write((shell.folder / "b.csv").read_bytes())
    assert read_lines(shell.run("memory://crawls/a.jsonl.gz").raw) == TEXTS
    ended = shell.run("memory://crawls/**", "-o", "out")
    assert (ended.status, ended.err) == (0, "")
    assert read_table(shell.folder / "out" / "deep" / "b.csv", ",") == TEXTS
    write_zip(shell.folder / "j.zip")
    ended = shell.run("zip://deep/*.txt::j.zip", "-o", "unpacked")
    assert (ended.status, ended.err) == (0, "")
    assert [shell.read(f"unpacked/{n}.txt") for n in range(5)] == TEXTS
    missing = shell.run("memory://crawls/none.jsonl")
    assert (missing.status, missing.err.count("\n")) == (3, 1)


def stored(prefix: str) -> dict[str, bytes]:
    """All that fsspec's memory holds below a folder."""
    import fsspec

    system = fsspec.filesystem("memory")
    return {name.removeprefix(f"{prefix}/"): system.cat(name) for name in system.find(prefix)}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_outputs_go_to_addresses(shell: Shell, workers: str) -> None:
    write_all(shell.folder / "in")
    shell.put("in/deep/bad.jsonl", LINES + b"{oops\n")
    shell.put("in/page.txt", PAGE)
    common = ["in", "--from", "text", "--workers", workers]
    assert shell.run(*common, "-o", "out", "--removed", "gone.jsonl").status == 3
    at = f"memory://bucket{workers}"
    ended = shell.run(*common, "-o", f"{at}/out", "--removed", f"{at}/gone.jsonl")
    line = f"strip: 1 record failed: see {at}/out/deep/bad.jsonl.failed.jsonl\n"
    assert (ended.status, ended.err) == (3, line)
    local = {n: (shell.folder / n).read_bytes() for n in shell.files() if not n.startswith("in/")}
    assert stored(f"/bucket{workers}") == local
    assert not any(n.startswith(".") for n in shell.files())


def test_single_outputs_go_to_addresses(shell: Shell) -> None:
    shell.put("a.jsonl", LINES + b"{oops\n")
    ended = shell.run("a.jsonl", "-o", "memory://one/b.jsonl.gz", "--learn-sites")
    line = "strip: 1 record failed: see memory://one/b.jsonl.gz.failed.jsonl\n"
    assert (ended.status, ended.err) == (3, line)
    held = stored("/one")
    assert sorted(held) == ["b.jsonl.gz", "b.jsonl.gz.failed.jsonl", "b.jsonl.gz.sites"]
    assert read_lines(gzip.decompress(held["b.jsonl.gz"])) == TEXTS
    shell.put("a.jsonl", LINES)
    assert shell.run("a.jsonl", "-o", "memory://one/b.jsonl.gz").status == 0
    assert sorted(stored("/one")) == ["b.jsonl.gz", "b.jsonl.gz.sites"]
    assert shell.run("memory://one/b.jsonl.gz", "-o", "memory://one/").status == 2
    again = shell.run("memory://one/b.jsonl.gz", "-o", "memory://one/c.jsonl")
    assert (again.status, read_lines(stored("/one")["c.jsonl"])) == (0, TEXTS)
    shell.put("page.txt", PAGE)
    assert shell.run("page.txt", "-o", "memory://one/page.txt").status == 0
    assert stored("/one")["page.txt"] == KEPT.encode()
    target = f"file://{shell.folder}/there.jsonl"
    assert (shell.run("a.jsonl", "-o", target).status, shell.files()) == (
        0, ["a.jsonl", "page.txt", "there.jsonl"],
    )  # fmt: skip


def test_what_is_learned_stays_in_the_bucket(shell: Shell) -> None:
    shell.put("a.jsonl", LINES)
    assert shell.run("a.jsonl", "-o", "memory://pail/deep/", "--learn-sites").status == 0
    assert sorted(stored("/pail")) == ["deep.sites", "deep/a.jsonl"]
    assert shell.run("a.jsonl", "-o", "memory://bin/").status == 0
    assert sorted(stored("/bin")) == ["a.jsonl"]
    for bucket in ("memory://bin/", "memory://bin"):
        assert shell.run("a.jsonl", "-o", bucket, "--learn-sites").status == 2
    assert stored("/bin.sites") == {} and sorted(stored("/bin")) == ["a.jsonl"]


def test_addresses_get_all_or_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from fsspec.implementations.memory import MemoryFileSystem

    shell.put("a.jsonl", LINES)
    assert shell.run("a.jsonl", "-o", "memory://whole/out.jsonl").status == 0
    before = stored("/whole")

    def interrupt(self: object, unit: int) -> None:
        raise KeyboardInterrupt

    def fail(self: object, one: str, other: str, **kwargs: object) -> None:
        raise ConnectionError("the line went dead")

    for name in ("mv", "put_file"):
        with monkeypatch.context() as patch:
            patch.setattr(MemoryFileSystem, name, fail)
            ended = shell.run("a.jsonl", "-o", "memory://whole/out.jsonl", "--preset", "precise")
        line = "strip: memory://whole/out.jsonl cannot be written: the line went dead\n"
        assert (ended.status, ended.err) == (3, line)
        assert stored("/whole") == before
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "add_joined", interrupt)
        ended = shell.run("a.jsonl", "-o", "memory://whole/")
    assert (ended.status, ended.err, stored("/whole")) == (130, "", before)
    damaged = gzip.compress(LINES)[:-9]
    shell.put("b.jsonl.gz", damaged)
    assert shell.run("b.jsonl.gz", "-o", "memory://whole/out.jsonl").status == 3
    assert stored("/whole") == before


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("-o", "memory://a/out.jsonl", "--resume"),
         "--resume: a run that writes to an address keeps no parts: leave it out"),
        (("-o", "odd://a/out.jsonl"), "odd://a/out.jsonl cannot be written to: Protocol not known"),
        (("-o", "zip://a.txt::b.zip"), "zip://a.txt::b.zip is no address that can be written to"),
        (("-o", "memory://"), "memory:// is no address that can be written to"),
        (("-o", "memory://a/", "--learn-sites"),
         "--learn-sites keeps what it learns beside the output, and beside memory://a/ is another"),
        (("-o", "memory://a/out.parquet"), "a.jsonl cannot be written as parquet"),
    ],
)  # fmt: skip
def test_what_addresses_cannot_take(shell: Shell, arguments: tuple[str, ...], line: str) -> None:
    shell.put("a.jsonl", LINES)
    ended = shell.run("a.jsonl", *arguments)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"strip: {line}")
