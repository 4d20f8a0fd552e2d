"""Pages of one line or of few vast ones, and pieces that bars join."""

import stripper
from stripper.formats import text
from stripper.formats.lines import VAST_LINE

STORY = "The ferry to Holm sails again, the harbour master said on Monday after a long winter."
MENU = " | ".join(["News", "Sport", "Weather", "Opinion", "Culture", "Travel", "Jobs"] * 4)


def parts(source: str) -> list[str]:
    return [source[b.start : b.end] for b in text.split(source)]


def test_pieces_that_bars_join_are_blocks() -> None:
    found = parts(f"{MENU} | {STORY} | {STORY} | Privacy policy")
    assert found[:2] == ["News | ", "Sport | "]
    assert found[-3:] == [f"{STORY} | ", f"{STORY} | ", "Privacy policy"]
    assert len(parts(f"{MENU}\n{STORY} | {STORY}")) == 2  # the lines of such a page are pieces
    assert len(parts("News | Sport | Weather")) == 1


def test_a_sentence_that_bars_part_is_one_block() -> None:
    told = "The mayor told it to | Radio Holm | , the station, of | the ferry | . | "
    found = parts(f"{MENU} | {told}{STORY}")
    assert found[-2:] == [told, STORY]


def test_labels_between_bars_go() -> None:
    told = f"{STORY} | He told it to a crowd on the pier at noon. | No one had asked him to. | " * 9
    source = f"{told}Subscribe to our newsletter | Privacy policy | © 2031 Radio Holm"
    assert stripper.strip(source).text == told


def test_vast_lines_are_parted_by_sentences_unless_they_are_programs() -> None:
    vast = " ".join([STORY] * 200)
    lines = "News\nSport\nWeather\nOpinion\n"
    assert len(parts(f"{lines}{vast}\n")) == 204
    assert len(parts(f'{lines}{{"told": "{vast}"}}\n')) == 5
    assert len(parts(f"{lines}(function () {{ tell('{vast}') }})\n")) == 5
    assert len(parts(f"{lines}{STORY} {STORY}\n")) == 5


def test_a_long_line_beside_more_text_stays_whole() -> None:
    line = " ".join([STORY] * 130)
    assert len(line) > VAST_LINE
    assert len(parts(f"{STORY} {STORY}\n" * 70 + f"{line}\n")) == 71
    assert len(parts(f"{STORY} {STORY}\n" * 10 + f"{line}\n")) == 140
