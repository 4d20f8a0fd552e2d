"""The files of site profiles: read back, mended by persons, refused with a reason."""

from dataclasses import replace
from pathlib import Path

import pytest
from gazette import DAY, PAGES, entry, profile_of, write

import stripper
from stripper import Stripper
from stripper.engines import site
from stripper.profiles import Profile, ProfileIndex, read_profile
from stripper.profiles.hosts import match_host
from stripper.profiles.writing import format_profile


def test_profiles_read_back_as_they_were_written(tmp_path: Path) -> None:
    profile = replace(profile_of("revuedesrives.example"), strip=('Adieu "l\'eau"',), keep=("Né",))
    assert read_profile(write(tmp_path, profile)) == profile


def test_a_persons_comments_survive(tmp_path: Path) -> None:
    profile = stripper.learn(PAGES, day=DAY)
    before = format_profile(profile).replace("pages = 6", "pages = 6  # all there are", 1)
    before = before.replace("[[entry]]", "[[entry]]\n# the masthead", 1)
    after = format_profile(replace(profile, keep=("Home",)), before)
    assert "# all there are" in after and "# the masthead" in after and '"Home"' in after


def test_entries_stay_a_blank_line_apart_however_often_they_are_written() -> None:
    profile = Profile(("*",), entries=(entry("Home"), entry("Imprint")))
    text = format_profile(profile)
    for names in (("a",), ("a", "b"), ("a", "b", "c")):
        text = format_profile(replace(profile, strip=names), text)
    whole = replace(profile, strip=names, entries=(*profile.entries, entry("Contact")))
    text = format_profile(whole, text)
    assert "\n\n\n" not in text and text.count("\n\n[[entry]]\n") == 3
    assert text == format_profile(whole)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("hosts = 3", "field 'hosts' wants a list of texts"),
        ("pages = 1", "field 'hosts' is missing: give it a list of hosts"),
        ('host = ["a.example"]', "did you mean 'hosts'"),
        (
            'hosts = ["*"]\n[[entry]]\ntext = "Home"',
            "a.toml:2: entry 1: field 'category' is missing: give it a text",
        ),
        (
            '''hosts = ["*"]
keep = ["""
[[entry]]
"""]

[[ entry ]]  # the masthead
text = "Home"
pages = "7"
''',
            "a.toml:6: entry 1: field 'pages' wants a whole number, not '7'",
        ),
        ('hosts = ["*"]\nentry = [{text = 3}]', "a.toml: entry 1: field 'text' wants a text"),
        (
            b'hosts = ["*"]\nkeep = ["caf\xe9"]',
            r"byte 0xe9 is no UTF-8 \(at line 2\): save the file as",
        ),
        ('hosts = ["*"]\nlast_seen = "May"', "field 'last_seen' wants a day"),
        ("hosts = [", "is no TOML"),
        ("hosts = " + "[" * 10_000, "nests its values too deeply for any profile"),
        ('hosts = []\nstrip = ["Home"]', "field 'hosts' wants a host, or '\\*' for all"),
        (
            'hosts = ["a.example", "news"]',
            "field 'hosts' wants hosts such as example.com, not 'news'",
        ),
        ('hosts = ["../a.example"]', "not '../a.example'"),
    ],
)
def test_a_wrong_profile_says_where_and_why(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(stripper.ProfileError, match=message) as caught:
        Stripper(site=file)
    assert str(file) in str(caught.value)


def test_wrong_values_of_entries_are_named(tmp_path: Path) -> None:
    for right, wrong in (('"tail"', '"foot"'), ("0.95", "7.5"), ('"learned"', '"maybe"')):
        text = format_profile(Profile(("*",), entries=(entry("Home"),))).replace(right, wrong)
        (tmp_path / "a.toml").write_text(text, "utf-8")
        with pytest.raises(stripper.ProfileError, match=r"a.toml:10: entry 1: "):
            Stripper(site=tmp_path / "a.toml")


def test_a_profile_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('hosts = ["a.example"]', "utf-8-sig")
    assert read_profile(tmp_path / "a.toml").hosts == ("a.example",)


def test_a_folder_without_profiles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(stripper.ProfileError, match="holds no site profiles"):
        Stripper(site=tmp_path)


def test_an_address_is_taken_for_its_host(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text('hosts = ["https://News.example.com:80/a", "*.b.example", "*"]', "utf-8")
    assert read_profile(file).hosts == ("news.example.com", "*.b.example", "*")
    assert stripper.learn(PAGES, host="https://www.gazette.example/a").hosts == ("gazette.example",)
    with pytest.raises(stripper.OptionError, match="host wants a host such as"):
        stripper.learn(PAGES, host="gazette")


def test_of_many_profiles_only_those_of_the_pages_are_made_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(40):
        (tmp_path / f"{n}.toml").write_text(f'hosts = ["n{n}.example"]\nstrip = ["Home"]', "utf-8")
    made: list[str] = []

    def compile(profile: Profile) -> object:
        made.append(profile.hosts[0])
        return whole(profile)

    whole = site._compile
    monkeypatch.setattr(site, "_compile", compile)
    tool = Stripper(site=tmp_path)
    assert tool("Home\n\nRates rose.\n", url="https://www.n7.example/").text == "Rates rose.\n"
    assert set(made) == {"n7.example"}


def test_profiles_are_found_as_patterns_match() -> None:
    names = ("a.example", "b.a.example", "c.b.a.example", "example.com", "ba.example")
    patterns = [*names, *(f"*.{name}" for name in names), "*"]
    profiles = [Profile((pattern,)) for pattern in patterns]
    for host in (*names, "x.a.example", "x.c.b.a.example", "A.example", "example"):
        held = {p for p in patterns if p != "*" and match_host(p, host)}
        closest = {p for p in held if len(p) == max(map(len, held))}
        found = {patterns[n] for n in ProfileIndex(profiles).find(host)}
        assert found == {"*", *closest}, host
