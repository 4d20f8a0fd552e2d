"""What all steps share: one bad page costs no other, reasons to drop, missing packages."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import KEPT, PAGE, Shell

import stripper
from stripper.answers import DROPPABLE, answer, check_droppable, describe_error, find_reason
from stripper.errors import InputError, OptionError
from stripper.evaluate.renditions import render
from stripper.pipeline.pairs import BATCH_CHARACTERS, gather, weigh
from stripper.streams import pack
from stripper.train.model import train_to
from tests import pages
from tests.conftest import FIXTURES, ROOT

ARTICLE = "Rates rose on Monday and again on Tuesday, the bank in the old harbour said. " * 5
HTML = f"<html><body><article><p>{ARTICLE}</p></article></body></html>"
NEEDED = {
    "stripper.arrow": ("pyarrow", "pyarrow", "arrow"),
    "stripper.integrations.datatrove": ("datatrove", "datatrove", "datatrove"),
    "stripper.integrations.langchain": ("langchain_core", "langchain-core", "langchain"),
    "stripper.integrations.scrapy": ("scrapy", "scrapy", "scrapy"),
    "stripper.integrations.spark": ("pyspark", "pyspark", "spark"),
}


def test_answers_are_those_of_strip() -> None:
    answers = answer(stripper.Stripper(), [(text, None) for text in pages.texts()])
    assert answers == pages.results()


def test_page_that_fails_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    pages.fail_on(monkeypatch, "xyzzy")
    held = [("Rates rose.\n\nRead more\n", "https://example.com/"), ("xyzzy\n", None)]
    good, bad = answer(stripper.Stripper(), held)
    assert isinstance(good, stripper.Result)
    assert (good.text, good.metadata) == ("Rates rose.\n", {"url": "https://example.com/"})
    assert isinstance(bad, ZeroDivisionError)
    assert describe_error(bad).endswith("which is a bug: ZeroDivisionError: of this test")
    assert describe_error(InputError("is binary")) == "is binary"


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages are stripped together, call by call."""
    held: list[int] = []
    strip = stripper.Stripper.strip_many

    def strip_many(self: Any, sources: Any, *, urls: Any = None) -> Any:
        held.append(len(sources))
        return strip(self, sources, urls=urls)

    monkeypatch.setattr(stripper.Stripper, "strip_many", strip_many)
    return held


def test_one_bad_page_leaves_the_others_in_batches(sizes: list[int]) -> None:
    tool = stripper.Stripper(extractor="trafilatura", model=False)
    found = list(stripper.answer_many([HTML] * 30 + [None, "no HTML"] + [HTML] * 68, tool=tool))
    assert [n for n, one in enumerate(found) if isinstance(one, Exception)] == [30, 31]
    assert len(sizes) < 20
    assert [str(found[n]).partition(",")[0] for n in (30, 31)] == [
        "strip wants text", "this is text",
    ]  # fmt: skip
    assert all(one == found[0] for n, one in enumerate(found) if n not in (30, 31))
    assert ARTICLE.strip() in found[0].text


def test_one_bad_record_leaves_the_others_in_batches(shell: Shell, sizes: list[int]) -> None:
    texts = [HTML] * 50 + ["no HTML"] + [HTML] * 49
    shell.put("crawl.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in texts))
    ended = shell.run("crawl.jsonl", "--extractor", "trafilatura", "--no-model")
    assert ended.err == "strip: crawl.jsonl:51: this is text, and an extractor wants HTML\n"
    assert (ended.status, ended.out.count("\n")) == (3, 99) and len(sizes) < 20


def test_answer_many_says_what_is_wrong_with_the_call() -> None:
    tool = stripper.Stripper(model=False)
    for wrong, line in (
        ({"sources": PAGE}, "answer_many wants pages, not one str: put it in a list"),
        ({"sources": [PAGE], "urls": "u"}, "urls wants addresses, not one str: put it in a list"),
        ({"sources": [PAGE], "tool": tool, "model": True}, "give a tool or options, not both"),
        ({"sources": [PAGE], "tool": "precise"}, "tool wants a Stripper, not str: make one"),
        ({"sources": [PAGE], "modle": True}, "unknown option 'modle': did you mean 'model'"),
    ):
        with pytest.raises(stripper.StripperError, match=f"^{line}"):
            stripper.answer_many(**wrong)
    (found,) = stripper.answer_many([PAGE], urls=["https://example.com/"], preset="precise")
    assert isinstance(found, stripper.Result)
    assert (found.text, found.metadata["url"]) == (KEPT, "https://example.com/")


def test_answer_many_answers_what_comes_before_an_address_too_few_or_too_many() -> None:
    tool = stripper.Stripper(model=False)
    for given, urls, line in (
        ([PAGE] * 3, [None], "urls ends before page 2: give one for each page, or None"),
        ([PAGE], [None] * 2, "urls goes on behind the last page, number 1: give one for each"),
    ):
        answers = stripper.answer_many(given, urls=urls, tool=tool)
        assert next(answers).text == KEPT  # what is wrong comes after what is right
        with pytest.raises(InputError, match=f"^{line}"):
            next(answers)


def test_items_are_gathered_in_order_and_never_lost() -> None:
    sizes = [BATCH_CHARACTERS, 1, BATCH_CHARACTERS - 1, 5, *([0] * 300)]
    held = list(gather(sizes, int))
    assert [item for batch in held for item in batch] == sizes
    assert held[:2] == [[BATCH_CHARACTERS], [1, BATCH_CHARACTERS - 1]]
    assert list(gather([], len)) == []
    held = gather(map(int, ["1", "2", "three"]), int)
    assert next(held) == [1, 2]
    with pytest.raises(ValueError, match="three"):
        next(held)


def test_reasons_to_drop() -> None:
    blank, article = stripper.strip(" \n"), stripper.strip("Rates rose again on Monday.\n")
    assert find_reason(blank, DROPPABLE) == "no_content"
    assert find_reason(blank, ("blocked",)) is None
    assert find_reason(article, DROPPABLE) is None
    cut = next(result for result in pages.results() if result.access == "truncated")
    assert find_reason(cut, ("truncated",)) == "truncated"
    assert check_droppable("blocked") == ("blocked",)
    with pytest.raises(OptionError, match="did you mean 'blocked'"):
        check_droppable(["block"])


@pytest.mark.parametrize("module", NEEDED)
def test_missing_package_is_named_with_its_extra(module: str) -> None:
    package, distribution, extra = NEEDED[module]
    stand_in = "" if package == "pyarrow" else "sys.modules['stripper.arrow'] = MagicMock()\n"
    code = (
        "import sys\nfrom unittest.mock import MagicMock\n"
        f"sys.modules[{package!r}] = None\n{stand_in}"
        "try:\n"
        f"    import {module}\n"
        "except ImportError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    wanted = f"{module} needs {distribution}: pip install 'boilerstrip[{extra}]'\n"
    assert done.stdout == wanted, done.stderr


def test_a_file_that_wants_a_missing_package_stops_no_other(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.put("page.txt", PAGE)
    shell.put("packed.txt.zst", b"\x28\xb5\x2f\xfd")
    shell.put("pages.warc", b"WARC/1.0\r\n")
    for package in ("zstandard", "fastwarc", "fastwarc.warc"):
        monkeypatch.setitem(sys.modules, package, None)
    ended = shell.run("packed.txt.zst", "page.txt")
    line = "Zstandard compression needs zstandard: pip install 'boilerstrip[zstd]'"
    assert (ended.status, ended.out) == (3, KEPT)
    assert ended.err == f"strip: packed.txt.zst: {line}\n"
    line = "a WARC file needs fastwarc: pip install 'boilerstrip[warc]'"
    assert shell.run("pages.warc").err == f"strip: pages.warc: {line}\n"
    with pytest.raises(stripper.MissingPackage, match="needs zstandard: pip install"):
        pack(b"", ".zst")


def test_training_names_what_it_misses_before_it_gathers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("html_text", "sklearn"):
        monkeypatch.setitem(sys.modules, package, None)
    page = {"id": "1", "url": "", "html": PAGE}
    with pytest.raises(stripper.MissingPackage, match="training needs html_text: pip install"):
        next(render([page], "html_text", tmp_path, "pages"))
    work = tmp_path / "work"
    with pytest.raises(stripper.MissingPackage, match="training needs sklearn: pip install"):
        train_to(tmp_path, FIXTURES, work, tmp_path / "weights.npz", None, print)
    assert not work.exists()


def test_importing_the_package_loads_no_framework() -> None:
    code = "import sys, stripper; stripper.strip('A line.\\n'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "numpy" in loaded
    assert loaded.isdisjoint(package for package, _, _ in NEEDED.values())


def test_html_counts_for_what_is_judged_of_it() -> None:
    text = "word " * 100
    assert weigh(text, None) == weigh(text, "text") == weigh(f"<p>{text}", "text") - 3 == 500
    assert weigh(f"\n <p>{text}", None) == weigh(text, "html") == 500 // 16
