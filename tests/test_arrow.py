"""The Arrow function: the same text as from `strip`, everything else as it was, errors that say where."""

import doctest
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stripper
from stripper.errors import InputError, OptionError
from tests import pages

pa = pytest.importorskip("pyarrow")
arrow = pytest.importorskip("stripper.arrow")
SOURCE = "Rates rose.\n\nRead more\n"
KEPT = "Rates rose.\n"


def table(**columns: Any) -> Any:
    return pa.table({"text": [SOURCE, None], **columns})


def test_examples() -> None:
    assert doctest.testmod(arrow).failed == 0


@pytest.mark.parametrize(
    "type",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())],
    ids=str,
)
@pytest.mark.parametrize("batched", [False, True], ids=["table", "batches"])
def test_pages_become_what_they_become_alone(type: Any, batched: bool) -> None:
    held = pa.table({"text": pa.array(pages.texts(), type)})
    if batched:
        stripped = pa.Table.from_batches(list(arrow.strip_batches(held.to_batches(7))))
    else:
        stripped = arrow.strip_batch(held)
    assert stripped.column("text").to_pylist() == pages.expected()
    assert stripped.schema == held.schema


def test_everything_else_passes_through() -> None:
    schema = pa.schema(
        [
            pa.field("id", pa.int32(), nullable=False),
            pa.field("body", pa.string(), nullable=False, metadata={"from": "crawl"}),
            pa.field("when", pa.timestamp("us", "UTC")),
        ],
        metadata={"shard": "7"},
    )
    held = pa.record_batch([[1, 2], [SOURCE, KEPT], [0, None]], schema=schema)
    stripped = arrow.strip_batch(held, "body")
    assert isinstance(stripped, pa.RecordBatch)
    assert stripped.schema.equals(schema, check_metadata=True)
    assert stripped.to_pydict() == {**held.to_pydict(), "body": [KEPT, KEPT]}


def test_null_stays_null_and_so_does_its_account() -> None:
    stripped = arrow.strip_batch(table(), account="stripper")
    assert stripped.column("text").to_pylist() == [KEPT, None]
    assert stripped.column("stripper").to_pylist()[1] is None


def test_column_of_nulls_and_batch_of_nothing() -> None:
    nothing = pa.table({"text": pa.array([None, None])})
    assert arrow.strip_batch(nothing).equals(nothing)
    empty = table().slice(0, 0)
    assert arrow.strip_batch(empty, account="why").num_rows == 0


def test_account_is_that_of_the_result_and_restores_the_source() -> None:
    records = pages.records()
    held = pa.Table.from_pylist(records)
    stripped = arrow.strip_batch(held, url="url", account="why")
    assert stripped.schema == arrow.output_schema(held.schema, account="why")
    for record, row in zip(records, stripped.to_pylist(), strict=True):
        result = stripper.strip(str(record["text"]), url=str(record["url"]))
        account = {
            **row["why"],
            "metadata": {m["name"]: m["value"] for m in row["why"]["metadata"]},
        }
        assert account.pop("error") is None
        assert {removal.pop("element") for removal in account["removals"]} <= {None}
        assert account == result.as_dict()
        assert pages.restore(row["text"], account["removals"]) == record["text"]


def test_account_of_html_names_the_elements() -> None:
    page = "<h1>Rates rose</h1><p>On Monday.</p><p class=cta>Subscribe to our newsletter</p>"
    stripped = arrow.strip_batch(pa.table({"text": [page]}), account="why", format="html")
    (removal,) = stripped["why"][0].as_py()["removals"]
    assert (removal["category"], removal["element"]) == ("newsletter", "body > p.cta")


def test_options_reach_the_pages() -> None:
    source = pa.table({"text": ["By Jane Doe\n\nRates rose again on Monday.\n\nRead more\n"]})
    (kept,) = arrow.strip_batch(source, preset="thorough", keep="related")["text"].to_pylist()
    assert kept == "Rates rose again on Monday.\n\nRead more\n"
    tool = stripper.Stripper(keep="related")
    assert arrow.strip_batch(source, tool=tool).equals(source)
    column = source["text"]
    assert arrow.strip_column(column, tool=tool).to_pylist() == column.to_pylist()


def test_tool_takes_rules_of_ones_own_to_other_processes(tmp_path: Path) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(
        'category = "share"\nlanguage = "any"\n[[rule]]\nid = "own"\ndescription = "Mine"\n'
        'labels = ["frobnicate this page"]\nconfidence = 0.9\n'
        'strip = ["Frobnicate this page"]\nkeep = ["They frobnicate this page of the atlas."]\n',
        "utf-8",
    )
    tool = pickle.loads(pickle.dumps(stripper.Stripper(rules=[rules])))
    rules.unlink()
    page = pa.table({"text": ["Rates rose again on Monday.\n\nFrobnicate this page\n"]})
    assert arrow.strip_batch(page, tool=tool)["text"].to_pylist() == [
        "Rates rose again on Monday.\n"
    ]


WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "no such column": (
        lambda: arrow.strip_batch(table(), "texts"),
        "unknown column 'texts': did you mean 'text'? Known: text",
    ),
    "no such column of addresses": (
        lambda: arrow.strip_batch(table(), url="url"),
        "unknown column 'url': Known: text",
    ),
    "no text": (
        lambda: arrow.strip_batch(table(n=[1, 2]), "n"),
        "column 'n' holds int64, which is no text",
    ),
    "an account that is there": (
        lambda: arrow.strip_batch(table(), account="text"),
        "there is a column 'text' already: give the account another name",
    ),
    "an unknown option": (
        lambda: arrow.strip_batch(table(), pretest="precise"),
        "unknown option 'pretest': did you mean 'preset'? Known: ",
    ),
    "a tool and options": (
        lambda: arrow.strip_batch(table(), tool=stripper.Stripper(), preset="precise"),
        "give a tool or options, not both",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_mistake_is_one_line(name: str) -> None:
    call, message = WRONG[name]
    with pytest.raises(OptionError) as raised:
        call()
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_page_that_fails_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    pages.fail_on(monkeypatch, "xyzzy")
    held = pa.table({"text": [SOURCE, "xyzzy\n\nRead more\n", SOURCE]})
    stripped = arrow.strip_batch(held, account="why").to_pylist()
    assert [row["text"] for row in stripped] == [KEPT, "xyzzy\n\nRead more\n", KEPT]
    assert [row["why"]["error"] for row in stripped] == [
        None,
        "could not be stripped, which is a bug: ZeroDivisionError: of this test",
        None,
    ]
    with pytest.raises(
        InputError, match=r"^row 1 of a batch: could not be stripped, which is a bug"
    ):
        arrow.strip_batch(held)
