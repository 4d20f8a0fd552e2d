"""Samples of rules: what is found of each on a page of prose, and by which rule."""

from dataclasses import replace

import pytest

from stripper.packs.rule import Rule
from stripper.pipeline import samples
from stripper.pipeline.samples import check_samples

OWN = Rule(
    id="en/newsletter/morning",
    category="newsletter",
    language="en",
    description="x",
    labels=("join the morning list",),
    confidence=0.95,
    strip=("Join the morning list",),
    keep=("The morning list of ships was long.",),
)
OTHER = replace(OWN, id="en/share/pass", category="share", labels=("pass it on, please",))


def faults(rule: Rule, *others: Rule) -> list[str]:
    return [f"{fault.field}: {fault.finding}" for fault in check_samples([rule], others)]


def test_a_rule_that_does_what_it_says_has_no_fault() -> None:
    assert faults(OWN, OTHER) == []


def test_all_words_of_a_sample_must_be_found_but_for_those_around_a_part() -> None:
    more = ("Join the morning list\n\nIt comes at six with the milk and the rolls.",)
    assert faults(replace(OWN, strip=more)) == ["strip: the rule does not find all of it"]
    part = replace(OWN, labels=(), endings=("join the morning list",), extent="match", strip=more)
    said = "It comes at six with the milk. Join the morning list\n\nIt comes with rolls as well."
    assert faults(replace(part, strip=(said,))) == []


@pytest.mark.parametrize("position", ["head", "tail", "anywhere"])
def test_what_must_stay_is_tried_where_a_rule_would_look(position: str) -> None:
    keep = ("Join the morning list",)
    assert faults(replace(OWN, position=position, keep=keep)) == [f"keep: is found by {OWN.id}"]


def test_a_finding_beside_a_sample_is_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "_PROSE", ("Pass it on, please", *samples._PROSE))
    assert faults(OWN, OTHER) == []
    assert faults(replace(OWN, keep=("Pass it on, please",)), OTHER) == [
        f"keep: is found by {OTHER.id}"
    ]


def test_rules_for_all_languages_hear_english_on_pages_in_another() -> None:
    any_rule = replace(
        OTHER, id="any/paywall/word", category="paywall", language="any", labels=(),
        all=("subscribe",), max_words=4,
    )  # fmt: skip
    own = replace(OWN, id="de/newsletter/morning", language="de", keep=("Subscribe today",))
    assert faults(own, any_rule) == [f"keep: is found by {any_rule.id}"]


def test_many_samples_are_judged_as_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    keep = tuple(f"Ship number {at} was long." for at in range(9)) + OWN.labels
    monkeypatch.setattr(samples, "_BATCH", 4)
    found = list(check_samples([replace(OWN, keep=keep)]))
    assert [(fault.field, fault.sample) for fault in found] == [("keep", keep[-1])]
