"""DuckDB: an SQL function, and a query whose pages stream through to a Parquet file.

add_function(connection)
connection.sql("SELECT url, strip_boilerplate(markdown) FROM pages")
"""

from typing import Any

import duckdb
import pyarrow as pa

from stripper.arrow import output_schema, strip_batches, strip_column

ROWS = 256
"""Pages in memory at a time; DuckDB's own number is made for rows far smaller than pages."""


def add_function(
    connection: duckdb.DuckDBPyConnection, name: str = "strip_boilerplate", **options: Any
) -> None:
    """Add an SQL function that strips a text; NULL stays NULL."""

    def strip(column: pa.Array) -> pa.Array:  # the one argument that DuckDB counts
        return strip_column(column, **options)

    connection.create_function(
        name, strip, ["VARCHAR"], "VARCHAR", type="arrow", null_handling="special"
    )


def strip_query(
    connection: duckdb.DuckDBPyConnection, query: str, target: str, **arguments: Any
) -> None:
    """Strip what a query gives, batch by batch; `strip_batch` has the arguments."""
    pages = connection.sql(query).to_arrow_reader(ROWS)
    schema = output_schema(pages.schema, account=arguments.get("account"))
    stripped = pa.RecordBatchReader.from_batches(schema, strip_batches(pages, **arguments))
    # a connection is busy as long as a reader of it is open
    duckdb.connect().from_arrow(stripped).write_parquet(target)
