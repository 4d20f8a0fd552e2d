"""Spark: Parquet to Parquet, on one machine or a cluster.

spark-submit with_spark.py crawl/ clean/

Executors need the packages: `PYSPARK_PYTHON` names the interpreter of an environment that has them,
and `--archives environment.tar.gz#environment` ships one that venv-pack made.
"""

import sys
from typing import Any

from pyspark.sql import SparkSession

from stripper.integrations.spark import strip_frame

PAGES = 256
"""Pages in a batch: Spark's own 10,000 would be gigabytes of pages."""


def strip_parquet(source: str, target: str, **arguments: Any) -> None:
    """Strip the text column of Parquet files; `strip_frame` has the arguments."""
    spark = SparkSession.builder.getOrCreate()
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", PAGES)
    strip_frame(spark.read.parquet(source), **arguments).write.parquet(target)


if __name__ == "__main__":
    strip_parquet(*sys.argv[1:3])
