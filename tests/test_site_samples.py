"""What a profile is made of: pages met again, copies, redesigns, entries that grow old."""

import gc
import weakref
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from gazette import (
    DAY,
    LATER,
    PAGES,
    entry,
    pages_of,
    sample_of,
)

import stripper
from stripper import Learner, Stripper, keys
from stripper.blocks import Page
from stripper.documents import Document, Input
from stripper.facts import Bools, Facts, measure
from stripper.formats import split
from stripper.learning import make_profile
from stripper.learning.intake import take_in
from stripper.learning.sample import Sample
from stripper.learning.states import State
from stripper.learning.updating import update
from stripper.pipeline.sources import read_page
from stripper.profiles import Profile


def test_copies_count_once() -> None:
    copies = [PAGES[0], PAGES[0], PAGES[0].replace("1871", "1999"), PAGES[0] + "\nSee also\n"]
    profile = stripper.learn(copies)
    assert (profile.pages, profile.entries) == (1, ())
    assert stripper.learn([*PAGES[1:], *copies]).pages == len(PAGES)


def test_pages_met_again_are_counted() -> None:
    copies = [PAGES[0], PAGES[0].replace("1871", "1999"), PAGES[1]]
    one, other = Learner(host="gazette.example"), Learner(host="gazette.example")
    one.add([*copies, *PAGES * 30])
    other.add(copies)
    assert one.again == {"gazette.example": len(PAGES) * 30 + 3 - len(PAGES)}
    assert other.again == {"gazette.example": 1}
    assert one.merge(other).again["gazette.example"] == len(PAGES) * 29 + 3 + 3


def test_a_page_at_fault_is_no_page_met_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Input("a.txt", Path("a.txt"), Path("a.txt"))
    texts = [*PAGES, "At fault", PAGES[0]]

    def read(text: str, options: stripper.Options) -> Page:
        if text == "At fault":
            raise stripper.InputError("is at fault")
        return read_page(text, options)

    monkeypatch.setattr("stripper.learning.read_page", read)
    learner = Learner(host="gazette.example")
    failed: list[str] = []
    documents = [Document(given, "a.txt", text) for text in [*texts, *texts * 20]]
    take_in(learner, documents, lambda _, error: failed.append(error))
    assert len(failed) == 21
    assert learner.again == {"gazette.example": 21 * 7 - len(PAGES)}


def test_keys_of_a_batch_are_found_once_for_all_its_sites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = [f"https://{name}.example/" for name in ("one", "two", "three")]
    learner = Learner()
    learner.add([(page, host) for host in hosts for page in PAGES])
    with State(tmp_path / "a.sites") as state:
        state.merge(learner.hand_over())
        state.make_profiles()
    asked: list[Facts] = []
    find_dates = keys._in_dates

    def count(facts: Facts) -> Bools:
        asked.append(facts)
        return find_dates(facts)

    monkeypatch.setattr(keys, "_in_dates", count)
    tool = Stripper(site=tmp_path / "a.sites")
    texts = [result.text for result in tool.strip_many([PAGES[0]] * 3, urls=hosts)]
    assert all("The harbour desk" not in text for text in texts)
    assert any(len(facts.pages) == 3 for facts in asked)
    assert len({id(facts) for facts in asked}) == len(asked)


def test_a_batch_is_let_go_with_its_keys() -> None:
    facts = measure([split(PAGES[0], "text")])
    found, held = keys.find_keys(facts), weakref.ref(facts.words)
    assert keys.find_keys(facts) is found
    del facts
    gc.collect()
    assert held() is None


def halves() -> tuple[Sample, Sample]:
    pages = pages_of("fellnotes.example")
    return sample_of([p.text for p in pages[:7]]), sample_of([p.text for p in pages[7:]], LATER)


def test_a_redesign_is_noticed() -> None:
    old, new = halves()
    profile = make_profile("fellnotes.example", old)
    renewed, health = update(profile, new)
    assert health.redesigned and len(health.missing) == len(profile.entries)
    assert any("layout has changed" in line for line in health.describe())
    texts = {e.text for e in renewed.entries}
    assert {"Back to the trig point", "All walks on one map"} <= texts
    again, calm = update(renewed, new)
    assert not calm.new and len(again.entries) == len(renewed.entries)


def test_a_sample_across_a_redesign_learns_both_layouts() -> None:
    old, new = halves()
    texts = {e.text for e in make_profile("fellnotes.example", old.merge(new)).entries}
    assert {"Back to the trig point", "All walks on one map"} <= texts


def test_a_rejected_entry_never_returns() -> None:
    profile = stripper.learn(PAGES, day=DAY)
    rejected = tuple(replace(e, status="rejected") for e in profile.entries)
    renewed, health = update(replace(profile, entries=rejected), sample_of(PAGES, LATER))
    assert renewed.in_use() == () and health.new == ()
    assert [e.text for e in renewed.entries] == [e.text for e in rejected]


def test_entries_age_out_and_confirmed_ones_stay() -> None:
    learned, confirmed = entry("Gone since long"), entry("Ours for good", status="confirmed")
    profile = Profile(("*",), 5, 0.95, DAY, DAY, entries=(learned, confirmed))
    renewed, health = update(profile, sample_of(PAGES, date(2027, 3, 1)))
    assert health.dropped == (learned,) and confirmed in renewed.entries
    assert learned not in replace(profile, last_seen=date(2027, 3, 1)).in_use()
