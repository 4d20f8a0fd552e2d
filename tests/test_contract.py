"""The contract, as properties: parts add up, apply replays, stable, the same in every batch."""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stripper
from stripper.errors import InputError
from stripper.result import apply
from tests.conftest import FIXTURES

PIECES = (
    "Subscribe to our newsletter",
    "Read more",
    "Share on Facebook",
    "Please support us with a donation today. We need readers like you.",
    "Advertisement",
    "Accept all\nReject all",
    "Already a subscriber? Log in",
    "The council met on Monday and put off the vote on the market hall until the summer of next year.",
    "“We have waited for nine years,” said the baker, who keeps the oven in the yard behind the hall.",
    "# A heading",
    "## Related articles",
    "- an item with a [link](https://example.com/a_(b))",
    "1. one\n2. two\n   more of two",
    "> a quote\n> of two lines",
    "```\nSubscribe to our newsletter\n```",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "[^1]: A note.",
    "[ref]: https://example.com/",
    "![alt](https://example.com/i.png)",
    "---",
    "    indented code",
    "Lesen Sie auch:",
    "続きを読む",
    "Подпишитесь на рассылку",
    "اشترك في النشرة البريدية",
    "a\u00adb\u200dc\u2028d\u0085e\ufeff",
    "\ud800 lone",
    "=====",
    "x" * 300,
)
GAPS = ("\n", "\n\n", "\r\n", "\r\n\r\n", "\r", " ", "\n \n", "\t", "")
PAGES = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=14).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)
ODD = st.text(max_size=300)
FORMATS = st.sampled_from(("text", "markdown"))
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def stripper_for(format: str, preset: str = "balanced", model: bool = True) -> stripper.Stripper:
    return stripper.Stripper(format=format, preset=preset, model=model)


def check(source: str, result: stripper.Result) -> None:
    assert result.source == source
    at, kept = 0, []
    for removal in result.removals:
        assert at <= removal.start < removal.end <= len(source)
        assert removal.text == source[removal.start : removal.end]
        assert removal.category and removal.by and removal.rule and removal.reason
        assert 0 < removal.score <= 1
        kept.append(source[at : removal.start])
        at = removal.end
    kept.append(source[at:])
    assert "".join(kept) == result.text == apply(source, result.removals)
    if source.strip():
        assert result.text.strip()


@SLOW
@given(source=PAGES | ODD, format=FORMATS)
def test_parts_add_up_and_nothing_is_emptied(source: str, format: str) -> None:
    check(source, stripper_for(format)(source))


@SLOW
@given(source=PAGES, format=FORMATS, preset=st.sampled_from(("precise", "thorough")))
def test_parts_add_up_in_every_preset(source: str, format: str, preset: str) -> None:
    check(source, stripper_for(format, preset)(source))


@SLOW
@given(source=PAGES | ODD, format=FORMATS)
def test_rules_find_nothing_more_in_their_own_output(source: str, format: str) -> None:
    strip = stripper_for(format, model=False)
    once = strip(source)
    assert strip(once.text).text == once.text


@SLOW
@given(sources=st.lists(PAGES | ODD, max_size=6), format=FORMATS, data=st.data())
def test_a_page_gets_the_same_answer_in_every_batch(
    sources: list[str], format: str, data: st.DataObject
) -> None:
    strip = stripper_for(format)
    alone = [strip(source) for source in sources]
    assert list(strip.strip_many(sources)) == alone
    order = data.draw(st.permutations(range(len(sources))))
    shuffled = list(strip.strip_many(sources[i] for i in order))
    assert shuffled == [alone[i] for i in order]


@SLOW
@given(source=PAGES)
def test_line_ends_do_not_change_what_goes(source: str) -> None:
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    strip = stripper_for("text")
    assert strip(source.replace("\n", "\r\n")).text == strip(source).text.replace("\n", "\r\n")


def test_a_stripper_pickles() -> None:
    strip = pickle.loads(pickle.dumps(stripper.Stripper(keep="share")))
    assert strip.options.keep == ("share",)
    assert strip("Rates rose.\n\nSubscribe to our newsletter\n").text == "Rates rose.\n"


def test_results_are_json() -> None:
    result = stripper.strip("Rates rose.\n\nSubscribe to our newsletter\n")
    assert json.loads(json.dumps(result.as_dict()))["removals"][0]["category"] == "newsletter"


def test_fixture_pages_in_batches() -> None:
    files = sorted((FIXTURES / "pages").glob("*/*/page.*"))
    sources = [f.read_bytes().decode("utf-8") for f in files]
    strip = stripper.Stripper()
    alone = [strip(s) for s in sources]
    for number in (1, 7):
        assert list(strip.strip_many(sources[number:] + sources[:number])) == (
            alone[number:] + alone[:number]
        )


def test_wrong_types_are_named() -> None:
    with pytest.raises(stripper.InputError, match="decode bytes first"):
        stripper.strip(b"bytes")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"preset": "balance"}, "unknown preset 'balance': did you mean 'balanced'"),
        ({"keep": "shares"}, "unknown category 'shares': did you mean 'share'"),
        (
            {"keep": "share, app"},
            "category 'share, app' is several in one text: give them as a list",
        ),
        ({"keep": 3}, "option 'keep' wants names, not 3"),
        ({"keep": b"share"}, "option 'keep' wants names, not bytes: decode them first"),
        ({"rules": [b"own.toml"]}, "option 'rules' wants names, not bytes: decode them first"),
        ({"site": object()}, "wants names, not object: save it as a file, and name that"),
        ({"only": ["donations"]}, "unknown category 'donations'"),
        ({"language": "xx"}, "unknown language 'xx'"),
        ({"kep": "share"}, "unknown option 'kep': did you mean 'keep'"),
        ({"input": "pages"}, "unknown input 'pages'"),
        ({"format": "md"}, "unknown format 'md'"),
        ({"model": "no"}, "option 'model' wants True or False, not 'no'"),
        ({"links": None}, "option 'links' wants True or False, not None"),
        ({"images": "false"}, "option 'images' wants True or False, not 'false'"),
        ({"keep": "share", "only": ["app", "share"]}, "leave it out of 'only' or 'keep'"),
        ({"options": {"preset": "precise"}}, "options are an Options object, not dict: give its"),
        ({"options": {}}, "options are an Options object, not dict: give its fields as keyword"),
    ],
)
def test_wrong_options_are_named(option: dict[str, object], message: str) -> None:
    with pytest.raises(stripper.OptionError) as caught:
        stripper.Stripper(**option)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        (None, "NoneType: leave it out, or give an empty text$"),
        (3, "int$"),
        (b"Rates rose.", "bytes: decode bytes first"),
        (Path("page.txt"), r"\w*Path: read the file first"),
        (["Rates rose."], "list: for many pages there is strip_many$"),
    ],
)
def test_what_is_no_text_is_refused(wrong: Any, remedy: str) -> None:
    with pytest.raises(InputError, match=f"^strip wants text, not {remedy}"):
        stripper.strip(wrong)
    answers = stripper.Stripper().strip_many(["Rates rose.", wrong])
    assert next(answers).text == "Rates rose."
    with pytest.raises(InputError, match=f"^page 2: strip wants text, not {remedy}"):
        next(answers)


@pytest.mark.parametrize(
    ("sources", "urls", "answered", "message"),
    [
        (["A."], [], 0, "urls ends before page 1: give one for each page, or None"),
        (["A.", "B."], [None], 1, "urls ends before page 2: give one for each page, or None"),
        (["A."], [None, None], 1, "urls goes on behind the last page, number 1: give one for each"),
        (["A.", "B."], [None, 3], 1, "page 2: url wants an address as text, not int"),
        ("AB", None, 0, "strip_many wants pages, not one str: put it in a list"),
        (b"AB", None, 0, "strip_many wants pages, not one bytes: put it in a list"),
        (["A."], "/", 0, "urls wants addresses, not one str: put it in a list"),
    ],
)
def test_pages_and_addresses_that_do_not_fit_are_named(
    sources: Any, urls: Any, answered: int, message: str
) -> None:
    answers = stripper.Stripper(model=False).strip_many(sources, urls=urls)
    assert [next(answers).text for _ in range(answered)] == list(sources[:answered])
    with pytest.raises(InputError, match=f"^{message}"):
        next(answers)


def test_pages_before_an_error_of_their_source_are_answered() -> None:
    def read() -> Iterator[str]:
        yield from ("A.", "B.")
        raise OSError("the disk is gone")

    answers = stripper.Stripper(model=False).strip_many(read())
    assert [next(answers).text for _ in range(2)] == ["A.", "B."]
    with pytest.raises(OSError, match=r"^the disk is gone$"):
        next(answers)


def test_an_address_that_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match=r"^url wants an address as text, not int$"):
        stripper.strip("Rates rose.", url=3)  # type: ignore[arg-type]


def test_removals_of_another_text_are_not_applied() -> None:
    source = "Rates rose.\n\nSubscribe to our newsletter\n"
    removals = stripper.strip(source).removals
    for wrong in ("abc", source.upper(), f" {source}", ""):
        with pytest.raises(InputError, match=r"^apply: the removal 12:\d+ newsletter .* another"):
            apply(wrong, removals)
    with pytest.raises(InputError, match=r"^apply wants the source as text, not NoneType$"):
        apply(None, removals)  # type: ignore[arg-type]


def test_the_package_lists_its_public_names() -> None:
    code = "import stripper; print(*dir(stripper))"
    listed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    names = set(listed.stdout.split())
    assert set(stripper.__all__) | {"__version__", "__doc__"} <= names
    assert {name for name in names if not name.startswith("__")} == set(stripper.__all__)
