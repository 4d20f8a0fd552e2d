"""Batches: documents in, answers out, in the same order; one bad document stops nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stripper.documents import Document, Failure
from stripper.errors import InputError, StripperError, describe_bug
from stripper.pipeline import BATCH_CHARACTERS, BATCH_PAGES, Options, Stripper, weigh
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
        held: list[Document | Failure] = []
        size = 0
        for document in documents:
            held.append(document)
            size += self._weigh(document)
            if size >= BATCH_CHARACTERS or len(held) >= BATCH_PAGES:
                yield from self._strip_held(held)
                held, size = [], 0
        yield from self._strip_held(held)

    def _weigh(self, document: Document | Failure) -> int:
        if isinstance(document, Failure):
            return len(document.line)
        return weigh(document.text, self._options.format or document.format)

    def _strip_held(
        self, held: list[Document | Failure]
    ) -> Iterator[tuple[Document, Result] | Failure]:
        results: dict[int, Result] = {}
        by_format: dict[str | None, list[int]] = {}
        for at, document in enumerate(held):
            if isinstance(document, Document):
                by_format.setdefault(self._options.format or document.format, []).append(at)
        for form, places in by_format.items():
            documents = [d for d in (held[at] for at in places) if isinstance(d, Document)]
            try:
                found = list(
                    self._stripper(form).strip_many(
                        [d.text for d in documents], urls=[d.url for d in documents]
                    )
                )
            except Exception:  # one of them is at fault: each is tried alone below
                continue
            results.update(zip(places, found, strict=True))
        for at, document in enumerate(held):
            if isinstance(document, Failure):
                yield document
            else:
                yield (document, results[at]) if at in results else self._strip_alone(document)

    def _strip_alone(self, document: Document) -> tuple[Document, Result] | Failure:
        try:
            stripper = self._stripper(self._options.format or document.format)
            return document, stripper(document.text, url=document.url)
        except InputError as error:
            return fail_document(document, str(error))
        except StripperError:
            raise
        except Exception as error:  # a bug of ours must not cost the other documents
            return fail_document(document, describe_bug("could not be stripped", error))

    def _stripper(self, form: str | None) -> Stripper:
        if form not in self._strippers:
            to = self._options.to if form in (None, "html") else None  # only HTML becomes that
            self._strippers[form] = Stripper(replace(self._options, format=form, to=to))
        return self._strippers[form]


def fail_document(document: Document, error: str) -> Failure:
    """The failure to strip a document, with its record whole."""
    line = document.record.line if document.record else ""
    return Failure(document.input, document.name, error, line, record=document.record)
