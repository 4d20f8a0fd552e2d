"""Arrow: one function over record batches and tables, for every engine that hands those out.

Spark's `mapInArrow`, Ray Data's `map_batches`, Hugging Face's `map` and Beam's `Map` take
`strip_batch` or `strip_batches` as they are; Polars and DuckDB take `strip_column`. The text column
is replaced, in its type and place; all other columns, their order, types and metadata pass through.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from stripper.answers import answer, describe_error
from stripper.errors import InputError, OptionError, missing, unknown
from stripper.pipeline import Options, Stripper
from stripper.pipeline.pairs import gather, weigh
from stripper.result import Result

try:
    import pyarrow as pa
except ImportError as error:
    raise missing("stripper.arrow", "pyarrow", "arrow") from error

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)

_REMOVAL = pa.struct(
    [
        ("start", pa.int64()), ("end", pa.int64()), ("category", pa.string()),
        ("by", pa.string()), ("rule", pa.string()), ("score", pa.float64()),
        ("text", pa.string()), ("reason", pa.string()), ("element", pa.string()),
    ]
)  # fmt: skip
ACCOUNT = pa.struct(
    [
        ("removals", pa.list_(_REMOVAL)),
        ("access", pa.string()),
        ("access_evidence", pa.list_(pa.string())),
        ("language", pa.string()),
        # no map type: Hugging Face datasets have none
        ("metadata", pa.list_(pa.struct([("name", pa.string()), ("value", pa.string())]))),
        ("flags", pa.list_(pa.string())),
        ("version", pa.string()),
        ("error", pa.string()),
    ]
)
"""The type of the account column: `Result.as_dict`, and why a page could not be stripped; the
`element` of a removal is null but in HTML."""


def strip_batch(
    batch: Batch,
    text: str = "text",
    *,
    url: str | None = None,
    account: str | None = None,
    tool: Stripper | None = None,
    **options: Any,
) -> Batch:
    """Strip the text column of a `RecordBatch` or `Table`; nulls stay null.

    `url` names the column that holds the pages' addresses. `account` names a column to be added,
    of the type `ACCOUNT`, which says what was removed and why. `options` are the fields of
    `Options`; a `tool` made beforehand takes their place.

    A page that cannot be stripped comes back as it was, with the error in its account; without an
    account column it raises an `InputError` that names the row. A column that is missing, holds no
    text, or is there already is an `OptionError`.

    >>> pages = pa.table({"id": [7], "text": ["Rates rose.\\n\\nRead more\\n"]})
    >>> strip_batch(pages).to_pylist()
    [{'id': 7, 'text': 'Rates rose.\\n'}]
    """
    place = _find(batch.schema, text)
    field = batch.schema.field(place)
    _check_text(field)
    schema = output_schema(batch.schema, account=account)
    texts = batch.column(place).to_pylist()
    urls = batch.column(_find(batch.schema, url)).to_pylist() if url else [None] * len(texts)
    kept, accounts = _strip(_tool(tool, options), texts, urls, needs_account=account is not None)
    batch = batch.set_column(place, field, pa.array(kept, field.type))
    if account is None:
        return batch
    return batch.append_column(schema.field(account), pa.array(accounts, ACCOUNT))


def strip_batches(
    batches: Iterable[Batch], text: str = "text", **arguments: Any
) -> Iterator[Batch]:
    """Strip one batch after the other, as `strip_batch` does, which has the arguments.

    >>> pages = pa.table({"text": ["Rates rose.\\n\\nRead more\\n"]})
    >>> [batch.num_rows for batch in strip_batches(pages.to_batches())]
    [1]
    """
    for batch in batches:
        yield strip_batch(batch, text, **arguments)


def strip_column(
    column: pa.Array | pa.ChunkedArray, *, tool: Stripper | None = None, **options: Any
) -> pa.Array | pa.ChunkedArray:
    """Strip a column by itself: what expressions and SQL functions pass.

    >>> strip_column(pa.array(["Rates rose.\\n\\nRead more\\n", None])).to_pylist()
    ['Rates rose.\\n', None]
    """
    _check_text(pa.field("column", column.type))
    texts = column.to_pylist()
    kept, _ = _strip(_tool(tool, options), texts, [None] * len(texts), needs_account=False)
    return pa.array(kept, column.type)


def output_schema(schema: pa.Schema, *, account: str | None = None) -> pa.Schema:
    """The schema of what `strip_batch` returns, which some engines want before they run.

    >>> output_schema(pa.schema([("text", pa.string())]), account="stripper").names
    ['text', 'stripper']
    """
    if account is None:
        return schema
    if account in schema.names:
        raise OptionError(f"there is a column {account!r} already: give the account another name")
    return schema.append(pa.field(account, ACCOUNT))


def _strip(
    tool: Stripper, texts: list[str | None], urls: list[str | None], *, needs_account: bool
) -> tuple[list[str | None], list[dict[str, Any] | None]]:
    kept = list(texts)
    accounts: list[dict[str, Any] | None] = [None] * len(texts)
    held = ((row, text) for row, text in enumerate(texts) if text is not None)
    for window in gather(held, lambda page: weigh(page[1], tool.options.format)):
        answers = answer(tool, [(text, urls[row]) for row, text in window])
        for (row, _), found in zip(window, answers, strict=True):
            if isinstance(found, Result):
                kept[row] = found.text
                accounts[row] = _describe(found) if needs_account else None
            elif needs_account:
                accounts[row] = {"error": describe_error(found)}
            else:
                raise InputError(f"row {row} of a batch: {describe_error(found)}") from found
    return kept, accounts


def _describe(result: Result) -> dict[str, Any]:
    metadata = [{"name": name, "value": value} for name, value in result.metadata.items()]
    return {**result.as_dict(), "metadata": metadata}


def _find(schema: pa.Schema, name: str) -> int:
    """Where a column stands; names given twice are as good as missing."""
    place: int = schema.get_field_index(name)
    if place < 0:
        raise OptionError(unknown("column", name, schema.names))
    return place


def _check_text(field: pa.Field) -> None:
    held = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    known = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    if not any(is_text(held) for is_text in known) and not pa.types.is_null(held):
        raise OptionError(f"column {field.name!r} holds {field.type}, which is no text")


def _tool(tool: Stripper | None, options: dict[str, Any]) -> Stripper:
    if tool is None:
        return _make_tool(Options.of(**options))
    if options:
        raise OptionError("give a tool or options, not both: a tool has its own")
    return tool


@lru_cache(maxsize=16)
def _make_tool(options: Options) -> Stripper:
    """Engines call a function anew for every batch; the options are compiled once a process."""
    return Stripper(options)
