"""Markup: the patterns of tags and comments, as a parser of HTML reads them.

They run over whole pages, hostile ones among them: every repetition is possessive.
"""

import re

NAME = r"[a-z][^\s/>]*+"
ATTRIBUTE = (
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+"""
)
TAG_END = r"[\s/]*+(?:>|\Z)"
COMMENT = r"!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z))"
FLAGS = re.IGNORECASE | re.ASCII

RAW = frozenset(
    ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext")
)
"""Elements in whose text no tag begins, unless they stand in `FOREIGN` ones."""
FOREIGN = frozenset(("svg", "math"))
"""Elements of other languages, in which tags close themselves."""
FORMATS = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
     "u")
)  # fmt: skip
"""Elements that a parser opens again in each paragraph until they are closed."""
VOID = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
"""Elements that nothing stands in."""
