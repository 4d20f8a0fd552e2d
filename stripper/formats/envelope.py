"""What stands around a page as data: front matter, and the header lines that crawlers put first.

Front matter stays, since it is the author's; a crawler's envelope (Jina Reader's "Title:", "URL
Source:", "Markdown Content:") goes as metadata. Both are read into the result.
"""

import regex

from stripper.blocks import Kind, Page

_LINE = regex.compile(r"^[ \t]{0,4}([A-Za-z][\w .:-]{0,40}?)[ \t]{0,4}[:=][ \t]{0,10}(.{1,500})$")
_ENVELOPE = regex.compile(
    r"(?:title|url source|published time|number of pages|description|image|warning|url|source url):"
    r" .{0,1000}|markdown content:.{0,5}",
    regex.I,
)
_OPENS = regex.compile(r"(?:title|url source|source url): ", regex.I)
_CLOSES = regex.compile(r"(?:markdown content:|(?:url source|source url): )", regex.I)
_FIELDS = {
    "title": "title", "og:title": "title", "url": "url", "url source": "url", "source url": "url",
    "sourceurl": "url", "source": "url", "canonical": "url", "permalink": "url", "link": "url",
    "author": "author", "authors": "author", "by": "author", "date": "date", "published": "date",
    "published time": "date", "publishedtime": "date", "pubdate": "date", "site": "site",
    "sitename": "site", "site_name": "site", "publisher": "site", "language": "language",
    "lang": "language",
}  # fmt: skip
_MOST_LINES = 12
"""Blocks that an envelope has at the most. Set by hand: twice what Jina's reader writes, so that a
page that lists fields of its own all the way down is not read as one."""


def find_envelope(page: Page) -> int:
    """How many blocks at the head of a page are a crawler's envelope."""
    if not len(page) or not _OPENS.match(page.text(0).strip()):
        return 0
    count = closed = 0
    for number, block in enumerate(page):
        text = page.source[block.start : block.end].strip()
        if number >= _MOST_LINES or not _ENVELOPE.fullmatch(text):
            break
        count = number + 1
        closed = count if _CLOSES.match(text) else closed
    return closed


def read_metadata(page: Page, envelope: int) -> dict[str, str]:
    """Title, author, date, site, url and language, as front matter or envelope state them.

    >>> from stripper.formats.markdown import split
    >>> read_metadata(split("---\\ntitle: Rates rise\\nlang: en\\n---\\n\\nText.\\n"), 0)
    {'title': 'Rates rise', 'language': 'en'}
    """
    lines: list[str] = []
    if len(page) and page.kind[0] == Kind.FRONT_MATTER:
        lines = page.text(0).splitlines()
    elif envelope:
        lines = page.text(0, envelope - 1).splitlines()
    found: dict[str, str] = {}
    for line in lines:
        match = _LINE.match(line)
        name = _FIELDS.get(match.group(1).strip().lower()) if match else None
        if match and name and name not in found:
            value = match.group(2).strip().strip("\"'")
            if value and (name != "url" or "://" in value):
                found[name] = value
    return found
