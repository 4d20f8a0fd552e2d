"""The options of `strip`, as argparse reads them. Their values are checked where they are used."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NoReturn

from stripper import __version__
from stripper.cli.clashes import find_clash
from stripper.cli.exits import USAGE
from stripper.rows import TEXT_FIELDS

_DESCRIPTION = """\
Give back the main content of scraped pages: text, Markdown and HTML without donation appeals,
paywall prompts, newsletter sign-ups, related articles, navigation, share bars and the like.

Several texts on standard output follow one another as with cat. Folders are gone through, hidden
files left out. Files of records (.jsonl .csv .tsv .parquet .arrow .warc .wet .sqlite .zip; some
also with .gz or .zst) come out as such files: the text field is replaced, all else passes through.
Object files and -V are for binutils: the next strip on the PATH gets them.
"""
_EPILOG = """\
categories: donation paywall newsletter app feedback related navigation share cookie advert comments
  placeholder legal commerce credit metadata byline boilerplate

exit status: 0 done; 1 --check found something; 2 usage; 3 an input failed, the rest is written;
  130 interrupted; 141 closed pipe
"""


@dataclass(slots=True)
class Arguments:
    """The command line of `strip`; names are those of the options."""

    files: list[str] = field(default_factory=list)
    source_format: str = "auto"
    explain: bool = False
    json: bool = False
    diff: bool = False
    check: bool = False
    preset: str = "balanced"
    keep: list[str] = field(default_factory=list)
    only: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    site: list[str] = field(default_factory=list)
    learn_sites: bool = False
    no_model: bool = False
    lang: str | None = None
    input: str = "auto"
    url: str | None = None
    text_field: str | None = None
    url_field: str | None = None
    encoding: str | None = None
    to: str | None = None
    no_links: bool = False
    images: bool = False
    extractor: str | None = None
    table: str | None = None
    max_size: str = "50M"
    workers: str = "1"
    resume: bool = False
    removed: str | None = None
    log: bool = False
    output: str | None = None
    in_place: bool = False
    quiet: bool = False
    color: str = "auto"


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def _print_message(self, message: str, file: Any = None) -> None:
        # That of argparse swallows errors: a full disk and a reader who has gone would go unseen.
        (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        """End the program with status 2 and one line."""
        self.exit(USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


class _Once(argparse.Action):
    """An option of which a second value would silently take the place of the first."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: Any,
        values: Any,
        option: str | None = None,
    ) -> None:
        """Set the value, or end the program where there is one."""
        if getattr(namespace, self.dest) is not None:
            parser.error(f"{option} takes one field a run: strip the output again with the other")
        setattr(namespace, self.dest, values)


def add_command(tools: "argparse._SubParsersAction[Parser]", name: str, what: str) -> Parser:
    """Add a tool that says what it does both in the list of tools and in its own help."""
    return tools.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")


def make_parser() -> Parser:
    """The parser of `strip`: options only, since operands may stand anywhere between them."""
    parser = Parser(
        "strip", "strip [OPTION]... [FILE | FOLDER | -]...", _DESCRIPTION, _EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, add_help=False,
    )  # fmt: skip
    _add_reading(parser.add_argument_group("what is read"))
    _add_stripping(parser.add_argument_group("what goes"))
    _add_writing(parser.add_argument_group("what is written"))
    _add_running(parser.add_argument_group("how it runs"))
    other = parser.add_argument_group("other")
    other.add_argument("--help", "-h", action="help", help="show this and end")
    other.add_argument(
        "--version", action="version", version=f"strip (boilerstrip) {__version__}",
        help="show the version and end (-V is that of binutils)",
    )  # fmt: skip
    return parser


def parse(arguments: Sequence[str], parser: Parser | None = None) -> Arguments:
    """Read a command line; ends the program with status 2 and one line where it is wrong.

    Without files standard input is read; where that is a terminal, the help is shown instead.

    >>> parse(["page.txt", "--keep", "share,app", "other.txt"]).keep
    ['share', 'app']
    """
    parser = parser or make_parser()
    given = list(arguments)
    cut = given.index("--") if "--" in given else len(given)
    found, rest = parser.parse_known_args(given[:cut], Arguments())
    for word in rest:
        if word.startswith("-") and word != "-":
            parser.error(f"unknown option {word.partition('=')[0]}{_hint(word, parser)}")
    found.files = [*rest, *given[cut + 1 :]]
    for name in ("keep", "only"):
        values = getattr(found, name)
        if not all(map(_split, values)):
            parser.error(f"--{name} wants categories, and its value is empty")
        setattr(found, name, [category for value in values for category in _split(value)])
    if clash := find_clash(found):
        parser.error(clash)
    if not found.files:
        if sys.stdin is not None and sys.stdin.isatty():
            parser.print_help(sys.stderr)
            parser.exit(USAGE)
        found.files = ["-"]
    return found


def _add_reading(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    fields = ", ".join(TEXT_FIELDS)
    add("--from", dest="source_format", metavar="FORMAT", help="text, markdown, html or auto")
    add("--input", metavar="KIND", help="page, extract (what an extractor left) or auto")
    add("--lang", metavar="CODE", help="the language, where it is known")
    add("--url", metavar="URL", help="the address of the page, where there is one page")
    add("--extractor", metavar="NAME", help="trafilatura: strip what it extracts from HTML")
    add("--encoding", metavar="NAME", help="of texts; otherwise it is detected")
    add("--field", dest="text_field", metavar="NAME", action=_Once,
        help=f"the text of a record (default: the first of {fields})")  # fmt: skip
    add("--url-field", metavar="NAME", help="the address of a record")
    add("--table", metavar="NAME", help="the table of a database, where it has several")
    add("--max-size", metavar="SIZE", help="of a document, larger ones fail (default: 50M)")


def _add_stripping(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--preset", metavar="NAME", help="precise, balanced (default) or thorough")
    add("--keep", metavar="CATEGORY[,...]", action="append", help="categories that stay")
    add("--only", metavar="CATEGORY[,...]", action="append", help="categories that go, no others")
    add("--rules", metavar="FILE", action="append", help="rules of your own; repeatable")
    add(
        "--site",
        metavar="PATH",
        action="append",
        help="profile, folder of them or learning state; repeatable",
    )
    add("--learn-sites", action="store_true",
        help="learn what each site repeats in a first pass, then strip with that")  # fmt: skip
    add("--no-model", action="store_true", help="rules alone decide, without the learned model")


def _add_writing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-o", "--output", metavar="PATH",
        help="a file or, for several inputs, a folder that mirrors them; - is standard output",
    )  # fmt: skip
    group.add_argument("--to", metavar="FORMAT",
                       help="what HTML becomes: text (default), markdown or html")  # fmt: skip
    group.add_argument(
        "--no-links", action="store_true", help="no targets of links, with --to markdown"
    )
    group.add_argument("--images", action="store_true", help="with the alternative texts of images")
    group.add_argument("--in-place", action="store_true", help="write to the inputs themselves")
    instead = group.add_mutually_exclusive_group().add_argument
    instead("--json", action="store_true", help="an object a document: text and removals")
    instead("--diff", action="store_true", help="the whole text, removals struck through")
    instead("--check", action="store_true", help="write nothing; exit 1 if something goes")
    group.add_argument(
        "--explain", action="store_true",
        help="what was removed, why and by whom: on standard error; in records, a field stripper",
    )  # fmt: skip
    group.add_argument(
        "--removed", metavar="FILE", help="what was removed, as JSONL, for stripper restore"
    )
    group.add_argument("--quiet", action="store_true", help="errors only on standard error")
    group.add_argument("--color", metavar="WHEN", help="auto, always or never")


def _add_running(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--workers", metavar="N", help="processes, or auto for one a core (default: 1)")
    add("--resume", action="store_true", help="go on with a run that was interrupted")
    add("--log", action="store_true", help="progress and a summary in plain lines")


def _split(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _hint(word: str, parser: Parser) -> str:
    known = [s for action in parser._actions for s in action.option_strings]
    near = get_close_matches(word.partition("=")[0], known, n=1)
    return f": did you mean {near[0]}?" if near else ""
