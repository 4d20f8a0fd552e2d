"""Firecrawl: what the service returns, as JSON or as the SDK's documents."""

from typing import Any

import stripper


def strip_response(response: dict[str, Any], **options: Any) -> dict[str, Any]:
    """A response with the Markdown of its page, or of each of its pages, stripped."""
    data = response["data"]
    tool = stripper.Stripper(format="markdown", **options)
    if isinstance(data, list):
        return {**response, "data": [_strip(tool, page) for page in data]}
    return {**response, "data": _strip(tool, data)}


def strip_document(document: Any, **options: Any) -> Any:
    """A copy of one of the SDK's documents with its Markdown stripped."""
    if document.markdown is None:
        return document
    url = document.metadata.source_url if document.metadata else None
    result = stripper.strip(document.markdown, format="markdown", url=url, **options)
    return document.model_copy(update={"markdown": result.text})


def _strip(tool: stripper.Stripper, page: dict[str, Any]) -> dict[str, Any]:
    if page.get("markdown") is None:
        return page
    url = page.get("metadata", {}).get("sourceURL")
    return {**page, "markdown": tool(page["markdown"], url=url).text}
