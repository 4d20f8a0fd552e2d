"""crawl4ai: a Markdown generator whose `fit_markdown` is the stripped page.

CrawlerRunConfig(markdown_generator=StripperMarkdown())
"""

from typing import Any

from crawl4ai import DefaultMarkdownGenerator
from crawl4ai.models import MarkdownGenerationResult

import stripper


class StripperMarkdown(DefaultMarkdownGenerator):
    """Makes Markdown as usual, and strips it: `raw_markdown` is whole, `fit_markdown` stripped."""

    tool = stripper.Stripper(format="markdown")

    def generate_markdown(
        self, input_html: str, base_url: str = "", **arguments: Any
    ) -> MarkdownGenerationResult:
        """Markdown of a page, whole and stripped."""
        made = super().generate_markdown(input_html, base_url, **arguments)
        made.fit_markdown = self.tool(made.raw_markdown, url=base_url or None).text
        return made
