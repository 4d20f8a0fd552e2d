"""Learning states: merged, added to, read back, bounded, on a full disk."""

import pickle
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from commands import Shell
from hypothesis import given, settings
from hypothesis import strategies as st
from learned import DAY, KNOWN, SITES, content, learned, put_crawl, rows, texts_of

from stripper import InputError, Learner, Stripper
from stripper.cli.toolbox import use
from stripper.learning import states
from stripper.learning.sample import Sample
from stripper.learning.states import State
from stripper.profiles.store import ProfileStore


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.cut_small(8000, records=4)
    return shell


def test_states_of_machines_merge_into_the_state_of_the_whole(shell: Shell) -> None:
    put_crawl(shell, "all.jsonl")
    for number, (first, last) in enumerate([(0, 7), (7, 15), (15, 99)]):
        put_crawl(shell, f"{number}.jsonl", first, last)
        command = ["learn", f"{number}.jsonl", "-o", f"{number}.sites", "--date", "2026-05-01"]
        sites = 3 if number == 2 else 2
        assert shell.use(*command).err == f"stripper: {number}.sites: {sites} sites\n"
    names = ["2.sites", "0.sites", "1.sites", "0.sites"]
    assert use(["learn", "all.jsonl", "-o", "all.sites", "--date", "2026-05-01"]) == 0
    assert use(["learn", *names, "-o", "merged.sites"]) == 0
    assert content(shell.folder / "merged.sites") == content(shell.folder / "all.sites")
    assert use(["learn", "merged.sites", "-o", "profiles/"]) == 0
    by_state = shell.run("all.jsonl", "--site", "merged.sites", "--from", "text").out
    by_files = shell.run("all.jsonl", "--site", "profiles", "--from", "text").out
    assert texts_of(by_state) == texts_of(by_files) == learned()


def test_a_state_is_added_to_when_asked(shell: Shell) -> None:
    put_crawl(shell, "one.jsonl", last=9)
    put_crawl(shell, "two.jsonl", first=9)
    put_crawl(shell)
    day = ["--date", "2026-05-01"]
    assert use(["learn", "one.jsonl", "-o", "a.sites", *day]) == 0
    assert use(["learn", "two.jsonl", "-o", "a.sites", *day]) == 2  # exists
    assert use(["learn", "two.jsonl", "-o", "a.sites", "--update", *day]) == 0
    assert use(["learn", "crawl.jsonl", "-o", "b.sites", *day]) == 0
    assert content(shell.folder / "a.sites") == content(shell.folder / "b.sites")
    assert use(["learn", "none.sites", "-o", "c.sites"]) == 3
    assert use(["learn", "crawl.jsonl", "-o", "c.toml"]) == 2  # of several sites
    assert "c.toml" not in shell.files()


@cache
def single_samples() -> tuple[dict[str, Sample], ...]:
    """What each page gives alone; numbers of one differ from those of another with its words."""
    out = []
    for row in rows()[:6]:
        for text in (str(row["text"]), f"{row['text']}\n7 notes\n", f"{row['text']}\n8 notes\n"):
            learner = Learner(day=DAY)
            learner.add([(text, str(row["url"]))], format="text")
            out.append(learner.samples)
    return tuple(out)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(18)), st.lists(st.integers(0, 17), max_size=5))
def test_states_merge_in_any_order(order: list[int], twice: list[int]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        folder = Path(name)
        with State(folder / "plain", day=DAY) as plain:
            for sample in single_samples():
                plain.merge(sample)
        with State(folder / "one", day=DAY) as one, State(folder / "other", day=DAY) as other:
            for place, number in enumerate([*order, *twice]):
                (other if place % 2 else one).merge(single_samples()[number])
            one.merge_state(other)
            other.merge_state(one)
        assert content(folder / "one") == content(folder / "other") == content(folder / "plain")


def test_samples_come_back_as_they_were(tmp_path: Path) -> None:
    learner = Learner(day=DAY)
    learner.add([(str(row["text"]), str(row["url"])) for row in rows()], format="text")
    profiles = learner.profiles()
    with State(tmp_path / "a.sites", day=DAY) as state:
        state.merge(learner.hand_over())
        state.make_profiles()
    store = ProfileStore.open(tmp_path / "a.sites")
    for site in SITES:
        assert store.find(site) == profiles[site]
    assert store.find("alone.example") is None  # of one page nothing is learned
    assert store.find("other.example") is None


def test_a_state_is_an_option_like_others_wherever_it_lies(tmp_path: Path) -> None:
    import pyarrow as pa

    from stripper.arrow import strip_batch

    texts, urls = ([str(row[name]) for row in rows()] for name in ("text", "url"))
    learner = Learner(day=DAY)
    learner.add(zip(texts, urls, strict=True), format="text")
    with State(tmp_path / "a.sites") as state:
        state.merge(learner.hand_over())
        state.make_profiles()
    tool = Stripper(site=tmp_path / "a.sites", format="text")
    for held in (tool, pickle.loads(pickle.dumps(tool))):
        assert [r.text for r in held.strip_many(texts, urls=urls)] == learned()
        assert [
            held(text, url=url).text for text, url in zip(texts, urls, strict=True)
        ] == learned()
    assert KNOWN in tool(texts[1]).text  # of a page without an address nothing is known
    batch = pa.RecordBatch.from_pydict({"text": texts, "url": urls})
    given = strip_batch(batch, url="url", site=str(tmp_path / "a.sites"), format="text")
    assert given["text"].to_pylist() == learned()
    shutil.copy(tmp_path / "a.sites", tmp_path / "b.sites")
    other = Stripper(site=tmp_path / "b.sites", format="text")
    assert (other.version, "sites" in tool.version) == (tool.version, True)
    assert tool.version != Stripper(format="text").version


def test_a_state_is_bounded_by_the_sites_not_by_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "SAMPLE_PAGES", 5)

    def crawl() -> Iterator[tuple[str, str]]:
        for number in range(60):
            yield (
                f"Menu {number} is\n\nThe {'fox ' * number} ran.\n",
                f"https://s{number % 3}.example/",
            )

    with State(tmp_path / "a.sites") as state:
        learner = Learner(wants=state.wants)
        for page in crawl():
            learner.add([page], format="text")
            state.merge(learner.hand_over())
        assert [len(state.sample(site)) for site in state.sites()] == [5, 5, 5]


def test_a_state_on_a_full_disk_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with State(tmp_path / "a.sites") as state:
        state._database.execute("PRAGMA max_page_count = 8")
        learner = Learner()
        learner.add([(str(row["text"]), str(row["url"])) for row in rows()], format="text")
        with pytest.raises(
            InputError, match=r"a\.sites: the learning state: database or disk is full"
        ):
            state.merge(learner.hand_over())
        assert state.count_sites() == 0
