"""One run of `strip`: a command line made into a job and a plan, and the run's exit status."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from stripper.cli.arguments import Arguments
from stripper.cli.clashes import refuse_idle
from stripper.cli.exits import DONE, FAILED, FOUND, say
from stripper.cli.progress import Progress
from stripper.cli.targets import check_removed, find_folder, plan_learning, plan_targets
from stripper.containers import packing_of, suffix_of
from stripper.documents import Input, Reading
from stripper.encodings import check_encoding
from stripper.errors import OptionError, StripperError, unknown
from stripper.formats import FORMATS
from stripper.packs import find_strangers, load_user_packs
from stripper.packs.rule import Rule
from stripper.parsed import keep_text
from stripper.pipeline import Options
from stripper.readers import HTML_SUFFIXES
from stripper.readers.operands import find_inputs, is_page, look_at, names_many
from stripper.readers.saved import SAVED_SUFFIXES
from stripper.report import count_out, wants_colour
from stripper.runs import Job, Plan, Tally, run
from stripper.writers.remote import Stage, staged

AUTO = "auto"
_COLOURS = (AUTO, "always", "never")
_WRITTEN = {"text": ".txt", "markdown": ".md", "html": ".html"}
"""The suffix of what HTML becomes."""
_UNITS = {"k": 10**3, "m": 10**6, "g": 10**9}


def strip_inputs(given: Arguments) -> int:
    """Strip what a command line names; returns the exit status."""
    with staged() as stage:
        try:
            tally = _strip_to(stage, given)
        except StripperError as error:
            say(stage.name(str(error)))
            return error.exit_code
    if tally.failed:
        return FAILED
    return FOUND if given.check and tally.found else DONE


def _strip_to(stage: Stage, given: Arguments) -> Tally:
    options = make_options(given)
    _check("colour", given.color, _COLOURS)
    if given.encoding:
        check_encoding(given.encoding)
    reading = make_reading(given)
    workers = count_workers(given.workers)
    plan = make_plan(stage, given, options)
    if not plan.inputs and not given.quiet:
        say(f"no files in {', '.join(given.files)}: hidden ones are left out")
    own = load_user_packs(options.rules)
    if own and not given.quiet:
        for stranger in find_strangers(options.rules):
            say(stranger)
        _warn_of_samples(own)
    printed = not (given.check or plan.shared is not None or any(plan.targets))
    progress = Progress(plan.inputs, stage.name, quiet=given.quiet, log=given.log, printed=printed)
    job = make_job(given, options, reading, plan)
    try:
        tally = run(job, plan, progress, workers=workers, resume=given.resume)
        stage.send()
    finally:
        progress.clear()
    progress.finish(tally)
    unaddressed = tally.documents and not tally.addressed and not given.learn_sites
    if given.url_field and unaddressed and not given.quiet:  # a first pass has told of it
        say(f"no record has an address in the field {given.url_field!r}: name another --url-field")
    if tally.renewed and not given.quiet:
        accounts = count_out(tally.renewed, "account")
        where = "" if given.in_place else ", which the inputs still hold"
        say(f"{accounts} of an earlier --explain replaced by those of this run{where}")
    return tally


def _warn_of_samples(own: Sequence[Rule]) -> None:
    """Say that samples of a user's rules do not hold: what they promise is not what the rules do.

    To run them takes as long as the rest of a start, so it is done once for a pack as it is.
    """
    from stripper.version import describe

    def check() -> str:
        from stripper.pipeline.samples import check_samples

        faults = list(check_samples(own))
        first = f", such as {faults[0]}" if faults else ""
        return f"{count_out(len(faults), 'fault')} in the samples of --rules{first}" * bool(faults)

    fault = keep_text(f"samples {describe(own, model=False)}", check)
    if fault:
        say(f"{fault} (see stripper rules test)")


def make_plan(stage: Stage, given: Arguments, options: Options) -> Plan:
    """Where everything goes; addresses are written to on the stage first."""
    output, removed = stage.enter(given.output), stage.enter(given.removed)
    if stage.places and given.resume:
        raise OptionError("--resume: a run that writes to an address keeps no parts: leave it out")
    folder = find_folder(given.files, output, many=any(map(names_many, given.files)))
    passed: list[Path] = []
    inputs = [
        _resolve(i, given)
        for i in find_inputs(given.files, outside=folder, wanted=partial(_is_wanted, passed))
        if i.name in given.files or not _is_learned(i.name)
    ]
    if passed and not given.quiet:
        files = count_out(len(passed), "file")
        say(f"{files} of other kinds passed over, such as {passed[0]}: name a file to have it read")
    refuse_idle(given, inputs)
    if given.url and (len(inputs) > 1 or any(i.records for i in inputs)):
        raise OptionError("--url is the address of one page; for records there is --url-field")
    plan = plan_targets(
        inputs, output, folder, in_place=given.in_place, account=_account(given), removed=removed
    )
    if given.learn_sites:
        if plan.folder is not None and stage.is_root(plan.folder):
            raise OptionError(
                f"--learn-sites keeps what it learns beside the output, and beside {given.output} "
                "is another bucket: name a folder in it"
            )
        plan = plan_learning(plan, options)
    check_removed(plan)
    stage.check(
        (*plan.targets, plan.shared, plan.removed, plan.learned),
        [i.name for i in inputs if i.remote],
    )
    return replace(plan, kept=not stage.places)


def _is_learned(name: str) -> bool:
    """Whether a file that nobody named is what an earlier run learned, and no page."""
    from stripper.profiles.store import is_store  # with SQLite, which a page does without

    return is_store(name)


def _is_wanted(passed: list[Path], path: Path) -> bool:
    """Whether a file of a folder is a page; `passed` takes those that are none."""
    page = is_page(path)
    if not page and not _is_learned(path.name):
        passed.append(path)
    return page


def make_options(given: Arguments) -> Options:
    """The options of the pipeline; an `OptionError` names a value that does not exist."""
    _check("format", given.source_format, (AUTO, *FORMATS))
    return Options(
        preset=given.preset, keep=tuple(given.keep), only=tuple(given.only),
        rules=tuple(given.rules), site=tuple(given.site), language=given.lang, input=given.input,
        model=not given.no_model,
        format=None if given.source_format == AUTO else given.source_format, to=given.to,
        links=not given.no_links, images=given.images, extractor=given.extractor,
    )  # fmt: skip


def make_reading(given: Arguments) -> Reading:
    """How records are read."""
    return Reading(
        given.text_field, given.url_field, given.encoding, given.table, read_size(given.max_size)
    )


def make_job(given: Arguments, options: Options, reading: Reading, plan: Plan) -> Job:
    """What is done to each document."""
    to_file = plan.shared is not None or any(plan.targets)
    colour_out = given.color == "always" or (
        not to_file and wants_colour(given.color, sys.stdout, os.environ)
    )
    return Job(
        options, reading, _account(given),
        explain=given.explain, check=given.check, in_place=given.in_place,
        learn_sites=given.learn_sites,
        named=options.format, url=given.url, quiet=given.quiet,
        colour_out=colour_out, colour_err=wants_colour(given.color, sys.stderr, os.environ),
    )  # fmt: skip


def _account(given: Arguments) -> str:
    return "json" if given.json else "diff" if given.diff else ""


def read_size(written: str) -> int:
    """A number of bytes; an `OptionError` says that it is none.

    >>> read_size("50M"), read_size("1.5k")
    (50000000, 1500)
    """
    text = written.strip().lower().removesuffix("b")
    factor = _UNITS.get(text[-1:], 1)
    try:
        size = int(float(text.rstrip("kmg")) * factor)
    except (ValueError, OverflowError):
        size = 0
    if size <= 0:
        raise OptionError(f"--max-size wants a number of bytes such as 50M, not {written!r}")
    return size


def count_workers(written: str) -> int:
    """A number of workers; `auto` is one for each core that this process may use."""
    if written == AUTO:
        return (
            len(os.sched_getaffinity(0))
            if hasattr(os, "sched_getaffinity")
            else os.cpu_count() or 1
        )
    if not written.isdecimal() or int(written) < 1:
        raise OptionError(f"--workers wants a number from 1 on, or auto, not {written!r}")
    return int(written)


def _resolve(given: Input, arguments: Arguments) -> Input:
    """Find out what standard input holds; the names of files say it of them. HTML that becomes
    text, or comes out of the file it was saved in, gets a name that says so.
    """
    unpacked = arguments.to == "html" and suffix_of(given.place) in SAVED_SUFFIXES
    if unpacked or (suffix_of(given.place) in HTML_SUFFIXES and arguments.to != "html"):
        packing = packing_of(given.place)
        suffix = _WRITTEN[arguments.to or FORMATS[0]]
        place = given.place.with_suffix("") if packing else given.place
        given = replace(given, place=place.with_suffix(suffix + packing))
    as_records = bool(arguments.text_field or arguments.url_field)
    named = arguments.source_format != AUTO and not as_records
    if given.path is not None or given.remote or named:
        return given
    return look_at(given, text_field=arguments.text_field, records=as_records)


def _check(what: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise OptionError(unknown(what, value, known))
