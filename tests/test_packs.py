"""Every sample of every rule, against every other rule too; and what the loader refuses."""

from pathlib import Path

import pytest

from stripper import packs
from stripper.errors import PackError
from stripper.lexicons import languages
from stripper.packs import ANY, load_packs, load_user_packs, read_pack
from stripper.packs.patterns import (
    LONGEST_TEXT,
    find_fault,
    find_matches,
    find_slowness,
    find_vetoed,
    search,
    vetoes,
)
from stripper.pipeline.samples import check_samples


@pytest.mark.parametrize("language", [ANY, *languages()])
def test_samples_of_every_rule(language: str) -> None:
    others = load_packs(ANY) if language != ANY else ()
    faults = [str(f) for f in check_samples(load_packs(language), others)]
    assert faults == []


@pytest.mark.parametrize("language", [ANY, *languages()])
def test_ids_are_unique_and_patterns_quick(language: str) -> None:
    rules = load_packs(language)
    assert rules, f"no rules for {language}"
    assert len({r.id for r in rules}) == len(rules)
    patterns = {(r.id, pattern): r.keywords for r in rules for pattern in (r.pattern, r.veto)}
    assert [id for (id, pattern), words in patterns.items() if find_slowness(pattern, words)] == []


@pytest.mark.parametrize("language", [ANY, *languages()])
def test_a_users_pack_may_hold_any_rule_that_ships(language: str) -> None:
    files = sorted((Path(packs.__file__).parent / language).glob("*.toml"))
    assert files and load_user_packs(files) == load_packs(language)


GOOD = """
category = "newsletter"
language = "en"
[[rule]]
id = "mine"
description = "A line of my own"
labels = ["join the morning list"]
strip = ["Join the morning list"]
keep = ["The morning list of ships was read aloud."]
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("newsletter", "newsletters"),
            "unknown category 'newsletters': did you mean 'newsletter'",
        ),
        (('"en"', '"xx"'), "unknown language 'xx'"),
        (('id = "mine"\n', ""), ":4: rule 1: field 'id' is missing"),
        (("labels", "lables"), ":4: rule 'mine': unknown field 'lables': did you mean 'labels'"),
        (
            ('["join the morning list"]', '"join"'),
            "rule 'mine': field 'labels' wants a list of texts",
        ),
        (('["Join the', '["", "Join the'), "wants a list of texts that are not empty"),
        (("labels", 'extent = "all"\nlabels'), "unknown value 'all'"),
        (("labels", 'all = ["giver"]\nlabels'), "field 'all': unknown role 'giver'"),
        (("labels", "confidence = 2.0\nlabels"), "'confidence' and 'share' lie between 0 and 1"),
        (("labels", 'pattern = "a.*b"\nlabels'), "field 'pattern' repeats without a bound at 2"),
        (("labels", 'pattern = "(?:a{1,40}b){1,40}"\nlabels'), "repeats a repeat"),
        (("labels", 'pattern = "(a)\\\\1"\nlabels'), "refers back"),
        (("labels", 'pattern = "(?>a)b"\nlabels'), "has a group at 0 that is not one of (?: (?="),
        (("labels", 'pattern = "a(?<b>c)"\nlabels'), "has a group at 1"),
        (("labels", 'pattern = "(?"\nlabels'), "has a group at 0"),
        (("labels", 'pattern = "(?<=a*)b"\nlabels'), "repeats without a bound at 5"),
        (("labels", 'pattern = "(?<!(?:a{1,40}b){1,40})c"\nlabels'), "repeats a repeat"),
        (("labels", 'pattern = "ab"\nlabels'), "'pattern' wants 'keywords'"),
        (('strip = ["Join the morning list"]\n', ""), "field 'strip' is missing"),
        (('keep = ["The morning list of ships was read aloud."]\n', ""), "field 'keep' is missing"),
        (("[[rule]]", "[[rules]]"), "unknown field 'rules'"),
        (("[[rule]]", "[[rule"), "is no TOML"),
        (("[[rule]]", f"rule = {'[' * 9999}"), "nests its values too deeply"),
        (
            ("labels", "min_words = 9999999\nlabels"),
            "'min_words' lies between -1000000 and 1000000",
        ),
        (("labels", f"share = {'9' * 999}\nlabels"), "'share' lies between -1000000 and 1000000"),
        (("labels", "max_link = nan\nlabels"), "'max_link' lies between -1000000 and 1000000"),
        (
            ("labels", f'points.own.{"9" * 5000} = ["give"]\nlabels'),
            "'points' wants lists of facts",
        ),
        (
            ("labels", "max_words = -1\nlabels"),
            "rule 'mine': fields 'min_words' and 'min_link' are 0",
        ),
        (("labels", "min_words = 121\nlabels"), "at most the 'max_' of each"),
        (("labels", "min_link = -0.5\nlabels"), "fields 'min_words' and 'min_link' are 0 or more"),
        (
            ('category = "newsletter"\n', ""),
            "field 'category' is missing: say, above its first [[rule]]",
        ),
        (('language = "en"\n', ""), "field 'language' is missing"),
        ((GOOD, ""), "field 'category' is missing"),
        (("labels", "veto = 2020-01-01\nlabels"), "field 'veto' wants a text"),
        (("labels", "veto = '\\p{L'\nlabels"), "field 'veto' opens a class at 0 that does not end"),
    ],
)
def test_loader_names_file_rule_and_field(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    file = tmp_path / "mine.toml"
    assert change[0] in GOOD
    file.write_text(GOOD.replace(*change, 1), "utf-8")
    with pytest.raises(PackError) as caught:
        read_pack(file)
    assert str(file) in str(caught.value)
    assert message in str(caught.value)


def test_rules_are_tables(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('category = "share"\nlanguage = "en"\nrule = [3]\n', "utf-8")
    with pytest.raises(PackError, match=r"holds no rules: write them as \[\[rule\]\] tables$"):
        read_pack(file)


def test_a_good_pack_loads(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD, "utf-8")
    (rule,) = read_pack(file)
    assert rule.id == "en/newsletter/mine"


SERBIAN = """
category = "newsletter"
language = "sr"
[[rule]]
id = "mine"
description = "A line of my own"
labels = ["прими јутарње вести", "tek tako"]
pattern = '^шаљемо (?:вам|ти) '
keywords = ["шаљемо"]
veto = 'џаб'
strip = ["Прими јутарње вести"]
keep = ["Шаљемо вам робу."]
"""


def test_a_serbian_rule_is_written_once_for_both_scripts(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(SERBIAN, "utf-8")
    (rule,) = read_pack(file)
    assert rule.labels == ("прими јутарње вести", "primi jutarnje vesti", "tek tako")
    assert rule.keywords == ("шаљемо", "šaljemo") and rule.strip[1:] == ("Primi jutarnje vesti",)
    for line, free in (("шаљемо ти", "џабе"), ("saljemo ti", "dzabe")):
        assert search(rule.pattern, f"{line} {free}") and not search(rule.pattern, free)
        assert vetoes(rule.veto, free) and not vetoes(rule.veto, line)


def test_slow_patterns_of_users_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "slow.toml"
    slow = r"(?:(?:a|aa){1,60}){1,12}b"
    text = GOOD.replace("labels =", f"pattern = '{slow}'\nkeywords = [\"list\"]\nlabels =")
    file.write_text(text, "utf-8")
    with pytest.raises(PackError, match=r"takes longer than|repeats a repeat"):
        load_user_packs([file])


@pytest.mark.parametrize("behind", ["(?<=", "(?<!"])
def test_slow_look_behinds_of_users_are_refused(tmp_path: Path, behind: str) -> None:
    file = tmp_path / "slow.toml"
    slow = f"{behind}[xyz]{{3}}(?:.{{0,200}}){{0,12}})list(?=[qw])"
    given = f"pattern = '{slow}'\nkeywords = [\"list\"]\nlabels ="
    file.write_text(GOOD.replace("labels =", given), "utf-8")
    with pytest.raises(PackError, match=r"field 'pattern' takes longer than"):
        load_user_packs([file])


SLOW = ".{0,200}.{0,200}.{0,200}[xyz]{3}[qw]"


def test_slow_vetoes_of_users_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "slow.toml"
    file.write_text(GOOD.replace("labels =", f'veto = "{SLOW}"\nlabels ='), "utf-8")
    with pytest.raises(PackError, match=r"rule 'en/newsletter/mine': field 'veto' takes longer"):
        load_user_packs([file])


def test_what_takes_too_long_stays() -> None:
    text = "a" * LONGEST_TEXT
    assert search(SLOW, text) is None
    assert vetoes(SLOW, text)
    assert not vetoes("b", text)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<=\d{1,4} )uhr",
        "(?<!a|bc)d",
        "^(?:foto|photo): .{1,60}$",
        r"\bpar \w{1,30}\b",
        "[a-z]?x",
    ],
)
def test_bounded_patterns_pass(pattern: str) -> None:
    assert find_fault(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^Réagir à \\w{1,9}$", "reagir a ceci"), ("[É-Ê]crire|Çà", "ca"), ("^\\S{1,9} Là$", "ecris la"),
        (r"\p{Lu}{0,1}é", "e"), ("^पढ़?ें$", "पढें"), ("^foto‌?s?$", "foto"), ("^na¿?ïf\\?$", "naif?"),
        ("^[a-zÀ-ÖØ-öø-ÿ]{4,4}$", "caeo"), ("^[آ-ی]{2,9}$", "گزارش"), ("^ㅋㅋ$", "ㅋㅋ"), ("^كً{0,3}تاب$", "كتاب"),
        ("^\u200e{0,1}x$", "x"), ("^[़]?क$", "क"), ("^[^‌]x$", "ax"),
    ],
)  # fmt: skip
def test_patterns_find_what_their_letters_fold_to(pattern: str, text: str) -> None:
    assert find_fault(pattern) is None
    assert search(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("^كً{0,3}تاب$", "تاب"), ("^aً??b$", "b"), ("^[à-ü]$", "b"), ("^[^é]$", "e"), (r"^\W$", "w")],
)
def test_patterns_find_no_more_than_that(pattern: str, text: str) -> None:
    assert find_fault(pattern) is None
    assert not search(pattern, text)


def test_texts_that_hold_nothing_of_a_pattern_are_passed_over() -> None:
    texts = ["rates rose", "read more now", "x" * LONGEST_TEXT + " read more", "more", ""]
    for pattern in ("^(?:read|see) more", "read more|^more", "rates|more", r"^\w{4}$"):
        found = {at: match.span() for at, match in find_matches(pattern, texts).items()}
        each = {at: match.span() for at, t in enumerate(texts) if (match := search(pattern, t))}
        assert found == each
        assert find_vetoed(pattern, texts, [1, 3]) == [at for at in (1, 3) if at in each]
