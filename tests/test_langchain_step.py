"""The LangChain step: new documents with the text that `strip` gives; those given stay."""

import asyncio
import doctest
from typing import Any

import pytest

import stripper
from stripper.errors import InputError, OptionError
from tests import pages

langchain = pytest.importorskip("langchain_core.documents")
step = pytest.importorskip("stripper.integrations.langchain")


def documents() -> list[Any]:
    return [
        langchain.Document(str(r["text"]), id=str(r["id"]), metadata={"source": r["url"], "n": n})
        for n, r in enumerate(pages.records())
    ]


def test_examples() -> None:
    assert doctest.testmod(step).failed == 0


def test_pages_become_what_they_become_alone() -> None:
    given = documents()
    stripped = step.StripperTransformer().transform_documents(given)
    assert [d.page_content for d in stripped] == pages.expected()
    assert [(d.id, d.metadata) for d in stripped] == [(d.id, d.metadata) for d in given]
    assert given == documents()


def test_the_same_when_awaited() -> None:
    tool = step.StripperTransformer()
    stripped = asyncio.run(tool.atransform_documents(documents()))
    assert [d.page_content for d in stripped] == pages.expected()


def test_account_restores_the_source() -> None:
    given = documents()
    stripped = step.StripperTransformer(account="why").transform_documents(given)
    for before, after in zip(given, stripped, strict=True):
        account = after.metadata["why"]
        assert account["metadata"]["url"] == before.metadata["source"]
        assert pages.restore(after.page_content, account["removals"]) == before.page_content
        assert "why" not in before.metadata


def test_path_is_no_address() -> None:
    page = langchain.Document("Rates rose.\n", metadata={"source": "pages/rates.txt"})
    (stripped,) = step.StripperTransformer(account="why").transform_documents([page])
    assert stripped.metadata["why"]["metadata"] == {}


def test_documents_are_left_out_for_a_reason() -> None:
    kept = step.StripperTransformer(drop="no_content").transform_documents(documents())
    wanted = [n for n, r in enumerate(pages.results()) if "no_content" not in r.flags]
    assert len(wanted) < len(documents())
    assert [d.metadata["n"] for d in kept] == wanted


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        ({"id": "p-7"}, r"document 2 \(p-7\)"),
        ({"metadata": {"source": "a/b.txt"}}, r"document 2 \(a/b.txt\)"),
        ({}, "document 2"),
    ],
)
def test_a_document_that_fails_is_named(named: dict[str, Any], shown: str) -> None:
    page = langchain.Document("Rates rose.\n")
    lacking = langchain.Document("", **named).model_copy(update={"page_content": None})
    with pytest.raises(InputError, match=f"^{shown}: strip wants text, not NoneType"):
        step.StripperTransformer().transform_documents([page, lacking])


def test_options_are_checked_at_once() -> None:
    with pytest.raises(OptionError, match="unknown option 'pretest'"):
        step.StripperTransformer(pretest="precise")
    assert step.StripperTransformer(preset="precise").tool.options == stripper.Options("precise")
