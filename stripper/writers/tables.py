"""CSV and TSV: rows with all but their changed cells as they stood."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError
from stripper.readers.tables import Cells, Heading, find_heading, quote
from stripper.rows import encode_json
from stripper.writers import ACCOUNT, Part, Sink, lines


class TableWriter:
    """Writes rows, and before the first the heading."""

    def __init__(
        self, sink: Sink, given: Input, reading: Reading, *, first: bool, explained: bool
    ) -> None:
        self._sink = sink
        self._given = given
        self._encoding = reading.encoding
        self._wanted = first
        self._explained = explained

    def put(self, document: Document, changes: Mapping[str, object]) -> None:
        """Write a row with some of its cells changed or added."""
        row = document.record
        assert isinstance(row, Cells)
        self._begin(row.heading)
        texts = {n: c if isinstance(c, str) else encode_json(c) for n, c in changes.items()}
        self._sink.write_line(row.rewritten(texts))

    def fail(self, failure: Failure, *, keep: bool) -> None:
        """Take note of a row that failed; `keep` says that it is written as it was."""
        if not keep:
            return
        self.close()
        if isinstance(failure.record, Cells):
            self._sink.write_line(failure.record.rewritten({}))
        else:
            lines.write_kept(failure, self._sink)

    def close(self) -> None:
        """Write the heading, where there were no rows."""
        if self._wanted and self._given.path is not None:
            try:
                self._begin(find_heading(self._given, self._encoding))
            except InputError:
                self._wanted = False  # the input has failed, and says so

    def _begin(self, heading: Heading) -> None:
        if not self._wanted:
            return
        self._wanted = False
        data = heading.data
        if self._explained and ACCOUNT not in heading.names:
            body = data.rstrip(b"\r\n")
            cell = quote(ACCOUNT.encode(), heading.separator)
            data = body + heading.separator + cell + (data[len(body) :] or b"\n")
        self._sink.write_line(data)


def open_part(
    sink: Sink, given: Input, reading: Reading, target: Path | None, *, first: bool, explained: bool
) -> TableWriter:
    """A writer of some rows of an input."""
    if not first:
        sink.begin_later()
    return TableWriter(sink, given, reading, first=first, explained=explained)


def join(parts: Sequence[Part], path: Path, target: Path, given: Input) -> list[Failure]:
    """Write one part after another; the first holds the heading."""
    return lines.join(parts, path, target, given)
