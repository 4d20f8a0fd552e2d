"""Jina Reader: what `https://r.jina.ai/` returns, as text or as JSON."""

from typing import Any

import stripper


def strip_text(page: str, **options: Any) -> stripper.Result:
    """The page without Reader's header lines; what they say is in the result's metadata."""
    return stripper.strip(page, format="markdown", **options)


def strip_response(response: dict[str, Any], **options: Any) -> dict[str, Any]:
    """A JSON response (`Accept: application/json`) with its content stripped."""
    data = response["data"]
    result = stripper.strip(data["content"], format="markdown", url=data.get("url"), **options)
    return {**response, "data": {**data, "content": result.text}}
