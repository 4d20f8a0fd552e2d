"""HTML out: removed blocks lose their elements, and what stays is left as it was."""

import json
import subprocess
import sys

import pytest
from commands import Shell

import stripper
from stripper.encodings import decode_html
from stripper.formats.html import split
from stripper.formats.html.cutting import cut

PAGE = (
    '<!DOCTYPE html><html lang="de"><head><title>T</title></head><body><article><h1>Rates rose</h1>'
    '<p>The bank raised its rate on <a href="/m?a=1&amp;b=2" data-x="y">Monday</a>, it said.</p>'
    '</article><div class="box"><p>Subscribe to our newsletter</p></div></body></html>'
)
TEXT = "Rates rose\n\nThe bank raised its rate on Monday, it said.\n"
MET = "The council met on Tuesday to settle what the old mill will become, and nobody left early."


def without(source: str, *words: str) -> str:
    page = split(source)
    places = sorted((page.source.index(w), page.source.index(w) + len(w)) for w in words)
    return cut(source, places)


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        ("<p>a</p>", [], "<p>a</p>"),
        ("<p>a</p><ul><li>Share<li>Tweet</ul>", ["Share\nTweet"], "<p>a</p>"),
        ("<p>a</p><ul><li>Share<li>Tweet</ul>", ["Share"], "<p>a</p><ul><li>Tweet</li></ul>"),
        ("<div>loose<p>a</p>tail</div>", ["loose", "tail"], "<div><p>a</p></div>"),
        ("<div><img src=x><p>Promo</p></div><p>a", ["Promo"], '<div><img src="x"></div><p>a</p>'),
        ("<p>a</p><p><a href=/s><img src=i> Share</a></p>", ["Share"], "<p>a</p>"),
        ("<p>a <b>b</b> Read more</p>", ["Read more"], "<p>a <b>b</b> </p>"),
        ("<form><label>Mail</label><input><button>Go</button></form><p>a", ["Mail\nGo"], "<p>a</p>"),
        ("<p>a</p><p>Go</p><p hidden>Go</p>", ["Go"], "<p>a</p>"),
    ],
)  # fmt: skip
def test_removed_blocks_take_their_elements_along(
    source: str, words: list[str], expected: str
) -> None:
    assert without(source, *words) == expected


def test_the_same_blocks_go_whatever_html_becomes() -> None:
    plain, marked, page = (
        stripper.strip(PAGE, to=to, only="newsletter") for to in ("text", "markdown", "html")
    )
    assert [r.category for r in plain.removals] == ["newsletter"]
    assert plain.removals[0].element == "div.box > p"
    assert [r.text for r in page.removals] == [r.text for r in plain.removals]
    assert stripper.apply(plain.source, plain.removals) == plain.text
    assert stripper.apply(marked.source, marked.removals) == marked.text
    assert (
        marked.text
        == "# Rates rose\n\nThe bank raised its rate on [Monday](/m?a=1&b=2), it said.\n"
    )
    assert page.text == PAGE.replace(
        '<div class="box"><p>Subscribe to our newsletter</p></div>', ""
    )
    assert (page.source, page.language, page.format) == (plain.source, "de", "html")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'<meta charset="windows-1251"><p>\xcf\xf0', "Пр"),
        (b"<meta http-equiv=x content='text/html; charset=Shift_JIS'><p>\x82\xa0", "あ"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?><p>\xb1', "ą"),
        (b"\xff\xfe<\0p\0>\0\xe9\0", "é"),
        (b"<meta charset=utf-16><p>\xc3\xa9", "é"),
        (b"<meta charset=nonsense><p>\xc3\xa9", "é"),
    ],
)
def test_html_is_read_in_the_encoding_it_names(data: bytes, expected: str) -> None:
    assert split(decode_html(data)[0]).source == f"{expected}\n"


def test_the_command_takes_and_gives_html(shell: Shell) -> None:
    shell.put("pages/page.html", PAGE)
    only = ("--only", "newsletter")
    assert shell.run("pages/page.html", *only).out == TEXT
    assert shell.run(*only, stdin=PAGE).out == TEXT
    assert shell.run("--from", "html", *only, stdin=PAGE[PAGE.index("<h1>") :]).out == TEXT
    links = shell.run("pages/page.html", "--to", "markdown", "--no-links", *only).out
    assert links == "# " + TEXT
    ended = shell.run("pages/page.html", "--to", "html", "--explain", *only)
    assert "Subscribe" not in ended.out and 'href="/m?a=1&amp;b=2"' in ended.out
    assert ", in div.box > p\n" in ended.err
    assert shell.run("pages/", "-o", "clean/", *only).status == 0
    assert shell.read("clean/page.txt") == TEXT


def test_html_in_place_stays_html(shell: Shell) -> None:
    shell.put("page.html", PAGE)
    ended = shell.run("page.html", "--in-place", "--only", "newsletter")
    assert (ended.status, shell.read("page.html")) == (3, PAGE)
    assert ended.err == "strip: page.html: is HTML, which would be text afterwards: add --to html\n"
    shell.run("page.html", "--in-place", "--to", "html", "--only", "newsletter")
    assert shell.read("page.html").startswith("<!DOCTYPE html>") and "Subscribe" not in shell.read(
        "page.html"
    )


def test_html_in_records(shell: Shell) -> None:
    record = json.dumps({"id": 1, "html": PAGE}) + "\n"
    ended = shell.run("--only", "newsletter", stdin=record)
    assert json.loads(ended.out) == {"id": 1, "html": TEXT}


def test_images_speak_on_request(shell: Shell) -> None:
    page = "<p>Before <img src=/a.png alt='A red bridge'> after.</p>"
    assert shell.run("--from", "html", stdin=page).out == "Before after.\n"
    assert shell.run("--from", "html", "--images", stdin=page).out == "Before A red bridge after.\n"
    marked = shell.run("--from", "html", "--images", "--to", "markdown", stdin=page).out
    assert marked == "Before ![A red bridge](/a.png) after.\n"


def test_what_an_extractor_leaves_is_stripped() -> None:
    result = stripper.strip(PAGE, extractor="trafilatura")
    assert "extract" in result.flags and result.format == "text"
    assert "The bank raised its rate" in result.text and "<" not in result.text


def test_an_extractor_reads_comments_where_they_stay() -> None:
    said = (
        "<p>The bank raised its rate on Monday, and the mill on the hill closed for good.</p>" * 3
    )
    comment = "<p>I worked at the mill for thirty years and nobody asked me about it.</p>"
    page = f"<html><body><article>{said}</article><div id=comments>{comment}</div></body></html>"
    assert "thirty years" not in stripper.strip(page, extractor="trafilatura").text
    assert "thirty years" in stripper.strip(page, extractor="trafilatura", keep="comments").text


@pytest.mark.parametrize("to", ["text", "markdown", "html"])
def test_only_html_is_rendered(shell: Shell, to: str) -> None:
    said = {"a.txt": "Rates rose.\n", "b.md": "# Rates\n\nThey *rose*.\n", "c": "They rose.\n"}
    for name, text in said.items():
        shell.put(f"in/{name}", text)
    shell.put("in/d.html", PAGE)
    ended = shell.run("in", "-o", "out", "--to", to)
    assert (ended.status, [shell.read(f"out/{name}") for name in said]) == (0, [*said.values()])
    assert [shell.run("--to", to, stdin=text).out for text in ("", "They rose.\n")] == [
        "", "They rose.\n",
    ]  # fmt: skip
    record = json.dumps({"text": "They rose.\n"}) + "\n"
    assert shell.run("--to", to, stdin=record).out == record
    assert stripper.strip(said["b.md"], to=to).text == said["b.md"]


def test_what_is_named_as_text_is_not_rendered() -> None:
    with pytest.raises(stripper.InputError, match="this is text: only HTML can be rendered as"):
        stripper.strip("Rates rose.\n", format="text", to="markdown")
    with pytest.raises(stripper.OptionError, match="extractor gives text or Markdown"):
        stripper.Options(extractor="trafilatura", to="html")


def test_metadata_is_read_from_the_markup_when_it_is_asked_for() -> None:
    code = (
        "import sys, stripper; r = stripper.strip(sys.argv[1]); "
        "print('trafilatura' in sys.modules, r.metadata['title'], r.as_dict()['metadata']['date'])"
    )
    page = PAGE.replace(
        "<title>T</title>",
        '<title>Rates rise</title><meta property="article:published_time" content="2024-05-06">',
    )
    done = subprocess.run([sys.executable, "-c", code, page], capture_output=True, text=True)
    assert done.stdout == "False Rates rose 2024-05-06\n", done.stderr


def test_what_stands_in_json_ld_alone_leaves_the_page_as_it_is() -> None:
    data = '<script type="application/ld+json">{"articleBody": "Rates rose."}</script>'
    assert (
        without(f"{data}<p>Menu</p><p>News</p>", "Rates rose.") == f"{data}<p>Menu</p><p>News</p>"
    )
    assert without(f"{data}<p>Menu</p><p>News</p>", "Menu") == f"{data}<p>News</p>"


def test_access_takes_two_pieces_of_evidence() -> None:
    declared = '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>'
    told = "<p>" + "The ferry has run since 1911, they said on the quay. " * 20 + "</p>"
    wall = '<div class="paywall-box"><p>The rest is for members.</p></div>'
    found = [stripper.strip(part, format="html") for part in (
        declared + told, wall + told, declared + wall + told, declared + wall + "<p>The ferry has</p>",
    )]  # fmt: skip
    assert [r.access for r in found] == ["open", "open", "metered", "truncated"]
    assert found[0].access_evidence == ("JSON-LD: isAccessibleForFree is false",)
    assert found[1].access_evidence == (
        "a visible element is a paywall: body > div.paywall-box > p",
    )


def test_what_json_ld_walls_off_is_looked_for_in_the_page() -> None:
    part = '{"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".rest"}'
    data = f'<script type="application/ld+json">{{"isAccessibleForFree": "False", "hasPart": [{part}]}}</script>'
    told = "<p>" + "The ferry has run since 1911, they said on the quay. " * 8 + "</p>"
    found = [stripper.strip(f"{data}{told}{rest}", format="html") for rest in (
        "", "<div class=rest></div>", f"<div class='a rest'>{told}</div>",
    )]  # fmt: skip
    assert [r.access for r in found] == ["truncated", "truncated", "open"]
    assert found[0].access_evidence[:2] == (
        "JSON-LD: isAccessibleForFree is false",
        "JSON-LD: .rest is not free, and its text is not in the page",
    )
    assert found[2].access_evidence[1] == (
        "JSON-LD: .rest is not free, and 88 words of it are in the page"
    )
    odd = data.replace(".rest", "* * > [a")
    assert stripper.strip(f"{odd}{told}", format="html").access == "open"


@pytest.mark.parametrize(
    ("source", "flags", "text"),
    [
        ("<html><body></body></html>", ("no_content",), ""),
        ("<html><div id=root></div><script src=/a.js></script></html>", ("no_content", "blocked"), ""),
        ("<html><h1>One moment</h1><script src=/cdn-cgi/challenge-platform/x></script></html>", ("blocked",), "One moment\n"),
    ],
)  # fmt: skip
def test_pages_that_did_not_load_say_so(source: str, flags: tuple[str, ...], text: str) -> None:
    result = stripper.strip(source)
    assert (result.flags, result.text, result.removals) == (flags, text, ())


RUSSIAN = "<p>Паром в Хольм ходит с 1911 года, сказали на причале, и будет ходить дальше.</p>"


@pytest.mark.parametrize(
    ("data", "switches"),
    [
        (RUSSIAN.encode("utf-8"), ()),
        (RUSSIAN.encode("utf-16"), ()),
        (b"\xef\xbb\xbf<meta charset=latin1>" + RUSSIAN.encode("utf-8"), ()),
        (b"<meta charset=windows-1251>" + RUSSIAN.encode("cp1251"), ()),
        (b"<meta charset=utf-8>" + RUSSIAN.encode("cp1251"), ("--encoding", "cp1251")),
        (RUSSIAN.encode("cp1251") * 4, ()),
    ],
)
def test_the_command_finds_the_encoding_of_html(
    shell: Shell, data: bytes, switches: tuple[str, ...]
) -> None:
    shell.put("page.html", data)
    ended = shell.run("page.html", "--json", *switches)
    assert "Паром в Хольм ходит с 1911 года" in json.loads(ended.out)["text"], ended.err


def test_the_command_strips_what_an_extractor_leaves(shell: Shell) -> None:
    told = "<p>The ferry to Holm has run since 1911, they said on the quay, and will go on.</p>" * 9
    shell.put("page.html", f"<html><body><nav>Menu</nav><article>{told}</article></body></html>")
    ended = shell.run("page.html", "--extractor", "trafilatura")
    assert ended.out.count("since 1911") >= 1 and "Menu" not in ended.out
    refused = shell.run("--extractor", "trafilatura", stdin="Rates rose.\n")
    assert (refused.status, refused.out) == (3, "")


def test_the_command_leaves_links_and_attributes_as_they_are(shell: Shell) -> None:
    kept = (
        '<p id="a" class="b  c" data-x="&quot;&amp;" style="color:red">One <a href="/q?a=1&amp;b=ü#x" '
        'rel="nofollow" title=\'t\'>two</a><img src="/i.png" srcset="/i.png 2x"></p>'
    )
    source = f"<html><body>{kept}<p class=cta>Subscribe to our newsletter</p></body></html>"
    ended = shell.run("--from", "html", "--to", "html", "--only", "newsletter", stdin=source)
    body = kept.replace("'t'", '"t"')
    assert ended.out == f"<html><head></head><body>{body}</body></html>"


def test_characters_are_counted_in_the_rendition(shell: Shell) -> None:
    shell.put("page.html", PAGE)
    shell.put("a.jsonl", json.dumps({"html": PAGE}) + "\n")
    said = []
    for to in ("text", "html"):
        common = ("--only", "newsletter", "--to", to)
        log = shell.run("a.jsonl", *common, "-o", "out.jsonl", "--log").err.splitlines()
        explained = shell.run("page.html", *common, "--explain").err
        said.append([log[1], explained, shell.run("page.html", *common, "--check").err])
    assert said[0] == said[1]
    assert said[0][0] == "strip: 86 characters in, 57 out, 29 removed (33.7%)"
    assert "29 of 86 characters" in said[0][2]


def test_a_credit_goes_out_of_the_alternative_text_that_it_ends() -> None:
    said = "A person standing in front of a brick building: Photograph: Jane Doe/AFP/Getty"
    source = f'<article><h1>Rates</h1><p>{MET}</p><p><img src="a.png" alt="{said}"></p></article>'
    result = stripper.strip(source, format="html", to="html", images=True)
    assert [r.text.strip() for r in result.removals] == ["Photograph: Jane Doe/AFP/Getty"]
    assert 'alt="A person standing in front of a brick building:"' in result.text
    assert result.text.replace(" Photograph: Jane Doe/AFP/Getty", "") == result.text
