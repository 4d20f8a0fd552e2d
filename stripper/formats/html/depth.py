"""Depth: what would cost a parser more than its size is taken out of a page before it is parsed.

A parser looks through all open elements at each tag, compares each attribute of a tag with all
before it, and opens bold or font tags that were not closed again in every paragraph: a hostile page
of some kilobytes would take minutes. None of the limits rests on guessing what a parser will make
of broken markup.
"""

import re
from collections.abc import Sequence

from stripper.formats.html.markup import (
    ATTRIBUTE,
    COMMENT,
    FLAGS,
    FOREIGN,
    FORMATS,
    NAME,
    RAW,
    TAG_END,
)
from stripper.formats.html.order import straighten

MOST_TAGS = 20_000
"""Signs that open a tag, from which on a page is put in order first: up to here, tags that nest as
deep as there are tags cost a parser a second at most. One page in 500 of the gold standards has
more."""
MOST_REOPENED = 300_000
"""Elements that a page's formatting may become when it is opened again in every paragraph; 99 in
100 pages stay below 230,000."""
MOST_OPTIONS = 5000
"""Options of a page's selects: a parser looks at all options of a select for each."""
MOST_ROOTS = 50
"""Tags of `html` and `body`: their attributes are all put into one element."""
_LONG = 5000
"""Characters of a page that can hurt."""
_MOST_ATTRIBUTES = 1000
"""Attributes of one tag: a parser compares each with all before it."""

_SOME = f"(?:{ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+"
_TAGS = rf"/?{NAME}{_SOME}{TAG_END}"
_FOREIGN_TEXT = "|".join(
    rf"{name}(?=[\s/>]){_SOME}{TAG_END}(?:[^<]++|<(?!/{name})(?:{_TAGS}|{COMMENT}|(?!/?[a-z]|!--)))*+"
    for name in sorted(FOREIGN)
)
_FRAME = rf"iframe(?=[\s/>]){_SOME}{TAG_END}"
_LEFT_OPEN = r"\s*+</noscript"
_RAW_TEXT = "|".join(
    rf"{name}(?=[\s/>]){_SOME}{TAG_END}(?:[^<]++|<(?!/{name}))*+"
    for name in sorted(RAW - {"iframe"})
)
_RAW_TEXT += rf"|{_FRAME}(?!{_LEFT_OPEN})(?:[^<]++|<(?!/iframe))*+"
_SPECIAL = r"(?:s(?:vg|cript|tyle)|t(?:itle|extarea)|math|xmp|iframe|no(?:embed|frames)|plaintext)"
"""All of their names."""
_LIKE_SPECIAL = r"(?:[sS](?:[vVcC]|[tT][yY])|[tT][iIeE]|[mM][aA]|[xX]|[iI][fF]|[nN][oO]|[pP][lL])"
"""How they begin."""
_VALUE = r"""(?<![\s/])=(?:"[^"]*+"|'[^']*+'|[^\s<>"'=]++)"""
_USUAL = rf"""[a-zA-Z][\w:-]*+(?:\s[^<>"'=]{{0,60}}+(?:{_VALUE})?+){{0,30}}+/?>"""
"""A tag that surely ends there and has fewer attributes, as most are: it is looked for first."""
_SOUND = re.compile(
    rf"[^<]*+(?:<(?:(?-i:/[a-zA-Z][\w:-]*+>|(?!{_LIKE_SPECIAL}){_USUAL})"
    rf"|(?={_SPECIAL}[\s/>])(?:{_FOREIGN_TEXT}|{_RAW_TEXT})"
    rf"|(?!iframe[\s/>]){_TAGS}|{COMMENT}|(?!/?[a-z]|!--))"
    r"[^<]*+)*+",
    FLAGS,
)
"""As much of a page as needs no mending; one match takes the whole of nearly any."""
_OPEN_FRAME = re.compile(rf"<{_FRAME}(?={_LEFT_OPEN})", FLAGS)
"""A frame that nothing closes before its `noscript` ends. Browsers, which run scripts, read no tags
there; to a parser that runs none all that follows would be the frame's text."""
_MANY_ATTRIBUTES = re.compile(rf"<(/?{NAME})(?:{ATTRIBUTE})*+{TAG_END}", FLAGS)

_HURTING = ("html", "body", "option", *sorted(FORMATS - {"a"}))
_SUSPECT = re.compile(
    rf"<(?=[{''.join({name[0] for name in _HURTING})}])(?:{'|'.join(_HURTING)})(?=[\s/>])[^<>]*+>?",
    FLAGS,
)
"""A tag of which many may hurt, up to what may be a sign in a value. A link ends the one before it,
and is none of them. Its first letter is looked at first, which ends most searches."""
_PLAIN = re.compile(
    r"""<\w++(?:\s++[\w:-]++(?:=(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+\s*+/?>""", FLAGS
)
"""A tag that surely ends there."""
_OPTION = re.compile(r"<option", FLAGS)
_ROOT = re.compile(r"<(?:html|body)(?=[\s/>])", FLAGS)
_SELECT = re.compile(r"<(/?)select(?=[\s/>])", FLAGS)
_NAME = re.compile(r"\w++")


def flatten(source: str) -> str:
    """The source without what costs a parser more than its size; nearly always the source itself.

    >>> flatten("<b>" * 30_000 + "deep").count("<b>")
    32
    """
    source = _mend(source)
    if len(source) < _LONG:
        return source
    tags = source.count("<")
    suspects = _SUSPECT.findall(source)
    if len(suspects) > MOST_ROOTS:
        formats = [tag for tag in suspects if not _OPTION.match(tag)]
        if len(suspects) - len(formats) > MOST_OPTIONS:
            source = _SELECT.sub(r"<\1div", source)
        roots = sum(map(bool, map(_ROOT.match, formats)))
        if roots > MOST_ROOTS:
            source = _ROOT.sub("<p", source)
        if tags <= MOST_TAGS and len(formats) > MOST_REOPENED // tags:
            source = _limit_formats(source, formats, MOST_REOPENED // tags)
    return straighten(source) if tags > MOST_TAGS else source


def _mend(source: str) -> str:
    """The source with open frames closed, and with tags of too many attributes left without any; a
    value may hold `<` or `>`.
    """
    parts: list[str] = []
    at = 0
    while True:
        sound = _SOUND.match(source, at)
        stop = sound.end() if sound else at
        if found := _OPEN_FRAME.match(source, stop):
            parts += (source[at : found.end()], "</iframe>")
        elif found := _MANY_ATTRIBUTES.match(source, stop):
            parts += (source[at:stop], f"<{found.group(1)}>")
        else:
            return "".join([*parts, source[at:]]) if parts else source
        at = found.end()


def _limit_formats(source: str, tags: Sequence[str], most: int) -> str:
    """The source with no more than so many different tags of formatting: the others lose their
    attributes, since of tags that are the same a parser opens three again.
    """
    plain = list(filter(_PLAIN.fullmatch, dict.fromkeys(tags)))
    kept = set(plain)
    if len(plain) + sum(tag not in kept for tag in tags) <= most:
        return source
    kept = set(plain[:most])
    return _SUSPECT.sub(
        lambda tag: (
            tag[0] if tag[0] in kept or _OPTION.match(tag[0]) else f"<{_NAME.findall(tag[0])[0]}>"
        ),
        source,
    )
