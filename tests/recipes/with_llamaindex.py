"""LlamaIndex: a transformation for the ingestion pipeline, before documents are split.

IngestionPipeline(transformations=[StripperTransform(), SentenceSplitter()])

A notice that is split over two chunks is none any more: strip first.
"""

from collections.abc import Sequence
from typing import Any

from llama_index.core.bridge.pydantic import Field
from llama_index.core.schema import BaseNode, TransformComponent

import stripper


class StripperTransform(TransformComponent):
    """Strips the content of nodes; their metadata `url` is the page's address."""

    options: dict[str, Any] = Field(default_factory=dict)
    """Fields of `stripper.Options`."""

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> Sequence[BaseNode]:
        """The nodes, stripped in place."""
        tool = stripper.Stripper(**self.options)
        texts = [node.get_content() for node in nodes]
        urls = [node.metadata.get("url") for node in nodes]
        for node, result in zip(nodes, tool.strip_many(texts, urls=urls), strict=True):
            node.set_content(result.text)
        return nodes
