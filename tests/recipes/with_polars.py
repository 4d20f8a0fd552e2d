"""Polars: an expression that strips a text column, in eager and lazy frames.

frame.with_columns(stripped("text"))
"""

from typing import Any

import polars as pl

from stripper.arrow import strip_column


def stripped(column: str = "text", **options: Any) -> pl.Expr:
    """The column, stripped. A page's answer depends on no other page, which Polars may use."""

    def strip(series: pl.Series, **_: Any) -> pl.Series:  # Polars may hand on its own arguments
        return strip_series(series, **options)

    return pl.col(column).map_batches(strip, return_dtype=pl.String, is_elementwise=True)


def strip_series(series: pl.Series, **options: Any) -> pl.Series:
    """A series of texts, stripped."""
    return pl.Series(series.name, strip_column(series.to_arrow(), **options), dtype=pl.String)
