"""JSONL records: only their text changes, bad ones go to a file of their own."""

import gzip
import json
import os

import pytest
from commands import KEPT, PAGE, Shell
from test_io import ASK

from stripper.records import parse_record

LINES = (
    '{"id": 1.50, "text": '
    + json.dumps(PAGE)
    + ', "n": 123456789012345678901234567890, "x": [1e400, "\\/"]}\n',
    '{ "text":"Rates fell.\\n" ,"é":null,"é":1 }\r\n',
)
STRIPPED = (LINES[0].replace(json.dumps(PAGE), json.dumps(KEPT)), LINES[1])


def test_records_pass_through_but_for_their_text(shell: Shell) -> None:
    shell.put("crawl.jsonl", "".join(LINES))
    ended = shell.run("crawl.jsonl")
    assert (ended.status, ended.out, ended.err) == (0, "".join(STRIPPED), "")
    assert shell.run("crawl.jsonl", "-o", "out.jsonl").status == 0
    assert shell.read("out.jsonl") == "".join(STRIPPED)
    assert shell.files() == ["crawl.jsonl", "out.jsonl"]
    assert shell.run(stdin="".join(LINES)).out == "".join(STRIPPED)


def test_records_in_order_whatever_their_number(shell: Shell) -> None:
    bad = {17: "{", 80: "[]", 81: '"text"'}
    lines = [bad.get(n, json.dumps({"n": n, "text": PAGE})) for n in range(200)]
    shell.put("crawl.ndjson", "\n".join(lines))
    ended = shell.run("crawl.ndjson", "--lang", "en")
    assert ended.status == 3
    expected = [{"n": n, "text": KEPT} for n in range(200) if n not in bad]
    assert [json.loads(line) for line in ended.out.splitlines()] == expected
    assert [line.split()[1] for line in ended.err.splitlines()] == [
        "crawl.ndjson:18:", "crawl.ndjson:81:", "crawl.ndjson:82:",
    ]  # fmt: skip


BAD = {
    "{oops}\n": "is no JSON object: a name is missing at character 2",
    '{"text": "a"} {}\n': "is no JSON object: more follows at character 14",
    '{"text": 5}\n': "field 'text' holds no text",
    '{"body": "a"}\n': "has none of the fields",
    "[1]\n": "is no JSON object: { is missing at character 1",
    "[" * 100_000 + "\n": "is no JSON object",
    '{"text": ' + "[" * 100_000 + "\n": "is nested too deeply",
}


def test_bad_records_go_whole_to_a_file_of_their_own(shell: Shell) -> None:
    good = json.dumps({"text": PAGE}) + "\n"
    data = "".join(bad + good for bad in BAD).encode() + b'{"text": "caf\xe9"}\n'
    shell.put("crawl.jsonl", data)
    ended = shell.run("crawl.jsonl", "-o", "out.jsonl")
    assert (ended.status, ended.out) == (3, "")
    assert ended.err == "strip: 8 records failed: see out.jsonl.failed.jsonl\n"
    assert shell.read("out.jsonl") == (json.dumps({"text": KEPT}) + "\n") * len(BAD)
    failed = [json.loads(line) for line in shell.read("out.jsonl.failed.jsonl").splitlines()]
    for number, (account, (line, error)) in enumerate(zip(failed, BAD.items(), strict=False)):
        assert (account["input"], account["line"]) == (f"crawl.jsonl:{2 * number + 1}", line)
        assert error in account["error"]
    assert failed[-1]["error"] == "byte 13 of the line is no UTF-8"
    assert failed[-1]["line"].encode("utf-8", "surrogateescape") == b'{"text": "caf\xe9"}\n'
    shell.put("crawl.jsonl", good)
    assert shell.run("crawl.jsonl", "-o", "out.jsonl").status == 0
    assert shell.files() == ["crawl.jsonl", "out.jsonl"]  # the list of the run before is gone


def test_records_in_place_keep_what_fails(shell: Shell) -> None:
    shell.put("crawl.jsonl", LINES[0] + "{oops}\n" + LINES[1])
    ended = shell.run("crawl.jsonl", "--in-place")
    assert ended.status == 3
    assert (
        ended.err == "strip: crawl.jsonl:2: is no JSON object: a name is missing at character 2\n"
    )
    assert shell.read("crawl.jsonl") == STRIPPED[0] + "{oops}\n" + STRIPPED[1]
    assert shell.files() == ["crawl.jsonl"]


def test_records_in_place_that_do_not_change_are_not_written(shell: Shell) -> None:
    crawl = shell.put("crawl.jsonl", STRIPPED[0])
    os.utime(crawl, (1, 1))
    assert shell.run("crawl.jsonl", "--in-place").status == 0
    assert (crawl.stat().st_mtime, crawl.read_text()) == (1, STRIPPED[0])


def test_one_file_for_many_inputs_is_not_made_of_failures(shell: Shell) -> None:
    shell.put("out.jsonl", "old")
    assert shell.run("a.jsonl", "b.jsonl", "-o", "out.jsonl").status == 3
    assert shell.read("out.jsonl") == "old"
    shell.put("b.jsonl", "".join(LINES))
    assert shell.run("a.jsonl", "b.jsonl", "-o", "out.jsonl").status == 3
    assert shell.read("out.jsonl") == "".join(STRIPPED)


def test_numbers_of_any_length_pass_through(shell: Shell) -> None:
    line = '{"n": ' + "9" * 10_000 + ', "text": "Rates rose."}\n'
    ended = shell.run(stdin=line)
    assert (ended.status, ended.out, ended.err) == (0, line, "")


def test_compressed_records(shell: Shell) -> None:
    shell.put("crawl.jsonl.gz", gzip.compress("".join(LINES).encode()))
    assert shell.run("crawl.jsonl.gz").out == "".join(STRIPPED)
    assert shell.run("crawl.jsonl.gz", "-o", "out.jsonl.gz").status == 0
    packed = (shell.folder / "out.jsonl.gz").read_bytes()
    assert gzip.decompress(packed).decode() == "".join(STRIPPED)
    assert packed[4:8] == bytes(4)  # no time: the same records give the same bytes
    assert shell.run("crawl.jsonl.gz", "-o", "out.jsonl").status == 0
    assert shell.read("out.jsonl") == "".join(STRIPPED)
    assert shell.run("crawl.jsonl.gz", "--in-place").status == 0
    assert (shell.folder / "crawl.jsonl.gz").read_bytes() == packed


@pytest.mark.parametrize("keep", [20, -9])
def test_damaged_archives_leave_no_half_file(shell: Shell, keep: int) -> None:
    lines = "".join(json.dumps({"n": n, "text": f"Rates {n * n}."}) + "\n" for n in range(500))
    damaged = gzip.compress(lines.encode(), mtime=0)[:keep]
    shell.put("crawl.jsonl.gz", damaged)
    shell.put("out.jsonl", "old")
    ended = shell.run("crawl.jsonl.gz", "-o", "out.jsonl")
    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert ended.err.startswith("strip: crawl.jsonl.gz: is damaged: ")
    assert (shell.read("out.jsonl"), shell.files()) == ("old", ["crawl.jsonl.gz", "out.jsonl"])
    assert shell.run("crawl.jsonl.gz", "--in-place").status == 3
    assert (shell.folder / "crawl.jsonl.gz").read_bytes() == damaged


def test_fields(shell: Shell) -> None:
    record = {"content": PAGE, "markdown": PAGE, "body": PAGE, "where": "https://example.org/a"}
    shell.put("crawl.jsonl", json.dumps(record) + "\n")

    def strip(*options: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(shell.run("crawl.jsonl", *options).out)
        return found

    assert strip() == {**record, "markdown": KEPT}
    assert strip("--field", "content") == {**record, "content": KEPT}
    assert strip("--field", "body") == {**record, "body": KEPT}
    assert strip("--json")["metadata"] == {}
    assert strip("--json", "--url-field", "where")["metadata"] == {"url": record["where"]}
    wrong = shell.run("crawl.jsonl", "--url-field", "were")
    line = "strip: no record has an address in the field 'were': name another --url-field\n"
    assert (wrong.status, wrong.err) == (0, line)
    assert shell.run("crawl.jsonl", "--url-field", "were", "--quiet").err == ""
    missing = shell.run("crawl.jsonl", "--field", "contents")
    assert missing.status == 3
    assert missing.err.startswith(
        "strip: crawl.jsonl:1: unknown field 'contents': did you mean 'content'? Known: "
    )
    shell.put("crawl.jsonl", json.dumps({"text": "", "articleBody": PAGE, "url": "u"}) + "\n")
    assert strip() == {"text": "", "articleBody": KEPT, "url": "u"}
    assert strip("--json")["metadata"] == {"url": "u"}


def test_fields_side_by_side_are_stripped_one_after_the_other(shell: Shell) -> None:
    page = "<p>Rates rose again on Monday.</p><p>Subscribe to our newsletter</p>"
    line = json.dumps({"markdown": PAGE, "html": page}) + "\n"
    both = shell.run("--field", "markdown", "--field", "html", stdin=line)
    said = "strip: --field takes one field a run: strip the output again with the other"
    assert (both.status, both.out, both.err) == (2, "", f"{said} (see strip --help)\n")
    first = shell.run("--field", "markdown", stdin=line)
    second = shell.run("--field", "html", "--to", "html", stdin=first.out)
    assert json.loads(second.out) == {
        "markdown": KEPT,
        "html": "<p>Rates rose again on Monday.</p>",
    }


def test_explained_records(shell: Shell) -> None:
    shell.put("crawl.jsonl", json.dumps({"text": PAGE, "url": "https://example.org/a"}) + "\n")
    ended = shell.run("crawl.jsonl", "--explain")
    assert (ended.status, ended.err) == (0, "")
    record = json.loads(ended.out)
    assert list(record) == ["text", "url", "stripper"]
    account = record["stripper"]
    assert account.pop("version")
    assert account == {
        "removals": [{
            "start": 28, "end": 57, "category": "newsletter", "by": "rule",
            "rule": "en/newsletter/labels", "score": 0.95,
        }],
        "access": "open", "metadata": {"url": "https://example.org/a"}, "flags": [],
    }  # fmt: skip
    again = json.loads(shell.run("--explain", stdin=ended.out).out)
    assert list(again) == ["text", "url", "stripper"]
    assert again["stripper"]["removals"] == []


def test_a_null_stays_one_in_json(shell: Shell) -> None:
    lines = '{"text": null}\n{"text": ""}\n{"a": {"b": null}}\n{"a": null}\n'
    for options, wanted in (((), [None, ""]), (("--field", "a.b"), [None, None])):
        held = lines.splitlines(keepends=True)[2:] if options else lines.splitlines(True)[:2]
        ended = shell.run("--json", *options, stdin="".join(held))
        assert (ended.status, ended.err) == (0, "")
        assert [json.loads(line)["text"] for line in ended.out.splitlines()] == wanted


def test_records_as_json_diff_and_check(shell: Shell) -> None:
    shell.put("crawl.jsonl", json.dumps({"text": PAGE}) + "\n" + json.dumps({"text": KEPT}) + "\n")
    rows = [json.loads(line) for line in shell.run("crawl.jsonl", "--json").out.splitlines()]
    assert [(row["input"], row["text"]) for row in rows] == [
        ("crawl.jsonl:1", KEPT),
        ("crawl.jsonl:2", KEPT),
    ]
    assert (
        shell.run("crawl.jsonl", "--diff").out == f"{KEPT}\n[-Subscribe to our newsletter-]\n{KEPT}"
    )
    check = shell.run("crawl.jsonl", "--check")
    assert (check.status, check.out) == (1, "")
    assert check.err.startswith("crawl.jsonl:1: 1 removal (newsletter 1)")
    assert shell.files() == ["crawl.jsonl"]


def test_several_files_of_records_become_one(shell: Shell) -> None:
    shell.put("a.jsonl", b"\xef\xbb\xbf" + LINES[0].rstrip("\n").encode())
    shell.put("b.jsonl", b"\xef\xbb\xbf" + LINES[1].encode())
    shell.put("page.txt", PAGE)
    expected = "\ufeff" + "".join(STRIPPED)
    assert shell.run("a.jsonl", "b.jsonl").out == expected
    assert shell.run("a.jsonl", "b.jsonl", "-o", "all.jsonl").status == 0
    assert shell.read("all.jsonl") == expected
    assert shell.run("a.jsonl", "page.txt", "--json", "-o", "all.jsonl").status == 0
    assert [json.loads(row)["input"] for row in shell.read("all.jsonl").splitlines()] == [
        "a.jsonl:1",
        "page.txt",
    ]


def test_standard_input_with_a_brace_is_text(shell: Shell) -> None:
    text = "{a set} of rates rose again." + ASK
    assert shell.run(stdin=text).out == "{a set} of rates rose again.\n"
    line = json.dumps({"text": "Rates rose."}) + "\n"
    assert json.loads(shell.run("--json", stdin=line).out)["text"] == "Rates rose."
    assert json.loads(shell.run("--json", "--from", "text", stdin=line).out)["text"] == line


def test_half_surrogates_survive(shell: Shell) -> None:
    line = '{"text": "Rates \\ud83d rose.\\n\\nSubscribe to our newsletter\\n"}\n'
    ended = shell.run(stdin=line)
    assert (ended.status, ended.out) == (0, '{"text": "Rates \\ud83d rose.\\n"}\n')


def test_values_are_replaced_where_they_stand() -> None:
    record = parse_record(' {"a":1,"text" : "x" ,"a":"ü"} \r\n')
    assert record.replaced({"text": 'y"ö', "a": 2}) == ' {"a":1,"text" : "y\\"ö" ,"a":2} \r\n'
    assert record.replaced({}) == record.line
    assert parse_record("{}").replaced({"a": 1, "b": 2}) == '{"a": 1, "b": 2}'


def test_json_is_not_taken_for_a_text(shell: Shell) -> None:
    record = {"text": PAGE}
    shell.put("items.json", json.dumps([record, record], indent=1))
    shell.put("one.json", json.dumps(record, indent=1))
    shell.put("lines.json", f"{json.dumps(record)}\n{json.dumps(record)}\n")
    shell.put("deep.json", "[" * 100_000)
    shell.put("page.json", PAGE)
    ended = shell.run("items.json", "one.json", "lines.json")
    told = "this is JSON, not text: records are read an object a line, from .jsonl, as jq -c"
    assert (ended.status, ended.out) == (3, "")
    assert ended.err == (
        f"strip: items.json: {told} '.[]' writes them\n"
        f"strip: one.json: {told} '.' writes them\n"
        f"strip: lines.json: {told} '.' writes them\n"
    )
    assert shell.run("page.json").out == KEPT
    given = shell.run(stdin=json.dumps([record, record], indent=1))
    assert (given.status, given.out) == (3, "")
    assert given.err == f"strip: <stdin>: {told} '.[]' writes them\n"
    assert shell.run(stdin="[{Rates} rose").out == "[{Rates} rose"
    assert shell.run("deep.json").out == "[" * 100_000
    assert shell.run("one.json", "--from", "text").status == 0
