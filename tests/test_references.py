"""Entries of a bibliography, which lead elsewhere as other stories do, and footnotes."""

import numpy as np
import pytest

import stripper
from stripper import formats
from stripper.decisions import alone, case
from stripper.decisions.passages import DOUBTFUL, find_references
from stripper.decisions.sparing import spare_kinds
from stripper.facts import measure
from stripper.options import Options

TOLD = (
    "The ferry to Holm has run every day since 1911, and nobody can remember a winter in which it "
    "stayed away. On Monday it did, and the baker opened an hour late."
)
ENTRIES = (
    "Pym D, Hale J, et al. Bells of chain ferries at low water. Annals of Ferries. 2018;19(3):101-112.",
    "Førde, A. (2004). Keeping a weir in order. Journal of Mills 12(4), 33-47. doi:10.9999/mills.33",
    "Hollin, P. The oven and the yard: bread in river towns. Aldermoor, Foundry Press 1998, pp. 12-40.",
)
OTHERS = (
    "Ferry bell comes home to the river after sixty years in the garden of a public house",
    "Our 2018 almanac (with tides) is out now: order it here before the first of the month",
    "Pym et al. 2018",
)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_references_stay_however_much_of_them_is_a_link(form: str) -> None:
    lines = (*ENTRIES, *OTHERS)
    if form == "html":
        items = "".join(f"<li><a href=/{n}>{line}</a>" for n, line in enumerate(lines))
        source = f"<p>{TOLD}</p><ul>{items}</ul><p>{TOLD}</p>"
    else:
        source = "\n\n".join((TOLD, *lines, TOLD))
    facts = measure([formats.split(source, form)])
    rows, low = range(len(facts)), np.ones(len(facts), bool)
    scores = np.full(len(facts), DOUBTFUL)
    assert find_references(facts, rows, low, scores) == [1, 2, 3]
    assert find_references(facts, rows, low, scores - 1) == []
    assert find_references(facts, rows, ~low, scores) == []


def test_the_model_takes_no_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    items = "".join(f"<li><a href=/{n}>{line}</a>" for n, line in enumerate((*ENTRIES, *OTHERS)))
    page = f"<p>{TOLD * 4}</p><p>{TOLD * 4}</p><ul>{items}</ul><p>{TOLD}</p>"
    listed = np.array([300, 300, *[DOUBTFUL] * 6, 300])
    monkeypatch.setattr(case, "agree", lambda *_: listed)
    kept = stripper.strip(page, format="html", language="en").text
    assert all(entry in kept for entry in ENTRIES)
    assert OTHERS[0] not in kept
    monkeypatch.setattr(alone, "find_references", lambda *_: [])
    assert ENTRIES[0] not in stripper.strip(page, format="html", language="en").text


@pytest.mark.parametrize(
    ("note", "stays"),
    [
        ("The survey of 2021 did not ask for the names of the ferrymen. ↩", True),
        ("The survey of 2021 did not ask for the names of the ferrymen. ↩︎", True),
        ("The survey of 2021 did not ask for the names of the ferrymen. [↩︎](#fnref1)", True),
        ("↩ Go back to the page that you came here from", False),
        ("Back ↩", False),
    ],
)
def test_a_footnote_stays_that_leads_back_to_the_text(note: str, stays: bool) -> None:
    facts = measure([formats.split(f"{TOLD}\n\n{note}\n", "markdown")])
    assert spare_kinds(facts, range(2), [], Options()) == [False, stays]
