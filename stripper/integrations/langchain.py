"""LangChain: a document transformer, to be used before documents are split into chunks."""

from collections.abc import Iterable, Sequence
from typing import Any

from stripper.answers import answer, check_droppable, describe_error, find_reason
from stripper.errors import InputError, missing
from stripper.pipeline import Stripper
from stripper.pipeline.pairs import gather, weigh
from stripper.result import Result

try:
    from langchain_core.documents import BaseDocumentTransformer, Document
except ImportError as error:
    raise missing("stripper.integrations.langchain", "langchain-core", "langchain") from error


class StripperTransformer(BaseDocumentTransformer):
    """Strips the content of documents; their metadata `source` is the page's address, if it is one.

    `account` names a place in the metadata for the account. Documents for which a reason of `drop`
    holds (a flag, or a kind of access) are left out. `options` are the fields of `Options`. The
    documents that are given stay as they are.

    >>> page = Document("Rates rose.\\n\\nRead more\\n", metadata={"source": "https://example.com/"})
    >>> StripperTransformer(preset="precise").transform_documents([page])[0].page_content
    'Rates rose.\\n'
    """

    def __init__(
        self, *, account: str | None = None, drop: Iterable[str] = (), **options: Any
    ) -> None:
        self.tool = Stripper(**options)
        self.account = account
        self.drop = check_droppable(drop)

    def transform_documents(
        self, documents: Sequence[Document], **kwargs: Any
    ) -> Sequence[Document]:
        """New documents, in the same order; an `InputError` names one that cannot be stripped."""
        form = self.tool.options.format
        out = []
        number = 0
        for held in gather(documents, lambda document: weigh(document.page_content, form)):
            answers = answer(self.tool, [(d.page_content, _url(d)) for d in held])
            for document, found in zip(held, answers, strict=True):
                number += 1
                if not isinstance(found, Result):
                    wrong = describe_error(found)
                    raise InputError(f"{_name(document, number)}: {wrong}") from found
                if not find_reason(found, self.drop):
                    out.append(self._replace(document, found))
        return out

    def _replace(self, document: Document, result: Result) -> Document:
        changes: dict[str, Any] = {"page_content": result.text}
        if self.account:
            changes["metadata"] = {**document.metadata, self.account: result.as_dict()}
        return document.model_copy(update=changes)


def _name(document: Document, number: int) -> str:
    """A document by its place, and by what it or its loader calls it."""
    called = document.id or document.metadata.get("source")
    return f"document {number} ({called})" if called else f"document {number}"


def _url(document: Document) -> str | None:
    """Loaders of files put a path where loaders of pages put an address."""
    source = document.metadata.get("source")
    return source if isinstance(source, str) and "://" in source else None
