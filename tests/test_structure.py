"""Structure: what Markdown held and still holds is the same to a Markdown parser, before and after."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

import stripper
from tests.conftest import FIXTURES

PARSER = MarkdownIt("commonmark").enable("table")
STRIPPERS = {
    p: stripper.Stripper(format="markdown", preset=p, model=False) for p in ("balanced", "thorough")
}
PAGES = sorted((FIXTURES / "pages" / "markdown").glob("*/page.md"))
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PROSE = (
    "The council met on Monday and put off the vote on the market hall until the summer of next year, "
    "since nobody could say what the new roof would cost the town.",
    "For nine years the baker has kept his oven in the yard behind the hall, and his daughter says that "
    "they will go on baking there whatever the council makes of it.",
)
CONTENT = (
    *PROSE,
    "# Council puts off market vote",
    "## What the baker says\n\n" + PROSE[1],
    "The river in June\n-----------------\n\n" + PROSE[0],
    "- flour from the mill\n- two eggs\n- salt\n",
    "1. Cut the board\n2. Sand it\n   with fine paper\n3. Oil it twice\n",
    "- tools\n  - a saw\n    - with fine teeth\n  - a plane\n- timber",
    "- a long item\n\n  with a paragraph of its own\n\n- another one",
    "> We have waited for nine years.\n>\n> - for a roof\n> - for a door",
    "> Subscribe to our newsletter",
    "```sh\nSubscribe to our newsletter\n\nShare on Facebook\n```",
    "~~~\n# Advertisement\n~~~",
    PROSE[0] + "\n\n    Advertisement\n\n    Read more\n\n" + PROSE[1],
    PROSE[1] + "\n\n- run this\n  ```\n  Read more\n  ```\n- then that",
    "| Stall | Rent |\n|---|---|\n| Bread | 40 € |\n| Subscribe | now |",
    "Rents | 2024\n--|--\nSign up | 12",
    "[hall]: https://example.com/hall\n[^1]: A note on the hall.",
    "See the [plan][hall] of the hall, which the town drew up in the year of the flood and never built.",
    "![The hall](https://example.com/hall.png)",
    "---",
    "<div>\nThe hall\n</div>",
)
BOILERPLATE = (
    "Subscribe to our newsletter",
    "Advertisement",
    "[Share on Facebook](https://example.com/share)",
    "Read more: [The roof that never came](https://example.com/roof)",
    "## Related articles\n\n[The roof that never came](https://example.com/roof)",
    "- [Share on Facebook](https://e.c/f)\n- [Share on WhatsApp](https://e.c/w)",
    "Already a subscriber? [Log in](https://example.com/login)",
    "Please support us with a donation today. We need readers like you to keep our journalism going.",
    "Accept all\nReject all\nManage preferences",
    "### Comments\n\n12 comments",
    "© 2024 The Town Paper. All rights reserved.",
    "Lesen Sie auch: [Das Dach](https://example.com/dach)",
)
FRONT = st.sampled_from(
    ("", "", "---\ntitle: Advertisement\nnote: Subscribe to our newsletter\n---\n\n")
)
BODY = st.lists(st.sampled_from(CONTENT) | st.sampled_from(BOILERPLATE), min_size=1, max_size=12)


def body_of(source: str) -> str:
    """A page behind its front matter, which the parser does not know."""
    return source[len(front_of(source)) :]


def front_of(source: str) -> str:
    found = re.match(r"---\n(?:\w+:.*\n)+---\n", source)
    return found.group() if found else ""


def walk(source: str) -> Iterator[tuple[tuple[str, ...], Token]]:
    """Every token of a page with the containers it stands in."""
    inside: list[str] = []
    for token in PARSER.parse(body_of(source)):
        if token.nesting < 0:
            inside.pop()
        yield tuple(inside), token
        if token.nesting > 0:
            inside.append(token.type.removesuffix("_open"))


def code(source: str) -> list[tuple[str, ...]]:
    kinds = ("fence", "code_block")
    return [(*at, t.type, t.info, t.content) for at, t in walk(source) if t.type in kinds]


def content_in(source: str, *containers: str) -> list[tuple[str, ...]]:
    """The text inside containers of these types, with the path to it."""
    return [
        (*at, t.content) for at, t in walk(source)
        if t.content and any(c in at for c in containers)
    ]  # fmt: skip


def headings(source: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    level = ""
    for at, token in walk(source):
        if token.type == "heading_open":
            level = token.tag + token.markup
        elif at[-1:] == ("heading",) and token.type == "inline":
            found.append((level, token.content))
    return found


def references(source: str) -> dict[str, str]:
    env: dict[str, dict[str, dict[str, str]]] = {}
    PARSER.parse(body_of(source), env)
    return {name: found["href"] for name, found in env.get("references", {}).items()}


def item_lines(source: str) -> list[tuple[str, ...]]:
    """The lines of list items, with the path to each."""
    rows = content_in(source, "list_item")
    return [(*row[:-1], line) for row in rows for line in row[-1].split("\n")]


def strays(
    after: Sequence[tuple[str, ...]], before: Sequence[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """What of the one does not stand in the other, in order; a line may have lost words."""
    rest, lost = iter(before), []
    for *path, line in after:
        words = line.split()
        if not any(path == way and is_within(words, whole.split()) for *way, whole in rest):
            lost.append((*path, line))
    return lost


def is_within(part: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)


def check(source: str, after: str) -> None:
    assert code(after) == code(source)
    assert content_in(after, "table") == content_in(source, "table")
    assert content_in(after, "blockquote") == content_in(source, "blockquote")
    assert references(after) == references(source)
    assert strays(item_lines(after), item_lines(source)) == []
    assert strays(headings(after), headings(source)) == []
    assert front_of(after) == front_of(source)


@pytest.mark.parametrize("preset", STRIPPERS)
@pytest.mark.parametrize("page", PAGES, ids=[p.parent.name for p in PAGES])
def test_fixture_pages_keep_their_structure(page: Path, preset: str) -> None:
    source = page.read_text("utf-8")
    result = STRIPPERS[preset](source)
    assert result.removals
    check(source, result.text)


@SLOW
@given(front=FRONT, blocks=BODY, preset=st.sampled_from(sorted(STRIPPERS)))
def test_generated_pages_keep_their_structure(front: str, blocks: list[str], preset: str) -> None:
    source = front + "\n\n".join(blocks) + "\n"
    check(source, STRIPPERS[preset](source).text)


AD = "[Share on Facebook](https://example.com/share)"
CLOSE = {
    "an indented line of what goes turns into code": f"{PROSE[0]}\n\n{AD}\n{AD}\n    about the hall and the yard behind it\n",
    "an indented line of a paragraph turns into code": f"{PROSE[0]}\n    Advertisement\n{AD}\n    and so the talks went on\n",
    "a break under an item turns into the underline of a heading": f"{PROSE[0]}\n- {AD}\n---\n{PROSE[1]}\n",
    "a break under a heading turns into the underline of a heading": f"{PROSE[0]}\n## Advertisement\n---\n{PROSE[1]}\n",
    "a line under a heading joins the item before it": f"{PROSE[0]}\n\n- flour\n- eggs\n## Follow us\n{AD}\n{PROSE[1]}\n",
    "the inner item hangs on what goes": f"{PROSE[0]}\n\n- {AD}\n- {AD}\n    - the hall\n    - the oven and its smoke\n",
    "a line under a heading joins the quote before it": f"> {PROSE[0]}\n## Follow us\n{AD}\n{PROSE[1]}\n",
}
"""Blocks that stand without blank lines or hang on an indent; the one in between goes."""
DEEP = {
    "indented code after an item joins the item": f"{PROSE[0]}\n\n- flour\n\n{AD}\n\n    code = 1\n",
    "two blocks of indented code become one": f"{PROSE[0]}\n\n    a = 1\n\n{AD}\n\n    b = 2\n\n{PROSE[1]}\n",
    "the inner item turns into code": f"{PROSE[0]}\n\n- {AD}\n    - the hall\n    - the yard\n    - the oven and its smoke\n",
    "the inner item moves out": f"{PROSE[0]}\n\n- {AD}\n  - the hall and the yard behind the old mill\n- the oven\n",
    "the item of a fence goes without it": f"# T\n\n{PROSE[0]}\n\n## Related articles\n\n{AD}\n\n- run\n  ```\n  a = 1\n  ```\n- stop\n",
    "the item of a fence goes at the end": f"{PROSE[0]}\n\n- run this\n  ```\n  Read more\n  ```\n- then that\n\nAdvertisement\n",
}
"""Blocks that hang on an indent; what they hang on goes, or what parted them."""


@pytest.mark.parametrize("case", CLOSE)
def test_nothing_joins_when_what_parted_it_goes(case: str) -> None:
    result = STRIPPERS["balanced"](CLOSE[case])
    assert result.removals
    check(CLOSE[case], result.text)


def test_a_list_of_many_kinds_of_labels_is_about_them() -> None:
    labels = ("Sign up", "Add to cart", "Accept all", "Skip to main content", "Load more comments")
    items = "".join(f"- {label}\n" for label in labels)
    source = f"{PROSE[0]}\n\n{items}\n{PROSE[1]}\n"
    assert STRIPPERS["thorough"](source).text == source
    same = f"- {AD}\n" * len(labels)
    assert AD not in STRIPPERS["thorough"](f"{PROSE[0]}\n\n{same}\n{PROSE[1]}\n").text


def test_items_go_from_over_an_item_that_stays() -> None:
    topics = f"- Topics of the week\n    - {AD}\n    - {AD}\n    - Rates rose by a third\n"
    result = STRIPPERS["balanced"](f"{PROSE[0]}\n\n{topics}")
    assert result.text == f"{PROSE[0]}\n\n- Topics of the week\n    - Rates rose by a third\n"


@pytest.mark.parametrize("preset", STRIPPERS)
@pytest.mark.parametrize("case", DEEP)
def test_nothing_changes_its_depth_when_what_it_hangs_on_goes(case: str, preset: str) -> None:
    check(DEEP[case], STRIPPERS[preset](DEEP[case]).text)


SHOWN = {
    "a comment": f"<!--\n\n{AD}\n\n-->",
    "code under a heading": f"# T\n    {AD}",
    "preformatted text": f"<pre>\na\n\n{AD}\n</pre>",
}


@pytest.mark.parametrize("case", SHOWN)
def test_code_that_shows_boilerplate_stays_wherever_it_stands(case: str) -> None:
    source = f"{PROSE[0]}\n\n{SHOWN[case]}\n\n{PROSE[1]}\n"
    assert STRIPPERS["balanced"](source).text == source


@pytest.mark.xfail(strict=True, reason="indented code in an item is seen as a paragraph of it")
def test_indented_code_in_an_item_stays() -> None:
    source = f"{PROSE[0]}\n\n- run\n\n      {AD}\n\n{PROSE[1]}\n"
    assert STRIPPERS["balanced"](source).text == source


def test_boilerplate_behind_a_fence_in_a_numbered_item_goes() -> None:
    source = f"{PROSE[0]}\n\n1. ```\n   a = 1\n   ```\n\n{PROSE[1]}\n\n{AD}\n"
    assert STRIPPERS["balanced"](source).removals


def test_answers_go_with_the_question_to_the_reader() -> None:
    page = (
        "The filter holds for two months, and for one where the water is hard.\n\n"
        "Was this page helpful?\n\nYes\n\nNo\n\nChange it in the sink, not over the floor: it drips for an hour.\n"
    )
    for model in (True, False):
        text = stripper.strip(page, model=model).text
        assert "Yes" not in text and "No\n" not in text
        assert "over the floor" in text


ASKED = "\n\nWas this article helpful?\n\nYes\n\n"


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize("title", ["Sources", "参考文献", "Jane Doe"])
def test_what_is_no_answer_stays_under_a_question_that_goes(title: str, model: bool) -> None:
    told = (
        "The filter holds for two months, and for one where the water is hard and the kettle old."
    )
    result = stripper.strip(f"{told}{ASKED}{title}\n\n{told}\n", model=model)
    assert result.text == f"{told}\n\n{title}\n\n{told}\n"


def test_an_answer_that_a_person_keeps_is_kept(tmp_path: Path) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text('hosts = ["*"]\nkeep = ["Yes"]\n')
    told = (
        "The filter holds for two months, and for one where the water is hard and the kettle old."
    )
    assert "Yes" in stripper.strip(f"{told}{ASKED}{told}\n", site=[str(profile)]).text


def test_answers_of_an_interview_stay() -> None:
    page = "Was the ferry ever late?\n\nYes.\n\nDid anybody mind?\n\nNo. Nobody on the island has a watch.\n"
    assert stripper.strip(page).text == page
