"""`stripper correct`: what changes is shown, and the next run obeys."""

import tomllib

import pytest
from commands import Shell

from tests.test_sites_commands import KNOWN, SITE, put_pages, put_profile


def test_correct_shows_what_changes_and_the_next_run_obeys(shell: Shell) -> None:
    pages = put_pages(shell.folder / "pages", last=2)
    one, two = (str(p.relative_to(shell.folder)) for p in pages)
    wanted = KNOWN
    ended = shell.use("correct", one, two, "--strip", wanted, "--keep", "Impressum", "--site", SITE)
    assert ended.status == 0, ended.err
    assert f"{one}: - {wanted}\n" in ended.out
    data = tomllib.loads(shell.read(f"sites/{SITE}.toml"))
    assert (data["hosts"], data["strip"], data["keep"]) == ([SITE], [wanted], ["Impressum"])
    after = shell.run(two, "--site", "sites", "--url", f"https://{SITE}/", "--explain")
    assert wanted not in after.out and "Impressum" in after.out
    assert f"by user {SITE}/strip" in after.err
    undone = shell.use("correct", one, "--keep", wanted, "--site", SITE)
    assert f"{one}: + {wanted}" in undone.out
    assert tomllib.loads(shell.read(f"sites/{SITE}.toml"))["strip"] == []


def test_a_correction_and_what_was_learned_hold_together(shell: Shell) -> None:
    place = put_profile(shell).name
    page = str(put_pages(shell.folder / "pages")[0].relative_to(shell.folder))
    keep = ("correct", page, "--keep", KNOWN)
    assert KNOWN not in shell.run(page, "--site", place).out
    apart = shell.use(*keep, "--site", SITE)
    assert (apart.status, apart.out) == (0, "")
    assert shell.files()[-1] == f"sites/{SITE}.toml"
    both = shell.run(page, "--site", place, "--site", "sites").out
    assert both != shell.run(page).out
    together = shell.use(*keep, "-o", place)
    assert f"{page}: + {KNOWN}\n" in together.out
    assert KNOWN in both and shell.run(page, "--site", place).out == both


def test_correct_takes_lines_and_holds_for_all_sites_where_none_is_named(shell: Shell) -> None:
    shell.put("page.txt", "Rates rose on Monday.\n\nThe harbour desk\nWith the cat\n\nThe end.\n")
    ended = shell.use("correct", "page.txt", "--strip", "3-4")
    assert ended.out == "page.txt: - The harbour desk\npage.txt: - With the cat\n"
    assert tomllib.loads(shell.read("sites/every-site.toml"))["hosts"] == ["*"]
    shell.put("other.txt", "A fox was seen.\n\nWith the cat\n")
    found = shell.run("other.txt", "--site", "sites", "--url", "https://anywhere.example/")
    assert found.out == "A fox was seen.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "nothing to correct"),
        (("--strip", "the cat"), "does not have the text 'the cat'"),
        (("--strip", ""), "a text is empty: give one of the page, or lines of it such as 12-15"),
        (("--keep", " \n"), "a text is empty: give one of the page"),
        (("--strip", "on"), "'on' is too short to go wherever it stands: give a whole line"),
        (("--strip", "The end", "--strip", "rates ROSE"), "'rates ROSE' is too short to go"),
        (("--strip", "2"), "line 2 of the page has no words"),
        (("--strip", "1", "--site", "../evil"), "--site wants a host such as example.com"),
        (("--strip", "1", "--site", "news"), "--site wants a host such as example.com, not 'news'"),
    ],
)
def test_correct_says_what_is_wrong(shell: Shell, arguments: tuple[str, ...], message: str) -> None:
    shell.put("page.txt", "Rates rose on Monday.\n\nThe end.\n")
    ended = shell.use("correct", "page.txt", *arguments)
    assert ended.status == 2 and message in ended.err
    assert shell.files() == ["page.txt"]


def test_correct_takes_an_address_for_its_host_and_leaves_other_profiles(shell: Shell) -> None:
    shell.put("page.txt", "Rates rose on Monday.\n\nThe end.\n")
    command = ("correct", "page.txt", "--strip", "The end")
    ended = shell.use(*command, "--site", "https://www.Example.com/a")
    assert ended.status == 0, ended.err
    assert shell.files() == ["page.txt", "sites/example.com.toml"]
    before = shell.read("sites/example.com.toml")
    assert tomllib.loads(before)["hosts"] == ["example.com"]
    place = ("-o", "sites/example.com.toml")
    refused = shell.use(*command, "--site", "other.com", *place)
    line = "stripper: sites/example.com.toml is of example.com, not of other.com: name another"
    assert (refused.status, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert refused.err.startswith(line) and shell.read("sites/example.com.toml") == before
    assert shell.use(*command, "--site", "news.example.com", *place).status == 0
