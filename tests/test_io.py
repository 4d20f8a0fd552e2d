"""Files, folders, records and encodings: what goes in comes out, but for what was removed."""

import gzip
import json
import os
from pathlib import Path

import pytest
from commands import KEPT, PAGE, Shell

from stripper.encodings import decode
from stripper.errors import InputError

ASK = "\n\nSubscribe to our newsletter\n"


GERMAN = "Die Brücke über den Fluss wurde gestern geöffnet, und viele Bürger kamen, sagte der Bürgermeister."
JAPANESE = "市は昨日、川にかかる新しい橋を開通させた。市長は式典で住民に感謝を述べた。"
RUSSIAN = "Вчера в городе открыли новый мост через реку. Мэр поблагодарил жителей за терпение."


@pytest.mark.parametrize(
    ("article", "encoding", "mark"),
    [
        (GERMAN, "utf-8", b""),
        (GERMAN, "utf-8", b"\xef\xbb\xbf"),
        (JAPANESE, "utf-16-le", b"\xff\xfe"),
        (JAPANESE, "utf-16-be", b"\xfe\xff"),
        (GERMAN, "utf-32-le", b"\xff\xfe\0\0"),
        (GERMAN, "cp1252", b""),
        (JAPANESE, "shift_jis", b""),
        (JAPANESE, "euc_jp", b""),
        (RUSSIAN, "cp1251", b""),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_newlines_come_out_as_they_went_in(
    shell: Shell, article: str, encoding: str, mark: bytes, newline: str
) -> None:
    text = (article + ASK).replace("\n", newline)
    shell.put("page.txt", mark + text.encode(encoding))
    ended = shell.run("page.txt")
    assert (ended.status, ended.err) == (0, "")
    assert ended.raw == mark + (article + newline).encode(encoding)
    shell.run("page.txt", "--in-place")
    assert (shell.folder / "page.txt").read_bytes() == ended.raw


def test_detection_finds_the_characters(shell: Shell) -> None:
    for article, encoding in ((GERMAN, "cp1252"), (JAPANESE, "shift_jis"), (RUSSIAN, "cp1251")):
        shell.put("page.txt", article.encode(encoding))
        assert json.loads(shell.run("page.txt", "--json").out)["text"] == article


def test_named_encoding(shell: Shell) -> None:
    shell.put("page.txt", b"Caf\xe9 prices rose." + ASK.encode())
    ended = shell.run("page.txt", "--encoding", "latin1", "--json")
    assert json.loads(ended.out)["text"] == "Café prices rose.\n"
    assert shell.run("page.txt", "--encoding", "latin1").raw == b"Caf\xe9 prices rose.\n"
    wrong = shell.run("page.txt", "--encoding", "utf-8")
    assert (wrong.status, wrong.out) == (3, "")
    assert wrong.err == "strip: page.txt: byte 3 is no utf-8: give another --encoding\n"
    shell.put("wide.txt", PAGE.encode("utf-16-le"))
    assert (
        shell.run("wide.txt").err
        == "strip: wide.txt: this is a binary file: it holds NUL bytes, not text\n"
    )
    assert shell.run("wide.txt", "--encoding", "utf-16").raw == KEPT.encode("utf-16-le")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (b"<a lot of people say that caf\xe9 is \x81 here> and rates rose on Monday.\n", "people"),
        (b"<!-- caf\xe9 \x81 -->\n# Rates rose\n\nThey rose **again** on Monday.\n", "again"),
        ("<?xml version='1.0' encoding='iso-8859-2'?><rss>\nDro\u017cej\u0105.\n".encode("latin2"), "Dro\u017cej\u0105"),
    ],
)  # fmt: skip
def test_a_text_that_begins_with_a_tag_keeps_its_bytes(
    shell: Shell, kept: bytes, said: str
) -> None:
    shell.put("page.txt", kept + ASK.encode())
    assert shell.run("page.txt").raw == kept
    assert said in json.loads(shell.run("page.txt", "--json").out)["text"]


def test_standard_input_keeps_its_bytes(shell: Shell) -> None:
    data = b"\xff\xfe" + PAGE.replace("\n", "\r\n").encode("utf-16-le")
    expected = b"\xff\xfe" + KEPT.replace("\n", "\r\n").encode("utf-16-le")
    assert shell.run(stdin=data).raw == expected


def test_what_cannot_come_out_as_it_was_is_refused() -> None:
    assert decode(b"\x1b$B;T\x1b(B\n", "iso2022_jp")[0] == "市\n"
    with pytest.raises(InputError, match="would not come out as it came in"):
        decode(b"\x1b$B;T\x1b$B;T\x1b(B\n", "iso2022_jp")


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"\xef\xbb\xbf", b"no line end", b"\n" + KEPT.encode()]
)
def test_small_texts_pass_through(shell: Shell, data: bytes) -> None:
    shell.put("page.txt", data)
    ended = shell.run("page.txt")
    assert (ended.status, ended.raw, ended.err) == (0, data, "")


def test_binary_files_are_refused(shell: Shell) -> None:
    shell.put("a.pdf", b"%PDF-1.7\n%\xe2\xe3\n")
    shell.put("b.png", b"\x89PNG\r\n\x1a\n\0")
    shell.put("c.docx", b"PK\x03\x04\x14\0")
    shell.put("d.bin", b"Rates\0rose")
    shell.put("e.txt", gzip.compress(PAGE.encode()))
    shell.put("f.txt.gz", PAGE)
    shell.put("g.txt", b"{\\rtf1\\ansi Rates rose.\\par Log in\\par}")
    files = ("a.pdf", "b.png", "c.docx", "d.bin", "e.txt", "f.txt.gz", "g.txt")
    ended = shell.run(*files, "--from", "text")
    assert (ended.status, ended.out) == (3, "")
    assert ended.err == (
        "strip: a.pdf: this is a PDF, not text\n"
        "strip: b.png: this is a PNG image, not text\n"
        "strip: c.docx: this is a zip archive or an office document, not text\n"
        "strip: d.bin: this is a binary file: it holds NUL bytes, not text\n"
        "strip: e.txt: this is compressed with gzip, not text\n"
        "strip: f.txt.gz: is damaged: Not a gzipped file (b'Ra')\n"
        "strip: g.txt: this is an RTF document, not text\n"
    )


def test_compressed_pages_are_read_and_written_as_their_names_say(shell: Shell) -> None:
    shell.put("in/a.txt.gz", gzip.compress(PAGE.encode()))
    shell.put("in/b.html.gz", gzip.compress(b"<h1>Rates</h1><p>They rose again on Monday.</p>"))
    assert shell.run("in/a.txt.gz").out == KEPT
    assert shell.run("in", "-o", "out").status == 0
    assert shell.files() == ["in/a.txt.gz", "in/b.html.gz", "out/a.txt.gz", "out/b.txt.gz"]
    assert gzip.decompress((shell.folder / "out/a.txt.gz").read_bytes()) == KEPT.encode()
    assert gzip.decompress((shell.folder / "out/b.txt.gz").read_bytes()).startswith(
        b"Rates\n\nThey rose"
    )
    shell.run("in/a.txt.gz", "-o", "plain.txt")
    assert shell.read("plain.txt") == KEPT
    shell.run("in/a.txt.gz", "--in-place")
    assert gzip.decompress((shell.folder / "in/a.txt.gz").read_bytes()) == KEPT.encode()
    refused = shell.run("in/b.html.gz", "--in-place")
    assert (refused.status, "add --to html" in refused.err) == (3, True)


def test_output_file(shell: Shell) -> None:
    shell.put("page.txt", PAGE)
    ended = shell.run("page.txt", "-o", "out.txt")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert shell.read("out.txt") == KEPT
    assert shell.files() == ["out.txt", "page.txt"]
    assert shell.run("page.txt", "-o", "-").out == KEPT
    assert shell.run("page.txt", "-o", "out.json", "--json").out == ""
    assert json.loads(shell.read("out.json"))["text"] == KEPT


def test_a_failed_input_leaves_its_target_alone(shell: Shell) -> None:
    shell.put("page.txt", b"Rates\0rose")
    shell.put("out.txt", "old")
    assert shell.run("page.txt", "-o", "out.txt").status == 3
    assert shell.run("page.txt", "-o", "new.txt").status == 3
    assert (shell.read("out.txt"), shell.files()) == ("old", ["out.txt", "page.txt"])


def test_devices_are_written_to_and_not_replaced(shell: Shell) -> None:
    shell.put("page.txt", PAGE)
    before = Path(os.devnull).stat()
    assert shell.run("page.txt", "-o", os.devnull).status == 0
    after = Path(os.devnull).stat()
    assert (after.st_ino, after.st_rdev) == (before.st_ino, before.st_rdev)


def test_folders_are_mirrored(shell: Shell) -> None:
    shell.put("pages/page.txt", PAGE)
    shell.put("pages/deep/er/page.md", PAGE)
    shell.put("pages/crawl.jsonl", json.dumps({"text": PAGE}) + "\n")
    shell.put("pages/.hidden/page.txt", PAGE)
    shell.put("pages/bad.pdf", b"%PDF-1.7")
    ended = shell.run("pages", "-o", "out")
    assert (ended.status, ended.out) == (0, "")
    assert ended.err.startswith("strip: 1 file of other kinds passed over, such as pages/bad.pdf: ")
    named = shell.run("pages/bad.pdf")
    assert (named.status, named.err) == (3, "strip: pages/bad.pdf: this is a PDF, not text\n")
    below = [name for name in shell.files() if name.startswith("out/")]
    assert below == ["out/crawl.jsonl", "out/deep/er/page.md", "out/page.txt"]
    assert shell.read("out/deep/er/page.md") == shell.read("out/page.txt") == KEPT
    assert json.loads(shell.read("out/crawl.jsonl")) == {"text": KEPT}


def test_output_folder_inside_the_input_folder(shell: Shell) -> None:
    shell.put("pages/page.txt", PAGE)
    for _ in range(2):
        assert shell.run("pages", "-o", "pages/clean").status == 0
    assert shell.files() == ["pages/clean/page.txt", "pages/page.txt"]


def test_files_into_a_folder(shell: Shell) -> None:
    shell.put("a.txt", PAGE)
    shell.put("b/c.txt", PAGE)
    assert shell.run("a.txt", "b/c.txt", "-o", "out").status == 0
    assert shell.run("a.txt", "-o", "slash/").status == 0
    assert shell.run("a.txt", "-o", "out", "--json").status == 0
    names = ["a.txt", "b/c.txt", "out/a.txt", "out/a.txt.json", "out/c.txt", "slash/a.txt"]
    assert shell.files() == names
    assert shell.read("out/c.txt") == KEPT


def test_two_inputs_never_share_a_target(shell: Shell) -> None:
    shell.put("a/page.txt", PAGE)
    shell.put("b/page.txt", KEPT)
    ended = shell.run("a/page.txt", "b/page.txt", "-o", "out")
    assert (ended.status, shell.files()) == (2, ["a/page.txt", "b/page.txt"])
    line = "a/page.txt and b/page.txt would be written to one file, out/page.txt"
    assert ended.err == f"strip: {line}: give one of them a run of its own\n"


def test_inputs_are_never_written_to_by_another_name(shell: Shell) -> None:
    page = shell.put("pages/page.txt", PAGE)
    (shell.folder / "link.txt").symlink_to(page)
    os.link(page, shell.folder / "hard.txt")
    for arguments in (
        ["pages/page.txt", "-o", "./pages/../pages/page.txt"],
        ["pages/page.txt", "-o", "link.txt"],
        ["pages/page.txt", "-o", "hard.txt"],
        ["pages/page.txt", "-o", "pages"],
        ["pages", "-o", "pages"],
    ):
        ended = shell.run(*arguments)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err.endswith("is an input: to write to it, say --in-place\n")
    shell.put("out.jsonl.failed.jsonl", "{}\n")
    assert shell.run("out.jsonl.failed.jsonl", "-o", "out.jsonl").status == 2
    assert page.read_text() == PAGE
    assert (shell.folder / "link.txt").is_symlink()


def test_in_place(shell: Shell) -> None:
    page, clean = shell.put("page.txt", PAGE), shell.put("clean.txt", KEPT)
    page.chmod(0o640)
    (shell.folder / "link.txt").symlink_to(page)
    os.utime(clean, (1, 1))
    ended = shell.run("link.txt", "clean.txt", "--in-place")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert (page.read_text(), page.stat().st_mode & 0o777) == (KEPT, 0o640)
    assert (shell.folder / "link.txt").is_symlink()
    assert clean.stat().st_mtime == 1  # what does not change is not written
    assert shell.files() == ["clean.txt", "link.txt", "page.txt"]
