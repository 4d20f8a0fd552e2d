"""LangChain: a document transformer, to be used before documents are split into chunks."""

from collections.abc import Iterable, Sequence
from typing import Any

from stripper.answers import check_droppable, find_reason
from stripper.errors import missing
from stripper.pipeline import Stripper

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
        """New documents, in the same order."""
        texts = [document.page_content for document in documents]
        urls = [_url(document) for document in documents]
        out = []
        for document, result in zip(documents, self.tool.strip_many(texts, urls=urls), strict=True):
            if find_reason(result, self.drop):
                continue
            changes: dict[str, Any] = {"page_content": result.text}
            if self.account:
                changes["metadata"] = {**document.metadata, self.account: result.as_dict()}
            out.append(document.model_copy(update=changes))
        return out


def _url(document: Document) -> str | None:
    """Loaders of files put a path where loaders of pages put an address."""
    source = document.metadata.get("source")
    return source if isinstance(source, str) and "://" in source else None
