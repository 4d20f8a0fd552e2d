"""Training pages: written pages are varied in their asks and in their blank lines, labels with them."""

from itertools import pairwise

import pytest

from stripper.evaluate.labelled import LabelledPage
from stripper.train.composition import vary

LINES = (
    ("navigation", "Home"), ("navigation", "Ferries"), ("", ""),
    ("content", "The ferry to Holm sails again"), ("content", "It left on Monday."), ("", ""),
    ("content", "The crew had waited since the autumn."), ("donation", "Keep the ferry afloat"),
    ("", ""), ("legal", "Holm Harbour, 2026"), ("", ""),
)  # fmt: skip
BLOCKS = {"en": [{"category": "newsletter", "text": "Have the timetable sent to you\nSend it"}]}


def varied(form: str) -> list[LabelledPage]:
    page = LabelledPage(
        "page",
        "\n".join(line for _, line in LINES),
        tuple(label for label, _ in LINES),
        "en", form, "", "page",
    )  # fmt: skip
    return list(vary([page], BLOCKS, times=24))


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_each_line_keeps_its_label_and_all_content_stays(form: str) -> None:
    told = {line: label for label, line in LINES} | dict.fromkeys(
        BLOCKS["en"][0]["text"].split("\n"), "newsletter"
    )
    for page in varied(form):
        lines = page.text.split("\n")
        assert [told[line] for line in lines] == list(page.labels)
        kept = [line for label, line in LINES if label == "content"]
        assert [line for line in lines if told[line] == "content"] == kept


def test_some_pages_of_text_have_no_blank_lines_and_some_one_behind_each() -> None:
    pages = [page.text.rstrip("\n").split("\n") for page in varied("text")]
    dense = [lines for lines in pages if "" not in lines]
    apart = [
        lines for lines in pages if all((one == "") != (two == "") for one, two in pairwise(lines))
    ]
    assert 4 < len(dense) < 12 and 4 < len(apart) < 12 and len(dense) + len(apart) < 22
    assert all("" in page.text.split("\n") for page in varied("markdown"))
