"""Shadow roots that stand in the markup: a parser holds them for templates, whose text nobody sees.

They are read as elements of their host, under a name that no page gives to its own, and written
back as what they were.
"""

import re

NAME = "shadow-root"
_SIGN = "<template shadowroot"
"""How servers and savers of pages write it: a search that costs nothing."""
_TEMPLATE = re.compile(r"<(/?)template(?=[\s/>])([^>]{0,500})", re.I)
_ROOT = re.compile(r"\sshadowroot(?:mode)?\s{0,9}=\s{0,9}[\"']?(?:open|closed)\b", re.I)
"""What declares one, in the words of the standard and of its first draft."""


def open_roots(source: str) -> str:
    """The source with its shadow roots as elements of their hosts.

    >>> open_roots('<x-a><template shadowrootmode="open"><p>Rates</p></template></x-a>')
    '<x-a><shadow-root shadowrootmode="open"><p>Rates</p></shadow-root></x-a>'
    """
    if not _has_roots(source):
        return source
    opened: list[str] = []

    def rename(found: re.Match[str]) -> str:
        closes, rest = found.groups()
        if closes:
            return f"</{opened.pop() if opened else 'template'}{rest}"
        opened.append(NAME if _ROOT.search(rest) else "template")
        return f"<{opened[-1]}{rest}"

    return _TEMPLATE.sub(rename, source)


def close_roots(written: str, source: str) -> str:
    """Markup that was written of a source with opened roots, with the templates that it had."""
    if not _has_roots(source):
        return written
    return written.replace(f"<{NAME}", "<template").replace(f"</{NAME}", "</template")


def _has_roots(source: str) -> bool:
    return _SIGN in source and f"<{NAME}" not in source
