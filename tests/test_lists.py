"""Where the list under a label ends."""

import numpy as np
import pytest

import stripper
from stripper.decisions.lists import end_lists, take_labels_along
from stripper.engines import Opinion

STORY = "Lund headed the winner in the 71st minute in front of 812 people at the Quay Ground.\n\n"
RELATED = "Related articles\nPike signs until 2028\nQuay Ground gets a roof for a million\n"


def left(source: str, format: str = "text", **options: object) -> str:
    return stripper.strip(source, format=format, model=False, **options).text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "below",
    [
        "Player ratings\nHale 7\nPike 6\nDoyle 8\n\nMan of the match\nLund\n",
        "The timetable from June\nHolm 06:10\nOusby 07:00\n\nPrices\nAdults £12\nChildren £6\n",
    ],
)
def test_a_list_ends_where_a_new_label_stands_over_lines_of_its_own(below: str) -> None:
    assert left(STORY + RELATED + "\n" + below) == STORY + below


def test_a_list_of_parted_headlines_has_no_such_end() -> None:
    parted = (
        "Related articles\n\nPike signs until 2028\n\nQuay Ground gets a roof\n\nLund will not go\n"
    )
    assert left(STORY + parted) == STORY.rstrip("\n") + "\n"


def test_a_list_of_links_ends_where_links_end() -> None:
    links = (
        "**Related articles**\n\n- [Pike signs until 2028](/1)\n- [Quay Ground gets a roof](/2)\n\n"
    )
    below = "**Ratings**\n\n- Hale 7\n- Pike 6\n- Doyle 8\n"
    assert left(STORY + links + below, "markdown") == STORY + below


def test_what_stands_between_links_stands_behind_the_last_one_too() -> None:
    cards = "".join(
        f"[{title}](/{n})\n\n{n} May 2031\n\n"
        for n, title in enumerate(("Pike signs until 2028", "Quay Ground gets a roof"), 1)
    )
    result = left(STORY + "**Related articles**\n\n" + cards + "Ratings\n", "markdown")
    assert "May 2031" not in result
    assert result.endswith("Ratings\n")


ASKS = ("Get the Gazette in your inbox every morning", "Follow us on Facebook")


def test_who_keeps_related_stories_does_not_keep_the_asks_under_them() -> None:
    source = STORY + "\n\n".join((*RELATED.split("\n")[:3], *ASKS)) + "\n"
    kept = stripper.strip(source, keep="related").text
    assert "Pike signs" in kept and not any(ask in kept for ask in ASKS)
    called = {r.category for r in stripper.strip(source).removals}
    assert {"related", "newsletter"} <= called


def make(category: str, first: int, last: int, **fields: object) -> Opinion:
    return Opinion(0, first, last, category, "rule", "any/x/y", 0.9, "", **fields)  # type: ignore[arg-type]


def test_lists_end_before_other_findings() -> None:
    words = np.full(10, 5)
    listed = make("related", 1, 8, listed=True)
    assert end_lists([listed, make("legal", 5, 5)], words)[0].last == 4
    assert end_lists([listed, make("share", 5, 5)], words)[0].last == 8
    assert end_lists([listed, make("legal", 5, 5, part=(3, 4))], words)[0].last == 8
    assert end_lists([listed, make("legal", 9, 9), make("legal", 1, 1)], words)[0].last == 8
    assert end_lists([listed, make("newsletter", 5, 5)], np.full(10, 2))[0].last == 8
    assert end_lists([make("related", 1, 8), make("legal", 5, 5)], words)[0].last == 8
    points = make("legal", 5, 5)._replace(score=0.8)
    assert end_lists([listed, points], words)[0].last == 8
    assert end_lists([listed._replace(by="user"), make("legal", 5, 5)], words)[0].last == 8


def test_a_list_without_headlines_takes_nothing_that_nobody_asked_for() -> None:
    page = STORY + "Related stories\n\nSubscribe to our newsletter today\n"
    result = stripper.strip(page, only="newsletter")
    assert {r.category for r in result.removals} == {"newsletter"}


def test_links_far_from_the_others_are_of_another_list() -> None:
    links = "- [Pike signs until 2028](/1)\n- [Quay Ground gets a roof](/2)\n"
    far = "".join(f"- Hale {n}\n" for n in range(4)) + "- [Ratings explained](/3)\n"
    page = STORY + "**Related articles**\n\n" + links + far
    assert left(page, "markdown").endswith(far.split("- [")[0] + "- [Ratings explained](/3)\n")


def test_a_certain_label_goes_with_its_whole_list() -> None:
    rows = range(10, 14)
    listed = make("related", 10, 12, listed=True)
    best = [None, listed, listed, None]
    assert take_labels_along(rows, best, [listed], [False] * 4) == [listed, listed, listed, None]
    assert take_labels_along(rows, best, [listed], [True, *[False] * 3]) == best
    assert take_labels_along(rows, [None, listed, None, None], [listed], [False] * 4)[0] is None
    assert take_labels_along(rows, best, [listed._replace(last=10)], [False] * 4) == best
    weak = listed._replace(score=0.8)
    assert take_labels_along(rows, [None, weak, weak, None], [weak], [False] * 4)[0] is None
