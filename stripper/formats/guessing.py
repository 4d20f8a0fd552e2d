"""What format a source looks like, where nobody has named it.

Each pattern is compiled only for a source with the signs without which it finds nothing.
"""

import regex

from stripper.formats.numbered import has_numbers
from stripper.formats.targets import has_targets
from stripper.formats.wrapping import EXTRACT, unwrap

_HEAD = 20_000
"""Characters that are looked at to guess a format. Set by hand: some screens of text, so that no
book is searched for each mark."""
_LINE = 1_000
"""Characters at both ends of a line that are looked at: a script in one line at the head of a page
says nothing of what comes behind it."""
_COMMENTS = r"(?>(?s:<!--.{0,500}?-->)\s{0,200}){0,5}+"
_HTML_HEAD = (
    rf"(?is)\s*+(?:<\?xml[^>]{{0,200}}>\s*+)?{_COMMENTS}"
    r"<(?:(?:[a-z]\w{0,9}:)?html[\s>]|head[\s>]|body[\s>]"
    r"|!doctype\s+html[^>]{0,300}>\s*+(?:<|\Z|[^\n]{0,2000}</))"
)
_DOCTYPE = rf"(?is)\s*+{_COMMENTS}<!doctype\s+html"
_TAGS = r"(?im)^[ \t]*+<(?:html|head|body|title|meta|script|div|table|p|h1)[\s>]"
"""Tags behind a document type and something else: a warning of the server, a template's mark."""
_MARKED = r"\]\(|^(?:```|#{1,6} )"
"""What stands between a document type and the first tag where a converter left the type standing,
and the tag is one that the page speaks of."""
_FRAGMENT = (
    rf"(?i)\s{{0,200}}{_COMMENTS}"
    r"<(?:(?:a|article|aside|button|center|details|dialog|div|dl|figure|font|footer|form|frameset"
    r"|h[1-6]|header|iframe|img|input|link|main|meta|nav|noscript|ol|p|picture|pre|script|section"
    r"|span|style|svg|table|template|title|ul|video)[\s>/]"
    r"|[a-z][a-z\d]{0,30}-[a-z\d-]{1,40}[\s>](?=(?s:.{0,10000})</(?:a|div|h\d|li|p|span)>))"
)
"""Elements that a site makes up have a dash, and others beside them: tags of that kind alone may be
marks in a text."""
_TAGGED = r"(?i)</(?:p|li|h[1-6])>|</(?:article|div|header|nav|section|ul)>[ \t]{0,20}</?[a-z]"
"""The ends of elements that Markdown has marks for, and others that share a line with a tag."""
_MARKED_UP = r"(?m)\]\(|^ {0,3}(?:#{1,6}|[-*+]) \S"
_OTHER = r"(?i)\s*+(?:<(?:\?|rss\b|feed\b)|diff |import |def |[{>\[])"
_FENCED = r"(?m)^ {0,3}(?:```|~~~)"
_APART = r"(?:\A|\n[ \t]*\n)[^<>\n]{60,}(?=\n[ \t]*(?:\n|\Z))"
"""Paragraphs without tags, which would run together as HTML: a text that shows some."""
_HELD = (
    r"(?is)\s*+(?:<!--.{0,500}?-->\s*+)*+<(iframe|noscript|svg|template|title|video)[\s>]"
    r".*?(?:</\1\s*>|\Z)"
)
"""What begins with an element that nobody sees into: HTML only where tags stand behind it."""
_MOST_TAGGED = 10
"""So many of them are no quoted code, where the source ends in a tag. Set by hand."""
_LOOSE = (
    r"(?m)^ {0,3}<(?:div|section|main|article|figure|header|span)[^<>]{0,500}>[ \t]{0,9}\r?\n"
    r"[ \t]{0,9}\r?\n(?![ \t]*<)\S"
)
"""Text after a blank line under a tag: Markdown with the tags that it has no marks for, as pandoc
writes it. As HTML its paragraphs would run together."""
_PARTS = r"(?i)<(?:p|br|li|h[1-6])[\s/>]"
"""Tags that Markdown has marks for: with them, a fragment is HTML."""
_TAIL = 200
"""Characters at the end, among which a fragment of HTML closes its last tag. Set by hand: a text
that begins with a tag and ends otherwise is none."""
_QUOTED = r"(?m)^ {0,3}> \S"
_CODE = r"(?is)<(script|style)[\s>](?:[^<]++|<(?!/\1))*+"
"""What is no text of a fragment; signs in it are no marks."""
_MARKS = (
    (("#",), r"(?m)^ {0,3}#{1,6} \S"),
    (("](",), r"!?\[[^\[\]\n]{0,300}\]\([^()\s]{1,500}(?: \"[^\"\n]{0,200}\")?\)"),
    (("```", "~~~"), r"(?m)^ {0,3}(?:```|~~~)"),
    (("|",), r"(?m)^[ |:-]{0,200}-{3,}[ |:-]{0,200}\|[ |:-]{0,200}$"),
    (("**",), r"(?<!\w)\*\*\w[^*\n]{0,200}\*\*(?!\w)"),
    (("> ",), _QUOTED),
    (("===",), r"(?m)^={3,}$"),
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
    inner = unwrap(source)
    if inner is not source and _find_bare(inner) == "html":
        return "html"
    return _find_bare(source)


def _find_bare(source: str) -> str:
    """The same of a source that nothing is wrapped around."""
    head = _read_head(source)
    tail = source[-_TAIL:].rstrip()
    if regex.match(EXTRACT, head) or (tail.endswith((">", "&gt;")) and _is_tagged(source[:_HEAD])):
        return "html"
    fragment = False
    if head.lstrip().startswith("<"):
        if regex.match(_HTML_HEAD, head) or _is_document(head):
            return "html"
        fragment = tail.endswith(">") and bool(regex.match(_FRAGMENT, head))
        if fragment and regex.search(_LOOSE, head) and not regex.search(_PARTS, head):
            return "markdown"
    if fragment and (held := regex.match(_HELD, source)):
        fragment = "</" in regex.sub(_CODE + "</\\1>", "", source[held.end() :])
    if head.startswith("---") and regex.match(_FRONT_MATTER, head):
        return "markdown"
    if regex.match(_TITLE, head) or _has_table(head):
        return "markdown"
    if not fragment and has_numbers(head):  # terminal browsers quote and rule as Markdown does
        return "text"
    if fragment:
        head = regex.sub(_CODE, "", head)
    found = quotes = 0
    for signs, mark in _MARKS:
        if any(sign in head for sign in signs):
            new = len(regex.findall(mark, head)[:_ENOUGH])
            found, quotes = found + new, new if mark == _QUOTED else quotes
        if found - quotes >= _ENOUGH:
            return "markdown"
    # html-to-text marks quotes as Markdown does
    if found >= _ENOUGH and not has_targets(head):
        return "markdown"
    return "html" if fragment else "text"


def _is_document(head: str) -> bool:
    """Whether tags come behind a document type, and no Markdown before them."""
    if not regex.match(_DOCTYPE, head):
        return False
    tag = regex.search(_TAGS, head)
    return tag is not None and not regex.search(_MARKED, head[: tag.start()], regex.M)


def _read_head(source: str) -> str:
    """The first lines of a source, long ones without their middle."""
    pieces, size, at = [], 0, 0
    while at < len(source) and size < _HEAD:
        stop = source.find("\n", at) + 1 or len(source)
        piece = source[at:stop]
        if len(piece) > 2 * _LINE:
            piece = f"{piece[:_LINE]} {piece[-_LINE:]}"
        pieces.append(piece)
        size += len(piece)
        at = stop
    return "".join(pieces)


def _is_tagged(head: str) -> bool:
    """Whether words stand in tags throughout, as where a page went through a sanitiser that left
    the text of its title before them."""
    if regex.match(_OTHER, head) or regex.match(_TITLE, head) or regex.search(_FENCED, head):
        return False
    if len(regex.findall(_APART, head)) > 1:
        return False
    tags = head.count("</") >= _MOST_TAGGED and len(regex.findall(_TAGGED, head))
    return tags >= _MOST_TAGGED and tags > 2 * len(regex.findall(_MARKED_UP, head))


def _has_table(head: str) -> bool:
    if "|" not in head:
        return False
    tables = (found[0].split("\n") for found in regex.finditer(_RULED, head, overlapped=True))
    return any(names.count("|") == rule.count("|") and "-" in rule for names, rule in tables)
