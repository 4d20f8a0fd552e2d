"""Site profiles: what is learned from a site's pages, what is not, and what profiles then decide."""

import pickle
import random
from dataclasses import replace
from pathlib import Path

import pytest
from gazette import (
    DAY,
    FOOT,
    LIMIT,
    MENU,
    PAGES,
    SITES,
    STORIES,
    entry,
    pages_of,
    profile_of,
    write,
)

import stripper
from stripper import Learner, Stripper
from stripper.engines import model
from stripper.evaluate import evaluate, kept_shares, summarise
from stripper.evaluate.labelled import CONTENT, LabelledPage
from stripper.profiles import Profile, ProfileIndex
from stripper.result import Result
from stripper.train.model import save_network
from tests.conftest import FIXTURES

LEAST_TAKEN = 0.45
"""Share of what rules and model leave of a site's furniture that its profile takes at least."""
LITTLE_LEFT, ALL_BUT_IT = 20, 88
"""Percent of it below which there is hardly anything to take, and how much must have gone then in
all: as much as when rules and model left a quarter and more."""


@pytest.mark.parametrize("site", SITES)
def test_invented_sites_are_large_enough(site: str) -> None:
    assert len(pages_of(site)) >= 12
    assert len({page.language for name in SITES for page in pages_of(name)}) >= 3


@pytest.mark.parametrize("site", SITES)
def test_profile_takes_furniture_and_hardly_any_content(site: str, tmp_path: Path) -> None:
    tool = Stripper(site=write(tmp_path, profile_of(site)))
    plain, alone = evaluate(pages_of(site), Stripper())
    scores, seen = evaluate(pages_of(site), tool)
    before = summarise(plain["all"], tool)["boilerplate_removed"]
    after = summarise(scores["all"], tool)["boilerplate_removed"]
    assert after >= 80, after
    left = 100 - before
    enough = before + LEAST_TAKEN * left if left >= LITTLE_LEFT else max(before, ALL_BUT_IT)
    assert after > enough, (before, after)
    words, taken = count_lost(alone)
    _, gone = count_lost(seen)
    assert gone - taken < LIMIT * words, (gone, taken, words)


@pytest.mark.parametrize("site", SITES)
def test_hardly_any_content_goes_from_a_page_with_a_profile(site: str, tmp_path: Path) -> None:
    _, seen = evaluate(pages_of(site), Stripper(site=write(tmp_path, profile_of(site))))
    words, gone = count_lost(seen)
    assert gone < LIMIT * words, (gone, words)


def count_lost(seen: list[tuple[LabelledPage, Result]]) -> tuple[float, float]:
    """The words of content on some pages, and how many of them went."""
    words = gone = 0.0
    for page, result in seen:
        shares = kept_shares(page, result)
        for line, label, share in zip(page.text.split("\n"), page.labels, shares, strict=True):
            if label == CONTENT:
                words += len(line.split())
                gone += len(line.split()) * (1 - share)
    return words, gone


@pytest.mark.parametrize(
    ("site", "text"),
    [
        ("kuechenkladde.example", "Zutaten"),
        ("kuechenkladde.example", "Mengen und Zeiten sind in unserer Küche erprobt"),
        ("revuedesrives.example", "Chansons retrouvées"),
        ("revuedesrives.example", "Tourne, tourne, ma roue"),
        ("revuedesrives.example", "Le texte est donné tel qu'il a été chanté"),
        ("harbourgazette.example", "Letters from the lock"),
        ("harbourgazette.example", "The writer gives general information"),
        ("fellnotes.example", "Getting there"),
        ("fellnotes.example", "The hills are free and at your own risk"),
    ],
)
def test_content_that_repeats_is_not_learned(site: str, text: str) -> None:
    assert any(text in page.text for page in pages_of(site))
    assert [e.text for e in profile_of(site).entries if e.text.startswith(text)] == []


@pytest.mark.parametrize("site", SITES)
def test_order_of_pages_does_not_matter(site: str) -> None:
    pages = [(p.text, p.url) for p in pages_of(site)]
    random.Random(5).shuffle(pages)
    assert stripper.learn(pages, day=DAY) == profile_of(site)


def test_a_headline_that_others_tease_stays(tmp_path: Path) -> None:
    teased = "The ferry that would not be sold"
    texts = [f"{MENU}{teased}\n\n{STORIES[0]}{FOOT}"]
    texts += [f"{MENU}{story}{FOOT}\n{teased}\n\nMore from the quay\n" for story in STORIES[1:]]
    file = write(tmp_path, stripper.learn(texts, host="gazette.example"))
    assert teased in Stripper(site=file)(texts[0]).text


def test_confidence_says_how_many_pages_there_were() -> None:
    scores = [stripper.learn(PAGES[:n]).confidence for n in (1, 2, 3, 5)]
    assert scores == [0.0, 0.7, 0.9, 0.95]
    assert stripper.learn(PAGES[:1]).entries == ()
    few = stripper.learn(PAGES[:2]).entries
    assert few and max(e.score for e in few) <= 0.7


def test_blank_pages_and_unknown_hosts_are_left_out() -> None:
    learner = Learner()
    learner.add(["", "Rates rose.\n", (PAGES[0], "https://gazette.example/1")])
    assert {site: len(held) for site, held in learner.samples.items()} == {"gazette.example": 1}


def test_merged_learners_read_and_want_pages_as_before() -> None:
    asked = []

    def want(site: str, identity: int) -> bool:
        asked.append(site)
        return False

    options = stripper.Options(language="de", format="markdown")
    merged = Learner(host="gazette.example", options=options, wants=want).merge(Learner())
    merged.add([PAGES[0]])
    assert asked == ["gazette.example"] and not merged.profiles()["gazette.example"].pages
    read = Learner(host="gazette.example", options=options).merge(Learner())
    read.add([f"{STORIES[0]}\n\n**{STORIES[1]}**"])
    (page,) = read.samples["gazette.example"]
    assert page.text == (STORIES[0], STORIES[1])


def test_front_matter_and_envelopes_name_the_host() -> None:
    learner = Learner()
    learner.add([f"---\ntitle: A\nurl: https://www.gazette.example/{n}\n---\n\n{p}"
                 for n, p in enumerate(PAGES)])  # fmt: skip
    assert list(learner.samples) == ["gazette.example"]


def test_pages_of_several_sites_are_refused_for_one_profile() -> None:
    with pytest.raises(stripper.InputError, match=r"several sites \(a.example, b.example\)"):
        stripper.learn([(PAGES[0], "https://a.example"), (PAGES[1], "https://b.example")])


# Use.


def test_every_removal_of_a_profile_says_so(tmp_path: Path) -> None:
    tool = Stripper(site=write(tmp_path, stripper.learn(PAGES, host="gazette.example")))
    result = tool(PAGES[0], url="https://www.gazette.example/1")
    by_site = [r for r in result.removals if r.by == "site"]
    assert by_site and all(r.reason and r.rule.startswith("gazette.example/") for r in by_site)
    assert "The harbour desk" not in result.text
    assert stripper.apply(result.source, result.removals) == result.text
    assert "sites" in result.version and "sites" not in Stripper()("A line.\n").version


def test_a_page_of_another_host_is_untouched(tmp_path: Path) -> None:
    tool = Stripper(site=write(tmp_path, stripper.learn(PAGES, host="gazette.example")))
    other = tool(PAGES[0], url="https://other.example/1")
    assert (other.text, other.removals) == (
        Stripper()(PAGES[0]).text,
        Stripper()(PAGES[0]).removals,
    )


@pytest.mark.parametrize(
    ("host", "held"),
    [
        ("example.com", {0}), ("www.example.com", {1}), ("blog.example.com", {2}),
        ("a.blog.example.com", {2}), ("notexample.com", set()), (None, set()),
    ],
)  # fmt: skip
def test_the_closest_profile_holds_for_a_host(host: str | None, held: set[int]) -> None:
    hosts = ("example.com", "*.example.com", "blog.example.com", "*")
    profiles = [Profile((h,)) for h in hosts]
    assert set(ProfileIndex(profiles).find(host)) == held | {3}


def test_answers_are_the_same_alone_and_in_a_batch(tmp_path: Path) -> None:
    write(tmp_path, stripper.learn(PAGES, host="gazette.example"), "gazette")
    write(tmp_path, profile_of("fellnotes.example"), "fell")
    tool = Stripper(site=tmp_path)
    sources = [(p.text, p.url) for p in pages_of("fellnotes.example")[:4]]
    sources += [(text, "https://gazette.example") for text in PAGES[:3]]
    batch = list(tool.strip_many([s for s, _ in sources], urls=[u for _, u in sources]))
    alone = [pickle.loads(pickle.dumps(tool))(source, url=url) for source, url in sources]
    assert batch == alone


def test_rejected_entries_do_not_count_and_confirmed_ones_are_certain(tmp_path: Path) -> None:
    page = f"{STORIES[0]}\n\nThe harbour desk has a word with you\n\n{STORIES[1]}\n"
    text = "The harbour desk has a word with you"
    for status, gone in (("rejected", False), ("confirmed", True)):
        profile = Profile(("*",), 5, 0.95, DAY, DAY, entries=(entry(text, status=status),))
        result = Stripper(site=write(tmp_path, profile), preset="precise")(page)
        assert (text not in result.text) == gone, status


def test_corrections_beat_every_engine_and_switch(tmp_path: Path) -> None:
    page = f"{STORIES[0]}\n\nSubscribe to our newsletter\n\n{STORIES[1]} Mind the gap! Thank you.\n"
    profile = Profile(("*",), strip=("Mind the gap!", STORIES[0]), keep=("our newsletter",))
    for preset in ("precise", "thorough"):
        result = Stripper(site=write(tmp_path, profile), preset=preset)(page)
        assert result.text == f"Subscribe to our newsletter\n\n{STORIES[1]} Thank you.\n"
        assert {(r.by, r.rule) for r in result.removals} == {("user", "*/strip")}


def test_what_somebody_keeps_beats_what_somebody_strips(tmp_path: Path) -> None:
    profile = Profile(("*",), strip=("the ferry sails at noon",), keep=(STORIES[0],))
    assert Stripper(site=write(tmp_path, profile))(PAGES[0]).text.count(STORIES[0]) == 1


# Updates.


def test_the_benchmark_learns_and_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FIXTURES.parent / "tests" / "benchmarks"))
    import sites

    _, learned = sites.crawl(100)
    assert learned == sites.SITES
    pages = list(sites.read_invented(FIXTURES / "sites" / "kuechenkladde.example"))[:4]
    samples = [sites.learn_one("kuechenkladde.example", page.text) for page in pages]
    before = [sites.score(Stripper(format="text"), page).after for page in pages]
    after = [s.after for s in sites.leave_one_out("kuechenkladde.example", pages, samples, 3)]
    assert sum(after) > sum(before) + 0.02 * len(pages)


def test_the_benchmark_scores_the_weights_that_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(FIXTURES.parent / "tests" / "benchmarks"))
    import sites

    shipped = model.shipped()
    monkeypatch.setattr(model, "shipped", model.shipped)
    monkeypatch.setattr(sites, "find_invented", list)
    weights = tmp_path / "own.npz"
    save_network(replace(shipped, card="Fitted without these sites"), weights)
    assert sites.main(["--weights", str(weights)]) == 0
    assert model.shipped().card == "Fitted without these sites"
