"""Compose training pages: written blocks set at natural places into content of the same
language."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from stripper.decisions.bars import ASKED
from stripper.evaluate.labelled import CONTENT, LabelledPage

TAIL_SHARE = 0.65
"""Share of the blocks set at the end: residue of extractors is top and bottom heavy, but a third of
it lies between paragraphs."""
HOSTS = 3
"""Pages composed from each block, each time with other content around it."""


def read_blocks(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The written blocks by language: objects with `category`, `text` and, for content, `like`."""
    return {
        file.stem: [
            json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()
        ]
        for file in sorted(folder.glob("*.jsonl"))
    }


def compose(
    blocks: Mapping[str, Sequence[Mapping[str, str]]],
    articles: Mapping[str, Sequence[str]],
    seed: int = 1,
) -> Iterator[LabelledPage]:
    """Pages with one written block each, and pages of content that looks like boilerplate.

    `articles` holds texts of content by language, paragraphs one a line.
    """
    for language, records in blocks.items():
        chance = random.Random(f"{seed} {language}")
        look = [r["text"] for r in records if r["category"] == CONTENT]
        hosts = articles.get(language, ())
        for number, record in enumerate(records):
            for turn in range(HOSTS):
                host = _host(chance, look, hosts, record["text"])
                yield _set(chance, f"{language}-{number}-{turn}", language, record, host)


def _host(chance: random.Random, look: Sequence[str], hosts: Sequence[str], but: str) -> list[str]:
    """Paragraphs of content: of an article where there are some, else of the look-alikes."""
    if hosts and chance.random() < 0.6:
        lines = [line for line in chance.choice(hosts).split("\n") if line.strip()]
        start = chance.randrange(max(1, len(lines) - 12))
        return lines[start : start + chance.randrange(4, 13)]
    return chance.sample([t for t in look if t != but], 3)


def _set(
    chance: random.Random, name: str, language: str, record: Mapping[str, str], host: list[str]
) -> LabelledPage:
    parts = [(CONTENT, text) for text in host]
    at = len(parts) if chance.random() < TAIL_SHARE else chance.randrange(len(parts) + 1)
    parts.insert(at, (record["category"], record["text"]))
    gap = [""] if chance.random() < 0.7 else []
    lines: list[str] = []
    labels: list[str] = []
    for number, (label, text) in enumerate(parts):
        if number:
            lines += gap
            labels += gap
        for line in text.split("\n"):
            lines.append(line)
            labels.append(label if line.strip() else "")
    text = "\n".join(lines) + "\n"
    kind = "lookalike" if record["category"] == CONTENT else "page"
    return LabelledPage(name, text, (*labels, ""), language, "text", "", kind)


def vary(
    pages: Iterable[LabelledPage],
    blocks: Mapping[str, Sequence[Mapping[str, str]]],
    times: int = 4,
    seed: int = 1,
) -> Iterator[LabelledPage]:
    """Written pages with their asks left out at random and other blocks of the language set in.

    A whole page's menus, comments and footers stay around them, so that a block is learned in every
    company: after the text, between paragraphs, before a list of links. Of plain text, a third of
    the pages has no blank lines and a third has one after each line, as tools write them.
    """
    for page in pages:
        chance = random.Random(f"{seed} {page.id}")
        held = blocks.get(page.language, ()) if page.format != "html" else ()
        choice = [b for b in held if b["category"] != CONTENT]
        look = [b for b in held if b["category"] == CONTENT]
        for turn in range(times if choice else 0):
            rows = list(zip(page.text.split("\n"), page.labels, strict=True))
            rows = [r for r in rows if r[1] not in ASKED or chance.random() < 0.5]
            for source, least, most in ((choice, 1, 3), (look, 0, 1)):
                for block in chance.sample(source, min(len(source), chance.randint(least, most))):
                    rows = _insert(chance, rows, block)
            if page.format == "text":
                rows = _space(rows, chance.choice((None, False, True)))
            text = "\n".join(line for line, _ in rows)
            labels = tuple(label for _, label in rows)
            name = f"{page.id}~{turn}"
            yield LabelledPage(name, text, labels, page.language, page.format, "", "varied")


def _space(rows: list[tuple[str, str]], apart: bool | None) -> list[tuple[str, str]]:
    """Lines with a blank one after each, or without any, or as they are where `apart` is None."""
    if apart is None:
        return rows
    filled = [row for row in rows if row[0].strip()]
    return [part for row in filled for part in (row, ("", ""))] if apart else filled


def _insert(
    chance: random.Random, rows: list[tuple[str, str]], block: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Set a block after a line of content, most often the last one; content only between
    content."""
    after = [at for at, (_, label) in enumerate(rows) if label == CONTENT]
    if not after:
        return rows
    last = block["category"] != CONTENT and chance.random() < TAIL_SHARE
    at = after[-1] if last else chance.choice(after)
    label = block["category"]
    fresh = [(line, label if line.strip() else "") for line in block["text"].split("\n")]
    return [*rows[: at + 1], ("", ""), *fresh, ("", ""), *rows[at + 1 :]]
