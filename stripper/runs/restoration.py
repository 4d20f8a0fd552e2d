"""Restoration: what was removed put back into what was kept, a document and its line at a time."""

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from stripper.containers import container_of, packing_of
from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError, OptionError
from stripper.readers import read_document, read_records
from stripper.result import restore
from stripper.runs.outlets import REREAD, digest
from stripper.runs.removed import Removed, read_removed
from stripper.streams import packed
from stripper.writers import Part, Sink, beside, container_module, replacing

_MAX_SIZE = 1 << 40
"""What was small enough to be stripped is small enough to be restored."""
_CODED = ("", "csv", "tsv", "zip")
"""The containers that come out in the encoding that they came in."""


class _Lines:
    """The lines of a list of removals, of which the next one can be looked at."""

    def __init__(self, path: Path) -> None:
        self._lines = read_removed(path)
        self.next = next(self._lines, None)

    def take(self) -> Removed | None:
        """The next line; None where all are taken."""
        taken, self.next = self.next, next(self._lines, None)
        return taken


def restore_outputs(
    inputs: Sequence[Input], targets: Sequence[Path], removed: Path, tell: Callable[[str], None]
) -> int:
    """Restore what a run has written, given what it removed; returns how many documents.

    The inputs are the run's outputs, in the same order, each with the file that it is restored to.
    Raises `InputError` where the removals are not those of the documents. `tell` hears of records
    that failed in that run and stay as they are.
    """
    lines = _Lines(removed)
    count = 0
    for number, (given, target) in enumerate(zip(inputs, targets, strict=True), 1):
        last = number == len(inputs)
        reading = _find_reading(lines.next, given)
        if not given.records:
            document = _read_text(given, reading)
            text = _restore(document.name, document.text, lines.take())
            with replacing(target) as sink:
                sink.write(document.coding.encode(text))
                _check_end(lines, last=last)
            count += 1
        else:
            count += _restore_records(given, target, reading, lines, tell, last=last)
    return count


def _restore_records(
    given: Input,
    target: Path,
    reading: Reading,
    lines: _Lines,
    tell: Callable[[str], None],
    *,
    last: bool,
) -> int:
    container = container_of(target) or given.container
    if container not in (given.container, "jsonl"):
        raise OptionError(f"{given.name} cannot be written as {container}")
    module = container_module(container)
    count = 0
    with beside(target) as whole, tempfile.TemporaryDirectory(prefix="strip-") as folder:
        part = Part(Path(folder) / "part")
        packing = packing_of(target) if container != "wet" else ""  # its records are packed
        with part.path.open("wb") as raw, packed(raw, packing) as stream:
            sink = Sink(stream)
            writer = module.open_part(sink, given, reading, target, first=True, explained=False)
            for document in read_records(given, reading):
                if isinstance(document, Failure) and document.whole:
                    raise InputError(f"{document.name}: {document.error}")
                if isinstance(document, Failure):
                    writer.fail(document, keep=True)
                    tell(f"{document.name} stays as it is: {document.error}")
                    continue
                line = lines.take()
                field = (line and line.field) or document.field
                assert document.record is not None
                held = document.record.get(field)
                text = _restore(document.name, held if isinstance(held, str) else "", line)
                writer.put(document, {field: text} if text != held and text else {})
                count += 1
            writer.close()
        _check_end(lines, last=last)
        join = module.join
        if container == "zip":
            from stripper.writers import bundles  # of archives alone

            join = partial(bundles.join, accounts=False)  # what is restored has had none
        for failure in join([part], whole.path, target, given):
            raise InputError(f"{failure.name}: {failure.error}")
    return count


def _check_end(lines: _Lines, *, last: bool) -> None:
    """Nothing may be left when all is restored."""
    if last and lines.next is not None:
        raise InputError(f"{lines.next.input} was removed from as well: name all outputs, in order")


def _find_reading(line: Removed | None, given: Input) -> Reading:
    """How an output is read, by what a line of the list says of how its input was."""
    said = line.reading if line is not None and line.reading else {}
    named = {name: held for name, held in said.items() if name in REREAD}
    page = line is not None and line.page is not None
    if given.container not in _CODED or (not given.records and page):
        named.pop("encoding", None)  # it is UTF-8, whatever the input was
    return Reading(**named, max_size=_MAX_SIZE)


def _read_text(given: Input, reading: Reading) -> Document:
    try:
        return read_document(given, reading, source_format="text")
    except InputError as error:
        raise InputError(f"{given.name}: {error}") from error


def _restore(name: str, text: str, line: Removed | None) -> str:
    if line is None:
        raise InputError(f"{name}: nothing is told of what was removed from it")
    fits = line.kept in (None, digest(text))
    if fits and line.page is not None:  # the rendition of HTML is not what came in
        return line.page
    restored = restore(text, line.removals) if fits else ""
    if fits and len(restored) == line.characters:
        return restored
    if text == line.page if line.page is not None else _is_whole(text, line):
        return text  # its output was never written
    raise InputError(
        f"{name}: the next removals are from {line.input} and do not fit into it: name the "
        "outputs as strip wrote them, in order"
    )


def _is_whole(text: str, line: Removed) -> bool:
    """Whether a text is the source of removals, rather than what they left."""
    fit = len(text) == line.characters
    return fit and all(text[r.start : r.end] == r.text for r in line.removals)
