"""Boxes of comments: what stays in one of which a part goes."""

import pytest

from stripper.decisions.boxes import take_comments_along
from stripper.engines import Opinion
from stripper.facts import measure
from stripper.formats.html import split

POST = (
    "The bell of the chain ferry, missing since the ferry was scrapped, has been hanging in the garden "
    "of a public house four miles down the river, where two generations of drinkers rang it for fun."
)
GREETING, REPLY = "Thanks for this, it made my day", "We rang it too when we were children"
THREAD = f"<p>{GREETING}</p><p>{REPLY}</p>"


def left(page: str, *gone: str, category: str = "comments", spared: str = "") -> list[str]:
    """The lines of a thread that stay where these would go."""
    facts = measure([split(page)])
    rows = range(len(facts))
    lines = [facts.text(row).strip() for row in rows]
    opinion = Opinion(0, 0, 0, category, "model", f"model/{category}", 0.9, "")
    best = [opinion if line in {g.lower() for g in gone} else None for line in lines]
    taken = take_comments_along(facts, rows, best, [line == spared.lower() for line in lines])
    return [
        line for line, o in zip(lines, taken, strict=True) if o is None and line != POST.lower()
    ]


def test_the_rest_of_a_thread_goes_with_a_part_of_it() -> None:
    assert left(f"<p>{POST}</p><div class=comments>{THREAD}</div>", GREETING) == []
    assert left(f"<p>{POST}</p><div class=remarks>{THREAD}</div>", GREETING) == [REPLY.lower()]


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        (f"<p>{POST}</p><div class=comments>{THREAD}</div>", {"category": "share"}),
        (f"<p>{POST}</p><div class=comments>{THREAD}</div>", {"spared": REPLY}),
        # a large part of the page, and most of a box
        (f"<div class=comments>{THREAD}</div>", {}),
        (f"<p>{POST}</p><div class=comments><p>{GREETING}</p><p>{REPLY * 5}</p></div>", {}),
        (f"<body class=has-comments><p>{POST}</p>{THREAD}</body>", {}),
    ],
)
def test_what_else_is_called_after_comments_stays(page: str, fields: dict[str, str]) -> None:
    kept = left(page, GREETING, **fields)
    assert kept and kept[0].startswith(REPLY.lower())
