"""Pages that browsers saved in one file with all they show, MHTML: the HTML in it, its address."""

import email
import email.policy
import re
from typing import NamedTuple

from stripper.errors import InputError

SAVED_SUFFIXES = (".mhtml", ".mht")
_HEADERS = 4096
"""Bytes within which the headers of such a file say what it is. Set by hand: those that Chrome and
Word write take a quarter of it."""
_KIND = re.compile(rb"(?im)^content-type:\s{0,20}multipart/related\b")
_FIRST = re.compile(rb"[A-Za-z-]{1,40}: ")


class Saved(NamedTuple):
    """The HTML of a page as bytes, the encoding that its part states, and the page's address."""

    data: bytes
    encoding: str | None
    url: str | None


def is_saved(data: bytes) -> bool:
    """Whether bytes begin as MHTML does: a header, and somewhere below it the kind of the whole.

    >>> is_saved(b"From: <Saved>\\nContent-Type: multipart/related; boundary=b\\n\\n--b\\n")
    True
    """
    head = data[:_HEADERS]
    return bool(_FIRST.match(head) and _KIND.search(head))


def read_saved(data: bytes) -> Saved:
    """The page in MHTML: its first part that is HTML; an `InputError` says that there is none."""
    try:
        whole = email.message_from_bytes(data, policy=email.policy.default)
        part = next((p for p in whole.walk() if p.get_content_type() == "text/html"), None)
        html = part.get_payload(decode=True) if part else None
    except (RecursionError, ValueError, LookupError) as error:
        raise InputError(f"is no page that a browser saved: {error}") from error
    if part is None or not isinstance(html, bytes):
        raise InputError("no HTML is in it: a page that a browser saved as MHTML has some")
    url = whole.get("Snapshot-Content-Location") or part.get("Content-Location")
    return Saved(html, part.get_content_charset(), str(url).strip() if url else None)
