"""Ray Data: Parquet to Parquet, on one machine or a cluster.

python with_ray.py crawl/ clean/
"""

import sys
from typing import Any

import ray

from stripper.arrow import strip_batch

PAGES = 256
"""Pages in a batch: some megabytes, where Ray's own number is made for small rows."""


def strip_parquet(source: str, target: str, **arguments: Any) -> None:
    """Strip the text column of Parquet files; `strip_batch` has the arguments.

    On a cluster, workers get the package with
    `ray.init(runtime_env={"pip": ["boilerstrip[arrow]"]})`.
    """
    pages = ray.data.read_parquet(source)
    stripped = pages.map_batches(
        strip_batch, batch_format="pyarrow", batch_size=PAGES, fn_kwargs=arguments
    )
    stripped.write_parquet(target)


if __name__ == "__main__":
    strip_parquet(*sys.argv[1:3])
