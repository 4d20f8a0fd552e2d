"""Formats: how a source becomes blocks. A format is a module with one function, `split`."""

from typing import NamedTuple

import regex

from stripper.blocks import Page
from stripper.errors import OptionError, unknown
from stripper.formats import text

FORMATS = ("text", "markdown", "html")
EXTRACTORS = ("trafilatura",)
_HEAD = 20_000
"""Characters that are looked at to guess a format."""
_HTML_HEAD = regex.compile(r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--.{0,500}?-->\s{0,20})?<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", regex.I | regex.S)  # fmt: skip # noqa: E501
_FRAGMENT = regex.compile(
    r"\s{0,200}<(?:a|article|aside|center|div|dl|figure|font|footer|form|frameset|h[1-6]|header|link"
    r"|main|meta|nav|ol|p|pre|script|section|span|style|table|title|ul)[\s>]",
    regex.I,
)
_TAIL = 200
"""Characters at the end, among which a fragment of HTML closes its last tag."""
_MARKS = (
    regex.compile(r"^ {0,3}#{1,6} \S", regex.M),
    regex.compile(r"!?\[[^\[\]\n]{0,300}\]\([^()\s]{1,500}(?: \"[^\"\n]{0,200}\")?\)"),
    regex.compile(r"^ {0,3}(?:```|~~~)", regex.M),
    regex.compile(r"^[ |:-]{0,200}-{3,}[ |:-]{0,200}\|[ |:-]{0,200}$", regex.M),
    regex.compile(r"(?<!\w)\*\*\w[^*\n]{0,200}\*\*(?!\w)"),
    regex.compile(r"^={3,}$|^ {0,3}> \S", regex.M),
    regex.compile(r"<https?://[^\s<>]{1,500}>"),
)
_FRONT_MATTER = regex.compile(
    r"---\r?\n(?:[\w-]{1,40}:.{0,500}\r?\n[ \t-].{0,500}\r?\n|[\w-]{1,40}:.{0,500}\r?\n){1,40}---\s"
)
_ENOUGH = 2
"""Marks that make a page Markdown; one alone (a hash before a number, one star) may be an
accident."""


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
    head = source[:_HEAD]
    if _HTML_HEAD.match(head):
        return "html"
    fragment = bool(_FRAGMENT.match(head)) and source[-_TAIL:].rstrip().endswith(">")
    if _FRONT_MATTER.match(head):
        return "markdown"
    found = 0
    for mark in _MARKS:
        found += len(mark.findall(head)[:_ENOUGH])
        if found >= _ENOUGH:
            return "markdown"
    return "html" if fragment else "text"


def split(source: str, format: str | None, rendering: Rendering = PLAIN) -> Page:
    """Split a source in the named format, or in the one that it looks like."""
    name = format or guess(source)
    if name not in FORMATS:
        raise OptionError(unknown("format", name, FORMATS))
    if name == "text":
        return text.split(source)
    # what a page of plain text is spared: the patterns of Markdown, the parser of HTML
    if name == "html":
        from stripper.formats import html

        return html.split(source, *rendering)
    from stripper.formats import markdown

    return markdown.split(source)


def split_blocks(source: str, format: str) -> Page:
    """The blocks of text or Markdown, without the inline markup that `add_inline` finds in them."""
    if format == "text":
        return text.split(source)
    from stripper.formats import markdown

    return markdown.split_blocks(source)


def add_inline(page: Page) -> Page:
    """A page that was split into blocks alone, with what is hidden in them and with their links."""
    if page.format != "markdown":
        return page
    from stripper.formats import markdown

    return markdown.add_inline(page)
