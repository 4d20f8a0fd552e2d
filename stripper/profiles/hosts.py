"""Hosts: that of an address, what a person writes as one, and which hosts a pattern means."""

import re
from urllib.parse import urlsplit

from stripper.errors import OptionError

_HOST = re.compile(r"""[^\x00-\x20.*%/\\<>|"]+(\.[^\x00-\x20.*%/\\<>|"]+)+""")


def find_host(address: str | None) -> str | None:
    """The host of a URL or of an address without a scheme; None where there is none.

    >>> find_host("https://www.example.com:8080/a"), find_host("example.com/a"), find_host("news")
    ('www.example.com', 'example.com', None)
    """
    if not address:
        return None
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
        (host or "").encode()
    except ValueError:  # half a surrogate pair is one as well
        return None
    return host.rstrip(".").lower() if host and "." in host else None


def find_pattern(given: str) -> str | None:
    """The pattern that a person wrote: a host, `*.` before one, or `*`; of a URL its host. None
    where it is none of these.

    >>> [find_pattern(given) for given in ("https://Example.com/a", "*.example.com", "../evil")]
    ['example.com', '*.example.com', None]
    """
    given = given.strip()
    if given == "*":
        return given
    head = "*." if given.startswith("*.") else ""
    host = find_host(given.removeprefix("*."))
    return f"{head}{host}" if host and _HOST.fullmatch(host) else None


def check_host(given: str, where: str) -> str:
    """The pattern that a switch or an argument was given; an `OptionError` says where one is
    wanted.

    >>> check_host("news", "--host")
    Traceback (most recent call last):
        ...
    stripper.errors.OptionError: --host wants a host such as example.com, not 'news'
    """
    found = find_pattern(given)
    if found is None:
        raise OptionError(f"{where} wants a host such as example.com, not {given!r}")
    return found


def find_site(host: str) -> str:
    """What a profile for a host is called after: the host without `www.`."""
    return host.removeprefix("www.")


def find_parents(host: str) -> tuple[str, ...]:
    """A host and the domains that it lies in, the closest first; those of one label mean no site.

    >>> find_parents("m.news.example.com")
    ('m.news.example.com', 'news.example.com', 'example.com')
    """
    labels = host.split(".")
    return tuple(".".join(labels[n:]) for n in range(max(1, len(labels) - 1)))


def match_host(pattern: str, host: str) -> bool:
    """Whether a host is meant: `example.com` means itself and its sub-domains, `*.example.com` only
    those, `*` every host.

    >>> [match_host(p, "news.example.com") for p in ("example.com", "*.example.com", "ample.com")]
    [True, True, False]
    """
    pattern, host = pattern.lower(), host.lower()
    if pattern == "*":
        return True
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return host == pattern or host.endswith("." + pattern)
