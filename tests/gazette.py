"""Pages of invented sites, and what is made of them."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import stripper
from stripper import Learner
from stripper.evaluate.labelled import LabelledPage, read_labelled
from stripper.learning.sample import Sample
from stripper.profiles import Entry, Profile
from stripper.profiles.writing import format_profile
from tests.conftest import FIXTURES

SITES = sorted(d.name for d in (FIXTURES / "sites").iterdir() if d.is_dir())
LIMIT = 0.002
"""Share of the words of content that may go with a profile."""
DAY, LATER = date(2026, 3, 1), date(2026, 6, 1)
MENU = "Home\n\nThe harbour desk\n\nLetters from readers\n\nAbout the two of us\n\n"
FOOT = "\n\nTell us what you saw\n\nSend it by pigeon\n\nThe Gazette, on the quay since 1871.\n"
STORIES = (
    "The ferry sails at noon from the old quay, and nobody had asked the captain why.",
    "Rates rose again on Monday, said the bank, and the mayor went home before supper.",
    "A fox was seen in the market hall, where it looked at the cheese and left again.",
    "Two brothers own one smokehouse, and since February they have not spoken at all.",
    "The foghorn at Grey Point sounds an F, more or less, and will join the orchestra.",
    "Swifts came back to the grain tower nine days sooner than in any year on record.",
)
PAGES = tuple(f"{MENU}{story}\n\n{story.upper()}{FOOT}" for story in STORIES)


@cache
def pages_of(site: str) -> tuple[LabelledPage, ...]:
    return tuple(read_labelled(FIXTURES / "sites" / site))


def sample_of(texts: list[str] | tuple[str, ...], day: date = DAY) -> Sample:
    learner = Learner(host="gazette.example", day=day)
    learner.add(texts)
    return learner.samples.get("gazette.example", Sample())


@cache
def profile_of(site: str) -> Profile:
    return stripper.learn([(p.text, p.url) for p in pages_of(site)], day=DAY)


def write(folder: Path, profile: Profile, name: str = "site") -> Path:
    file = folder / f"{name}.toml"
    file.write_text(format_profile(profile), "utf-8")
    return file


def entry(text: str, **changes: object) -> Entry:
    usual = Entry(text, "navigation", "tail", 5, 0.95, DAY, DAY)
    return replace(usual, **changes)  # type: ignore[arg-type]
