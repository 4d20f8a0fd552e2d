"""Signatures: the first bytes by which a file that is no text is known. Loads nothing.

The command `strip` hands object files to binutils by them, and readers refuse other binary files.
"""

HEAD = 64
"""Bytes of a file that are looked at."""

_OBJECTS = (
    b"\x7fELF",
    b"!<arch>\n", b"!<thin>\n", b"<bigaf>\n",
    b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
    b"BC\xc0\xde",
)  # fmt: skip
"""ELF, archives, Mach-O, WebAssembly and LLVM bitcode: none of these begins a text."""
_OBJECTS_WITH_NUL = (b"MZ", b"\x64\x86", b"\x4c\x01", b"\x01\xdf", b"\x01\xf7")
"""PE, COFF and XCOFF. Two letters prove nothing (a page may begin with "MZ Motorcycles"): these
headers always hold a NUL byte as well, and a text never does."""
_OTHERS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"\xfd7zXZ\0", "compressed with xz"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
)
"""RTF is written in letters, but its words stand among commands, and no line of it is one of a
page."""
_TAR, _TAR_AT = b"ustar", 257
"""A tar archive begins with the name of its first member, and says what it is behind that."""
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
"""Byte-order marks of UTF-16 and UTF-32: in such a text every other byte may be NUL."""


def is_object(head: bytes) -> bool:
    """Whether a file that begins so is an object file, an executable or an archive of object files.

    >>> is_object(b"!<arch>\\n"), is_object(b"MZ Motorcycles of Zschopau")
    (True, False)
    """
    with_nul = head.startswith(_OBJECTS_WITH_NUL) and b"\0" in head[:HEAD]
    return head.startswith(_OBJECTS) or with_nul


def name_binary(data: bytes, *, wide: bool = False) -> str | None:
    """Say what a file that is no text is, or None for one that may be text.

    `wide` says that the caller knows the text for UTF-16 or UTF-32, whose bytes hold NULs.

    >>> name_binary(b"%PDF-1.7"), name_binary("Prices rose.".encode("utf-16"))
    ('a PDF', None)
    """
    if is_object(data[:HEAD]):
        return "an object file"
    for signature, name in _OTHERS:
        if data.startswith(signature):
            return name
    if data[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return "a tar archive: unpack it first"
    if b"\0" in data and not wide and not data.startswith(_WIDE_MARKS):
        return "a binary file: it holds NUL bytes"
    return None
