"""sqlite-utils: a text column of a table, from Python or from its command line.

sqlite-utils convert crawl.db pages text 'stripper.strip(value).text if value else value' \
    --import stripper --output clean
"""

from typing import Any

import sqlite_utils

import stripper


def strip_table(database: str, table: str, column: str, output: str, **options: Any) -> None:
    """Strip a column into another one; an empty or missing text has none."""
    tool = stripper.Stripper(**options)
    sqlite_utils.Database(database)[table].convert(
        column, lambda text: tool(text).text if text else text, output=output
    )
