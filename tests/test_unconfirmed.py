"""By rules alone, on text: what is found where next to nothing is found mostly is text."""

import sys
from typing import Any

import pytest

import stripper
from stripper.decisions.inputs import WHOLE
from stripper.decisions.unconfirmed import believe_calls, leave_unconfirmed
from stripper.engines import Opinion
from stripper.facts import measure
from stripper.formats.text import split
from stripper.decisions import unconfirmed
from tests.conftest import FIXTURES

SENTENCE = (
    "The ferry company said on Tuesday that the winter timetable would be kept until the slipway "
    "is mended, and that nobody who holds a yearly ticket would have to pay for the longer way. "
)
LINK = "Related: Slipway at Norrhamn closed for another year\n\n"


def cut(source: str, **options: Any) -> list[str]:
    result = stripper.strip(source, format="markdown", model=False, **options)
    return [removal.text.strip() for removal in result.removals]


def page(paragraphs: int, *, link: str = LINK) -> str:
    text = [f"{SENTENCE}That was number {n}.\n\n" for n in range(paragraphs)]
    return "# A slipway and its ferry\n\n" + "".join(text[:3]) + link + "".join(text[3:])


def test_one_line_among_many_paragraphs_stays() -> None:
    assert cut(page(8)) == [LINK.strip()]
    assert cut(page(40)) == []


def test_a_firm_label_among_many_paragraphs_goes_and_the_rest_still_stays() -> None:
    source = page(80) + "Advertisement\n"
    once = stripper.strip(source, format="markdown", model=False)
    assert [removal.text.strip() for removal in once.removals] == ["Advertisement"]
    assert cut(once.text) == []


def test_rules_of_a_user_count_on_any_page(tmp_path: Any) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(
        'category = "related"\nlanguage = "any"\n\n[[rule]]\nid = "slips"\n'
        'description = "Our line between stories"\nopenings = ["related: slipway"]\n'
        'strip = ["Related: Slipway at Norrhamn"]\nkeep = ["Slipway at Norrhamn"]\n'
    )
    assert cut(page(40), rules=(str(rules),)) == [LINK.strip()]


def test_a_list_on_a_small_page_is_what_the_page_is_about() -> None:
    found = [
        Opinion(0, 3, 8, "related", "rule", "any/related/points", 0.8, ""),
        Opinion(0, 3, 8, "share", "rule", "any/share/points", 0.8, ""),
        Opinion(0, 3, 8, "related", "rule", "en/related/lists", 0.95, ""),
        Opinion(0, 3, 8, "donation", "rule", "any/donation/points", 0.8, ""),
    ]
    assert leave_unconfirmed(range(WHOLE - 1), found, found) == found[2:]
    assert leave_unconfirmed(range(WHOLE), found, found) == found


def test_what_points_just_reach_wants_more_company_than_the_rest() -> None:
    faint = Opinion(0, 3, 3, "newsletter", "rule", "any/newsletter/points", 0.8, "", faint=True)
    plain = faint._replace(first=4, last=4, faint=False)
    assert leave_unconfirmed(range(20), [faint, plain], [faint, plain]) == [plain]
    assert leave_unconfirmed(range(16), [faint, plain], [faint, plain]) == [faint, plain]
    assert leave_unconfirmed(range(40), [faint, plain], [faint, plain]) == []


def test_what_a_site_repeats_needs_no_company() -> None:
    repeated = Opinion(0, 3, 3, "related", "site", "paper.example", 0.9, "")
    assert leave_unconfirmed(range(40), [repeated], [repeated]) == [repeated]
    assert leave_unconfirmed(range(40), [repeated._replace(by="rule")], [repeated]) == []


def test_what_a_caller_keeps_says_as_much_of_the_page() -> None:
    source = page(40) + "Advertisement\n\nAccept all cookies\n"
    assert LINK.strip() in cut(source)
    assert cut(source, only=("related",)) == [LINK.strip()]
    assert LINK.strip() in cut(source, keep=("advert", "cookie"))


def test_it_holds_where_no_model_judges_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(sys.modules["stripper.decisions.case"], "leave_unconfirmed", fail)
    stripper.strip(page(8))
    stripper.strip(f"<p>{SENTENCE}</p><p>{LINK}</p>", format="html", model=False)
    with pytest.raises(AssertionError):
        cut(page(8))


def test_an_appeal_speaks_for_the_call_over_the_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (FIXTURES / "pages/text/en--moscow-times/page.txt").read_text()
    call = "Support The Moscow Times!"
    assert call in cut(source)
    assert call not in cut(source[: source.index("… we have a small favor")])
    strike = source.replace(call, "Support the strike of the nurses!")
    assert "Support the strike of the nurses!" not in cut(strike)
    monkeypatch.setattr(unconfirmed, "APPEALS", "")
    assert call not in cut(source)


def test_only_a_sure_appeal_speaks_and_only_for_calls() -> None:
    facts = measure(
        [split("Support The Gazette!\n\nRates rose.\n\nWe need you: help The Gazette!\n")]
    )
    call = Opinion(0, 0, 0, "donation", "rule", "any/donation/call", 0.9, "", doubted=True)
    sure = Opinion(0, 2, 2, "donation", "rule", "en/donation/opener", 0.92, "")
    other = call._replace(category="paywall")
    assert not believe_calls(facts, [call, sure])[0].doubted
    assert believe_calls(facts, [other, sure])[0].doubted
    assert believe_calls(facts, [call, sure._replace(score=0.8)])[0].doubted
    assert believe_calls(facts, [call, sure._replace(doubted=True)])[0].doubted
