"""Intake: documents learned from as they are read, each in its own format."""

from collections.abc import Callable, Iterable
from itertools import groupby, islice

from stripper.documents import Document, Failure
from stripper.errors import InputError, describe_bug
from stripper.learning import BATCH, Learner


def take_in(
    learner: Learner,
    documents: Iterable[Document | Failure],
    fail: Callable[[Document | Failure, str], None],
) -> int:
    """Learn from documents, neighbours of one format together; returns how many were read.

    `fail` is told of those that could not be read or learned from, and why.

    >>> from pathlib import Path
    >>> from stripper.documents import Input
    >>> given = Input("a.txt", Path("a.txt"), Path("a.txt"))
    >>> learner = Learner(host="example.com")
    >>> take_in(learner, [Document(given, "a.txt", "The ferry sails at noon.")], print)
    1
    """
    count = 0
    for form, group in groupby(documents, key=lambda d: getattr(d, "format", None)):
        while batch := list(islice(group, BATCH)):
            held = [d for d in batch if isinstance(d, Document)]
            count += len(held)
            for failure in batch:
                if isinstance(failure, Failure):
                    fail(failure, failure.error)
            try:
                learner.add([(d.text, d.url) for d in held], format=form)
            except Exception:  # one of them is at fault, and none of them was taken in
                for document in held:
                    _take_alone(learner, document, fail)
    return count


def _take_alone(
    learner: Learner, document: Document, fail: Callable[[Document | Failure, str], None]
) -> None:
    try:
        learner.add([(document.text, document.url)], format=document.format)
    except InputError as error:
        fail(document, str(error))
    except Exception as error:  # a bug of ours must not cost the other documents
        fail(document, describe_bug("could not be learned from", error))
