"""Site profiles through the commands: learn, update, correct, evaluate, and strip --site."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from commands import Shell

from stripper import OptionError
from stripper.cli import learning
from stripper.evaluate.labelled import read_labelled
from stripper.profiles import read_profile
from tests.conftest import FIXTURES

SITE = "kuechenkladde.example"
KNOWN = "Süßes am Mittwoch"
"""A line of the site that rules and model leave."""


def put_pages(folder: Path, site: str = SITE, first: int = 0, last: int = 99) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for page in list(read_labelled(FIXTURES / "sites" / site))[first:last]:
        out.append(folder / f"{page.id}.txt")
        out[-1].write_text(page.text, "utf-8")
    return out


def put_profile(shell: Shell) -> Path:
    name = f"{SITE}.toml"
    ended = shell.use("learn", FIXTURES / "sites" / SITE, "-o", name, "--date", "2026-05-01")
    assert ended.status == 0, ended.err
    return shell.folder / name


def test_learn_writes_a_profile_and_says_how_sure_it_is(shell: Shell) -> None:
    put_pages(shell.folder / "pages")
    ended = shell.use("learn", "pages", "-o", "kladde.toml", "--host", SITE, "--date", "2026-05-01")
    assert (ended.status, ended.out) == (0, "")
    assert f"{SITE}: 12 pages, 0 copies of others" in ended.err and "confidence 0.95" in ended.err
    data = tomllib.loads((shell.folder / "kladde.toml").read_text("utf-8"))
    assert data["hosts"] == [SITE] and str(data["last_seen"]) == "2026-05-01"
    assert KNOWN in [e["text"] for e in data["entry"]]


def test_learn_without_output_shows_the_profile(shell: Shell) -> None:
    ended = shell.use("learn", FIXTURES / "sites" / SITE)
    assert tomllib.loads(ended.out)["hosts"] == [SITE]


def test_the_name_of_a_profile_is_a_host_where_it_looks_like_one(shell: Shell) -> None:
    put_pages(shell.folder / "pages")
    assert shell.use("learn", "pages", "-o", f"{SITE}.toml").status == 0
    assert read_profile(shell.folder / f"{SITE}.toml").hosts == (SITE,)
    labelled = FIXTURES / "sites" / SITE
    assert shell.use("learn", labelled, "-o", "example.toml").status == 0
    assert read_profile(shell.folder / "example.toml").hosts == (SITE,)


def test_learn_takes_the_labels_out_of_labelled_html(shell: Shell) -> None:
    for number in range(4):
        text = f"<p data-label='content'>{'Story ' * 20}{number}.".replace("'", '"')
        furniture = '<p data-label="donation">Keep the lamp of the quay burning'
        shell.put(f"{number}.labels.html", text + furniture)
    ended = shell.use("learn", *sorted(shell.folder.iterdir()), "--host", "quay.example")
    assert ended.status == 0 and "data-label" not in ended.out


def test_learn_takes_records_and_markdown_of_many_sites_into_a_folder(shell: Shell) -> None:
    with (shell.folder / "crawl.jsonl").open("w", encoding="utf-8") as out:
        for site in (SITE, "fellnotes.example"):
            for page in read_labelled(FIXTURES / "sites" / site):
                record = {"id": page.id, "body": page.text, "at": page.url}
                out.write(json.dumps(record) + "\n")
        out.write("no record\n")
    several = shell.use(
        "learn", "crawl.jsonl", "--field", "body", "--url-field", "at", "-o", "a.toml"
    )
    assert several.status == 2 and "name a folder" in several.err
    ended = shell.use(
        "learn", "crawl.jsonl", "--field", "body", "--url-field", "at", "-o", "profiles"
    )
    assert ended.status == 3 and "crawl.jsonl:27" in ended.err
    assert sorted(f.name for f in (shell.folder / "profiles").iterdir()) == [
        "fellnotes.example.toml", f"{SITE}.toml",
    ]  # fmt: skip


def test_learn_overwrites_nothing_and_updates_when_asked(shell: Shell) -> None:
    old = put_pages(shell.folder / "old", "fellnotes.example", 0, 7)
    put_pages(shell.folder / "new", "fellnotes.example", 7)
    assert len(old) == 7
    first = ("--host", "fellnotes.example", "--date", "2026-03-01")
    assert shell.use("learn", "old", "-o", "fell.toml", *first).status == 0
    before = (shell.folder / "fell.toml").read_bytes()
    refused = shell.use("learn", "new", "-o", "fell.toml")
    assert refused.status == 2 and "--update renews it" in refused.err
    assert (shell.folder / "fell.toml").read_bytes() == before
    ended = shell.use("learn", "new", "-o", "fell.toml", "--update", "--date", "2026-06-01")
    assert ended.status == 0 and "the layout has changed" in ended.err
    assert "no longer occurs since 2026-03-01: Back to the trig point" in ended.err


def test_learn_refuses_a_profile_that_is_there_before_it_reads_a_page(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.put("old.toml", 'hosts = ["a.example"]\n')
    shell.put("page.txt", "Rates rose on Monday.\n")

    def read(*_: object) -> None:
        raise AssertionError("read")

    monkeypatch.setattr(learning, "read", read)
    with pytest.raises(OptionError, match=r"old.toml exists: --update renews it"):
        learning.learn(["page.txt"], "old.toml", host="a.example")


def test_learn_writes_no_profile_into_a_folder_where_one_is_there(shell: Shell) -> None:
    hosts = ("a.example", "b.example", "c.example")
    lines = [json.dumps({"url": f"https://{host}/", "text": "Rates rose."}) for host in hosts]
    shell.put("crawl.jsonl", "\n".join(lines) + "\n")
    shell.put("profiles/b.example.toml", 'hosts = ["b.example"]\n')
    ended = shell.use("learn", "crawl.jsonl", "-o", "profiles")
    assert ended.status == 2 and "b.example.toml exists: --update renews it" in ended.err
    assert [f.name for f in (shell.folder / "profiles").iterdir()] == ["b.example.toml"]


def test_pages_learned_twice_count_twice_in_a_profile_and_once_in_a_state(shell: Shell) -> None:
    put_pages(shell.folder / "pages")
    first, again = (["--host", SITE, "--date", "2026-03-01"], ["--update", "--date", "2026-06-01"])
    profiles, said = [], []
    for day in (first, again):
        ended = shell.use("learn", "pages", "-o", "a.toml", *day)
        assert ended.status == 0, ended.err
        profiles.append(read_profile(shell.folder / "a.toml"))
        said.append(ended.err)
    before, after = profiles
    assert "counts again" not in said[0]
    assert "24 pages counted in all: one that was learned from before counts again" in said[1]
    assert (before.pages, after.pages) == (12, 24)
    assert (after.first_seen, after.last_seen) == (date(2026, 3, 1), date(2026, 6, 1))
    assert after.entries == tuple(
        replace(e, pages=2 * e.pages, last_seen=date(2026, 6, 1)) for e in before.entries
    )
    assert (after.confidence, after.hosts) == (before.confidence, before.hosts)
    for day in (first, again):
        host = [] if "--host" in day else ["--host", SITE]
        ended = shell.use("learn", "pages", "-o", "a.sites", *host, *day)
        assert ended.status == 0, ended.err
    assert shell.use("learn", "a.sites", "-o", "b.toml").status == 0
    assert read_profile(shell.folder / "b.toml") == replace(
        before, last_seen=date(2026, 6, 1),
        entries=tuple(replace(e, last_seen=date(2026, 6, 1)) for e in before.entries),
    )  # fmt: skip


def test_learn_counts_no_pages_of_another_site_into_a_profile(shell: Shell) -> None:
    place = put_profile(shell)
    (shell.folder / "all").mkdir()
    place.rename(shell.folder / "all" / "fellnotes.example.toml")
    before = (shell.folder / "all" / "fellnotes.example.toml").read_bytes()
    for target in ("all", "all/fellnotes.example.toml"):
        ended = shell.use(
            "learn", FIXTURES / "sites" / "fellnotes.example", "-o", target, "--update"
        )
        assert ended.status == 2 and ended.err.count("\n") == 1
        assert f"is of {SITE}, not of fellnotes.example: name another --output" in ended.err
        assert (shell.folder / "all" / "fellnotes.example.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("pages", "--update"), 2, "name it with --output"),
        (("pages", "--date", "May"), 2, "--date wants a day"),
        (("pages",), 3, "name the --host"),
        (("pages", "-o", "a.toml"), 3, "name the --host"),
        (("pages", "--host", "../news", "-o", "a.toml"), 2, "--host wants a host such as example"),
        (("nowhere.txt", "-o", "a.toml"), 3, "no pages of a known site"),
    ],
)
def test_learn_says_what_is_wrong(
    shell: Shell, arguments: tuple[str, ...], status: int, message: str
) -> None:
    put_pages(shell.folder / "pages", last=2)
    ended = shell.use("learn", *arguments)
    assert ended.status == status and message in ended.err


def test_strip_uses_a_profile_by_the_pages_address(shell: Shell) -> None:
    put_profile(shell)
    page = next(iter(put_pages(shell.folder / "pages")))
    name = str(page.relative_to(shell.folder))
    assert KNOWN in shell.run(name).out
    assert KNOWN not in shell.run(name, "--site", f"{SITE}.toml").out
    (shell.folder / "sites").mkdir()
    (shell.folder / f"{SITE}.toml").rename(shell.folder / "sites" / f"{SITE}.toml")
    (shell.folder / "sites" / "b.toml").write_text('hosts = ["b.example"]\n')
    assert KNOWN in shell.run(name, "--site", "sites").out
    ours = shell.run(name, "--site", "sites", "--url", f"https://www.{SITE}/a", "--explain")
    assert KNOWN not in ours.out and f"by site {SITE}/tail" in ours.err
    assert "Stands on 12 pages of" in ours.err
    assert KNOWN in shell.run(name, "--site", "sites", "--url", "https://b.example/").out


def test_strip_uses_the_profile_of_each_record(shell: Shell) -> None:
    put_profile(shell)
    page = next(iter(read_labelled(FIXTURES / "sites" / SITE)))
    urls = (page.url, "https://other.example/")
    lines = [json.dumps({"url": url, "text": page.text}) for url in urls]
    shell.put("crawl.jsonl", "\n".join(lines) + "\n")
    ended = shell.run("crawl.jsonl", "--site", f"{SITE}.toml")
    texts = [json.loads(line)["text"] for line in ended.out.splitlines()]
    assert [KNOWN in text for text in texts] == [False, True]


def test_strip_refuses_a_wrong_profile(shell: Shell) -> None:
    shell.put("a.toml", "hosts = 1\n")
    shell.put("page.txt", "A line.\n")
    ended = shell.run("page.txt", "--site", "a.toml")
    assert (ended.status, ended.out) == (2, "") and "a.toml: field 'hosts'" in ended.err


def test_pages_that_differ_in_numbers_alone_are_copies_and_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tides = [
        {"url": f"https://a.example/{n}", "text": f"Home\n\nHigh water at {n % 12}:30, {n} cm.\n"}
        for n in range(99)
    ]
    lines = [json.dumps(page) for page in tides]
    lines[40:40] = ["no record"]
    lines.append(json.dumps({"url": "https://b.example/", "text": "Rates rose."}))
    (tmp_path / "crawl.jsonl").write_text("\n".join(lines) + "\n")
    monkeypatch.setattr(learning, "CHUNK", 30)
    monkeypatch.chdir(tmp_path)
    assert learning.learn(["crawl.jsonl"], "profiles") == 3
    err = capsys.readouterr().err
    assert "a.example: 1 page, 98 copies of others, numbers aside, 0 entries" in err
    assert "b.example: 1 page, 0 copies of others, 0 entries" in err


def test_what_is_counted_is_said_as_people_say_it(shell: Shell) -> None:
    shell.put("page.txt", "Rates rose on Monday.\n\nThe harbour desk\nWith the cat\n")
    said = [
        shell.use("correct", "page.txt", *given).err
        for given in (("--strip", "3"), ("--strip", "4", "--keep", "1"))
    ]
    place = Path("sites/every-site.toml")
    assert said == [
        f"stripper: {place}: 1 text goes, 0 stay\n", f"stripper: {place}: 2 texts go, 1 stays\n",
    ]  # fmt: skip
    learned = shell.use("learn", "page.txt", "--host", "a.example", "-o", "a.toml")
    counts = "1 page, 0 copies of others, 0 entries, confidence 0.00"
    assert learned.err == f"stripper: a.example: {counts}\n"
    again = shell.use("learn", "page.txt", "-o", "a.toml", "--update")
    counts = "0 entries still occur, 0 no longer do, 0 new, 0 dropped"
    assert again.err.startswith(f"stripper: a.example: 1 page: {counts}\n")


def test_profiles_are_local_files(shell: Shell) -> None:
    shell.put("page.txt", "Rates rose on Monday.\n\nThe end.\n")
    for name in ("x.toml", "x.sites", "folder"):
        place = f"memory://{name}"
        for command in (
            ("strip", "page.txt", "--site", place),
            ("learn", "page.txt", "-o", place, "--host", "a.example"),
            ("correct", "page.txt", "--strip", "The end", "-o", place),
        ):
            line = f"{'strip' if command[0] == 'strip' else 'stripper'}: {place}: site profiles are"
            ended = shell.use(*command)
            assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
            assert ended.err == f"{line} local files: copy them\n"
    assert shell.files() == ["page.txt"]


def test_evaluate_shows_what_a_profile_gains_and_loses(shell: Shell) -> None:
    profile = put_profile(shell)
    asked = ("evaluate", FIXTURES / "sites" / SITE, "--site", profile)
    scores = json.loads(shell.use(*asked, "--json").out)
    one, other = scores["all"], scores["all with site"]
    assert 100 - other["boilerplate_removed"] <= (100 - one["boilerplate_removed"]) / 3
    assert other["content_lost"] == 0
    assert shell.use(*asked).out.splitlines()[2].startswith("all with site")
