"""Credits and counters: known by their form, unless they stand with the author's name."""

from dataclasses import replace

import numpy as np
import pytest

import stripper
from stripper.decisions import decide
from stripper.decisions.bars import FORMAL_VETO, VETO, find_veto
from stripper.decisions.inputs import STRONG
from stripper.decisions.sparing import find_glued
from stripper.decisions.structure import spare_structure
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.engines.view import View
from stripper.facts import measure
from stripper.formats import text
from stripper.pipeline import Options

LINES = "By Ann Ford\n\nPhoto: Jo Hale\n\nThe mill turned again on Monday.\n"
HELD = FORMAL_VETO - 1
"""A score at which the model holds a line for content, though not beyond doubt."""


def find(category: str, score: float, at: int = 1) -> Opinion:
    return Opinion(0, at, at, category, "rule", f"en/{category}/lines", score, "")


def gone(
    found: list[Opinion], options: Options, score: int = HELD, lines: str = LINES
) -> list[int]:
    """The blocks that go, of which the model said as much of the second one."""
    page = replace(text.split(lines), scores=np.array([500, score, 500]))
    facts = measure([page])
    view = View(facts, np.zeros(len(facts.tokens.hash), np.uint64))
    return [cut.first for cut in decide(view, 0, found, options).cuts]


@pytest.mark.parametrize(
    ("category", "score", "goes"),
    [
        ("credit", 0.9, [1]), ("metadata", 0.9, [1]),
        ("credit", 0.85, []), ("related", 0.9, []), ("navigation", 0.95, []),
    ],
)  # fmt: skip
def test_a_credit_goes_by_its_form_though_the_model_would_keep_it(
    category: str, score: float, goes: list[int]
) -> None:
    assert gone([find(category, score)], Options()) == goes


def test_a_credit_that_the_model_surely_holds_for_text_stays() -> None:
    assert gone([find("credit", 0.9)], Options(), FORMAL_VETO) == []


def test_who_took_the_pictures_stays_with_the_author() -> None:
    found = [find("byline", 0.9, 0), find("credit", 0.9)]
    assert gone(found, Options()) == []
    assert gone(found, Options(preset="thorough")) == [0, 1]
    assert gone(found, Options(keep=("credit",), preset="thorough")) == [0]


@pytest.mark.parametrize(
    "lines",
    [
        "Director: Ann Ford\n\nPhotography: Jo Hale\n\nThe mill turned again.\n",
        "Weight: 400 g\nImage: 24 megapixels\n\nThe lens is a little soft.\n",
        "The mill turned again.\n\nImage: 24 megapixels\n\nWeight: 400 g\n",
        "Write at the end of the page:\n\nCategory: Fungi of Europe\n\nThe name is a link.\n",
        "The job has a key.\n\n  image: busybox\n\nThe mill turned again.\n",
    ],
)
def test_lines_of_data_examples_and_code_have_that_form_too(lines: str) -> None:
    assert gone([find("credit", 0.9)], Options(), lines=lines) == []
    assert gone([find("metadata", 0.9)], Options(), lines=lines) == []


def test_who_took_the_pictures_stays_over_the_author_as_under_the_author() -> None:
    lines = "The mill turned again.\n\nPhotographs by Jo Hale\n\nBy Ann Ford\n"
    assert gone([find("byline", 0.9, 2), find("credit", 0.9)], Options(), lines=lines) == []


@pytest.mark.parametrize(
    "names", ["By Ann Ford\nPhotographs by Jo Hale", "Von Anna Berg\nFotos: Jo Hall"]
)
def test_the_shipped_model_lets_both_names_stay(names: str) -> None:
    story = "The mill turned again on Monday, after eleven years in which nobody had paid for it."
    page = f"The mill turns again\n\n{names}\n\n" + f"{story}\n\n" * 12
    assert stripper.strip(page).text == page


def test_in_html_the_same_credits_go_whatever_is_written() -> None:
    story = "".join(
        f"<p>The mill turned again on Monday {name}, after eleven years in which nobody in the "
        "valley had paid for it, and the keeper said so.</p>"
        for name in ("first", "second", "third", "last")
    )
    caption = "<p>The mill in the morning, seen from the weir.</p><div>Photo: Jo Hale</div>"
    page = f"<main><h1>The mill of the valley</h1>{story}<ul><li>{caption}</ul>{story}</main>"
    for to in ("text", "markdown", "html"):
        result = stripper.strip(page, format="html", to=to, model=False)
        assert [r.text.strip() for r in result.removals] == ["Photo: Jo Hale"]


def test_in_the_first_round_forms_count_for_more_than_other_certain_rules() -> None:
    credit, label = find("credit", 0.9), find("related", 0.9)
    assert find_veto(credit, VETO) == FORMAL_VETO > find_veto(label, VETO) == VETO[True]
    assert find_veto(credit, VETO, formal=False) == VETO[False]
    assert find_veto(find("metadata", 0.9), VETO, formal=False) == VETO[True]


@pytest.mark.parametrize(("score", "goes"), [(-1, True), (0, False)])
def test_a_title_that_the_model_holds_for_text_stays_over_its_sentence(
    score: int, goes: bool
) -> None:
    lines = "The mill is old.\n\nPhotography: 1839 on\nThe first plates show the wheel.\n"
    facts = measure([text.split(lines)])
    best = spare_structure(
        facts, range(3), [None, find("credit", 0.9), None], np.array([500, score, 500])
    )
    assert (best[1] is not None) == goes


def test_a_credit_is_no_title_of_the_sentence_under_it() -> None:
    story = "The mill turned again on Monday, after eleven years in which nobody had paid for it.\n"
    page = f"{story}\nPhoto: Jo Hale\nThe wheel has forty new paddles.\n\n{story}"
    kept = f"{story}The wheel has forty new paddles.\n\n{story}"
    assert stripper.strip(page, language="en", model=False).text == kept


def glue(label: str, first: int = 0, score: int = -UNIT, category: str = "related") -> list[int]:
    """The blocks of two that stay for what a rule takes from the end of the first one, or of both
    where the `first` is 2; both have this score."""
    line = f"The mill turned again on Monday, after eleven years. {label}\n\n"
    facts = measure([text.split(line + (line if first == 2 else "The wheel is new.\n"))])
    found = [find("related", 0.9, 1)]
    for at in range(2) if first == 2 else [0]:
        low = int(facts.low[at]) + facts.text(at).index(label.lower())
        part = (int(facts.low[at]) if first == 1 else low, int(facts.high[at]))
        found.append(find(category, 0.9, at)._replace(part=part))
    return find_glued(facts, range(2), found, np.full(2, score))


def test_a_paragraph_stays_that_a_label_is_glued_to() -> None:
    assert glue("Read more: The old wheel") == [0]
    assert glue("Read more: The old wheel", first=1) == []


def test_of_several_teasers_those_that_the_model_is_sure_of_do_not_stay_for_their_label() -> None:
    assert glue("Read more", first=2, score=STRONG) == [0, 1]
    assert glue("Read more", first=2, score=STRONG - 1) == []
    assert glue("Read more", score=STRONG - 1) == [0]
    assert glue("Photo: Jo Hale", first=2, score=STRONG - 1, category="credit") == [0, 1]
