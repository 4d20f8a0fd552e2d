"""datatrove: a pipeline step that strips documents, counts by category and writes what was removed.

[JsonlReader("crawl/"), StripperStep(removed=JsonlWriter("removed/")), JsonlWriter("clean/")]
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from stripper.answers import answer, check_droppable, describe_error, find_reason
from stripper.errors import missing
from stripper.pipeline import Stripper
from stripper.pipeline.pairs import gather, weigh
from stripper.result import Result

try:
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    raise missing("stripper.integrations.datatrove", "datatrove", "datatrove") from error

if TYPE_CHECKING:
    from datatrove.pipeline.writers.disk_base import DiskWriter

ERROR = "stripper_error"
"""The metadata of a document that could not be stripped has the reason here."""


class StripperStep(PipelineStep):
    """Strips the text of documents; their metadata `url` is the page's address.

    `account` names a place in the metadata for the account. Documents for which a reason of `drop`
    holds (a flag, or a kind of access) go to the writer `excluded`, or nowhere without one. The
    writer `removed` gets, for each document that lost something, a document of the same id with the
    text that went and the account of it. `options` are the fields of `Options`.

    A document that cannot be stripped goes on as it came, counted as `failed`, with the error in
    its metadata.

    >>> step = StripperStep(preset="precise")
    >>> page = Document("Rates rose.\\n\\nRead more\\n", "page-7")
    >>> [document.text for document in step.run([page])]
    ['Rates rose.\\n']
    """

    type = "✂️ - FORMAT"
    name = "stripper"

    def __init__(
        self,
        *,
        account: str | None = None,
        drop: Iterable[str] = (),
        excluded: "DiskWriter | None" = None,
        removed: "DiskWriter | None" = None,
        **options: Any,
    ) -> None:
        super().__init__()
        self.tool = Stripper(**options)
        self.account = account
        self.drop = check_droppable(drop)
        self.excluded = excluded
        self.removed = removed

    def run(
        self, data: Iterable[Document], rank: int = 0, world_size: int = 1
    ) -> Iterator[Document]:
        """Strip the documents of one task, in order."""
        with ExitStack() as opened:
            for writer in (self.removed, self.excluded):
                if writer:
                    opened.enter_context(writer)
            form = self.tool.options.format
            for documents in gather(data or (), lambda document: weigh(document.text, form)):
                with self.track_time("batch"):
                    answers = answer(self.tool, [(d.text, _url(d)) for d in documents])
                for document, found in zip(documents, answers, strict=True):
                    if self._settle(document, found, rank):
                        yield document

    def _settle(self, document: Document, found: Result | Exception, rank: int) -> bool:
        """Put the answer into a document; whether it goes on."""
        self.stat_update(StatHints.total)
        if not isinstance(found, Result):
            document.metadata[ERROR] = describe_error(found)
            self.stat_update("failed")
            return True
        self._count(found)
        reason = find_reason(found, self.drop)
        if reason:
            self.stat_update(StatHints.dropped, f"{StatHints.dropped}_{reason}")
            if self.excluded:
                document.metadata["filter_reason"] = reason
                self.excluded.write(document, rank)
            return False
        if self.removed and found.removals:
            self.removed.write(_removed(document, found), rank)
        document.text = found.text
        if self.account:
            document.metadata[self.account] = found.as_dict()
        self.stat_update(StatHints.forwarded)
        self.update_doc_stats(document)
        return True

    def _count(self, result: Result) -> None:
        self.stat_update(f"access_{result.access}", *(f"flag_{flag}" for flag in result.flags))
        for removal in result.removals:
            size = len(removal.text)
            self.stat_update(f"removed_{removal.category}", value=size, unit="removal")


def _url(document: Document) -> str | None:
    url = document.metadata.get("url")
    return url if isinstance(url, str) else None


def _removed(document: Document, result: Result) -> Document:
    """What went from a document, with its metadata, by which file names may be made."""
    text = "".join(removal.text for removal in result.removals)
    return Document(text, document.id, metadata={**document.metadata, "stripper": result.as_dict()})
