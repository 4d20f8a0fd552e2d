"""Encodings: bytes to text and back, so that what is kept comes out in the bytes it came in.

In this order: a byte-order mark, the encoding that was asked for, the one that HTML names, UTF-8,
and detection. Bytes of HTML that are UTF-8 are not read in an encoding of one byte a character,
though the page names it: by chance they never are.
"""

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from stripper.errors import InputError, OptionError
from stripper.signatures import name_binary

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatches

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 stands before UTF-16: its little-endian mark begins with that of UTF-16."""
_WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""Codecs that write a mark of their own; whether there is one is the input's business."""
_DETECTED = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "iso8859_2", "iso8859_15", "koi8_r", "koi8_u", "cp874",
    "cp932", "euc_jp", "iso2022_jp", "cp949", "gb18030", "big5",
]  # fmt: skip
"""Encodings that web pages use. Without the list, Czech in cp1250 is found to be cp1258."""
_USUAL = "cp1252"
"""What HTML is read in where no other encoding fits it better."""
_USUAL_FOR = {
    **dict.fromkeys((b"cs", b"hr", b"hu", b"pl", b"ro", b"sk", b"sl", b"sq"), "cp1250"),
    **dict.fromkeys((b"et", b"lt", b"lv"), "cp1257"), b"tr": "cp1254",
}  # fmt: skip
"""The same by the language that a page declares: Hungarian makes as good Portuguese letters."""
_LEAST_CHAOS = 0.01
"""Shares of odd signs that differ by less are the same, as they are to the detector."""

_NAMED = regex.compile(
    rb"<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", regex.I
)
_DECLARED = regex.compile(
    rb"<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})", regex.I
)
_MARKUP = regex.compile(
    rb"\s{0,200}(?:<\?xml[\s>]|<!--|<!doctype\s+html|<[a-z][a-z0-9]{0,20}[\s>])", regex.I
)
_WIDE = ("utf-16-le", "utf-16-be")
_LANGUAGE = regex.compile(rb"<html\s[^>]{0,300}?\blang\s{0,9}=\s{0,9}[\"']?([a-z]{2})\b", regex.I)
_TAGS = regex.compile(rb"<(?:script|style)\b(?:[^<]++|<(?!/))*+|<[^<>]*+>", regex.I)
_HEAD = 4096
"""Bytes within which HTML names its encoding. Browsers look at 1,024; some pages take longer."""


@dataclass(frozen=True, slots=True)
class Coding:
    """How a text was written: the codec, and the byte-order mark before it."""

    name: str = "utf-8"
    mark: bytes = b""
    errors: str = "strict"
    """What stands for characters that the codec has not: nothing, or HTML's references."""

    def encode(self, text: str) -> bytes:
        """The bytes of a text made of slices of the text that was decoded."""
        return self.mark + text.encode(self.name, self.errors)


UTF8 = Coding()


def check_encoding(name: str) -> str:
    """The name of a text encoding as the codecs know it; an unknown one is an `OptionError`.

    >>> check_encoding("Latin1")
    'iso8859-1'
    """
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise OptionError(
            f"unknown encoding {name!r}: give a name that Python knows, like cp1252 or shift_jis"
        ) from error


def decode(data: bytes, encoding: str | None = None) -> tuple[str, Coding]:
    """Decode a text; an `InputError` says what the input is instead, or what it cannot be read as.

    >>> decode(b"\\xef\\xbb\\xbfPrices rose.\\r\\n")
    ('Prices rose.\\r\\n', Coding(name='utf-8', mark=b'\\xef\\xbb\\xbf', errors='strict'))
    """
    asked = check_encoding(encoding) if encoding else None
    binary = name_binary(data, wide=asked is not None and asked.startswith(("utf-16", "utf-32")))
    if binary:
        raise InputError(f"this is {binary}, not text")
    if asked is None or asked.startswith("utf"):
        for mark, name in _MARKS:
            if data.startswith(mark):
                return _decode_as(data, Coding(name, mark))
    if asked:
        return _decode_as(data, Coding(_WITHOUT_MARK.get(asked, asked)))
    try:
        return data.decode("utf-8"), Coding()
    except UnicodeDecodeError:
        return _decode_as(data, Coding(_detect(data)))


def looks_like_markup(data: bytes) -> bool:
    """Whether bytes begin as HTML or XHTML does, with a tag or what comes before the first.

    >>> looks_like_markup(b"<!DOCTYPE html><title>Rates"), looks_like_markup(b"Rates < 5")
    (True, False)
    """
    return bool(_MARKUP.match(data[:_HEAD].lstrip(codecs.BOM_UTF8)))


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_text(text: str) -> bool:
    """Whether a text is made of characters alone, without bytes that were none.

    >>> is_text("café"), is_text(b"caf\\xe9".decode("utf-8", "surrogateescape"))
    (True, False)
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def decode_html(data: bytes, encoding: str | None = None) -> tuple[str, Coding]:
    """Decode HTML as browsers do, by the labels of the Encoding Standard; no bytes are too broken.

    >>> decode_html(b'<meta charset="latin1"><p>caf\\xe9')[0]
    '<meta charset="latin1"><p>café'
    """
    binary = name_binary(data, wide=True)
    if binary:
        raise InputError(f"this is {binary}, not HTML")
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, "replace")
            return text, Coding(name, mark, "xmlcharrefreplace")
    asked = check_encoding(encoding) if encoding else None
    named = _find_label(data)
    stale = named and not data.isascii() and _is_one_byte(named)
    for codec in (asked, *(("utf-8", named) if stale else (named, "utf-8"))):
        try:
            if codec:
                return data.decode(codec), Coding(codec, errors="xmlcharrefreplace")
        except UnicodeDecodeError:
            continue
    guessed = _detect_html(data)
    return data.decode(guessed, "replace"), Coding(guessed, errors="xmlcharrefreplace")


def _is_one_byte(codec: str) -> bool:
    """Whether each byte is a character to a codec."""
    return len(bytes(range(256)).decode(codec, "replace")) == 256


def find_codec(label: str) -> str | None:
    """The codec that a label of the Encoding Standard means; None where it means none.

    >>> find_codec(" UTF8 "), find_codec("utf8mb4")
    ('utf-8', None)
    """
    import webencodings

    encoding = webencodings.lookup(label.strip(" \t\"'"))
    if encoding is None or encoding.name in ("x-user-defined", "replacement"):
        return None
    return str(encoding.codec_info.name)


def _find_label(data: bytes) -> str | None:
    """The encoding that HTML names for itself, as a codec."""
    head = data[:_HEAD]
    found = _NAMED.search(head) or _DECLARED.search(head)
    codec = find_codec(found.group(1).decode("ascii", "ignore")) if found else None
    return None if codec in _WIDE else codec  # bytes that ASCII can be read from are no UTF-16


def _decode_as(data: bytes, coding: Coding) -> tuple[str, Coding]:
    try:
        text = data[len(coding.mark) :].decode(coding.name)
    except UnicodeDecodeError as error:
        at = error.start + len(coding.mark)
        raise InputError(f"byte {at} is no {coding.name}: give another --encoding") from error
    # Some codecs read two byte sequences as one character. Kept text would come out in other bytes.
    try:
        same = coding.encode(text) == data
    except UnicodeEncodeError:
        same = False
    if not same:
        raise InputError(
            f"as {coding.name} the text would not come out as it came in: convert it to UTF-8 first"
        )
    return text, coding


def _detect(data: bytes) -> str:
    best = _match(data).best()
    if best is None:
        raise InputError("no encoding fits: name it with --encoding")
    return best.encoding


def _detect_html(data: bytes) -> str:
    """The encoding that what HTML says fits best; of several, the usual one for its language."""
    matches = _match(_TAGS.sub(b" ", data))
    best = matches.best()
    language = _LANGUAGE.search(data[:_HEAD])
    usual = _USUAL_FOR.get(language[1].lower(), _USUAL) if language else _USUAL
    own = next((match for match in matches if usual in match.could_be_from_charset), None)
    if best is None:
        return usual
    if own is None or own.chaos > best.chaos + _LEAST_CHAOS or own.coherence < best.coherence:
        return best.encoding
    return usual


def _match(data: bytes) -> "CharsetMatches":
    from charset_normalizer import from_bytes  # 60 ms, and most pages are UTF-8

    return from_bytes(data, cp_isolation=_DETECTED)
