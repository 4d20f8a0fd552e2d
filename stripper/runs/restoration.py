"""Restoration: what was removed put back into what was kept, a document and its line at a time."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stripper.containers import container_of, packing_of
from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError, OptionError
from stripper.readers import read_document, read_records
from stripper.result import Removal, restore
from stripper.runs.outlets import REREAD
from stripper.streams import opened, packed
from stripper.writers import ACCOUNT, Part, Sink, beside, container_module, replacing

_MAX_SIZE = 1 << 40
"""What was small enough to be stripped is small enough to be restored."""
_CODED = ("", "csv", "tsv", "zip")
"""The containers that come out in the encoding that they came in."""


def restore_outputs(inputs: Sequence[Input], removed: Path, output: Path) -> int:
    """Restore what a run has written, given what it removed; returns how many documents.

    The inputs are the run's outputs, in the same order. Several of them go to a folder. Raises
    `InputError` where the removals are not those of the documents.
    """
    lines = _read_lines(removed)
    first = next(_read_lines(removed), {})
    count = 0
    many = len(inputs) > 1 or output.is_dir()
    for number, given in enumerate(inputs, 1):
        last = number == len(inputs)
        target = output / given.place if many else output
        if given.path is not None and target.resolve() == given.path.resolve():
            raise OptionError(f"{target} is an input: name another --output")
        reading = _find_reading(first, given)
        if not given.records:
            document = _read_text(given, reading)
            text = _restore(document.name, document.text, next(lines, None))
            with replacing(target) as sink:
                sink.write(document.coding.encode(text))
                _check_end(lines, last=last)
            count += 1
        else:
            count += _restore_records(given, target, reading, lines, last=last)
    return count


def _restore_records(
    given: Input, target: Path, reading: Reading, lines: Iterator[dict[str, Any]], *, last: bool
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
            for document in _read(given, reading):
                line = next(lines, None)
                field = str((line or {}).get("field", document.field))
                assert document.record is not None
                held = document.record.get(field)
                text = _restore(document.name, held if isinstance(held, str) else "", line)
                writer.put(document, {field: text} if text != held and text else {})
                count += 1
            writer.close()
        _check_end(lines, last=last)
        for failure in module.join([part], whole.path, target, given):
            raise InputError(f"{failure.name}: {failure.error}")
    return count


def _check_end(lines: Iterator[dict[str, Any]], *, last: bool) -> None:
    """Nothing may be left when all is restored."""
    line = next(lines, None) if last else None
    if line is not None:
        raise InputError(f"{line['input']} was removed from as well: name all outputs, in order")


def _find_reading(line: Mapping[str, Any], given: Input) -> Reading:
    """How an output is read, by what a line of the list says of how its input was."""
    named = {name: held for name, held in line.get("reading", {}).items() if name in REREAD}
    if given.container not in _CODED or (not given.records and "page" in line):
        named.pop("encoding", None)  # it is UTF-8, whatever the input was
    return Reading(**named, max_size=_MAX_SIZE)


def _read_text(given: Input, reading: Reading) -> Document:
    try:
        return read_document(given, reading, source_format="text")
    except InputError as error:
        raise InputError(f"{given.name}: {error}") from error


def _read(given: Input, reading: Reading) -> Iterator[Document]:
    """The documents of an output, but for the accounts that stand beside members of an archive."""
    account = ""
    for document in read_records(given, reading):
        if given.container == "zip" and document.name == account:
            continue
        if isinstance(document, Failure):
            raise InputError(f"{document.name}: {document.error}")
        account = f"{document.name}.{ACCOUNT}.json"
        yield document


def _restore(name: str, text: str, line: dict[str, Any] | None) -> str:
    if line is None:
        raise InputError(f"{name}: nothing is told of what was removed from it")
    if "page" in line:  # the rendition of HTML is not what came in
        return str(line["page"])
    restored = restore(text, [Removal(**removal) for removal in line["removals"]])
    if len(restored) != line["characters"]:
        raise InputError(f"{name}: what was removed from {line['input']} does not fit into it")
    return restored


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with opened(Input(str(path), path, Path(path.name))) as stream:
            for line in stream:
                yield json.loads(line)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except ValueError as error:
        raise InputError(f"{path}: is no list of removals: {error}") from error
