"""Beam: the Arrow function over batches of Parquet, and a step for pages read from elsewhere.

python with_beam.py 'crawl/*.parquet' clean/pages
"""

import sys
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
import pyarrow.parquet as pq

import stripper
from stripper.arrow import strip_batch


def strip_parquet(source: str, target: str, schema: Any, **arguments: Any) -> None:
    """Strip the text column of Parquet files; `strip_batch` has the arguments."""
    with beam.Pipeline() as pipeline:
        (
            pipeline
            | beam.io.ReadFromParquetBatched(source)
            | beam.Map(lambda table: strip_batch(table, **arguments))
            | beam.FlatMap(lambda table: table.to_pylist())
            | beam.io.WriteToParquet(target, schema, file_name_suffix=".parquet")
        )


class StripTexts(beam.DoFn):  # type: ignore[misc]
    """Strips texts, in the batches that Beam makes."""

    def __init__(self, **options: Any) -> None:
        self.tool = stripper.Stripper(**options)

    def process_batch(self, batch: list[str]) -> Iterator[list[str]]:
        """One batch in, one of the same length out."""
        yield [result.text for result in self.tool.strip_many(batch)]

    def infer_output_type(self, input_type: Any) -> Any:
        """Text, which Beam cannot see from a batch."""
        return str


if __name__ == "__main__":
    first = next(iter(beam.io.filesystems.FileSystems.match([sys.argv[1]])[0].metadata_list)).path
    strip_parquet(sys.argv[1], sys.argv[2], pq.read_schema(first))
