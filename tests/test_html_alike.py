"""HTML goes as text, as Markdown and as HTML: the same blocks whatever it becomes."""

import re
from functools import cache

import pytest

import stripper
from stripper.evaluate.words import strip_markup
from tests.conftest import FIXTURES

MET = "The council met on Tuesday to settle what the old mill will become, and nobody left early."
PLAN = "Residents had asked for a library and a bath, and got a plan for both within the year."
CARD = "<li><p>Add to cart</p><p>Model {0}</p><h3>Mill wheel</h3><p>$8{0}.99</p></li>"
PAGES = {
    "breadcrumb": f"<ol><li><a href=/>Home</a><li><a href=/m>Mills</a></ol><h1>Old mill</h1><p>{MET}",
    "author": '<meta name=author content="Jane Doe"><h1>Old mill</h1>'
    f'<p><a href="https://a.b/authors/jane-doe-of-marlow">Jane Doe</a></p><p>{MET}</p><p>{PLAN}</p>',
    "cards": f"<h1>Mills</h1><p>{MET}</p><ul>{''.join(map(CARD.format, range(3)))}</ul>",
    "tags": f"<h1>Old mill</h1><p>{MET}</p><p>Tags <a href=/a>apple</a><a href=/b>labour</a></p>",
}


@cache
def pages() -> dict[str, str]:
    found = {str(f): f.read_text("utf-8") for f in (FIXTURES / "pages").glob("*/*/page.html")}
    assert len(found) > 5
    return PAGES | found


def letters(text: str) -> list[str]:
    lines = ("".join(filter(str.isalpha, line)) for line in text.split("\n"))
    return [line for line in lines if line]


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize("preset", ["balanced", "thorough"])
def test_the_same_blocks_go_as_text_and_as_markdown(model: bool, preset: str) -> None:
    for name, source in pages().items():
        text, markdown = (
            stripper.strip(source, format="html", to=to, model=model, preset=preset).text
            for to in ("text", "markdown")
        )
        unfenced = re.sub(r"(?m)^\s*```.*$", "", markdown)
        assert letters(strip_markup(unfenced, "markdown")) == letters(text), name


def test_the_space_between_two_links_is_the_same_share_of_links() -> None:
    pages = [
        stripper.formats.split(PAGES["tags"], "html", stripper.formats.Rendering(markdown=marked))
        for marked in (False, True)
    ]
    said = ["".join(page.source[low:high] for low, high in page.links) for page in pages]
    assert said[0] == said[1] == "apple labour"
