"""Pages that browsers saved in one file, MHTML."""

import json
import zipfile

import pytest
from commands import Shell

from stripper.errors import InputError
from stripper.readers.saved import is_saved, read_saved

STORY = "Die Fähre nach Holm fährt wieder, sagte der Hafenmeister am Montag nach langem Winter."
PAGE = f"""From: <Saved by a browser>
Snapshot-Content-Location: https://gazette.example/ferry
Subject: Ferry
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="--parts--"


----parts--
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://gazette.example/ferry

<!DOCTYPE html><html lang=3D"de"><head><meta charset=3D"utf-8"></head><body>=
<h1>Die F=C3=A4hre f=C3=A4hrt</h1><p>{STORY.replace("ä", "=C3=A4")}</p><p>{STORY.replace("ä", "=C3=A4")}=
</p><p>Newsletter abonnieren</p></body></html>
----parts--
Content-Type: text/css

body {{ color: red }}
----parts----
"""
KEPT = f"Die Fähre fährt\n\n{STORY}\n\n{STORY}\n"


@pytest.mark.parametrize("name", ["page.mhtml", "page.MHT", "page"])
def test_the_html_in_a_saved_page_is_stripped(shell: Shell, name: str) -> None:
    shell.put(name, PAGE)
    assert shell.run(name).out == KEPT
    assert shell.run(stdin=PAGE).out == KEPT
    told = json.loads(shell.run(name, "--json").out)
    assert told["metadata"]["url"] == "https://gazette.example/ferry"


def test_what_becomes_of_it_has_a_name_that_says_so(shell: Shell) -> None:
    shell.put("pages/page.mhtml", PAGE)
    for form, name in (("text", "page.txt"), ("markdown", "page.md"), ("html", "page.html")):
        assert shell.run("pages", "-o", form, "--to", form).status == 0
        assert STORY in shell.read(f"{form}/{name}")
    assert shell.read("html/page.html").startswith("<!DOCTYPE html>")


def test_a_saved_page_is_not_written_over(shell: Shell) -> None:
    shell.put("page.mhtml", PAGE)
    ended = shell.run("page.mhtml", "--in-place", "--to", "html")
    assert (ended.status, shell.read("page.mhtml")) == (2, PAGE)
    assert "--in-place cannot write page.mhtml, a page with all it shows" in ended.err


def test_a_saved_page_without_html_is_an_error(shell: Shell) -> None:
    shell.put("page.mht", "From: <x>\nContent-Type: multipart/related; boundary=b\n\n--b\n\nx\n")
    ended = shell.run("page.mht")
    assert ended.status == 3
    assert ended.err.startswith("strip: page.mht: no HTML is in it")


def test_saved_pages_in_an_archive_are_read(shell: Shell) -> None:
    with zipfile.ZipFile(shell.folder / "pages.zip", "w") as archive:
        archive.writestr("a.mhtml", PAGE)
    shell.run("pages.zip", "-o", "out.zip")
    with zipfile.ZipFile(shell.folder / "out.zip") as archive:
        assert archive.read("a.mhtml").decode() == KEPT


def test_an_unknown_encoding_is_found_out(shell: Shell) -> None:
    shell.put("page.mhtml", PAGE.replace("Type: text/html\n", "Type: text/html; charset=x-foo\n"))
    assert shell.run("page.mhtml").out == KEPT


MAIL = "From: Ada\nContent-Type: multipart/related; boundary=b\n\n--b\n\nThe ferry sails.\n--b--\n"


@pytest.mark.parametrize(
    "text",
    [
        MAIL,
        f"Note: a mail begins so.\n\n{MAIL}\nSnapshot-Content-Location: x\n",
        "<p>Content-Type: multipart/related</p>",
    ],
)
def test_mail_and_what_speaks_of_such_pages_is_text(shell: Shell, text: str) -> None:
    assert not is_saved(text.encode())
    shell.put("note.txt", text)
    assert shell.run("note.txt", "--no-model").status == 0


def test_a_mark_before_the_headers_is_skipped() -> None:
    assert read_saved(b"\xef\xbb\xbf\n" + PAGE.encode()).url == "https://gazette.example/ferry"


@pytest.mark.parametrize("value", ["a=b; " * 100_000, "x" * 500_000, "\n a" * 100_000])
def test_long_headers_and_many_parts_take_no_time(value: str) -> None:
    head = "From: <Saved by a browser>\nContent-Type: multipart/related; boundary=b\n\n"
    for page in (
        head + f"--b\nContent-Type: text/html; {value}\n\n<p>x</p>\n--b--\n",
        head + f"--b\nContent-Location: {value}\nContent-Type: text/html\n\n<p>x</p>\n--b--\n",
        head + "--b\nContent-Type: text/css\n\nx\n" * 50_000,
    ):
        assert is_saved(page.encode())
        with pytest.raises(InputError):
            read_saved(page.encode())
