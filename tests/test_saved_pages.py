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


def test_a_mail_and_a_page_are_none() -> None:
    assert not is_saved(b"From: Ada\nContent-Type: text/plain\n\nmultipart/related\n")
    assert not is_saved(b"<p>Content-Type: multipart/related</p>")


def test_broken_parts_are_an_input_error() -> None:
    deep = "Content-Type: multipart/related; boundary=b{0}\n\n--b{0}\n"
    nested = "From: x\n" + "".join(deep.format(n) for n in range(3000))
    with pytest.raises(InputError):
        read_saved(nested.encode())
