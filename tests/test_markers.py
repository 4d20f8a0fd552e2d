"""Markers of list items stay with what stays of the item, in Markdown given or made from HTML."""

from pathlib import Path
from typing import Any

import pytest

import stripper
from stripper.formats.markdown import add_inline, split

TEXT = "The council met on Monday and put off the vote on the market hall until the summer."
OVEN = "For nine years the baker has kept his oven in the yard behind the hall."
MILL = "The mill was sold in the year of the flood to a man from the coast."
RULE = """
category = "advert"
language = "any"

[[rule]]
id = "mine"
description = "Labels of our site"
labels = ["frobnicate this page", "frob", "nicate"]
confidence = 0.95
strip = ["Frob"]
keep = ["We frob and nicate the pages of the hall on Mondays."]

[[rule]]
id = "glued"
description = "A label glued to a text"
pattern = "zork more:"
keywords = ["zork"]
extent = "match"
confidence = 0.95
strip = ["Zork more: the hall"]
keep = ["We zork on Mondays."]
"""


@pytest.fixture
def strip(tmp_path: Path) -> Any:
    """Strips with a rule of one's own that the model does not doubt."""
    file = tmp_path / "own.toml"
    file.write_text(RULE, "utf-8")

    def run(source: str, **options: Any) -> stripper.Result:
        result = stripper.strip(source, rules=[str(file)], model=False, **options)
        rest = "".join(sorted(result.text + "".join(r.text for r in result.removals)))
        assert rest == "".join(sorted(result.source))
        return result

    run.file = str(file)  # type: ignore[attr-defined]
    return run


@pytest.mark.parametrize(
    ("source", "left"),
    [
        (f"- Frob\n\n  {OVEN}\n", f"- {OVEN}\n"),
        (f"- Frob\n\n  Nicate\n\n  {OVEN}\n", f"- {OVEN}\n"),
        (f"Frob\n\n- Nicate\n\n  {OVEN}\n", f"- {OVEN}\n"),
        (f"- {MILL}\n\n  - Frob\n\n    {OVEN}\n", f"- {MILL}\n\n  - {OVEN}\n"),
        (f"- {MILL}\n\n  - Frob\n\n  {OVEN}\n", f"- {MILL}\n\n  {OVEN}\n"),
        (f"- Frob\n\n{OVEN}\n", f"{OVEN}\n"),
        (f"- Frob\n- {OVEN}\n", f"- {OVEN}\n"),
        (f"- - Frob\n\n  {OVEN}\n", f"- {OVEN}\n"),
        (f"- Frob\n\n  ```\n  Frob\n  ```\n\n  {OVEN}\n", f"- ```\n  Frob\n  ```\n\n  {OVEN}\n"),
    ],
)
@pytest.mark.parametrize("head", ["", f"{TEXT}\n\n"])
def test_the_marker_stays_before_what_stays_of_an_item(
    strip: Any, source: str, left: str, head: str
) -> None:
    tail = f"\n{TEXT}\n"
    assert strip(head + source + tail, format="markdown").text == head + left + tail


def test_an_item_of_html_keeps_its_marker(strip: Any) -> None:
    html = f"<p>{TEXT}</p><ul><li><p>Frob</p><p>{OVEN}</p></li><li>{MILL}</li></ul><p>{TEXT}</p>"
    result = strip(html, format="html", to="markdown")
    assert result.text == f"{TEXT}\n\n- {OVEN}\n\n- {MILL}\n\n{TEXT}\n"
    assert strip(html, format="html", to="text").text == f"{TEXT}\n\n{OVEN}\n\n{MILL}\n\n{TEXT}\n"


@pytest.mark.parametrize(
    "item",
    [
        f"- Frob\n\n    {OVEN}", f"-\tFrob\n\n\t{OVEN}", f"- Frob\n\n\t{OVEN}",
        "- Frob\n\n      code",
    ],
)  # fmt: skip
def test_an_item_stays_that_cannot_leave_its_marker(strip: Any, item: str) -> None:
    source = f"{TEXT}\n\n{item}\n\n{TEXT}\n"
    assert strip(source, format="markdown").text == source


def test_a_label_glued_to_the_rest_of_an_item_leaves_its_marker(strip: Any) -> None:
    source = f"{TEXT}\n\n* Zork more: {OVEN}\n\n- Frob\n\n  Zork more: {MILL}\n\n{TEXT}\n"
    left = f"{TEXT}\n\n* {OVEN}\n\n- {MILL}\n\n{TEXT}\n"
    assert strip(source, format="markdown").text == left


def test_many_items_take_no_longer_than_few(strip: Any) -> None:
    """Nothing is looked for among all markers: the test would take minutes."""
    few = "".join(f"- Frob\n\n  {word} {OVEN}\n\n" for word in ("One", "Two")) * 6000
    assert "Frob" not in strip(few, format="markdown").text


def test_a_marker_goes_with_the_rest_of_its_item_in_a_later_round() -> None:
    page = add_inline(split(f"{TEXT}\n\n- Frob\n\n  {OVEN}\n\n{TEXT}\n"))
    at = page.source.index("Frob")
    left = page.without([(at, page.source.index("For nine"))])
    assert [left.text(n) for n in range(len(left))] == [f"{TEXT}\n", f"- {OVEN}\n", f"{TEXT}\n"]


def test_clean_html_loses_the_same_block(strip: Any) -> None:
    html = f"<p>{TEXT}</p><ul><li><p>Frob</p><p>{OVEN}</p></li></ul><p>{TEXT}</p>"
    result = stripper.strip(html, format="html", to="html", rules=[strip.file], model=False)
    assert f"<ul><li><p>{OVEN}</p></li></ul>" in result.text
