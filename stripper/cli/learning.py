"""The tool `stripper learn`: what sites repeat, from pages and learning states, into profiles or a
learning state."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from stripper.cli.arguments import Parser, add_command
from stripper.cli.clashes import refuse_fields
from stripper.cli.exits import DONE, FAILED, tell
from stripper.cli.sites import check_covered, check_free, name_profile, read, write_profile
from stripper.documents import Document, Failure, Input
from stripper.errors import InputError, OptionError

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from stripper.cli.progress import Progress
    from stripper.learning import Learner
    from stripper.learning.sample import Sample
    from stripper.learning.states import State

CHUNK = 1024
"""Documents after which what was learned is written down."""
NAMED = 3
"""Sites that a message names."""


def add_tool(tools: "_SubParsersAction[Parser]") -> None:
    """Add `learn` to the toolbox's parser."""
    learning = add_command(tools, "learn", "learn what the pages of a site repeat")
    add = learning.add_argument
    add("pages", metavar="PAGES", nargs="+",
        help="pages of a site: files, folders, records; or learning states (.sites)")  # fmt: skip
    add("-o", "--output", metavar="PATH",
        help="the profile; a folder gets one a site, FILE.sites the learning state")  # fmt: skip
    add("--update", action="store_true", help="renew the profile, and say how its entries fare")
    add("--host", metavar="HOST", help="of pages without an address")
    add("--date", dest="day", metavar="DAY", help="when the pages were met (default: today)")
    add("--field", metavar="NAME", help="the text of a record")
    add("--url-field", metavar="NAME", help="the address of a record")
    learning.set_defaults(tool=learn)


def learn(
    pages: Sequence[str], output: str | None = None, update: bool = False,
    host: str | None = None, day: str | None = None, field: str | None = None,
    url_field: str | None = None,
) -> int:  # fmt: skip
    """Learn from pages and states, and write profiles or a state, or renew those that are there."""
    from stripper.cli.progress import Progress
    from stripper.learning import Learner
    from stripper.learning.states import State
    from stripper.profiles import check_local
    from stripper.profiles.hosts import check_host
    from stripper.profiles.store import is_store
    from stripper.readers.operands import find_inputs
    from stripper.report import count_out

    host = check_host(host, "--host") if host else None
    if update and not output:
        raise OptionError("--update renews a profile: name it with --output")
    inputs = list(find_inputs(pages))
    _refuse_idle(inputs, host=host, day=day, field=field, url_field=url_field)
    target = check_local(output) if output else None
    single = target is not None and target.suffix == ".toml" and not target.is_dir()
    if target is not None and single:
        if not update:
            check_free(target)  # before hours of learning
        host = host or _find_host(target)
    learner = Learner(host=host, day=_read_day(day))
    with _open_state(target, update=update) as state:
        for given in inputs:
            if given.path is not None and is_store(given.path):
                with State(given.path, read_only=True) as other:
                    state.merge_state(other)
        documents = read((i for i in inputs if not (i.path and is_store(i.path))), field, url_field)
        progress = Progress(inputs, str, printed=target is None)
        failed, again = _take_in(state, learner, documents, progress)
        remedy = (
            f"--url-field {url_field} holds none: name another field" if url_field
            else "give them addresses"
        )  # fmt: skip
        if next(state.sites(), None) is None:
            raise InputError(f"no pages of a known site: {remedy}, or name the --host")
        if learner.strays:
            left = count_out(learner.strays, "page")
            tell(f"{left} without an address left out: {remedy}, or name the --host")
        if target is not None and is_store(target):
            state.make_profiles()
            tell(f"{target}: {count_out(state.count_sites(), 'site')}")
        else:
            _write_profiles(state, target, again, single=single, update=update)
    return FAILED if failed else DONE


def _refuse_idle(
    inputs: Sequence[Input], *, host: str | None, day: str | None, field: str | None,
    url_field: str | None,
) -> None:  # fmt: skip
    """Refuse switches that do nothing for any of the inputs."""
    from stripper.profiles.store import is_store

    read = [given for given in inputs if not (given.path and is_store(given.path))]
    given = {"--host": host, "--date": day, "--field": field, "--url-field": url_field}
    idle = next((switch for switch, value in given.items() if value), None)
    if inputs and not read and idle:
        raise OptionError(
            f"{idle} is of pages, and a learning state says that itself: leave it out"
        )
    if all(i.path is not None or i.remote for i in read):  # standard input is looked into later
        refuse_fields({i.container for i in read}, field=field, url_field=url_field)


def _find_host(place: Path) -> str | None:
    """Of pages without an address: the host of the profile that is there, or the one that its
    file will be called after."""
    from stripper.profiles import read_profile
    from stripper.profiles.hosts import find_pattern

    if place.exists():
        return read_profile(place).hosts[0]
    return find_pattern(place.stem)


@contextmanager
def _open_state(target: Path | None, *, update: bool) -> Iterator["State"]:
    """The state to learn into: what is to be written, or one that goes when all is done."""
    from stripper.learning.states import State
    from stripper.profiles.store import is_store
    from stripper.writers import beside

    if target is None or not is_store(target):
        with TemporaryDirectory(prefix="strip-") as folder, State(Path(folder) / "state") as state:
            yield state
        return
    if target.exists() and not update:
        raise OptionError(f"{target} exists: --update adds to it")
    with beside(target) as whole:
        if target.exists():
            shutil.copyfile(target, whole.path)
        with State(whole.path) as state:
            yield state


def _take_in(
    state: "State",
    learner: "Learner",
    documents: Iterator[Document | Failure],
    progress: "Progress",
) -> tuple[int, Counter[str]]:
    """Learn from documents, some at a time; returns how many failed, and how many of each site's
    had been met."""
    from stripper.learning.intake import take_in

    failed, again = 0, Counter[str]()

    def fail(document: Document | Failure, error: str) -> None:
        nonlocal failed
        failed += 1
        progress.clear()
        tell(f"{document.name}: {error}")

    try:
        while chunk := list(islice(documents, CHUNK)):
            take_in(learner, chunk, fail)
            again += state.merge(learner.hand_over())
            progress.advance(len(chunk))
    finally:
        progress.clear()
    return failed, again + learner.again


def _write_profiles(
    state: "State", target: Path | None, again: Counter[str], *, single: bool, update: bool
) -> None:
    from stripper.learning import make_profile
    from stripper.profiles import read_profile
    from stripper.report import count_out

    def find_place(site: str) -> Path | None:
        return target if single or target is None else target / name_profile(site)

    count = state.count_sites()
    if (single or target is None) and count > 1:
        raise OptionError(f"pages of {count} sites ({_name_some(state.sites())}): "
                         "name a folder with --output, for a profile a site")  # fmt: skip
    for site in state.sites():  # all of them before the first is written
        place = find_place(site)
        if place is not None and not update:
            check_free(place)
        elif place is not None and place.exists():
            check_covered(read_profile(place), site, place)
    for site in state.sites():
        sample, place = state.sample(site), find_place(site)
        if update and place is not None and place.exists():
            _renew(place, site, sample)
            continue
        profile = make_profile(site, sample)
        write_profile(place, profile, fresh=True)
        pages = count_out(profile.pages, "page")
        same = len(sample) - profile.pages + again[site]
        copies = f"{count_out(same, 'copy')} of {'another' if same == 1 else 'others'}"
        aside = ", numbers aside" if same else ""
        entries = count_out(len(profile.entries), "entry")
        tell(f"{site}: {pages}, {copies}{aside}, {entries}, confidence {profile.confidence:.2f}")


def _name_some(sites: Iterable[str]) -> str:
    first = list(islice(sites, NAMED + 1))
    return ", ".join([*first[:NAMED], *(["…"] if len(first) > NAMED else [])])


def _renew(place: Path, site: str, sample: "Sample") -> None:
    from stripper.learning.updating import update
    from stripper.profiles import read_profile

    profile, health = update(read_profile(place), sample)
    write_profile(place, profile)
    for line in health.describe():
        tell(f"{site}: {line}")


def _read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise OptionError(f"--date wants a day such as 2026-11-28, not {text!r}") from error
