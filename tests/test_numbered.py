"""Numbered links in text: their numbers are no words, and entries of the list stay with them."""

import numpy as np
import pytest

import stripper
from stripper.blocks import Kind, Page
from stripper.facts import measure
from stripper.formats import guess, markdown, text

MENU = "   [1]News\n   [2]Sport\n   [3]Weather\n\n"
STORY = (
    "   The ferry to Holm sails again, the harbour master said on\n   Monday after the winter.\n\n"
)
LIST = "References\n\n   1. https://a.example/news\n   2. file:///sport\n   3. javascript:void(0)\n"
TITLED = (
    "References\n\n   Visible links\n   1. News of Holm\n\thttps://a.example/news\n   2. file:///sport\n"
    "   3. mailto:?body=One\n\nTwo\nhttps://a.example/two\n   4. https://a.example/four\n"
    "\n   Hidden links:\n   5. https://a.example/five\n"
)


def parts(page: Page) -> list[str]:
    return [page.source[b.start : b.end] for b in page]


def pieces(page: Page, spans: str) -> list[str]:
    return [page.source[low:high] for low, high in getattr(page, spans)]


@pytest.mark.parametrize("listed", [LIST, TITLED, LIST.replace("1.", "[1]").replace("2.", "[2]")])
def test_numbers_and_their_list_are_no_words_and_labels_are_links(listed: str) -> None:
    page = text.split(MENU + STORY + listed)
    assert pieces(page, "hidden") == ["[1]", "[2]", "[3]", listed]
    assert pieces(page, "links") == ["News\n", "Sport\n", "Weather\n"]
    assert parts(page)[-1] == listed and page.kind[-1] == Kind.DEFINITION
    facts = measure([page])
    assert facts.words.tolist() == [1, 1, 1, 11, 4, 0]
    assert facts.link.tolist() == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("[9]Why the ferry to Holm no longer sails on Sundays in winter\n", None),
        ("He said so to all at [9]the old mill on Monday, as he had on the day before.\n",
         "the old mill "),
        ("[9]The old mill was sold on Monday, as he had said on the day before.\n", "The old mill "),
    ],
)  # fmt: skip
def test_what_follows_a_number_is_its_label(line: str, labels: str | None) -> None:
    page = text.split(MENU + line + "\n" + LIST)
    assert pieces(page, "links")[3:] == [labels or line[3:]]


def test_a_number_on_a_line_of_its_own_belongs_to_the_line_behind() -> None:
    page = text.split(MENU + "   [4]\n   [5]\n   Holm\n   [6]\n\n" + LIST)
    assert parts(page)[3:5] == ["   [4]\n   [5]\n   Holm\n", "   [6]\n"]


@pytest.mark.parametrize(
    "source",
    [
        "[1] Berg, A. The ferry.\n[2] Holm, B. The mill.\n[3] Lund, C. The sea.\n" + LIST,
        "The ferry [1], the mill [2] and the sea [3].[4] They stay.\n" + LIST,
        "The ferry[1] sails.\n\nReferences\n1. https://a.example\n2. https://b.example\n3. c:d\n",
        MENU + STORY + "1. https://a.example\n2. https://b.example\nThe end.\n",
        "".join(f"[{n}]Berg, A. The ferry of Holm: a history. Lund {n}.\n" for n in range(1, 30)),
    ],
)
def test_what_only_looks_like_numbered_links_is_text(source: str) -> None:
    page = text.split(source)
    assert len(page.hidden) == 0
    assert not np.any(page.kind)


def test_numbers_without_a_list_are_known_where_they_are_many() -> None:
    menu = "".join(f"   [{n}]Page {n}\n" for n in range(1, 30))
    page = text.split(menu + STORY)
    assert len(page.hidden) == 29
    assert guess("> Quoted\n\n> Quoted\n\n" + menu) == "text"


@pytest.mark.parametrize("model", [True, False])
def test_entries_stay_as_long_as_their_numbers(model: bool) -> None:
    told = STORY.replace("ferry", "[5]ferry") + STORY
    asks = "   [1]Subscribe to our newsletter\n\n   [2]Read more\n\n   [3]Privacy policy\n\n"
    more = "   4. https://a.example/four\n   5. https://a.example/five\n"
    left = "References\n\n   5. https://a.example/five\n"
    result = stripper.strip(told + asks + LIST + more, model=model)
    assert result.text == told + left
    assert {r.category for r in result.removals if r.rule == "any/metadata/unused"} == {"metadata"}
    assert stripper.strip(told + asks + LIST, model=model).text == told.rstrip("\n") + "\n"
    kept = stripper.strip(told + asks + LIST + more, model=model, keep=["metadata"]).text
    assert kept == told + LIST + more


def test_titles_go_with_their_entries() -> None:
    told = STORY.replace("ferry", "[4]ferry")
    result = stripper.strip(f"{told}{told}   [1]Privacy policy\n\n   [2]Read more\n\n{TITLED}")
    assert result.text == (
        f"{told}{told}References\n\n   Visible links\n   4. https://a.example/four\n\n"
    )


def test_the_time_grows_with_numbers_and_list() -> None:
    page = text.split(
        "".join(f"[{n % 99999}]a\n" for n in range(100_000))
        + "".join(f" {n % 99999}. a://b\n" for n in range(100_000))
    )
    assert len(page) == 100_001
    assert len(text.split(MENU + "1. a\nb\n" * 100_000 + LIST)) > 100_000


TOLD = "The ferry to [Holm][5] sails again, the harbour master said on Monday.\n\n"
ASKS = "[Subscribe to our newsletter][1]\n\n[Read more][2]\n\n[Privacy policy][3]\n\n"


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize(
    ("listed", "left"),
    [
        ("[1]: /a\n[2]: /b\n[3]: /c\n[5]: /e\n", "[5]: /e\n"),
        ("[1]: /a\n\n[2]: /b\n\n[5]: /e\n\n[3]: /c\n", "[5]: /e\n"),
        ("[1]: https://a.example/long-\ntarget\n\n[5]: /e-\nf (of\nHolm)\n", "[5]: /e-\nf (of\nHolm)\n"),
        ("[1]: /a\n[^2]: Told.\n[//]: # (x)\n[9]: /i\n", "[^2]: Told.\n[//]: # (x)\n[9]: /i\n"),
    ],
)  # fmt: skip
def test_definitions_stay_unless_only_what_goes_leads_to_them(
    listed: str, left: str, model: bool
) -> None:
    result = stripper.strip("# Ferry\n\n" + TOLD + TOLD + ASKS + listed, model=model)
    assert result.text == "# Ferry\n\n" + TOLD + TOLD + left


def test_numbers_behind_labels_are_no_words() -> None:
    page = markdown.split("News of Holm⟨1⟩ Sport⟨2⟩\n\n⟨1⟩ https://a.example: News\n⟨2⟩ /sport: \n")
    assert pieces(page, "links") == ["News of Holm", " Sport"]
    assert page.kind.tolist() == [Kind.PARAGRAPH, Kind.DEFINITION]
    assert measure([page]).words.tolist() == [4, 0]
    assert not len(markdown.split("The state ⟨0⟩ and\n\n⟨1⟩ is orthogonal.\n").kind.nonzero()[0])


def test_lines_indented_by_boxes_are_no_code() -> None:
    menu = "".join(f"        * [Page {n}](/page/{n})\n\n" for n in range(5))
    told = "        The ferry to Holm sails again.\n\n        It stopped on Monday.\n"
    page = markdown.split(menu + told)
    assert [Kind(kind).name for kind in page.kind[-2:]] == ["PARAGRAPH"] * 2
    assert markdown.split("News\n\n" + told).kind[-1] == Kind.CODE
