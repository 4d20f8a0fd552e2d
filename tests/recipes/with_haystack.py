"""Haystack: a component between converter and splitter."""

from dataclasses import replace
from typing import Any

from haystack import Document, component

import stripper


@component
class StripperCleaner:
    """Strips the content of documents; those without text pass through."""

    def __init__(self, options: dict[str, Any] | None = None) -> None:
        self.options = options or {}
        self._tool = stripper.Stripper(**self.options)

    @component.output_types(documents=list[Document])
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        """New documents, in the same order."""
        return {"documents": [self._strip(document) for document in documents]}

    def _strip(self, document: Document) -> Document:
        if document.content is None:
            return document
        text = self._tool(document.content, url=document.meta.get("url")).text
        return replace(document, content=text, id="")  # an id is a digest of the content
