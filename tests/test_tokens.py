"""Tokens: one pass, one hash a run of words wherever it stands, folded as readers fold them."""

import sys
import tracemalloc
from types import FrameType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stripper.blocks import encode
from stripper.characters import fold_character
from stripper.facts import measure
from stripper.formats.text import split
from stripper.tokens import NUMBER, Table, Tokens, tokenize

WORDS = st.text("aéßıİσς日本語ク한12ÅЁأ’-", min_size=1, max_size=8)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
QUICK = settings(max_examples=80, deadline=None)


def words_of(text: str) -> list[str]:
    found = tokenize(encode(text))
    return [found.text(int(s), int(e)) for s, e in zip(found.start, found.end, strict=True)]


def hash_of(text: str) -> int:
    """The hash of all tokens of a text as one run."""
    found = tokenize(encode(text))
    return int(found.runs(np.array([0]), np.array([len(found.start)]))[0])


def hashes_of(found: Tokens, first: int, last: int) -> list[int]:
    return [int(h) for h in found.hash[first:last]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("É", "é"), ("é", "e\u0301"), ("É", "e\u0301"), ("й", "и\u0306"), ("Ё", "е"), ("Đ", "d"),
        ("İSTANBUL", "istanbul"), ("Kayıt", "KAYIT"), ("İ", "i\u0307"), ("Giriş", "giris"),
        ("STRAẞE", "straße"), ("ΛΟΓΟΣ", "λογος"), ("λόγος", "λογοσ"), ("ſ", "s"), ("\u212a", "k"),
        ("ＳＵＢＳＣＲＩＢＥ", "subscribe"), ("Sub\u00adscribe", "subscribe"), ("sub\u200dscribe", "subscribe"),
        ("\ufeffsubscribe", "subscribe"), ("مـشـترك", "مشترك"), ("أخبار", "اخبار"), ("مُشترك", "مشترك"),
        ("Zapłać", "zaplac"), ("Příspěvek", "prispevek"), ("HABER\u2060LER", "haberler"),
        ("Å", "å"), ("ÄÖ", "äö"), ("ガ", "ガ"), ("١٢", "12"), ("１２", "12"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_word_have_one_hash(one: str, other: str) -> None:
    assert len(words_of(one)) == len(words_of(other)) == 1
    assert hash_of(one) == hash_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vår", "var"), ("för", "for"), ("må", "ma"), ("subscribe", "subscribes"), ("a", "b"),
        ("ab", "ba"), ("日本", "日木"), ("read more", "more read"), ("read more", "readmore"),
        ("12", "twelve"), ("カ", "ガ"), ("か", "カ"),
    ],
)  # fmt: skip
def test_two_words_have_two_hashes(one: str, other: str) -> None:
    assert hash_of(one) != hash_of(other)


@pytest.mark.parametrize("word", ["für älter", "vår", "först", "määrä"])
def test_decomposed_letters_of_the_north_are_the_composed_ones(word: str) -> None:
    decomposed = word.replace("ä", "a\u0308").replace("å", "a\u030a").replace("ö", "o\u0308")
    assert hash_of(decomposed) == hash_of(word)


@pytest.mark.xfail(strict=True, reason="folding is one character to one: ß never meets its SS")
def test_sharp_s_in_capitals_is_the_word_in_small_letters() -> None:
    assert hash_of("SCHLIESSEN") == hash_of("Schließen")


@pytest.mark.xfail(strict=True, reason="half-width kana fold to kana but keep the class of letters")
def test_half_width_kana_are_single_tokens_as_kana_are() -> None:
    assert words_of("ｺﾒﾝﾄ") == words_of("コメント")


@pytest.mark.xfail(
    strict=True, reason="U+FB00 to U+FB12 are no letters, so a ligature cuts its word"
)
def test_a_ligature_does_not_cut_its_word() -> None:
    assert len(words_of("of\ufb01ce")) == 1


@pytest.mark.parametrize("mark", ["'", "’", "‘", "ʼ", "´", "`", "′"])
def test_all_apostrophes_part_words_alike(mark: str) -> None:
    assert words_of(f"l{mark}article") == ["l", "article"]
    assert tokenize(encode(f"l{mark}article")).folded[1] == ord("'")


@pytest.mark.parametrize(
    ("sign", "plain"), [("“", '"'), ("„", '"'), ("»", '"'), ("–", "-"), ("\u00a0", " "), ("\u3000", " ")]
)  # fmt: skip
def test_typographic_signs_fold_to_plain_ones(sign: str, plain: str) -> None:
    assert fold_character(sign) == plain
    assert words_of(f"read{sign}more") == ["read", "more"]


def test_numbers_are_one_token_whatever_they_are() -> None:
    found = tokenize(encode("3 12 ٤٥ ９"))
    assert found.number.all() and (found.hash == NUMBER).all()
    assert hash_of("3 comments") == hash_of("1204 comments") != hash_of("comments")
    assert words_of("a1b22") == ["a", "1", "b", "22"]


THAI = "ชาวบ้านในตำบลริมน้ำบอกว่าปีนี้ฝนมาช้ากว่าทุกปีและนาข้าวหลายแปลงยังรอน้ำจากคลอง"
KHMER = "អ្នកភូមិនៅតាមដងទន្លេបាននិយាយថាឆ្នាំនេះភ្លៀងមកយឺត"


@pytest.mark.parametrize("text", [THAI, KHMER])
def test_phrases_without_spaces_have_a_word_for_every_five_letters(text: str) -> None:
    facts = measure([split(f"{text}\n\nRates rose {text} again\n\nRates rose\n")])
    words = -(-len(text) // 5)
    assert facts.words.tolist() == [words, words + 3, 2]


def test_words_of_thai_are_counted_alike_in_every_batch() -> None:
    alone, beside = split(f"{THAI}\n"), split("Rates rose.\n")
    assert measure([beside, alone, beside]).words.tolist()[1:2] == measure([alone]).words.tolist()


def test_scripts_without_spaces_have_a_token_a_character() -> None:
    found = tokenize(encode("続きを読むabc한국어𠀀々"))
    assert words_of("続きを読むabc한국어𠀀々") == [*"続きを読む", "abc한국어", "𠀀", "々"]
    assert found.cjk.tolist() == [True] * 5 + [False, True, True]
    assert words_of("ที่นี่abc๑๒฿5") == [*"ที่นี่", "abc", "๑๒", "5"]


def test_points_inside_abbreviations_of_thai_end_no_sentence() -> None:
    facts = measure([split("เปิดเมื่อ พ.ศ. 2511 โดย น.ส.มาลี ใจงาม\n\n開いた。閉じた。\n")])
    assert facts.sentences.tolist() == [2, 2]


def test_paragraphs_of_thai_are_prose_though_no_sign_ends_them() -> None:
    facts = measure([split(f"{THAI}{THAI[:20]}\n\nแชร์บทความนี้\n\n{'rates rose ' * 12}\n")])
    assert facts.prose.tolist() == [True, False, False]


@QUICK
@given(before=TEXTS, text=TEXTS, after=TEXTS)
def test_a_run_has_its_hash_wherever_it_stands(before: str, text: str, after: str) -> None:
    alone, inside = tokenize(encode(text)), tokenize(encode(f"{before}\n{text}\n{after}"))
    low, size = len(tokenize(encode(before)).start), len(alone.start)
    assert hashes_of(inside, low, low + size) == hashes_of(alone, 0, size)
    for first in range(size):
        for last in range(first + 1, size + 1):
            there = inside.runs(np.array([low + first]), np.array([low + last]))
            assert there == alone.runs(np.array([first]), np.array([last]))
            length = int(alone.end[last - 1] - alone.start[first])
            spot = inside.characters(inside.start[low + first : low + first + 1], length)
            assert spot == alone.characters(alone.start[first : first + 1], length)


@QUICK
@given(text=TEXTS)
def test_the_characters_of_a_word_have_the_hash_of_the_word(text: str) -> None:
    found = tokenize(encode(text))
    for at in np.flatnonzero(~found.number):
        length = int(found.end[at] - found.start[at])
        assert found.characters(found.start[at : at + 1], length)[0] == found.hash[at]


@QUICK
@given(texts=st.lists(TEXTS.map(lambda t: t + "\n"), min_size=1, max_size=5))
def test_pages_have_their_tokens_in_every_batch(texts: list[str]) -> None:
    together = measure([split(text) for text in texts]).tokens
    alone = [measure([split(text)]).tokens for text in texts]
    assert together.hash.tolist() == [h for found in alone for h in found.hash.tolist()]


@pytest.mark.parametrize("texts", [("A", "Read more"), ("5", "6 stories")])
def test_pages_without_a_last_line_end_do_not_run_together(texts: tuple[str, str]) -> None:
    facts = measure([split(text) for text in texts])
    alone = [measure([split(text)]) for text in texts]
    assert facts.tokens.hash.tolist() == [h for f in alone for h in f.tokens.hash.tolist()]
    assert facts.terminal.tolist() == [t for f in alone for t in f.terminal.tolist()]
    assert facts.sentences.tolist() == [n for f in alone for n in f.sentences.tolist()]


def test_ignorable_and_hidden_characters_are_left_out_and_their_place_is_known() -> None:
    text = "re\u00adad [x] more"
    hidden = np.array([c in "[x]" for c in text])
    found = tokenize(encode(text), hidden)
    assert found.origin is not None
    assert [found.text(int(s), int(e)) for s, e in zip(found.start, found.end, strict=True)] == [
        "read", "more",
    ]  # fmt: skip
    assert text[found.origin[found.start[1]] :] == "more"


def test_nothing_and_lone_surrogates_are_no_trouble() -> None:
    assert words_of("") == words_of("\ud800 \x00 \u00ad") == []


def test_a_table_finds_every_row_of_a_key_in_order() -> None:
    keys = np.array([7 << 60, 5, 7 << 60, 9 << 59], np.uint64)
    table = Table.of(keys, [10, 11, 12, 13])
    asked = np.array([5, 1, 7 << 60, 7 << 60, 9 << 59, 6], np.uint64)
    at, row = table.find(asked)
    assert list(zip(at.tolist(), row.tolist(), strict=True)) == [
        (0, 11), (2, 10), (2, 12), (3, 10), (3, 12), (4, 13),
    ]  # fmt: skip


def test_an_empty_table_finds_nothing_and_nothing_is_found_for_no_hash() -> None:
    none = np.zeros(0, np.uint64)
    assert [part.size for part in Table.of(none, []).find(np.array([3], np.uint64))] == [0, 0]
    assert [part.size for part in Table.of(np.array([3], np.uint64), [1]).find(none)] == [0, 0]


def count_calls(text: str) -> int:
    """Function calls, of Python and of C, in one pass over a text."""
    codes, calls = encode(text), 0

    def note(frame: FrameType, event: str, arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    tokenize(codes)  # fills the tables of powers
    sys.setprofile(note)
    try:
        tokenize(codes)
    finally:
        sys.setprofile(None)
    return calls


OWN_POWERS = 24
"""Calls that compute the powers of a text for which none are kept."""


@pytest.mark.parametrize("piece", ["subscribe ", "x", "日", "1 ", "\u00ad", " ", "é\n"])
def test_a_pass_takes_no_more_calls_for_more_text(piece: str) -> None:
    assert count_calls(piece * 200_000) <= count_calls(piece * 200) + OWN_POWERS


def test_memory_grows_with_the_text_and_no_faster() -> None:
    peaks = []
    for size in (100_000, 800_000):
        codes = encode("ab " * (size // 3))
        tokenize(codes)
        tracemalloc.start()
        tokenize(codes)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 10 * peaks[0]


def test_a_large_page_leaves_nothing_behind() -> None:
    held = []
    for size in (1_000_000, 4_000_000):
        tracemalloc.start()
        tokenize(encode("ab " * (size // 3))).characters(np.array([0]), 2)
        held.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
    assert held[1] < 1_000_000, held
