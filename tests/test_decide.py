"""Decisions, end to end: presets, switches, protections, flags, parts of blocks, access, metadata."""

from pathlib import Path
from typing import Any

import pytest

import stripper

HALL = (
    "The council met on Monday and put off the vote on the market hall until the summer of next year, "
    "since nobody could say what the new roof would cost the town."
)
OVEN = (
    "For nine years the baker has kept his oven in the yard behind the hall, and his daughter says "
    "that they will go on baking there whatever the council makes of it."
)
GATE = "Subscribe to continue reading\n\nAlready a subscriber? Log in"
ARTICLE = "\n\n".join((HALL, OVEN) * 8)
GOES, CERTAIN, STAYS = (True, True), (True, False), (False, False)
TABLE = {
    **dict.fromkeys(("donation", "paywall", "newsletter", "app", "feedback"), (GOES, GOES, GOES)),
    **dict.fromkeys(
        ("related", "navigation", "share", "cookie", "advert", "comments", "placeholder", "legal"),
        (CERTAIN, GOES, GOES),
    ),
    **dict.fromkeys(("commerce", "credit", "metadata", "boilerplate"), (STAYS, GOES, GOES)),
    "byline": (STAYS, STAYS, GOES),
}
"""The table of presets: what goes of a certain and of an uncertain finding, in the order of PRESETS."""
PRESETS = ("precise", "balanced", "thorough")
SHIPPED = {
    "donation": "Donate now", "paywall": "Already a subscriber? Log in", "newsletter": "Subscribe to our newsletter",
    "app": "Download our free app now", "feedback": "Was this article helpful?", "related": "Read more",
    "navigation": "Skip to content", "share": "Share on Facebook", "cookie": "Accept all cookies",
    "advert": "Advertisement", "comments": "Leave a comment", "placeholder": "Loading…",
    "legal": "All rights reserved", "commerce": "Add to basket", "credit": "Photo: Reuters",
    "metadata": "5 min read", "byline": "AFP contributed reporting.",
}  # fmt: skip


def strip(source: str, **options: Any) -> stripper.Result:
    return stripper.strip(source, **{"language": "en", "model": False, **options})


def page(line: str) -> str:
    return f"{HALL}\n\n{OVEN}\n\n{HALL}\n\n{line}\n"


def gone(source: str, **options: Any) -> list[tuple[str, str]]:
    return [(r.category, r.text) for r in strip(source, **options).removals]


def own_rule(folder: Path, category: str, confidence: float = 0.95, **fields: str) -> str:
    """A rule file of a user's, with one label."""
    fields = {"id": '"mine"', "labels": '["frobnicate this page"]', **fields}
    lines = "\n".join(f"{name} = {value}" for name, value in fields.items())
    file = folder / f"{category}-{confidence}.toml"
    file.write_text(
        f'category = "{category}"\nlanguage = "any"\n[[rule]]\n{lines}\nconfidence = {confidence}\n'
        'description = "Mine"\nstrip = ["Frobnicate this page"]\nkeep = ["They did."]\n',
        "utf-8",
    )
    return str(file)


@pytest.mark.parametrize("category", TABLE)
def test_every_preset_does_what_the_table_says_with_every_category(
    category: str, tmp_path: Path
) -> None:
    line = "Frobnicate this page"
    for preset, (certain, doubtful) in zip(PRESETS, TABLE[category], strict=True):
        for confidence, goes in ((0.95, certain), (0.7, doubtful)):
            rules = own_rule(tmp_path, category, confidence)
            found = gone(page(line), rules=rules, preset=preset)
            assert found == ([(category, f"\n{line}\n")] if goes else []), (preset, confidence)


@pytest.mark.parametrize("category", SHIPPED)
def test_keep_and_only_switch_every_category(category: str) -> None:
    line = SHIPPED[category]
    other = "share" if category != "share" else "advert"
    cut = [(category, f"\n{line}\n")]
    assert gone(page(line), preset="thorough") == cut
    assert gone(page(line), preset="thorough", keep=category) == []
    assert gone(page(line), preset="thorough", keep=other) == cut
    for preset in PRESETS:
        assert gone(page(line), preset=preset, only=category) == cut
        assert gone(page(line), preset=preset, only=other) == []
        assert gone(page(line), preset=preset, only=[category, other]) == cut


def test_the_table_names_every_category() -> None:
    from stripper.packs import categories

    assert sorted(TABLE) == sorted(categories()) and set(SHIPPED) == set(TABLE) - {"boilerplate"}


@pytest.mark.parametrize(
    "block",
    ["> {}", "```\n{}\n```", "| {} |\n|---|\n| {} |", "    {}", "[x]: http://e.c '{}'", "[^1]: {}"],
)  # fmt: skip
def test_protected_blocks_stay_whatever_they_say(block: str) -> None:
    shown = block.replace("{}", "Subscribe to our newsletter")
    assert gone(page(shown), format="markdown", preset="thorough") == []


def test_protected_blocks_stay_within_the_reach_of_a_finding(tmp_path: Path) -> None:
    rules = own_rule(tmp_path, "comments", extent='"rest"')
    blocks = ("> quote", "```\ncode\n```", "| a |\n|---|\n| b |", "[x]: http://e.c", "[^1]: note")
    mixed = "\n\nA reader\n\n".join(("Frobnicate this page", *blocks))
    result = strip(page(mixed), format="markdown", rules=rules)
    assert result.text == page("\n\n".join(blocks))


@pytest.mark.parametrize("title", ["Subscribe to our newsletter", "Advertisement now", "Read more"])
def test_the_headline_stays_and_the_same_line_below_goes(title: str) -> None:
    result = strip(f"# {title}\n\n{page('Read more')}", format="markdown", preset="thorough")
    assert [r.text for r in result.removals] == ["\nRead more\n"]
    assert result.text.startswith(f"# {title}\n")


def test_a_page_keeps_a_share_of_its_prose_and_says_so(tmp_path: Path) -> None:
    fields = {"id": '"all"', "labels": "[]", "shape": "true", "kinds": '["paragraph"]'}
    rules = own_rule(tmp_path, "related", 0.7, **fields)
    source = f"# The hall of the town\n\n{HALL}\n\nShort line\n\n{OVEN}\n"
    result = strip(source, format="markdown", rules=rules)
    assert result.flags == ("budget_exceeded",)
    assert HALL in result.text and OVEN in result.text
    assert strip(source.replace("# ", "")).flags == ()


@pytest.mark.parametrize(
    ("source", "flag"),
    [
        ("Subscribe to our newsletter\n\nRead more\n", "all_boilerplate"),
        ("This website uses cookies\n\nAccept all cookies\nReject all\n", "consent_only"),
        ("Please enable JavaScript\n\nLoading…\n", "blocked"), ("", "no_content"), (" \r\n\t\n", "no_content"),
    ],
)  # fmt: skip
def test_a_page_of_nothing_else_comes_back_with_its_flag(source: str, flag: str) -> None:
    result = strip(source, format="text")
    assert (result.text, result.removals, result.flags) == (source, (), (flag,))
    assert strip(page(source.split("\n")[0])).flags == ()


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (f"{OVEN} The post Hall appeared first on Town Paper.", OVEN),
        (f"{OVEN} The post [Hall](http://e.c/h) appeared first on [Town Paper](http://e.c).", OVEN),
        (f"{OVEN} Read more »", OVEN), (f"{OVEN} [Read more](http://e.c/x)", OVEN),
        (f"{OVEN} **[Read more »](http://e.c/x)**", OVEN), (f"- {OVEN} [Read more](http://e.c/x)", f"- {OVEN}"),
        (f"{OVEN} (opens in new tab)", OVEN), ("The plan (opens in a new window)", "The plan"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_glued_to_a_block_goes_with_its_markup(line: str, kept: str, newline: str) -> None:
    source = f"{HALL}\n\n{line}\n\n{OVEN}\n".replace("\n", newline)
    result = strip(source, format="markdown")
    assert result.text == f"{HALL}\n\n{kept}\n\n{OVEN}\n".replace("\n", newline)


def test_a_part_that_two_rules_know_goes_once() -> None:
    result = strip(f"{HALL}\n\n{OVEN} Read more\n\n{HALL}\n", model=False)
    assert [(r.start, r.text) for r in result.removals] == [(len(HALL + OVEN) + 2, " Read more")]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("The [plan](http://e.c/p) (opens in new tab)", "The [plan](http://e.c/p)"),
        ("[The plan (opens in new tab)](http://e.c/p)", "[The plan](http://e.c/p)"),
        ("**The plan** (opens in new tab)", "**The plan**"),
    ],
)
def test_a_part_that_goes_leaves_the_markup_of_what_stays(line: str, kept: str) -> None:
    result = strip(f"{HALL}\n\n{line}\n\n{OVEN}\n", format="markdown")
    assert result.text == f"{HALL}\n\n{kept}\n\n{OVEN}\n"


def test_a_new_tab_hint_inside_a_sentence_goes() -> None:
    source = f"{HALL} See the plan (opens in new tab) of the hall.\n\n{OVEN}\n"
    assert strip(source).text == source.replace(" (opens in new tab)", "")


def test_a_table_of_contents_stays() -> None:
    """Its entries are sections of the page."""
    entries = (
        "- [Papers](#papers)\n- [Newsletters](#newsletters)\n- [Related lists](#related-lists)\n"
    )
    source = f"# Tools of the tide\n\n{entries}\n{HALL}\n\n{OVEN}\n"
    assert strip(source, format="markdown").text == source


def test_nothing_goes_from_within_code_in_a_sentence() -> None:
    source = f"{HALL} It has `Plan (opens in new tab)` under it.\n\n{OVEN}\n"
    assert strip(source, format="markdown").text == source


@pytest.mark.parametrize(
    ("source", "access"),
    [
        (f"Paywalls are back\n\n{ARTICLE}\n", "open"),
        (f"Under every story stands “Subscribe to continue reading”. {ARTICLE}\n", "open"),
        (f"{ARTICLE}\n\nSubscribe to our newsletter\n", "open"),
        (f"{ARTICLE}\n\nAlready a subscriber? Log in\n", "metered"),
        (f"{ARTICLE}\n\nAlready a subscriber? Log in\n\n{ARTICLE}\n", "metered"),
        (f"{HALL}\n\nFor nine years the baker has kept his oven in the yard behind…\n\n{GATE}\n", "truncated"),
        (f"{ARTICLE}\n\nSince June the council has asked every baker in the town and every one has said that the\n\n{GATE}\n\n{OVEN * 5}\n", "truncated"),
        (f"{HALL}\n\n{GATE}\n", "truncated"), (f"{ARTICLE}\n\nFor nine years the baker has kept his oven in…\n\n{GATE}\n", "truncated"),
    ],
)  # fmt: skip
def test_access_is_told_from_the_gate_and_what_stands_around_it(source: str, access: str) -> None:
    result = strip(source)
    assert result.access == access
    assert bool(result.access_evidence) == (access != "open")


@pytest.mark.parametrize("options", [{"keep": "paywall"}, {"only": "share"}])
def test_access_does_not_depend_on_what_is_asked_to_go(options: dict[str, str]) -> None:
    source = f"{HALL}\n\n{GATE}\n"
    assert strip(source, **options).access == strip(source).access == "truncated"


FRONT = "---\ntitle: The hall\nauthor: Anna\nlang: de\nurl: https://e.c/h\nsite: Paper\n---\n\n"
STATED = {
    "title": "The hall",
    "author": "Anna",
    "language": "de",
    "url": "https://e.c/h",
    "site": "Paper",
}


def test_front_matter_stays_and_is_read() -> None:
    result = strip(FRONT + page("Read more"), format="markdown", language=None)
    assert result.text == FRONT + page("")[:-2]
    assert (dict(result.metadata), result.language) == (STATED, "de")
    assert (
        strip(FRONT + HALL, format="markdown", url="https://e.c/u").metadata["url"]
        == "https://e.c/u"
    )


def test_front_matter_alone_makes_a_page_markdown() -> None:
    result = strip(FRONT + page("Read more"))
    assert (result.format, result.text) == ("markdown", FRONT + page("")[:-2])


def test_a_crawlers_envelope_goes_and_is_read() -> None:
    head = "Title: The hall\n\nURL Source: https://e.c/h\n\nMarkdown Content:\n"
    result = strip(head + page("x")[:-2], format="markdown")
    assert result.text == page("x")[:-2]
    assert [r.category for r in result.removals] == ["metadata"]
    assert dict(result.metadata) == {"title": "The hall", "url": "https://e.c/h"}
    assert strip(head + page("x"), format="markdown", preset="precise").removals == ()


@pytest.mark.parametrize("options", [{}, {"model": True}, {"only": "metadata"}])
def test_the_date_line_of_an_envelope_goes_with_it(options: dict[str, Any]) -> None:
    head = "Title: The hall\n\nURL Source: https://e.c/h\n\nPublished Time: 2024-05-01T10:00:00Z\n\nMarkdown Content:\n"
    text = f"# The hall\n\n{HALL}\n"
    assert strip(head + text, format="markdown", **options).text == text


def test_a_user_rule_replaces_a_shipped_one_by_its_id(tmp_path: Path) -> None:
    (removal,) = strip(page("Share on Facebook")).removals
    rules = own_rule(tmp_path, "share", id=f'"{removal.rule}"')
    after = strip(page("Share on Facebook\n\nFrobnicate this page"), rules=rules)
    assert removal.rule not in [r.rule for r in after.removals if "Facebook" in r.text]
    assert [r.rule for r in after.removals if "Frob" in r.text] == [removal.rule]
    assert after.version != strip(page("x")).version


@pytest.mark.parametrize("model", [True, False])
def test_a_users_weak_rule_speaks_with_and_without_the_model(model: bool, tmp_path: Path) -> None:
    rules = own_rule(tmp_path, "share", 0.6)
    found = gone(page("Frobnicate this page"), rules=rules, model=model)
    assert found == [("share", "\nFrobnicate this page\n")]


def test_what_a_user_rule_removes_is_removed_by_the_user(tmp_path: Path) -> None:
    rules = own_rule(tmp_path, "share")
    assert [r.by for r in strip(page("Frobnicate this page"), rules=rules).removals] == ["user"]
