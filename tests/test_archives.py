"""Archives of responses: an odd record costs nothing but itself."""

import gzip
import json
import zlib
from collections.abc import Callable

import pytest
from commands import Shell
from containers import conversions, read_archive, record, responses

BODY = b"<p>Rates rose again on Monday.</p>"
TEXT = "Rates rose again on Monday.\n"
HEAD = (
    "WARC-Target-URI: https://example.org/\r\nContent-Type: application/http; msgtype=response\r\n"
)
GZIP, CHUNKED = b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: chunked\r\n"


def respond(headers: bytes, body: bytes, kind: bytes = b"text/html") -> bytes:
    lines = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n" + headers + b"\r\n"
    return record("response", HEAD, lines + body)


def cut_up(body: bytes) -> bytes:
    """A body in one chunk, as HTTP sends it."""
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


@pytest.mark.parametrize(
    "odd",
    [
        respond(b"", BODY, b"text/html; charset=utf8mb4"),
        respond(b"", BODY, b"text/html; charset=x-user-defined"),
        respond(b"", BODY.decode().encode("utf-16-le"), b'text/html; charset="UTF-16LE"'),
        respond(GZIP + CHUNKED, cut_up(gzip.compress(BODY))),
        respond(GZIP + CHUNKED, gzip.compress(BODY)),
        respond(GZIP + CHUNKED, cut_up(BODY)),
        respond(GZIP + CHUNKED, BODY),
        respond(GZIP, b"Rates rose again on Monday.", b"text/plain"),
        respond(b"Content-Encoding: own\r\n", BODY),
    ],
)
def test_codings_that_are_unknown_or_undone(shell: Shell, odd: bytes) -> None:
    shell.put("in.warc", respond(b"", BODY) + odd + respond(b"", BODY))
    ended = shell.run("in.warc", "-o", "out.wet")
    assert (ended.status, ended.err) == (0, "")
    assert [text.strip() + "\n" for text in read_archive(shell.folder / "out.wet")] == [TEXT] * 3


@pytest.mark.parametrize(
    ("odd", "error"),
    [
        (zlib.compress(BODY), "is not in the coding that its headers name: gzip"),
        (gzip.compress(b"Rates rose. " * 1000), "is larger than 5 kB: see --max-size"),
    ],
    ids=["other coding", "too large"],
)
def test_what_cannot_be_unpacked_fails_alone(shell: Shell, odd: bytes, error: str) -> None:
    shell.put("in.warc", respond(b"", BODY) + respond(GZIP, odd) + respond(b"", BODY))
    ended = shell.run("in.warc", "-o", "out.wet", "--max-size", "5k")
    assert (ended.status, ended.err) == (3, "strip: 1 record failed: see out.wet.failed.jsonl\n")
    assert len(read_archive(shell.folder / "out.wet")) == 2
    failed = json.loads(shell.read("out.wet.failed.jsonl"))
    assert failed["error"] == error
    held = json.loads(failed["line"])["text"]
    assert held.encode("utf-8", "surrogateescape") == odd


@pytest.mark.parametrize("cut", [12, 20, 40, 100])
@pytest.mark.parametrize(("name", "make"), [("in.warc", responses), ("in.wet", conversions)])
def test_a_record_that_breaks_off_in_its_headers(
    shell: Shell, name: str, make: Callable[[], list[bytes]], cut: int
) -> None:
    *whole, last = make()
    shell.put(name, b"".join(whole) + last[:cut])
    ended = shell.run(name, "-o", "out.jsonl")
    assert ended.status == 3
    assert ended.err.startswith(f"strip: {name}: is damaged: record 5 breaks off in its headers\n")
