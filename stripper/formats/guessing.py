"""What format a source looks like, where nobody has named it.

Each pattern is compiled only for a source with the signs without which it finds nothing.
"""

import regex

from stripper.formats.targets import has_targets

_HEAD = 20_000
"""Characters that are looked at to guess a format. Set by hand: some screens of text, so that no
book is searched for each mark."""
_LINE = 2_000
"""Characters of a line that are looked at: a script in one line at the head of a page says nothing
of what comes behind it."""
_HTML_HEAD = r"(?is)\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--.{0,500}?-->\s{0,20})?<(?:!doctype\s+html[^>]{0,300}>(?=\s{0,200}(?:<|\Z)|[^\n]{0,2000}</)|html[\s>]|head[\s>]|body[\s>])"  # noqa: E501
"""A document type alone, before Markdown, is what a converter left standing."""
_FRAGMENT = (
    r"(?i)\s{0,200}<(?:a|article|aside|center|div|dl|figure|font|footer|form|frameset|h[1-6]|header"
    r"|link|main|meta|nav|ol|p|pre|script|section|span|style|table|title|ul)[\s>]"
)
_LOOSE = (
    r"(?m)^ {0,3}<(?:div|section|main|article|figure|header|span)[^<>]{0,500}>[ \t]{0,9}\r?\n"
    r"[ \t]{0,9}\r?\n(?![ \t]*<)\S"
)
"""Text after a blank line under a tag: Markdown with the tags that it has no marks for, as pandoc
writes it. As HTML its paragraphs would run together."""
_TAIL = 200
"""Characters at the end, among which a fragment of HTML closes its last tag. Set by hand: a text
that begins with a tag and ends otherwise is none."""
_MARKS = (
    (("#",), r"(?m)^ {0,3}#{1,6} \S"),
    (("](",), r"!?\[[^\[\]\n]{0,300}\]\([^()\s]{1,500}(?: \"[^\"\n]{0,200}\")?\)"),
    (("```", "~~~"), r"(?m)^ {0,3}(?:```|~~~)"),
    (("|",), r"(?m)^[ |:-]{0,200}-{3,}[ |:-]{0,200}\|[ |:-]{0,200}$"),
    (("**",), r"(?<!\w)\*\*\w[^*\n]{0,200}\*\*(?!\w)"),
    (("===", "> "), r"(?m)^={3,}$|^ {0,3}> \S"),
    (("<http",), r"<https?://[^\s<>]{1,500}>"),
)
_FRONT_MATTER = (
    r"---\r?\n(?:[\w-]{1,40}:.{0,500}\r?\n[ \t-].{0,500}\r?\n|[\w-]{1,40}:.{0,500}\r?\n){1,40}---\s"
)
_ENOUGH = 2
"""Marks that make a page Markdown; one alone (a hash before a number, one star) may be an
accident."""
_TITLE = r"(?:[ \t]{0,3}\r?\n){0,20} {0,3}#{1,6} \S"
"""A heading before all else is none."""
_RULED = r"(?m)^[^|\n]{0,500}\|.{0,2000}\n {0,3}[|:-][ |:-]{1,1000}\r?$"
"""A line with a bar over one of bars and dashes alone: a table where they have as many bars."""


def find_format(source: str) -> str:
    """`html`, `markdown` or `text`, by how the source begins and by the marks in it."""
    head = _read_head(source)
    fragment = False
    if head.lstrip().startswith("<"):
        if regex.match(_HTML_HEAD, head):
            return "html"
        fragment = source[-_TAIL:].rstrip().endswith(">") and bool(regex.match(_FRAGMENT, head))
        if fragment and regex.search(_LOOSE, head):
            return "markdown"
    if head.startswith("---") and regex.match(_FRONT_MATTER, head):
        return "markdown"
    if regex.match(_TITLE, head) or _has_table(head):
        return "markdown"
    if not fragment and has_targets(head):  # whose quotes are marked as those of Markdown are
        return "text"
    found = 0
    for signs, mark in _MARKS:
        if any(sign in head for sign in signs):
            found += len(regex.findall(mark, head)[:_ENOUGH])
        if found >= _ENOUGH:
            return "markdown"
    return "html" if fragment else "text"


def _read_head(source: str) -> str:
    """The first lines of a source, each up to so many of its characters."""
    pieces, size, at = [], 0, 0
    while at < len(source) and size < _HEAD:
        stop = source.find("\n", at) + 1 or len(source)
        pieces.append(source[at : min(stop, at + _LINE)])
        if stop - at > _LINE:
            pieces.append("\n")
        size += len(pieces[-1])
        at = stop
    return "".join(pieces)


def _has_table(head: str) -> bool:
    if "|" not in head:
        return False
    tables = (found[0].split("\n") for found in regex.finditer(_RULED, head, overlapped=True))
    return any(names.count("|") == rule.count("|") and "-" in rule for names, rule in tables)
