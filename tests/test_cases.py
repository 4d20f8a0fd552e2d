"""What a case is decided by: each of these steps has a say, end to end."""

import numpy as np
import pytest

import stripper
from stripper import decisions
from stripper.decisions import alone, case

SENTENCES = (
    "The council met on Monday and put off the vote on the market hall until the summer of next year.",
    "For nine years the baker has kept his oven in the yard behind the hall, says his daughter.",
    "The mill was sold in the year of the flood to a man from the coast who never came to see it.",
    "The ferry sails at noon, and once more at six when the tide is in and the harbour is not full.",
    "Nobody could say what the new roof would cost the town, or who would climb up there to mend it.",
    "The mayor went home early that day, and her clerk wrote in the minutes that the hall was cold.",
    "In the spring a fire burned down the shed in which the boats had stood since the old bridge fell.",
)
ARTICLE = "\n\n".join(SENTENCES * 2)


def test_a_text_that_loses_next_to_nothing_is_judged_as_an_extract(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    menu = "\n".join(f"{word} and more" for word in ("Home", "News", "Sport", "Travel") * 12)
    page = f"{menu}\n\n{ARTICLE}\n"
    assert "extract" not in stripper.strip(page, format="text").flags
    monkeypatch.setattr(decisions, "is_stripped", lambda _, given, *__, **___: given == "page")
    assert "extract" in stripper.strip(page, format="text").flags


def test_doubt_has_its_own_bar_in_a_clean_extract(monkeypatch: pytest.MonkeyPatch) -> None:
    source = f"{ARTICLE}\n\nAdvertisement\n\n{ARTICLE}\n"
    assert "Advertisement" not in stripper.strip(source, format="text").text
    never = -1_000_000
    monkeypatch.setattr(case, "CLEAN_VETO", {True: never, False: never})
    assert "Advertisement" in stripper.strip(source, format="text").text


@pytest.mark.parametrize(("preset", "asked"), [("balanced", True), ("precise", False)])
def test_boxes_of_comments_are_looked_for_where_comments_go(
    preset: str, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(decisions, "take_comments_along", lambda *given: seen.append(1) or given[2])
    page = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    stripper.strip(page, format="html", preset=preset)
    assert bool(seen) is asked


def test_what_goes_when_certain_goes_by_rules_alone_in_an_extract() -> None:
    source = f"Berlin\nHamburg\nMunich\nCologne\nWirtschaft\nKultur\nTermine\n\n{ARTICLE}\n"

    def take(preset: str, given: str) -> list[str]:
        removals = stripper.strip(source, format="text", preset=preset, input=given).removals
        return [removal.by for removal in removals]

    assert take("precise", "extract") == []
    assert take("precise", "page") == ["model"]


def test_an_appeal_is_no_paragraph_for_those_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asks = "Like this article? Subscribe to our blog and have it in your inbox every week."
    told = "".join(f"<p>{sentence}</p>" for sentence in (*SENTENCES, asks))
    page = f"<main><h1>The hall</h1><div class=entry>{told}</div></main><footer>Imprint</footer>"
    monkeypatch.setattr(case, "agree", lambda scores, _: np.full_like(scores, 1000))
    kept = stripper.strip(page, format="html").text
    assert "inbox" not in kept
    assert "Imprint" in kept  # which this template holds for content


@pytest.mark.parametrize(
    "find", ["find_glued", "find_items", "find_references", "find_captions", "find_standfirst"]
)
def test_what_tells_something_does_not_go_by_the_model_alone(
    find: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ("Berlin", "Hamburg", "Munich", "Cologne", "Wirtschaft", "Kultur", "Termine")
    source = "\n".join((*places, "", ARTICLE, ""))
    tool = stripper.Stripper(format="text", input="page", preset="precise")
    assert tool(source).text == f"{places[-1]}\n\n{ARTICLE}\n"
    monkeypatch.setattr(alone, find, lambda *_: list(range(len(places))))
    assert tool(source).text == source
