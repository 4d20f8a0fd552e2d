"""Dask: a data frame partition by partition, a bag of texts text by text."""

from functools import partial
from typing import Any

import dask.bag as db
import dask.dataframe as dd
import pandas as pd
import pyarrow as pa

import stripper
from stripper.arrow import strip_column


def strip_frame(frame: dd.DataFrame, column: str = "text", **options: Any) -> dd.DataFrame:
    """Strip the text column of a data frame; missing values stay missing."""
    strip = partial(_strip_partition, column=column, **options)
    return frame.map_partitions(strip, meta=frame._meta)


def strip_bag(texts: db.Bag, **options: Any) -> db.Bag:
    """Strip a bag of texts."""
    tool = stripper.Stripper(**options)
    return texts.map_partitions(lambda held: [result.text for result in tool.strip_many(held)])


def _strip_partition(pages: pd.DataFrame, *, column: str, **options: Any) -> pd.DataFrame:
    stripped = strip_column(pa.array(pages[column], pa.large_string()), **options)
    return pages.assign(
        **{column: pd.Series(stripped.to_pylist(), pages.index, pages[column].dtype)}
    )
