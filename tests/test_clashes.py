"""Switches that would do nothing are told of, rather than ignored."""

import pytest
from commands import KEPT, PAGE, Shell

HTML = "<h1>Rates rose</h1><p>On <a href='/mon'>Monday</a>, said the bank.</p>"
RECORD = '{"text": "Rates rose again on Monday.\\n\\nSubscribe to our newsletter\\n"}\n'


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.put("page.txt", PAGE)
    shell.put("page.html", HTML)
    shell.put("crawl.jsonl", RECORD)
    return shell


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["page.html", "--no-links"], "--no-links is about Markdown: give --to markdown too (see strip --help)"),
        (["page.html", "--no-links", "--to", "html"], "--no-links is about Markdown: give --to markdown too (see strip --help)"),
        (["page.html", "--diff", "--to", "html"], "--diff shows the text of a page, and --to html is none: give one of them (see strip --help)"),
        (["page.txt", "--log", "--quiet"], "--log tells how a run goes, and --quiet that it is silent: give one of them (see strip --help)"),
        (["page.txt", "--from", "text", "--extractor", "trafilatura"], "--extractor reads HTML, and --from text is none: give one of them (see strip --help)"),
        (["page.html", "--from", "markdown", "--to", "html"], "--to is what HTML becomes, and --from markdown is none: give one (see strip --help)"),
        (["page.txt", "--table", "pages"], "--table is of a database, and no input is one: leave it out"),
        (["page.txt", "-", "--workers", "2"], "--workers is of files, and standard input is read by one process: leave it out, or name the file"),
        (["crawl.jsonl", "--encoding", "cp1252"], "--encoding is of texts and tables, and no input is one: leave it out"),
    ],
)  # fmt: skip
def test_switches_that_do_nothing_are_refused(
    shell: Shell, arguments: list[str], line: str
) -> None:
    ended = shell.run(*arguments)
    assert (ended.status, ended.out, ended.err) == (2, "", f"strip: {line}\n")


@pytest.mark.parametrize("switch", ["--field", "--url-field"])
def test_fields_want_records(shell: Shell, switch: str) -> None:
    wrong = f"{switch} is of records, and no input holds any: leave it out"
    ended = shell.run("page.txt", "crawl.json", switch, "text")
    assert (ended.status, ended.out) == (2, "") and ended.err.startswith(f"strip: {wrong}")
    learned = shell.use("learn", "page.txt", "--host", "a.example", switch, "text")
    assert learned.status == 2 and learned.err.startswith(f"stripper: {wrong}")
    both = shell.run("page.txt", "crawl.jsonl", switch, "text")
    assert (both.status, both.err) == (0, "")
    assert shell.run(switch, "text", stdin=RECORD).status == 0
    learned = shell.use("learn", "-", "--host", "a.example", switch, "text", stdin=RECORD)
    assert learned.status == 0


def test_as_many_workers_as_fit_are_one_for_standard_input(shell: Shell) -> None:
    assert shell.run("--workers", "auto", stdin=PAGE).out == KEPT


def test_a_name_of_a_profile_is_no_switch(shell: Shell) -> None:
    shell.put("crawl.jsonl", RECORD.replace("{", '{"url": "https://a.example/1", '))
    assert shell.use("learn", "crawl.jsonl", "-o", "a.sites").status == 0
    assert shell.use("learn", "a.sites", "-o", "a.example.toml").status == 0


def test_what_explain_says_is_not_quiet(shell: Shell) -> None:
    for given in (
        ["page.txt"], ["crawl.jsonl", "--check"], ["crawl.jsonl", "--json"],
        ["page.txt", "crawl.jsonl", "-o", "clean"],  # records have a field for it, the text has not
    ):  # fmt: skip
        ended = shell.run(*given, "--explain", "--quiet")
        assert (ended.status, ended.out) == (2, "")
        assert ended.err.startswith(
            "strip: --explain says on standard error what went, and --quiet"
        )
    record = shell.run("crawl.jsonl", "--explain", "--quiet")
    assert record.status == 0 and '"stripper": {' in record.out and record.err == ""
    assert shell.run("page.txt", "--quiet").out == KEPT


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["evaluate", "page.lines", "--no-model", "--weights", "w.npz"], "--weights is of the model, and --no-model scores rules alone: give one"),
        (["train", "gold", "--points", "packs", "-o", "w.npz"], "--points writes packs and no weights: leave the other switches out"),
        (["learn", "a.sites", "--date", "2026-03-01"], "--date is of pages, and a learning state says that itself: leave it out"),
    ],
)  # fmt: skip
def test_switches_of_tools_that_do_nothing_are_refused(
    shell: Shell, arguments: list[str], line: str
) -> None:
    ended = shell.use(*arguments)
    assert (ended.status, ended.out, ended.err) == (2, "", f"stripper: {line}\n")
