"""What is not seen in a text changes nothing: marks before it, lines of joiners, letters in parts."""

import json
import unicodedata

import pytest
from commands import Shell

import stripper

MET = (
    "The council of Marlow met on Tuesday to settle what the old mill by the river will become, "
    "and nobody left before midnight."
)
PLAN = (
    "Residents had asked for a library and a bath, and got a plan for both within the year that "
    "begins in March."
)
PROSE = {
    "sv": "Kommunen beslutade på tisdagen att den gamla kvarnen vid ån ska bli både bibliotek och "
    "badhus, och ingen gick hem före midnatt.",
    "ko": "시의회는 화요일에 강가의 오래된 방앗간을 도서관과 목욕탕으로 바꾸기로 결정했고 아무도 일찍 "
    "돌아가지 않았다.",
    "ja": "町議会は火曜日、川沿いの古い水車小屋を図書館と浴場に改築することを決め、誰も早く帰らなかった。",
}
UNSEEN = ("\ufeff", "\u200b", "\u200e\u2060", "\u00ad")


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize(
    ("source", "form"),
    [
        (f"<html><body><h1>Old mill</h1><p>{MET}</p><p>Read more</p></body></html>", "html"),
        (f"# Old mill\n\n{MET}\n\n[Read more](/more)\n", "markdown"),
        (f"---\ntitle: Mill\nurl: http://a.b/c\n---\n\n# Old mill\n\n{MET}\n", "markdown"),
        (f"Title: Mill\n\nURL Source: http://a.b/c\n\nMarkdown Content:\n{MET}\n", "text"),
        (f"Share\n\nOld mill\n\n{MET}\n\n{PLAN}\n", "text"),
    ],
)
def test_marks_before_a_text_change_nothing(unseen: str, source: str, form: str) -> None:
    plain, marked = stripper.strip(source), stripper.strip(unseen + source)
    assert marked.format == plain.format == form
    assert dict(marked.metadata) == dict(plain.metadata)
    assert [(r.rule, r.score) for r in marked.removals] == [
        (r.rule, r.score) for r in plain.removals
    ]
    assert marked.text.lstrip(unseen) == plain.text
    assert stripper.apply(marked.source, marked.removals) == marked.text


@pytest.mark.parametrize("unseen", UNSEEN)
def test_the_top_heading_stays_behind_a_mark(unseen: str) -> None:
    source = f"{unseen}# Log in\n\n{MET}\n\n{PLAN}\n"
    assert stripper.strip(source, format="markdown").text == source


@pytest.mark.parametrize("unseen", UNSEEN)
def test_a_mark_stays_before_html_of_which_something_goes(unseen: str) -> None:
    source = f"{unseen}<div><p>{MET}</p><p>{PLAN}</p><ul><li>Share</li></ul></div>"
    result = stripper.strip(source, format="html", to="html")
    assert result.text == f"{unseen}<div><p>{MET}</p><p>{PLAN}</p></div>"


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_lines_of_joiners_are_blank(form: str) -> None:
    lines = ["Share", MET, "\u200b", PLAN, "\ufeff\u00ad", "Read more"]
    if form == "html":
        lines = [f"<p>{line}</p>" for line in lines]
    blank = ["" if line in ("\u200b", "\ufeff\u00ad") else line for line in lines]
    said = [
        [(r.rule, r.score) for r in stripper.strip("\n".join(given), format=form).removals]
        for given in (lines, blank)
    ]
    assert said[0] == said[1] != []


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("sv", "Läs också: Kvarnen öppnar"),
        ("sv", "Prenumerera på vårt nyhetsbrev"),
        ("ko", "공유하기"),
        ("ko", "뉴스레터 구독하기"),
        ("ja", "ログイン"),
        ("ja", "メールマガジンに登録"),
    ],
)
def test_letters_in_parts_are_read_as_whole_ones(language: str, label: str) -> None:
    source = f"{PROSE[language]}\n\n{PROSE[language]}\n\n{label}\n"
    apart = unicodedata.normalize("NFD", source)
    assert apart != source
    results = [stripper.strip(text) for text in (source, apart)]
    assert [r.rule for r in results[1].removals] == [r.rule for r in results[0].removals] != []
    assert unicodedata.normalize("NFC", results[1].text) == results[0].text
    assert results[1].source == apart


@pytest.mark.parametrize("preset", ["balanced", "thorough"])
def test_an_accent_goes_with_its_letter(preset: str) -> None:
    caption = "La place du marché de Montaigu un jour de foire, vue depuis la tour. Crédit : René\n"
    source = unicodedata.normalize("NFD", f"{caption}\nLe conseil a voté mardi.\n")
    result = stripper.strip(source, language="fr", preset=preset)
    assert [unicodedata.normalize("NFC", r.text) for r in result.removals] == [" Crédit : René"]


def test_a_mark_before_the_text_of_a_record_changes_nothing(shell: Shell) -> None:
    page = f"<h1>Old mill</h1><p>{MET}</p><p>{PLAN}</p><p>Subscribe to our newsletter</p>"
    for name, mark in (("plain", ""), ("marked", "\ufeff")):
        shell.put(f"{name}.jsonl", json.dumps({"text": mark + page}) + "\n")
        assert shell.run(f"{name}.jsonl", "-o", f"out-{name}.jsonl").status == 0
    assert shell.read("out-marked.jsonl") == shell.read("out-plain.jsonl")
    assert "newsletter" not in shell.read("out-marked.jsonl")
