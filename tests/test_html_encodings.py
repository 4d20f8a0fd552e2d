"""Encodings of HTML: what is named, what the bytes are, and what fits best where neither helps."""

import pytest

from stripper.encodings import decode_html
from stripper.formats.html import split

CAFE = "Café crème was served at the quay on Monday."
HUNGARIAN = "A tanács megszavazta, hogy a kompjárat megszűnik, és többé nem közlekedik."


def read(data: bytes) -> str:
    return split(decode_html(data)[0]).source.removesuffix("\n")


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "windows-1251", "iso-8859-15"])
def test_bytes_that_are_utf_8_are_read_so_whatever_one_byte_label_stands_over_them(
    label: str,
) -> None:
    head = f'<meta charset="{label}">'.encode()
    assert read(head + f"<p>{CAFE}".encode()) == CAFE
    assert decode_html(head + b"<p>Monday")[1].name != "utf-8"  # an ASCII page is what it says


@pytest.mark.parametrize(("label", "codec"), [("gbk", "gbk"), ("shift_jis", "cp932")])
def test_a_label_of_several_bytes_is_believed(label: str, codec: str) -> None:
    said = "联通" if label == "gbk" else "あ"
    assert read(f'<meta charset="{label}"><p>{said}'.encode(codec)) == said


@pytest.mark.parametrize(
    "said",
    [
        CAFE,
        "The café on the quay, where crème brûlée was served, closed, and the naïve hope is gone.",
        "The mayor said it’s “over” – and it was, so the ferry ended its long run.",
        "It costs £5 a day or ½ that.",
        "A câmara votou na terça-feira o fim da ligação; não há razão, disse a população.",
        "Der Rat beschloss, die Fähre einzustellen, die hunderte Fahrgäste beförderte.",
    ],
)
def test_letters_of_western_europe_are_read_without_a_label(said: str) -> None:
    links = '<a class="nav-item" href="/index.html">Menu</a><script>var a = "b";</script>' * 3
    page = f"<html><head></head><body>{links}<p>{said}</p></body></html>"
    assert read(page.encode("cp1252")).endswith(said)


@pytest.mark.parametrize(
    ("said", "codec", "language"),
    [
        (HUNGARIAN, "cp1250", "hu"),
        ("Příští týden rada končí.", "cp1250", "cs-CZ"),
        ("Meclis salı günü eski feribot hattını kapatmaya karar verdi.", "cp1254", "tr"),
        ("Taryba antradienį nubalsavo uždaryti keltą, kuris plaukė.", "cp1257", "lt"),
        ("Совет проголосовал во вторник за закрытие паромной линии.", "cp1251", ""),
        ("Совет проголосовал во вторник за закрытие паромной линии.", "koi8_r", "ru"),
        ("Το συμβούλιο ψήφισε την Τρίτη να κλείσει η γραμμή.", "cp1253", "en"),
        ("月曜日に金利が再び上昇した。", "cp932", ""),
        ("시의회는 화요일에 노선을 폐쇄하기로 했다.", "cp949", ""),
        ("市议会星期二投票决定关闭渡轮航线。", "gb18030", "en"),
    ],
)
def test_other_letters_are_read_without_a_label(said: str, codec: str, language: str) -> None:
    page = f'<html lang="{language}"><body><p>{said}</p></body></html>'
    assert read(page.encode(codec)) == said
