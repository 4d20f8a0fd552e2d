"""Hugging Face datasets: the Arrow function as it is, for datasets on disk and streamed ones."""

from typing import Any, TypeVar

from datasets import Dataset, IterableDataset

from stripper.arrow import strip_batch

Pages = TypeVar("Pages", Dataset, IterableDataset)


def strip_dataset(pages: Pages, **arguments: Any) -> Pages:
    """Strip the text column of a dataset; `strip_batch` has the arguments."""
    stripped = pages.with_format("arrow").map(strip_batch, batched=True, fn_kwargs=arguments)
    return stripped.with_format(None)
