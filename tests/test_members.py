"""Members: what a forum writes of who wrote a post goes, the same classes elsewhere do not, and names
stay."""

import pytest

import stripper
from stripper.decisions.members import NAME_WORDS, REACH, find_members
from stripper.facts import measure
from stripper.formats.html import split

POST = "My kettle has leaked since Monday, and a new seal from the shop in Holm did not help."
SIGNED = "Two wheels good, four wheels bad, and six of them are a lorry."


def members(source: str) -> list[str]:
    page = split(source)
    found = find_members(measure([page]), 0)
    assert {(o.category, o.by) for o in found} <= {("metadata", "rule")}
    return [page.text(o.first).strip() for o in found]


@pytest.mark.parametrize(
    ("around", "box", "goes"),
    [
        ("message message--post", "message-signature", True),
        ("message-cell", "message-userTitle", True),
        ("postbody", "signature", True),
        ("topic-post", "user-title u-small", True),
        ("bbCodeBlock", "bbCodeBlock-expandLink", True),
        ("postprofile", "profile-posts", True),
        ("president-message", "signature", False),
        ("topic", "signature", False),
        ("message", "signature", False),
        ("topic-politics", "signature", False),
        ("post", "signature", False),
        ("entry-content", "signature", False),
        ("api-docs", "member-signature", False),
        ("message", "message-body", False),
        ("", "signature", False),
    ],
)
def test_boxes_of_members_are_known_by_their_classes(around: str, box: str, goes: bool) -> None:
    source = f'<div class="{around}"><p>{POST}</p><div class="{box}"><p>{SIGNED}</p></div></div>'
    assert members(source) == ([SIGNED] if goes else [])


def test_what_a_member_quotes_in_a_signature_goes_with_it() -> None:
    quote = f'<div class="bbCodeBlock">{SIGNED}</div>'
    assert members(f'<div class="postbody"><div class="signature">{quote}</div></div>') == [SIGNED]


def test_a_post_far_around_is_none() -> None:
    for steps, goes in ((REACH - 3, True), (REACH - 2, False)):
        box = f'{"<div>" * steps}<div class="signature"><p>{SIGNED}</p></div>{"</div>" * steps}'
        assert members(f'<div class="postbody">{box}</div>') == ([SIGNED] if goes else [])


@pytest.mark.parametrize("model", [True, False])
def test_a_signature_goes_though_it_is_a_quote(model: bool) -> None:
    signed = f'<blockquote class="signature">{SIGNED}</blockquote>'
    posts = "".join(
        f'<div class="postbody"><h4>{name}</h4><p>{name} wrote: {POST}</p>{signed}</div>'
        for name in ("ann_f", "jo_h", "kay")
    )
    result = stripper.strip(f"<h1>Leaking kettles</h1>{posts}", format="html", model=model)
    assert SIGNED not in result.text
    assert result.text.count(POST) == 3
    assert {r.rule for r in result.removals if SIGNED in r.text} == {"any/metadata/members"}
    kept = stripper.strip(f"<h1>Leaking kettles</h1>{posts}", format="html", keep=("metadata",))
    assert SIGNED in kept.text


@pytest.mark.parametrize(
    ("around", "said", "named"),
    [
        ("message-cell", "kettle_joe", True),
        ("postprofile", "kettle_joe", True),
        ("sidebar", "kettle_joe", False),
        ("postbody", "one " * (NAME_WORDS + 1), False),
    ],
)
def test_names_of_members_are_bylines(around: str, said: str, named: bool) -> None:
    source = f'<div class="{around}"><a class="username">{said}</a><p>{POST}</p></div>'
    found = find_members(measure([split(source)]), 0)
    assert [o.category for o in found] == (["byline"] if named else [])


def test_who_wrote_each_post_stays_where_bylines_do() -> None:
    names = ("ann_f", "jo_h", "kay", "ann_f", "tilda82")
    posts = "".join(
        f'<div class="post"><dl class="postprofile"><dt><a class="username">{name}</a></dt>'
        f'<dd class="profile-posts"><strong>Posts:</strong> {at}14</dd></dl><div class="postbody">'
        f"<p>{name} wrote: {POST}</p></div></div>"
        for at, name in enumerate(names)
    )
    page = f"<h1>Leaking kettles</h1>{posts}"
    lines = stripper.strip(page, format="html").text.split("\n")
    assert [line for line in lines if line in names] == list(names)
    assert not any("Posts:" in line for line in lines)
    thorough = stripper.strip(page, format="html", preset="thorough").text.split("\n")
    assert not set(names) & set(thorough)
