"""Recipes: each gives the text that `strip` gives, byte for byte, where its package is installed."""

import asyncio
import shlex
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from commands import launch

import stripper
from tests import pages
from tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("default")  # what other packages warn of is not ours
SOURCE = "Rates rose.\n\nRead more\n"
KEPT = "Rates rose.\n"


def recipe(name: str, package: str) -> Any:
    """A recipe; the test is skipped without the package that it is for."""
    pytest.importorskip(package, exc_type=ImportError)
    return import_module(f"tests.recipes.{name}")


def write_parquet(folder: Path, files: int = 1) -> Path:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    folder.mkdir(parents=True)
    table = pa.Table.from_pylist(pages.records())
    size = -(-len(table) // files)
    for number in range(files):
        part = table.slice(number * size, size)
        pq.write_table(part, folder / f"{number}.parquet", row_group_size=16)
    return folder


def check_parquet(path: Path, *, accounts: bool = False) -> None:
    import pyarrow.parquet as pq

    check_rows(pq.read_table(path).to_pylist(), accounts=accounts)


def check_rows(rows: list[dict[str, Any]], *, accounts: bool = False) -> None:
    """All pages are there, in any order, and are what `strip` makes of them."""
    found = {row["id"]: row for row in rows}
    assert len(found) == len(rows) == len(pages.records())
    for record, text in zip(pages.records(), pages.expected(), strict=True):
        row = found[record["id"]]
        assert row["url"] == record["url"]
        assert row["text"] == text
        if accounts:
            assert pages.restore(text, row["stripper"]["removals"]) == record["text"]


def test_polars() -> None:
    made = recipe("with_polars", "polars")
    import polars as pl

    frame = pl.DataFrame(pages.records())
    check_rows(frame.with_columns(made.stripped()).to_dicts())
    check_rows(frame.lazy().with_columns(made.stripped()).collect().to_dicts())
    held = pl.DataFrame({"body": [SOURCE, None]})
    assert held.with_columns(made.stripped("body", keep="related")).equals(held)
    assert held.with_columns(made.stripped("body"))["body"].to_list() == [KEPT, None]


def test_duckdb_function() -> None:
    made = recipe("with_duckdb", "duckdb")
    import duckdb
    import pyarrow as pa

    connection = duckdb.connect()
    held = pa.Table.from_pylist(pages.records())
    connection.register("pages", held)
    made.add_function(connection)
    query = "SELECT id, url, strip_boilerplate(text) AS text FROM pages"
    check_rows(connection.sql(query).to_arrow_table().to_pylist())
    assert connection.sql("SELECT strip_boilerplate(NULL)").fetchall() == [(None,)]


def test_duckdb_stream(tmp_path: Path) -> None:
    made = recipe("with_duckdb", "duckdb")
    import duckdb

    source = write_parquet(tmp_path / "crawl", files=2)
    made.strip_query(
        duckdb.connect(), f"SELECT * FROM '{source}/*.parquet'", str(tmp_path / "clean.parquet"),
        url="url", account="stripper",
    )  # fmt: skip
    check_parquet(tmp_path / "clean.parquet", accounts=True)


@pytest.mark.parametrize("streamed", [False, True], ids=["held", "streamed"])
def test_huggingface(streamed: bool) -> None:
    made = recipe("with_huggingface", "datasets")
    import datasets

    held = datasets.Dataset.from_list(pages.records())
    given = held.to_iterable_dataset() if streamed else held
    check_rows(list(made.strip_dataset(given)))
    check_rows(list(made.strip_dataset(given, account="stripper")), accounts=True)


def test_dask() -> None:
    made = recipe("with_dask", "dask.dataframe")
    import dask.bag as db
    import dask.dataframe as dd
    import pandas as pd

    frame = dd.from_pandas(pd.DataFrame(pages.records()), npartitions=3)
    stripped = made.strip_frame(frame).compute(scheduler="sync")
    check_rows(stripped.to_dict("records"))
    assert stripped.dtypes.equals(frame.dtypes)
    missing = dd.from_pandas(pd.DataFrame({"text": [SOURCE, None]}), npartitions=1)
    kept = made.strip_frame(missing).compute(scheduler="sync")["text"]
    assert kept[0] == KEPT
    assert pd.isna(kept[1])
    bag = db.from_sequence(pages.texts(), npartitions=3)
    assert made.strip_bag(bag).compute(scheduler="sync") == pages.expected()


def test_beam(tmp_path: Path) -> None:
    made = recipe("with_beam", "apache_beam")
    import apache_beam as beam
    import pyarrow.parquet as pq
    from apache_beam.testing.util import assert_that, equal_to

    source = write_parquet(tmp_path / "crawl", files=2)
    schema = pq.read_schema(source / "0.parquet")
    (tmp_path / "clean").mkdir()
    made.strip_parquet(f"{source}/*.parquet", f"{tmp_path}/clean/pages", schema)
    check_parquet(tmp_path / "clean")
    with beam.Pipeline() as pipeline:
        texts = pipeline | beam.Create(pages.texts()) | beam.ParDo(made.StripTexts())
        assert_that(texts, equal_to(pages.expected()))


def test_llamaindex() -> None:
    made = recipe("with_llamaindex", "llama_index.core")
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.schema import Document

    given = [
        Document(text=r["text"], id_=r["id"], metadata={"url": r["url"]}) for r in pages.records()
    ]
    pipeline = IngestionPipeline(transformations=[made.StripperTransform()])
    nodes = pipeline.run(documents=given)
    check_rows(
        [{"id": n.node_id, "url": n.metadata["url"], "text": n.get_content()} for n in nodes]
    )
    tool = made.StripperTransform(options={"keep": "related"})
    assert tool([Document(text=SOURCE)])[0].get_content() == SOURCE


def test_haystack() -> None:
    made = recipe("with_haystack", "haystack")
    from haystack import Document, Pipeline

    given = [Document(content=r["text"], meta={"n": n}) for n, r in enumerate(pages.records())]
    pipeline = Pipeline()
    pipeline.add_component("stripper", made.StripperCleaner())
    again = Pipeline.loads(pipeline.dumps(), allowed_modules=["tests.recipes.with_haystack"])
    for held in (pipeline, again):
        stripped = held.run({"stripper": {"documents": given}})["stripper"]["documents"]
        assert [d.content for d in stripped] == pages.expected()
        assert [d.meta["n"] for d in stripped] == list(range(len(given)))
    assert given[0].id != stripped[0].id
    blob = Document(content=None)
    assert made.StripperCleaner().run([blob]) == {"documents": [blob]}


def test_crawl4ai(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CRAWL4_AI_BASE_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("CRAWL4AI_NO_CLOUD_NOTICE", "1")
    made = recipe("with_crawl4ai", "crawl4ai")
    from crawl4ai import AsyncWebCrawler, CrawlerRunConfig
    from crawl4ai.async_crawler_strategy import AsyncHTTPCrawlerStrategy

    page = "<html><body><h1>Rates</h1><p>Rates rose on Monday.</p><p>Read more</p></body></html>"

    async def crawl() -> Any:
        config = CrawlerRunConfig(markdown_generator=made.StripperMarkdown(), verbose=False)
        async with AsyncWebCrawler(AsyncHTTPCrawlerStrategy()) as crawler:
            return await crawler.arun(f"raw:{page}", config=config)

    made_of_it = asyncio.run(crawl()).markdown
    assert "Read more" in made_of_it.raw_markdown
    wanted = stripper.strip(made_of_it.raw_markdown, format="markdown").text
    assert made_of_it.fit_markdown == wanted
    assert wanted.split("\n") == ["# Rates", "Rates rose on Monday.", ""]


PAGE = "# Rates\n\nRates rose on Monday.\n\nRead more\n"
STRIPPED = "# Rates\n\nRates rose on Monday.\n"


def test_firecrawl_responses() -> None:
    made = import_module("tests.recipes.with_firecrawl")
    data = {"markdown": PAGE, "metadata": {"sourceURL": "https://example.com/", "title": "Rates"}}
    wanted = {**data, "markdown": STRIPPED}
    assert made.strip_response({"success": True, "data": data}) == {"success": True, "data": wanted}
    listed = made.strip_response({"success": True, "data": [data, {"links": []}]}, preset="precise")
    assert listed["data"][1] == {"links": []}
    assert data["markdown"] == PAGE


def test_firecrawl_documents() -> None:
    made = recipe("with_firecrawl", "firecrawl")
    from firecrawl.v2.types import Document, DocumentMetadata

    given = Document(markdown=PAGE, metadata=DocumentMetadata(source_url="https://example.com/"))
    assert made.strip_document(given).markdown == STRIPPED
    assert made.strip_document(Document(html="<p>")).markdown is None
    assert given.markdown == PAGE


def test_jina() -> None:
    made = import_module("tests.recipes.with_jina")
    head = "Title: Rates\n\nURL Source: https://example.com/\n\nMarkdown Content:\n"
    result = made.strip_text(head + PAGE)
    assert result.text == STRIPPED
    assert result.metadata == {"title": "Rates", "url": "https://example.com/"}
    data = {"title": "Rates", "url": "https://example.com/", "content": PAGE}
    response = {"code": 200, "data": data}
    wanted = {"code": 200, "data": {**data, "content": STRIPPED}}
    assert made.strip_response(response) == wanted


def test_sqlite_utils(tmp_path: Path) -> None:
    made = recipe("with_sqlite_utils", "sqlite_utils")
    import sqlite_utils

    file = tmp_path / "crawl.db"
    database = sqlite_utils.Database(file)
    database["pages"].insert_all([*pages.records(), {"id": "none", "url": None, "text": None}])
    made.strip_table(str(file), "pages", "text", "clean")
    _, *switches = shlex.split(made.__doc__.split("\n\n")[1].replace("clean", "cleaner"))
    ended = launch(sys.executable, "-m", "sqlite_utils", *switches, cwd=tmp_path)
    assert ended.status == 0, ended.err
    rows = {row["id"]: row for row in database["pages"].rows}
    assert (rows["none"]["clean"], rows["none"]["cleaner"]) == (None, None)
    for record, text in zip(pages.records(), pages.expected(), strict=True):
        row = rows[record["id"]]
        assert (row["text"], row["clean"], row["cleaner"]) == (record["text"], text, text)


def test_every_recipe_has_a_test() -> None:
    files = [ROOT / "tests" / name for name in ("test_recipes.py", "test_engines.py")]
    tested = "".join(file.read_text("utf-8") for file in files)
    names = [file.stem for file in (ROOT / "tests" / "recipes").glob("*.py")]
    assert len(names) > 10
    assert [name for name in names if name not in tested] == []
