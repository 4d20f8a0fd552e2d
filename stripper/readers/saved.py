"""Pages that browsers saved in one file with all they show, MHTML: the HTML in it, its address."""

import re
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

from stripper.encodings import find_codec
from stripper.errors import InputError

SAVED_SUFFIXES = (".mhtml", ".mht")
_HEADERS = 8192
"""Bytes of headers that are read, of the file and of each part. Set by hand: those that browsers
and Word write take a tenth of it, and longer ones take long to take apart."""
_BLANK = re.compile(rb"\r?\n\r?\n")
_KIND = re.compile(rb"(?im)^content-type:\s{0,20}multipart/related\b")
_SAVED = re.compile(rb"(?im)^(?:snapshot-content-location:|from: <saved )")
_BOUNDARY = re.compile(rb"(?i)\bboundary=(?:\"([^\"\r\n]{1,100})\"|([^\s;]{1,100}))")


class Saved(NamedTuple):
    """The HTML of a page as bytes, the encoding that its part states, and the page's address."""

    data: bytes
    encoding: str | None
    url: str | None


def is_saved(data: bytes, suffix: str = "") -> bool:
    """Whether bytes begin with the headers of MHTML; without its suffix, with those that browsers
    write, since mail is of the same kind.

    >>> is_saved(b"From: <Saved by>\\nContent-Type: multipart/related; boundary=b\\n\\n--b\\n")
    True
    """
    head = _read_headers(data.lstrip(b"\xef\xbb\xbf\r\n"))
    named = suffix in SAVED_SUFFIXES or _SAVED.search(head)
    return bool(named and _KIND.search(head) and _BOUNDARY.search(head))


def read_saved(data: bytes) -> Saved:
    """The page in MHTML: its first part that is HTML; an `InputError` says that there is none."""
    head = _read_headers(data.lstrip(b"\xef\xbb\xbf\r\n"))
    boundary = _BOUNDARY.search(head)
    for part in data.split(b"--" + (boundary[1] or boundary[2]))[1:] if boundary else ():
        lines = part.lstrip(b"\r\n")
        if b"text/html" in _read_headers(lines).lower():
            message = message_from_bytes(lines)
            html = message.get_payload(decode=True)
            if message.get_content_type() == "text/html" and isinstance(html, bytes):
                return Saved(html, _find_encoding(message), _find_address(head, message))
    raise InputError("no HTML is in it: a page that a browser saved as MHTML has some")


def _read_headers(data: bytes) -> bytes:
    """The lines before the first blank one; nothing where there are too many."""
    head = _BLANK.split(data[:_HEADERS], maxsplit=1)
    return head[0] if len(head) == 2 else b""


def _find_encoding(message: Message) -> str | None:
    label = message.get_content_charset()
    return find_codec(label) if label else None


def _find_address(head: bytes, message: Message) -> str | None:
    whole = message_from_bytes(head)
    url = whole.get("Snapshot-Content-Location") or message.get("Content-Location")
    return "".join(str(url).split()) if url else None
