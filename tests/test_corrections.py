"""What a person says of a site: which entries were learned wrongly, which texts stay and go."""

from dataclasses import replace
from pathlib import Path
from typing import SupportsIndex

import pytest
from gazette import DAY, STORIES, entry, pages_of, write

from stripper import OptionError, Stripper
from stripper.learning.correcting import add_corrections, find_texts
from stripper.profiles import Profile
from stripper.report import LineNumbers, explain
from stripper.result import Result

LABEL = "Subscribe to our newsletter"
PROFILE = Profile(("*",), 5, 0.95, DAY, DAY)


def strip(folder: Path, page: str, profile: Profile) -> Result:
    return Stripper(site=write(folder, profile), preset="thorough")(page)


def test_no_engine_takes_a_rejected_entry(tmp_path: Path) -> None:
    page = f"{STORIES[0]}\n\n{STORIES[1]}\n\n{LABEL}\n"
    assert LABEL not in strip(tmp_path, page, PROFILE).text
    rejected = replace(PROFILE, entries=(entry(LABEL, status="rejected"),))
    assert strip(tmp_path, page, rejected).text == page
    assert LABEL not in strip(tmp_path, page, replace(rejected, strip=(LABEL,))).text
    other = replace(rejected, hosts=("other.example",))
    tool = Stripper(site=write(tmp_path, other), preset="thorough")
    assert LABEL not in tool(page, url="https://gazette.example/").text


def test_a_rejected_entry_stays_between_others(tmp_path: Path) -> None:
    """Each entry below the text of an invented site, rejected in its turn."""
    text = max((page.text for page in pages_of("fellnotes.example")), key=len)
    assert "Buy us a flask" in text
    lines = [line for line in text.split("\n") if line.strip()]
    known = tuple(entry(line) for line in dict.fromkeys(lines[-8:]))
    whole = replace(PROFILE, entries=known)
    before = strip(tmp_path, text, whole).text
    assert sum(e.text not in before for e in known) > 4
    for one in known:
        entries = tuple(replace(e, status="rejected") if e is one else e for e in known)
        assert one.text in strip(tmp_path, text, replace(PROFILE, entries=entries)).text


def test_what_a_person_said_of_an_entry_beats_what_was_learned(tmp_path: Path) -> None:
    byline = "By Jane Doe, 3 March 2026"
    page = f"{STORIES[0]}\n\n{STORIES[1]}\n\n{byline}\n"
    learned, near = entry(byline, status="learned"), entry(byline, kind="near")
    assert byline not in strip(tmp_path, page, replace(PROFILE, entries=(learned, near))).text
    near = replace(near, status="rejected")
    assert byline in strip(tmp_path, page, replace(PROFILE, entries=(learned, near))).text
    confirmed = replace(learned, status="confirmed")
    assert byline not in strip(tmp_path, page, replace(PROFILE, entries=(confirmed, near))).text


def test_the_later_word_on_a_text_holds_however_it_is_spelt(tmp_path: Path) -> None:
    profile = PROFILE
    for said in ({"strip": ["The harbour desk"]}, {"keep": ["the  harbour DESK."]},
                 {"strip": ["The harbour desk", "No. 3"]}, {"keep": ["No. 4"]}):  # fmt: skip
        profile = add_corrections(profile, **said)
    assert (profile.strip, profile.keep) == (("The harbour desk",), ("No. 4",))
    page = f"{STORIES[0]}\n\nThe harbour desk\n\n{STORIES[1]}\n"
    assert "harbour" not in strip(tmp_path, page, profile).text


def test_a_text_cannot_both_go_and_stay() -> None:
    with pytest.raises(OptionError, match="both go and stay: 'The harbour desk'"):
        add_corrections(PROFILE, strip=["Home", "The harbour desk"], keep=["the HARBOUR desk"])


def test_texts_without_words_are_left_as_they_are() -> None:
    profile = add_corrections(replace(PROFILE, strip=("***", "---")), keep=["***", "Home"])
    assert (profile.strip, profile.keep) == (("---",), ("***", "Home"))


def test_a_text_that_goes_is_whole_or_long() -> None:
    page = f"{STORIES[0]}\n\nHome\n\nThe harbour\nA boat and no more than that\n"
    for text in ("Home", "the HARBOUR", "and no more", "no more than"):
        assert find_texts(page, text, goes=True) == (text,)
    assert find_texts("Circumnavigations end.\n", "circumnavigations", goes=True)
    assert find_texts(page, "boat") == ("boat",)
    with pytest.raises(OptionError, match=r"'boat' is too short .* 3 words or 12 letters$"):
        find_texts(page, "boat", goes=True)


def test_lines_of_html_are_those_that_an_account_names() -> None:
    page = f"<html>\n<body>\n<h1>Rates</h1><p>{STORIES[0]}</p>\n<p>{LABEL}</p>\n</body>\n</html>\n"
    (removal,) = Stripper()(page).removals
    source = Stripper()(page).source
    line = source.count("\n", 0, source.index(LABEL)) + 1
    assert (removal.text.strip(), line) == (LABEL, 5)
    assert find_texts(page, "5") == (LABEL,)
    assert find_texts(page, "1-5") == ("Rates", STORIES[0], LABEL)
    with pytest.raises(OptionError, match="line 4 of the page has no words"):
        find_texts(page, "4")


def test_lines_are_counted_as_accounts_count_them() -> None:
    page = "Rates rose on Monday.\r\rShare this article\r\n\rThe end.\n"
    account = explain(Stripper()(page), "page.txt")
    assert account.startswith("page.txt:3: share")
    assert find_texts(page, "3") == ("Share this article",)
    assert find_texts(page, "1-5") == ("Rates rose on Monday.", "Share this article", "The end.")


def test_lines_of_long_pages_are_found_in_one_pass() -> None:
    counted = []

    class Counted(str):
        def __getitem__(self, key: SupportsIndex | slice) -> str:
            part = str.__getitem__(self, key)
            counted.append(len(part))
            return part

    page = Counted("Rates rose.\n\n" * 2000)
    lines = LineNumbers(page)
    for block in range(2000):
        assert lines.find(13 * block) == 2 * block + 1
    assert sum(counted) < len(page)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("3-1", "lines 3-1 run backwards: write 1-3"),
        ("2-4", "lines 2-4 of the page have no words"),
        ("0", "line 0 of the page has no words"),
    ],
)
def test_lines_without_words_are_refused(lines: str, message: str) -> None:
    with pytest.raises(OptionError, match=f"^{message}$"):
        find_texts("Rates rose.\n\n\n\nThe end.\n", lines)


def test_a_block_that_is_too_long_for_a_profile_is_refused() -> None:
    with pytest.raises(OptionError, match="2500 characters: give a text that it holds"):
        find_texts(f"{STORIES[0]}\n\n{'word ' * 700}\n", "1-3")
