"""Hosts: that of an address, and which hosts a pattern means."""

from urllib.parse import urlsplit


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


def find_site(host: str) -> str:
    """What a profile for a host is called after: the host without `www.`."""
    return host.removeprefix("www.")


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
