"""Formats: how a source becomes blocks. A format is a module with one function, `split`."""

from typing import NamedTuple

from stripper.blocks import Page
from stripper.characters import UNSEEN
from stripper.errors import OptionError, unknown
from stripper.formats import text

FORMATS = ("text", "markdown", "html")
EXTRACTORS = ("trafilatura",)


class Rendering(NamedTuple):
    """How HTML is rendered."""

    markdown: bool = False
    links: bool = True
    """Whether Markdown keeps the targets of links."""
    images: bool = False
    """Whether the alternative texts of images are text of the page."""


PLAIN = Rendering()


def guess(source: str) -> str:
    """The format of a source: `html` where it begins as a page does, `markdown` where marks of
    Markdown stand in it, else `text`.

    >>> guess("# Rates rise\\n\\n[More](https://example.com/more)\\n"), guess("Rates rise\\n")
    ('markdown', 'text')
    """
    from stripper.formats.guessing import find_format  # patterns that a known format does without

    return find_format(source.lstrip(UNSEEN))


def split(source: str, format: str | None, rendering: Rendering = PLAIN) -> Page:
    """Split a source in the named format, or in the one that it looks like."""
    name = format or guess(source)
    if name not in FORMATS:
        raise OptionError(unknown("format", name, FORMATS))
    if name != "html":
        return add_inline(split_blocks(source, name))
    from stripper.formats import html  # a parser that pages of text do without

    return html.split(source, *rendering)


def split_blocks(source: str, format: str) -> Page:
    """The blocks of text or Markdown, without the inline markup that `add_inline` finds in them."""
    seen = source.lstrip(UNSEEN)
    if len(seen) < len(source):  # a byte order mark is no part of the first line
        return split_blocks(seen, format).behind(source[: len(source) - len(seen)])
    if format == "text":
        return text.split(source)
    from stripper.formats import markdown  # patterns that plain text does without

    return markdown.split_blocks(source)


def add_inline(page: Page) -> Page:
    """A page that was split into blocks alone, with what is hidden in them and with their links."""
    if page.format != "markdown":
        return page
    from stripper.formats import markdown

    return markdown.add_inline(page)
