"""One run of `strip`: inputs in, texts or records out, failures counted and told."""

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from stripper.batch import Batch
from stripper.cli.arguments import Arguments
from stripper.cli.exits import DONE, FAILED, FOUND, say
from stripper.cli.progress import Progress
from stripper.cli.targets import Plan, failures_of, find_folder, plan_targets
from stripper.documents import Document, Failure, Input
from stripper.encodings import check_encoding
from stripper.errors import InputError, OptionError, StripperError, unknown
from stripper.formats import FORMATS
from stripper.pipeline import Options
from stripper.readers import (
    find_inputs,
    look_at,
    read_document,
    read_records,
)
from stripper.report import as_json, as_record_field, diff, explain, summarise, wants_colour
from stripper.result import Result
from stripper.writers import FailureFile, Sink, replacing, standard_output

AUTO = "auto"
_COLOURS = (AUTO, "always", "never")


def strip_inputs(given: Arguments) -> int:
    """Strip what a command line names; returns the exit status."""
    try:
        options = make_options(given)
        _check("colour", given.color, _COLOURS)
        if given.encoding:
            check_encoding(given.encoding)
        folder = find_folder(given.files, given.output)
        inputs = [_resolve(i, given) for i in find_inputs(given.files, outside=folder)]
        if given.url and (len(inputs) > 1 or any(i.records for i in inputs)):
            raise OptionError("--url is the address of one page; for records there is --url-field")
        account = "json" if given.json else "diff" if given.diff else ""
        plan = plan_targets(inputs, given.output, folder, in_place=given.in_place, account=account)
        return Run(given, plan, Batch(options)).finish()
    except StripperError as error:
        say(str(error))
        return error.exit_code


def make_options(given: Arguments) -> Options:
    """The options of the pipeline; an `OptionError` names a value that does not exist."""
    if given.source_format == "html":
        raise OptionError("--from html is not handled yet: give text or Markdown")
    _check("format", given.source_format, (AUTO, *FORMATS))
    return Options(
        preset=given.preset, keep=tuple(given.keep), only=tuple(given.only),
        rules=tuple(given.rules), site=tuple(given.site), language=given.lang, input=given.input,
        model=not given.no_model,
        format=None if given.source_format == AUTO else given.source_format,
    )  # fmt: skip


class Run:
    """The state of one run: where things go, and what was counted."""

    def __init__(self, given: Arguments, plan: Plan, batch: Batch) -> None:
        self.given = given
        self._plan = plan
        self._batch = batch
        self._progress = Progress(quiet=given.quiet)
        self._out: Sink | None = None
        self._failures: FailureFile | None = None
        self._colour_err = wants_colour(given.color, sys.stderr, os.environ)
        to_file = plan.shared is not None or any(plan.targets)
        stream = None if to_file else sys.stdout
        self._colour_out = given.color == "always" or (
            stream is not None and wants_colour(given.color, stream, os.environ)
        )
        self.found = self.failed = self.written = 0

    def finish(self) -> int:
        """Strip every input; returns the exit status."""
        with ExitStack() as stack:
            shared = self._plan.shared
            if shared:
                self._out = stack.enter_context(replacing(shared))
                self._failures = _list_failures(shared, stack)
            elif not self.given.check:
                self._out = standard_output()
            pairs = zip(self._plan.inputs, self._plan.targets, strict=True)
            for records, group in groupby(pairs, key=lambda pair: pair[0].records):
                if records:
                    for given, target in group:
                        self._strip_records(given, None if shared else target)
                else:
                    self._strip_texts(list(group))
            if self._out and shared and self.failed and not self.written:
                self._out.discarded = True
            self._close(self._failures)
        self._progress.clear()
        if self.failed:
            return FAILED
        return FOUND if self.given.check and self.found else DONE

    def _strip_texts(self, pairs: Sequence[tuple[Input, Path | None]]) -> None:
        shared = self._plan.shared is not None
        targets = dict(pairs)
        for outcome in self._batch.strip(self._read(given) for given, _ in pairs):
            self._progress.advance()
            if isinstance(outcome, Failure):
                self._fail(outcome)
                continue
            document, result = outcome
            self._tell(document, result)
            try:
                self._put_text(document, result, None if shared else targets[document.input])
            except InputError as error:
                self._fail(Failure(document.input, document.name, str(error)))

    def _put_text(self, document: Document, result: Result, target: Path | None) -> None:
        if self.given.check or (self.given.in_place and result.text == document.text):
            return  # a file that does not change keeps its date as well
        data = self._render_text(document, result)
        if target is None:
            assert self._out is not None
            self._out.write(data)
        else:
            with replacing(target) as sink:
                sink.write(data)
        self.written += 1

    def _render_text(self, document: Document, result: Result) -> bytes:
        if self.given.json:
            return as_json(result, document.name).encode("utf-8")
        if self.given.diff:
            return diff(result, colour=self._colour_out).encode("utf-8", "surrogatepass")
        return document.coding.encode(result.text)

    def _strip_records(self, given: Input, target: Path | None) -> None:
        try:
            with ExitStack() as stack:
                sink, failures = self._out, self._failures
                if target is not None and not self.given.check:
                    sink = stack.enter_context(replacing(target))
                    # In place a record that fails stays where it is, and needs no other home.
                    failures = None if self.given.in_place else _list_failures(target, stack)
                changed = self._put_records(given, sink, failures, own=target is not None)
                if sink and self.given.in_place and not changed:
                    sink.discarded = True
                if failures is not self._failures:
                    self._close(failures)
        except InputError as error:
            self._fail(Failure(given, given.name, str(error)))

    def _put_records(
        self, given: Input, sink: Sink | None, failures: FailureFile | None, *, own: bool
    ) -> bool:
        """Strip and write the records of one input; says whether any of them changed."""
        changed = False
        records = read_records(
            given, text_field=self.given.text_field, url_field=self.given.url_field
        )
        for outcome in self._batch.strip(records):
            self._progress.advance()
            if isinstance(outcome, Failure):
                if outcome.whole and own:
                    # What could be read of it is no whole file: its target stays as it was.
                    raise InputError(outcome.error)
                self._fail(outcome, failures)
                if sink and self.given.in_place:
                    sink.write_line(outcome.line)
                continue
            document, result = outcome
            self._tell(document, result)
            if sink:
                line = self._render_record(document, result)
                sink.write_line(line)
                changed = changed or (document.record is not None and line != document.record.line)
                self.written += 1
        return changed

    def _render_record(self, document: Document, result: Result) -> str:
        if self.given.json:
            return as_json(result, document.name)
        if self.given.diff:
            return diff(result, colour=self._colour_out)
        assert document.record is not None
        changes: dict[str, object] = {}
        if result.text != document.text:
            changes[document.field] = result.text
        if self.given.explain:
            changes["stripper"] = as_record_field(result)
        return document.record.replaced(changes)

    def _read(self, given: Input) -> Document | Failure:
        try:
            any_suffix = self.given.source_format != AUTO
            document = read_document(given, self.given.encoding, any_suffix=any_suffix)
        except InputError as error:
            return Failure(given, given.name, str(error))
        return replace(document, url=self.given.url)

    def _tell(self, document: Document, result: Result) -> None:
        """Say on standard error what was found, where that was asked for."""
        if result.removals:
            self.found += 1
        into_record = document.record is not None and not (
            self.given.json or self.given.diff or self.given.check
        )
        if self.given.explain and not into_record:
            self._progress.clear()
            sys.stderr.write(explain(result, document.name, colour=self._colour_err))
        elif self.given.check and result.removals and not self.given.quiet:
            self._progress.clear()
            sys.stderr.write(summarise(result, document.name) + "\n")

    def _fail(self, failure: Failure, failures: FailureFile | None = None) -> None:
        self.failed += 1
        if failures and not failure.whole:
            failures.add(failure)
            return
        self._progress.clear()
        say(f"{failure.name}: {failure.error}")

    def _close(self, failures: FailureFile | None) -> None:
        if failures is None:
            return
        failures.close()
        if failures.count:
            self._progress.clear()
            records = "record" if failures.count == 1 else "records"
            say(f"{failures.count} {records} failed: see {failures.target}")


def _list_failures(target: Path, stack: ExitStack) -> FailureFile | None:
    """The list beside a target; a device or a pipe has nothing beside it."""
    if target.exists() and not target.is_file():
        return None
    return FailureFile(failures_of(target), stack)


def _resolve(given: Input, arguments: Arguments) -> Input:
    """Find out whether standard input holds records; the names of files say it of them."""
    as_records = bool(arguments.text_field or arguments.url_field)
    if given.path is not None or (arguments.source_format != AUTO and not as_records):
        return given
    return look_at(given, records=as_records)


def _check(what: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise OptionError(unknown(what, value, known))
