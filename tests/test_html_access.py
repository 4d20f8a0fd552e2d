"""Access of HTML: what its markup declares, and which of its elements are walls."""

import pytest

import stripper
from stripper.pipeline.metadata import PageMetadata

TOLD = "<p>" + "The ferry has run since 1911, they said on the quay. " * 20 + "</p>"
NOT_FREE = '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
GATE = "<p>The rest is for members.</p>"


def judge(source: str) -> tuple[str, tuple[str, ...]]:
    result = stripper.strip(source, format="html")
    return result.access, result.access_evidence


@pytest.mark.parametrize(
    "page",
    [
        f"<div class=paywall-overlay style='display:none'>{GATE}</div>{TOLD}",
        f"<div class=paywall hidden>{GATE}</div>{TOLD}",
        f"<body class=has-paywall-script>{GATE}{TOLD}</body>",
        f"<html id=paywall><body class=paywall>{GATE}{TOLD}</body></html>",
        f"<div class=no-paywall>{GATE}</div>{TOLD}",
        f"<div class=has-paywall>{TOLD}</div>",
    ],
)
def test_what_is_hidden_or_named_for_the_page_is_no_wall(page: str) -> None:
    assert judge(NOT_FREE + page) == ("open", ("JSON-LD: isAccessibleForFree is false",))


@pytest.mark.parametrize("name", ["paywall", "paywall-box", "Paywall_root", "article-paywall"])
def test_an_element_that_is_named_a_wall_is_one(name: str) -> None:
    wall = f"a visible element is a paywall: body > div.{name} > p"
    found = judge(f"{NOT_FREE}<div class={name}>{GATE}</div>{TOLD}")
    assert found == ("metered", ("JSON-LD: isAccessibleForFree is false", wall))


def test_a_gate_that_no_reader_sees_is_none() -> None:
    gate = "<p>To continue reading, subscribe from 1 euro a month</p><p>Already a subscriber? Log in</p>"
    assert judge(f"{TOLD}<div class=box>{gate}</div>")[0] == "metered"
    assert judge(f"{TOLD}<div class=paywall style='display: none'>{gate}</div>") == ("open", ())


@pytest.mark.parametrize(
    ("said", "evidence"),
    [
        (f'<script type="application/ld+json">{{"isAccessibleForFree": {value}}}</script>', way)
        for way, values in (
            ("JSON-LD", ("false", '"False"', '"http://schema.org/False"', '"https:\\/\\/schema.org\\/False"')),
            (None, ("true", '"True"', '"http://schema.org/True"', '"falsetto"')),
        )
        for value in values
    ]
    + [
        ("<meta itemprop='isAccessibleForFree' content='false'>", "microdata"),
        ('<meta content="False" itemprop="isAccessibleForFree"/>', "microdata"),
        ('<link itemprop="isAccessibleForFree" href="https://schema.org/False">', "microdata"),
        ("<meta itemprop=isAccessibleForFree content=true><meta name=x content=false>", None),
    ],
)  # fmt: skip
def test_what_a_page_declares_of_its_access(said: str, evidence: str | None) -> None:
    wanted = (f"{evidence}: isAccessibleForFree is false",) if evidence else ()
    assert judge(f"<head>{said}</head>{TOLD}") == ("open", wanted)


def test_a_part_that_schema_org_calls_false_is_walled_off() -> None:
    part = '{"isAccessibleForFree": "http://schema.org/False", "cssSelector": ".rest"}'
    data = f'<script type="application/ld+json">{{"isAccessibleForFree": false, "hasPart": {part}}}</script>'
    assert "JSON-LD: .rest is not free, and its text is not in the page" in judge(data + TOLD)[1]


def test_what_an_extract_does_not_say_is_read_from_its_page() -> None:
    head = (
        f'<head><title>Ferry ends</title><meta name="author" content="Jane Doe">{NOT_FREE}</head>'
    )
    body = f"<article><h1>Ferry ends</h1>{TOLD}</article><div class=paywall>{GATE}</div>"
    page = f'<html lang="en">{head}<body>{body}</body></html>'
    plain = stripper.strip(page)
    extract = stripper.strip(page, extractor="trafilatura")
    assert dict(extract.metadata) == dict(plain.metadata)
    assert (extract.metadata["author"], extract.language) == ("Jane Doe", "en")
    assert (extract.access, extract.access_evidence) == (plain.access, plain.access_evidence)
    shell = "<html><h1>One moment</h1><script src=/cdn-cgi/challenge-platform/x></script></html>"
    assert "blocked" in stripper.strip(shell, extractor="trafilatura").flags
    menu = "<html><nav><a href=/>Menu</a></nav><script>run()</script></html>"
    assert "blocked" not in stripper.strip(menu, extractor="trafilatura").flags


def test_metadata_shows_what_is_known_without_looking_for_more() -> None:
    source = "<html><head><title>Rates rise</title></head><body><p>They rose.</p></body></html>"
    metadata = PageMetadata(source, {"language": "en"})
    assert repr(metadata) == "{'language': 'en', …}"
    assert repr(PageMetadata(source, {})) == "{…}"
    assert "_found" not in vars(metadata)
    assert metadata["title"] == "Rates rise"
    assert repr(metadata) == repr(dict(metadata))


@pytest.mark.parametrize(
    ("stated", "date"), [("", None), ("<time datetime=2021-03-12>12 March</time>", "2021-03-12")]
)
def test_a_year_in_the_text_is_no_date_of_the_page(stated: str, date: str | None) -> None:
    text = "<p>The bridge was repaired in 2015, and the ferry has been idle since.</p>"
    page = f"<html><body><h1>On the bridge</h1>{stated}{text}<p>Copyright 2014</p></body></html>"
    assert stripper.strip(page).metadata.get("date") == date
