"""Batches: documents in, answers out, in the same order; one bad document stops nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stripper.answers import answer, describe_error
from stripper.documents import Document, Failure
from stripper.errors import InputError, StripperError
from stripper.pipeline import Options, Stripper
from stripper.pipeline.pairs import gather, weigh
from stripper.result import Result


class Batch:
    """Strips documents under fixed options, each in the format that its file or field says."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._strippers = {options.format: Stripper(options)}

    def strip(
        self, documents: Iterable[Document | Failure]
    ) -> Iterator[tuple[Document, Result] | Failure]:
        """Answer each document with its result or the failure to strip it; failures pass through.

        Raises what is no fault of a document: an `OptionError`, a `PackError`.
        """
        for held in gather(documents, self._weigh):
            yield from self._strip_held(held)

    def _weigh(self, document: Document | Failure) -> int:
        if isinstance(document, Failure):
            return len(document.line)
        return weigh(document.text, self._options.format or document.format)

    def _strip_held(
        self, held: list[Document | Failure]
    ) -> Iterator[tuple[Document, Result] | Failure]:
        results: dict[int, Result | Exception] = {}
        by_format: dict[str | None, list[int]] = {}
        for at, document in enumerate(held):
            if isinstance(document, Document):
                by_format.setdefault(self._options.format or document.format, []).append(at)
        for form, places in by_format.items():
            documents = [d for d in (held[at] for at in places) if isinstance(d, Document)]
            found = answer(self._stripper(form), [(d.text, d.url) for d in documents])
            results.update(zip(places, found, strict=True))
        for at, document in enumerate(held):
            yield document if isinstance(document, Failure) else _settle(document, results[at])

    def _stripper(self, form: str | None) -> Stripper:
        if form not in self._strippers:
            to = self._options.to if form in (None, "html") else None  # only HTML becomes that
            self._strippers[form] = Stripper(replace(self._options, format=form, to=to))
        return self._strippers[form]


def _settle(document: Document, found: Result | Exception) -> tuple[Document, Result] | Failure:
    if isinstance(found, Result):
        return document, found
    if isinstance(found, StripperError) and not isinstance(found, InputError):
        raise found
    return fail_document(document, describe_error(found))  # a bug of ours costs no other document


def fail_document(document: Document, error: str) -> Failure:
    """The failure to strip a document, with its record whole."""
    line = document.record.line if document.record else ""
    return Failure(document.input, document.name, error, line, record=document.record)
