"""Lines beside the headline that say who wrote a page and when."""

import numpy as np
import pytest

from stripper.decisions.bylines import LISTED_LEAST, OWN_LINES, leave_bylines
from stripper.decisions.meanings import DATED_LINE
from stripper.decisions.stated import UNDER
from stripper.engines import Opinion
from tests.test_html_spared import authors, lay


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Førde | December 16, 2031 | 4 comments", "2031年04月24日23:52 | 来源：新华网",
        "EcoFlow - 2031/4/29", "TOI Lifestyle Desk / Updated: Dec 17, 2031, 21:47 IST",
        "24. januar 2031, Holm", "3 de mayo de 2031, redacción", "16.10.2031",
    ],
)  # fmt: skip
def test_a_line_with_a_full_date_beside_the_headline_is_a_byline(line: str) -> None:
    assert authors(lay(under=f"<p>{line}</p>"), DATED_LINE) == [line]
    assert authors(lay(under="<p>Share</p>" * UNDER + f"<p>{line}</p>"), DATED_LINE) == []
    assert authors(lay(foot=f"<p>{line}</p>"), DATED_LINE) == []


@pytest.mark.parametrize(
    "line",
    [
        "<a href=/b>Boats of December 16, 2031</a>", "The pier was built in March 12, 1931, they said.",
        "Room 12 31", "December 16", "Version 3.11.20311",
    ],
)  # fmt: skip
def test_a_teaser_and_a_sentence_are_no_such_line(line: str) -> None:
    assert authors(lay(under=f"<p>{line}</p>"), DATED_LINE) == []


@pytest.mark.parametrize(
    ("markup", "named"),
    [
        ("<div class=post-author>Katie Lind</div>", True),
        ("<div class=by-line><span>Katie Lind</span></div>", True),
        ("<span itemprop=author>Katie Lind</span>", True),
        ("<div class=authority>Katie Lind</div>", False),
        ("<div class=post-author>Katie Lind keeps bees on the island and writes of them.</div>", False),
    ],
)  # fmt: skip
def test_a_name_in_an_element_of_an_author_is_a_byline(markup: str, named: bool) -> None:
    assert bool(authors(lay(under=markup))) is named


def test_the_date_of_the_page_is_its_own_though_those_of_other_stories_are_like_it() -> None:
    facts = lay(
        under="<div>December 19, 2030</div>"
        + "<p>Share</p>" * OWN_LINES
        + "<div>December 12, 2030</div>"
    )
    dates = [row for row in range(len(facts)) if "december" in facts.text(row)]
    opinions = [Opinion(0, row, row, "byline", "rule", DATED_LINE, 0.75, "") for row in dates]
    scores, alike = np.full(len(facts), LISTED_LEAST - 1), np.full(len(facts), 6)
    left = leave_bylines(facts, range(len(facts)), opinions, scores, alike)
    assert [o.first for o in left] == dates[:1]
