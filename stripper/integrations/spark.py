"""Spark: the Arrow function over a data frame, with the schema that Spark wants beforehand."""

from functools import partial
from typing import TYPE_CHECKING, Any

from stripper.arrow import ACCOUNT, strip_batches
from stripper.errors import OptionError, missing, unknown
from stripper.pipeline import Stripper

try:
    from pyspark.sql.pandas.types import from_arrow_type
    from pyspark.sql.types import StructField, StructType
except ImportError as error:
    raise missing("stripper.integrations.spark", "pyspark", "spark") from error

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def strip_frame(
    frame: "DataFrame",
    text: str = "text",
    *,
    url: str | None = None,
    account: str | None = None,
    tool: Stripper | None = None,
    **options: Any,
) -> "DataFrame":
    """Strip the text column of a Spark data frame, on the executors; `strip_batch` has the
    arguments.

    Options are checked and rules of your own are read here, on the driver, and travel with the
    function: executors need the packages `boilerstrip` and `pyarrow`, and no files.

        frame.transform(strip_frame, url="url", account="stripper")
    """
    fields = list(frame.schema.fields)
    for name in (text, *([url] if url else [])):
        if name not in frame.columns:
            raise OptionError(unknown("column", name, frame.columns))
    if account in frame.columns:
        raise OptionError(f"there is a column {account!r} already: give the account another name")
    if account:
        fields.append(StructField(account, from_arrow_type(ACCOUNT)))
    tool = tool or Stripper(**options)
    strip = partial(strip_batches, text=text, url=url, account=account, tool=tool)
    return frame.mapInArrow(strip, StructType(fields))
