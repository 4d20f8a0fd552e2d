"""Answers: the short lines under a question to the reader, which go with it."""

from collections.abc import Sequence

from stripper.decisions.bars import Findings
from stripper.facts import Facts
from stripper.packs import load_answers

MOST = 4
"""Lines under a question that are looked at: two answers and how many gave them."""


def take_answers_along(
    facts: Facts, rows: range, best: Findings, staying: Sequence[bool]
) -> Findings:
    """The findings on a page's blocks, and "Yes", "No" and numbers under a question that goes: "Was
    this page helpful?" What is `staying` stays."""
    best = list(best)
    for at, question in enumerate(best):
        if question is None or question.category != "feedback" or not _is_asked(facts, rows[at]):
            continue
        for under in range(at + 1, min(at + 1 + MOST, len(best))):
            if staying[under] or not _is_answer(facts.text(rows[under])):
                break
            best[under] = best[under] or question
    return best


def _is_asked(facts: Facts, row: int) -> bool:
    return facts.text(row).rstrip(" *_").endswith(("?", "？", "؟"))


def _is_answer(line: str) -> bool:
    """Whether a folded line is an answer, or a number of them.

    >>> _is_answer("yes"), _is_answer("(12)"), _is_answer("sources")
    (True, True, False)
    """
    said = line.strip(" \t\r\n()[]*_-.·|")
    return said.isdigit() or said in load_answers()
