"""Engines that start slowly (Spark, Ray, Airflow): chosen with --engines, skipped otherwise."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import environment

from stripper.errors import OptionError
from tests import pages
from tests.conftest import ROOT
from tests.test_recipes import check_parquet, recipe, write_parquet

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark on two cores of this machine, whose workers see the package."""
    pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = str(ROOT)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    """Ray on two cores of this machine, whose workers see the package."""
    module = pytest.importorskip("ray")
    module.init(
        num_cpus=2, include_dashboard=False, runtime_env={"env_vars": {"PYTHONPATH": str(ROOT)}}
    )
    yield module
    module.shutdown()


def test_spark(spark: Any, tmp_path: Path) -> None:
    made = recipe("with_spark", "pyspark")
    source = write_parquet(tmp_path / "crawl", files=3)
    made.strip_parquet(str(source), str(tmp_path / "clean"))
    check_parquet(tmp_path / "clean")
    assert (
        spark.read.parquet(str(tmp_path / "clean")).schema == spark.read.parquet(str(source)).schema
    )


def test_spark_accounts_options_and_rules_of_ones_own(spark: Any, tmp_path: Path) -> None:
    from stripper.integrations.spark import strip_frame

    frame = spark.read.parquet(str(write_parquet(tmp_path / "crawl")))
    frame.transform(strip_frame, url="url", account="stripper").write.parquet(
        str(tmp_path / "clean")
    )
    check_parquet(tmp_path / "clean", accounts=True)
    rules = tmp_path / "own.toml"
    rules.write_text(
        'category = "share"\nlanguage = "any"\n[[rule]]\nid = "own"\ndescription = "Mine"\n'
        'labels = ["frobnicate this page"]\nconfidence = 0.9\n'
        'strip = ["Frobnicate this page"]\nkeep = ["They frobnicate this page of the atlas."]\n',
        "utf-8",
    )
    page = "Rates rose again on Monday.\n\nFrobnicate this page\n"
    held = strip_frame(
        spark.createDataFrame([(page,), (None,)], "body string"), "body", rules=[rules]
    )
    rules.unlink()  # it was read here, and travels with the function
    assert [row.body for row in held.collect()] == ["Rates rose again on Monday.\n", None]


def test_spark_mistakes_are_found_on_the_driver(spark: Any) -> None:
    from stripper.integrations.spark import strip_frame

    frame = spark.createDataFrame([("a",)], "text string")
    with pytest.raises(OptionError, match="unknown column 'body'"):
        strip_frame(frame, "body")
    with pytest.raises(OptionError, match="unknown option 'pretest'"):
        strip_frame(frame, pretest="precise")
    with pytest.raises(OptionError, match="there is a column 'text' already"):
        strip_frame(frame, account="text")


def test_spark_sql_function(spark: Any) -> None:
    import pyarrow as pa
    from pyspark.sql.functions import arrow_udf

    @arrow_udf("string")
    def strip(texts: pa.Array) -> pa.Array:
        from stripper.arrow import strip_column

        return strip_column(texts)

    spark.udf.register("strip_boilerplate", strip)
    rows = [(n, text) for n, text in enumerate(pages.texts())]
    spark.createDataFrame(rows, "n int, text string").createOrReplaceTempView("pages")
    found = spark.sql("SELECT strip_boilerplate(text) AS text FROM pages ORDER BY n").collect()
    assert [row.text for row in found] == pages.expected()


def test_ray(ray: Any, tmp_path: Path) -> None:
    made = recipe("with_ray", "ray.data")
    source = write_parquet(tmp_path / "crawl", files=3)
    made.strip_parquet(str(source), str(tmp_path / "clean"), url="url", account="stripper")
    check_parquet(tmp_path / "clean", accounts=True)


def test_datatrove_on_ray(ray: Any, tmp_path: Path) -> None:
    pytest.importorskip("datatrove")
    from datatrove.executor.ray import RayPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from stripper.integrations.datatrove import StripperStep

    (tmp_path / "in").mkdir()
    held = [record for record in pages.records() if record["text"]]
    for shard in range(3):
        lines = "".join(json.dumps(record) + "\n" for record in held[shard::3])
        (tmp_path / "in" / f"{shard}.jsonl").write_text(lines, "utf-8")

    def run() -> None:
        steps = [
            JsonlReader(str(tmp_path / "in")),
            StripperStep(),
            JsonlWriter(str(tmp_path / "out")),
        ]
        RayPipelineExecutor(
            steps, tasks=3, workers=2, mem_per_cpu_gb=1, logging_dir=str(tmp_path / "log")
        ).run()

    run()
    files = sorted((tmp_path / "out").iterdir())
    rows = [
        json.loads(line)
        for file in files
        for line in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()
    ]
    wanted = {
        str(r["id"]): t for r, t in zip(pages.records(), pages.expected(), strict=True) if r["text"]
    }
    assert {row["id"]: row["text"] for row in rows} == wanted
    before = [file.stat().st_mtime_ns for file in files]
    (tmp_path / "log" / "completions" / "00001").unlink()
    run()
    after = [file.stat().st_mtime_ns for file in files]
    assert [n for n in range(3) if after[n] != before[n]] == [1]


def test_airflow(tmp_path: Path) -> None:
    pytest.importorskip("airflow")
    dag = ROOT / "tests" / "recipes" / "with_airflow.py"
    (tmp_path / "crawl").mkdir()
    for shard in range(2):
        lines = "".join(json.dumps(record) + "\n" for record in pages.records()[shard::2])
        (tmp_path / "crawl" / f"{shard}.jsonl").write_text(lines, "utf-8")
    settings = {
        "AIRFLOW_HOME": str(tmp_path / "airflow"), "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(dag.parent),
    }  # fmt: skip
    for command in (("db", "migrate"), ("dags", "test", "strip_crawl", "-f", str(dag))):
        done = subprocess.run(
            [sys.executable, "-m", "airflow", *command],
            cwd=tmp_path, env=environment(**settings), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    found = {}
    for shard in range(2):
        for line in (tmp_path / "clean" / f"{shard}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            found[row["id"]] = row["text"]
    wanted = {r["id"]: t for r, t in zip(pages.records(), pages.expected(), strict=True)}
    assert found == wanted
