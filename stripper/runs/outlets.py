"""Outlets: where the outcomes of a part go: texts and records, failures, what was removed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path

from stripper.batch import fail_document
from stripper.documents import Document, Failure
from stripper.encodings import UTF8
from stripper.errors import InputError
from stripper.report import (
    as_json,
    as_record_field,
    diff,
    explain,
    is_account,
    summarise,
    tells_of_removals,
)
from stripper.result import Result
from stripper.rows import encode_json
from stripper.runs.staging import Staging
from stripper.runs.tally import Tally
from stripper.runs.tasks import Job, Note
from stripper.writers import ACCOUNT, TAKEN, Sink, Writer, replacing
from stripper.writers.lines import write_failure

REREAD = ("text_field", "table", "encoding")
"""What has to be known of how a document was read to read what became of it."""


def digest(text: str) -> str:
    """What tells the text that was kept from any other."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Outlet:
    """Takes the outcomes of a part in order; each of its streams may be missing."""

    def __init__(
        self,
        job: Job,
        sink: Sink | None = None,
        writer: Writer | None = None,
        failed: Sink | None = None,
        removed: Sink | None = None,
        tell: Callable[[Note], None] | None = None,
        folder: Path | None = None,
        staging: Staging | None = None,
    ) -> None:
        self._job = job
        self.notes: list[Note] = []
        """What is to be told when the part is done, where it is not told at once."""
        self._tell = tell or self.notes.append
        self._sink = sink
        self._writer = writer
        self._failed = failed
        self._removed = removed
        self._folder = folder
        self._staging = staging
        self.tally = Tally()
        self.wrong = ""
        """Why the input could not be read to its end."""

    def take(self, outcome: tuple[Document, Result] | Failure, target: Path | None = None) -> None:
        """Write a document where it belongs: a text to its target, where it has one."""
        if isinstance(outcome, Failure):
            self.fail(outcome)
            return
        document, result = outcome
        record = document.record
        if self._job.explain and self._writer and record and not is_account(record.get(ACCOUNT)):
            self.fail(fail_document(document, TAKEN))
            return
        self._account(document, result)
        if document.record is None:
            try:
                self._put_text(document, result, target)
            except InputError as error:
                self.fail(Failure(document.input, document.name, str(error)))
                return
        elif self._sink is not None:
            self._put_record(document, result)
        self.tally.count(document, result)

    @property
    def open_end(self) -> bool:
        """Whether the last line that was written has no end."""
        return self._sink is not None and self._sink.line_open

    def fail(self, failure: Failure) -> None:
        """Take note of a failure; a record goes whole to where failures are kept."""
        if failure.whole and failure.input.records:
            self.wrong = failure.error
            return
        if self._writer is not None:
            try:
                self._writer.fail(failure, keep=self._job.in_place)
            except InputError as error:  # rather than lose it, its input stays as it was
                self.wrong = self.wrong or str(error)
                return
        self.tally.failed += 1
        if self._failed is not None:
            write_failure(failure, self._failed)
        else:
            self._tell(Note(f"{failure.name}: {failure.error}"))
        if failure.kept is not None:
            failure.kept.close()

    def _put_text(self, document: Document, result: Result, target: Path | None) -> None:
        if self._job.check:
            return
        if self._job.in_place and result.text == document.text:
            self._note_removed(document, result)
            return  # a file that does not change keeps its date as well
        if self._job.in_place and result.format == "html" and self._job.options.to != "html":
            raise InputError("is HTML, which would be text afterwards: add --to html")
        data = self._render(document, result)
        if target is not None:
            with self._replacing(target) as sink:
                sink.write(data)
        elif self._sink is not None:
            self._sink.write(data)
        self._note_removed(document, result)
        self.tally.written += 1

    def _replacing(self, target: Path) -> AbstractContextManager[Sink]:
        if self._staging is not None:
            return self._staging.replacing(target)
        return replacing(target, self._folder)

    def _put_record(self, document: Document, result: Result) -> None:
        if self._writer is None:
            assert self._sink is not None
            self._sink.write_line(self._render(document, result))
        else:
            changes: dict[str, object] = {}
            if result.text != document.text:
                changes[document.field] = result.text
            if self._job.explain:
                changes[ACCOUNT] = as_record_field(result)
            record = document.record
            if self._job.explain and record and tells_of_removals(record.get(ACCOUNT)):
                self.tally.renewed += 1
            self._writer.put(document, changes)
        self._note_removed(document, result)
        self.tally.written += 1

    def _render(self, document: Document, result: Result) -> bytes:
        if self._job.account == "json":
            record = document.record
            null = record is not None and record.get(document.field) is None
            return as_json(result, document.name, null=null).encode("utf-8")
        if self._job.account == "diff":
            return diff(result, colour=self._job.colour_out).encode("utf-8", "surrogatepass")
        if result.format == "html" and self._job.options.to != "html":
            return UTF8.encode(result.text)  # a rendition is not the text of the file
        return document.coding.encode(result.text)

    def _note_removed(self, document: Document, result: Result) -> None:
        """One line a document that was written, in their order, so that it can be restored."""
        if self._removed is None:
            return
        reading = self._job.reading
        named = {name: held for name in REREAD if (held := getattr(reading, name)) is not None}
        if document.record is None and result.format != "html":
            named["encoding"] = document.coding.name  # less of the text may be detected otherwise
        account = {
            "input": document.name,
            **({"field": document.field} if document.field else {}),
            **({"reading": named} if named else {}),
            "characters": len(result.source),
            "kept": digest(result.text),
            **({"page": document.text} if result.format == "html" else {}),
            "removals": [asdict(removal) for removal in result.removals],
        }
        self._removed.write_line(encode_json(account) + "\n")

    def _account(self, document: Document, result: Result) -> None:
        """Say on standard error what was found, where that was asked for."""
        job = self._job
        into_record = document.record is not None and not (job.account or job.check)
        if job.explain and not into_record:
            account = explain(result, document.name, colour=job.colour_err)
            self._tell(Note(account, plain=True))
        elif job.check and result.removals and not job.quiet:
            self._tell(Note(summarise(result, document.name) + "\n", plain=True))
