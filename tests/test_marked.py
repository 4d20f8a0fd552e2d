"""Labelled HTML: what its marks say of each line of the rendition, and that nothing else sees them."""

from pathlib import Path

import pytest
from commands import Shell

from stripper import Stripper
from stripper.errors import InputError
from stripper.evaluate import evaluate
from stripper.evaluate.labelled import read_labelled
from stripper.evaluate.marked import read_marks
from stripper.formats.html import split

PAGE = """<!doctype html>
<html data-access="metered" lang="en"><head><title>Ferry</title></head><body>
<nav data-label="navigation" id="top"><a href="/">Home</a> <a href="/news">News</a></nav>
<main data-label="content"><h1>Ferry bell comes home</h1>
<div data-label="byline">By Dorcas Pym <span data-label="metadata">4 min read</span></div>
<p>The bell of the ferry hung in a garden for sixty years.</p>
<ul><li>It weighs nine pounds</li><li>It still rings</li></ul>
<form data-label="newsletter" action="/in"><p>Every Friday, by post.</p><button>Send it</button></form>
</main><footer data-label="legal">Post Ltd</footer></body></html>
"""


def test_marks_hold_for_what_stands_in_an_element() -> None:
    marked = read_marks(PAGE)
    lines = split(marked.html).source.split("\n")
    said = {line: label for line, label in zip(lines, marked.labels, strict=True) if line}
    assert said == {
        "Home News": "navigation",
        "Ferry bell comes home": "content",
        "By Dorcas Pym 4 min read": "byline",
        "The bell of the ferry hung in a garden for sixty years.": "content",
        "It weighs nine pounds": "content",
        "It still rings": "content",
        "Every Friday, by post.": "newsletter",
        "Send it": "newsletter",
        "Post Ltd": "legal",
    }
    assert {label for line, label in zip(lines, marked.labels, strict=True) if not line} == {""}


def test_marks_are_gone_from_the_page_and_all_else_is_there() -> None:
    html = read_marks(PAGE).html
    assert "data-" not in html and 'id="top"' in html
    assert read_marks(html).html == html
    plain = PAGE
    for label in ("navigation", "content", "byline", "metadata", "newsletter", "legal"):
        plain = plain.replace(f' data-label="{label}"', "")
    assert html == plain.replace(' data-access="metered"', "")


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        ('<p>A.</p><a data-label="share" href=x>Share this</a>\n<p>B.', ["content", "share", "content"]),
        ('<div><b data-label="byline">Ann Pym</b> <i data-label="share">Go</i></div>', ["byline"]),
        ('<pre>&lt;p data-label="share"&gt;</pre>', ["content"]),
    ],
)  # fmt: skip
def test_a_line_is_what_most_of_its_letters_are(source: str, labels: list[str]) -> None:
    marked = read_marks(f'<body data-label="content">{source}')
    assert [label for label in marked.labels if label] == labels
    assert len(marked.labels) == len(split(marked.html).source.split("\n"))


@pytest.mark.parametrize(
    "source",
    ['<p id="x" data-label="share">A', "<p data-label='share'>A", '<P\n DATA-LABEL="share">A'],
)
def test_a_mark_that_is_not_as_it_should_be_is_an_error(source: str) -> None:
    with pytest.raises(InputError, match="must be the first attribute"):
        read_marks(source)


def test_the_language_is_one_of_two_letters() -> None:
    assert read_marks('<html lang="fil"><p data-label="content">A').fields == {}
    assert read_marks('<html lang="pt-BR"><p data-label="content">A').fields == {"language": "pt"}


def test_labelled_html_is_read_and_scored(shell: Shell) -> None:
    file = shell.folder / "en--bell.labels.html"
    file.write_text(PAGE, "utf-8")
    shell.put("notes.html", "<p>no page of ours")
    (page,) = read_labelled(shell.folder)
    assert (page.id, page.format, page.language, page.access) == (
        "en--bell", "html", "en", "metered",
    )  # fmt: skip
    scores, _ = evaluate([page], Stripper(model=False))
    assert scores["all"].lines["newsletter"] == 2
    assert sum(scores["all"].lines.values()) == 9
    assert 0 < scores["all"].words[0][1] <= 1
    assert "category=newsletter" in shell.use("evaluate", file.name).out


def test_html_without_marks_and_unknown_labels_are_one_line(tmp_path: Path) -> None:
    file = tmp_path / "en--bell.labels.html"
    file.write_text("<p>Rates rose.", "utf-8")
    with pytest.raises(InputError, match="has no element with data-label"):
        list(read_labelled(file))
    file.write_text('<p data-label="newsleter">Rates rose.', "utf-8")
    with pytest.raises(InputError, match="newsletter"):
        list(read_labelled(file))
