"""Clashes: switches that exclude one another, and those that would do nothing.

Whoever gives a switch expects something of it: what would be ignored in silence is an error.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stripper.errors import OptionError

if TYPE_CHECKING:
    from stripper.cli.arguments import Arguments
    from stripper.documents import Input

INSTEAD = ("check", "json", "diff")
"""Switches that write something else than the stripped texts."""
FIELDS = ("jsonl", "csv", "tsv", "parquet", "arrow", "sqlite")
"""Containers whose records have fields."""
DECODED = ("", "csv", "tsv", "warc", "zip")
"""Containers, and single texts, whose encoding is not settled by what they are."""


def find_clash(found: "Arguments") -> str | None:
    """What is wrong with a command line whatever its inputs are, or None where nothing is."""
    instead = next((name for name in INSTEAD if getattr(found, name)), None)
    if found.in_place and found.output:
        return "--in-place and --output: give one of them"
    if found.in_place and instead:
        return f"--in-place writes texts and --{instead} does not: give one of them"
    for name in ("output", "removed"):
        if getattr(found, name) == "":
            return f"--{name} wants a path, and its value is empty"
    if found.resume and (not found.output or found.output == "-"):
        return "--resume goes on with what an --output has of an interrupted run: give both"
    if found.removed == "-":
        return "--removed wants a file, and - is standard output"
    if found.removed and instead:
        return f"--removed keeps what --{instead} shows: give one of them"
    if found.check and found.output:
        return "--check writes nothing: leave --output out"
    if found.in_place and (not found.files or "-" in found.files):
        return "--in-place wants files, and standard input is none"
    if found.diff and found.to == "html":
        return "--diff shows the text of a page, and --to html is none: give one of them"
    if found.no_links and found.to != "markdown":
        return "--no-links is about Markdown: give --to markdown too"
    named = found.source_format in ("text", "markdown")
    if named and found.extractor:
        return f"--extractor reads HTML, and --from {found.source_format} is none: give one of them"
    if named and found.to not in (None, found.source_format):
        return f"--to is what HTML becomes, and --from {found.source_format} is none: give one"
    if found.log and found.quiet:
        return "--log tells how a run goes, and --quiet that it is silent: give one of them"
    return None


def refuse_idle(found: "Arguments", inputs: Iterable["Input"]) -> None:
    """Refuse switches that do nothing for any of the inputs, and `--explain` where `--quiet` would
    have to be broken for one, by an `OptionError`."""
    inputs = list(inputs)
    held = {given.container for given in inputs}
    streamed = any(given.path is None and not given.remote for given in inputs)
    if streamed and found.workers not in ("1", "auto"):
        raise OptionError(
            "--workers is of files, and standard input is read by one process: leave it out, or "
            "name the file"
        )
    refuse_fields(held, field=found.text_field, url_field=found.url_field)
    if found.table and held and "sqlite" not in held:
        raise OptionError("--table is of a database, and no input is one: leave it out")
    if found.encoding and held and held.isdisjoint(DECODED):
        raise OptionError("--encoding is of texts and tables, and no input is one: leave it out")
    # records get a field for it: one text among them is enough to be told of on standard error
    told = "" in held or (held and any(getattr(found, name) for name in INSTEAD))
    if found.explain and found.quiet and told:
        raise OptionError(
            "--explain says on standard error what went, and --quiet leaves errors alone there: "
            "give one of them"
        )


def refuse_fields(containers: set[str], *, field: str | None, url_field: str | None) -> None:
    """Refuse names of fields where no input holds records that have any, by an `OptionError`."""
    for switch, value in (("--field", field), ("--url-field", url_field)):
        if value and containers and containers.isdisjoint(FIELDS):
            raise OptionError(
                f"{switch} is of records, and no input holds any: leave it out, or give the file "
                "a name that says what it is, such as .jsonl"
            )
