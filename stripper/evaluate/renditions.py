"""The forms in which scraped pages reach a stripper: one page's HTML as text or Markdown.

Made once and kept as JSONL in a work folder, since rendering takes minutes; a run that is broken
off goes on where it stopped.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from stripper.errors import MissingPackage, missing

HTML = "html"
"""The page itself."""


def load(name: str) -> Any:
    """Import what training takes; a `MissingPackage` says how to get it."""
    try:
        return import_module(name)
    except ImportError as error:
        raise missing("training", name.partition(".")[0], "train") from error


def _html_text(html: str) -> str:
    return str(load("html_text").extract_text(html))


def _html2text(html: str) -> str:
    return str(load("html2text").HTML2Text(bodywidth=0).handle(html))


def _html2text_wrapped(html: str) -> str:
    return str(load("html2text").html2text(html))


def _read_soup(html: str) -> Any:
    soup = load("bs4").BeautifulSoup(html, "lxml")
    for unseen in soup(("script", "style", "noscript", "template")):
        unseen.decompose()
    return soup


def _beautifulsoup(html: str) -> str:
    return str(_read_soup(html).get_text("\n", strip=True))


def _inscriptis(html: str) -> str:
    return str(load("inscriptis").get_text(html))


def _markdownify(html: str) -> str:
    converter = load("markdownify").MarkdownConverter(heading_style="ATX")
    return str(converter.convert_soup(_read_soup(html)))


def _trafilatura(html: str) -> str:
    return str(load("trafilatura").extract(html, include_comments=False) or "")


def _trafilatura_md(html: str) -> str:
    extract = load("trafilatura").extract
    kind = {"include_links": True, "output_format": "markdown"}
    return str(extract(html, include_comments=False, **kind) or "")


def _resiliparse(html: str) -> str:
    extract = load("resiliparse.extract.html2text").extract_plain_text
    return str(extract(html, main_content=True, preserve_formatting=True))


def _readability(html: str) -> str:
    return _html_text(load("readability").Document(html).summary())


TRACKS: dict[str, tuple[Callable[[str], str], str]] = {
    "html_text": (_html_text, "text"),
    "html2text": (_html2text, "markdown"),
    "html2text_wrapped": (_html2text_wrapped, "markdown"),
    "beautifulsoup": (_beautifulsoup, "text"),
    "inscriptis": (_inscriptis, "text"),
    "markdownify": (_markdownify, "markdown"),
    "resiliparse": (_resiliparse, "text"),
    "trafilatura": (_trafilatura, "text"),
    "trafilatura_md": (_trafilatura_md, "markdown"),
    "readability": (_readability, "text"),
    HTML: (str, "html"),
}
"""By name: how a page is rendered, and in what format."""


def render(
    pages: Iterable[dict[str, Any]], track: str, work: Path, name: str
) -> Iterator[tuple[str, str]]:
    """Pairs of a page's id and its text in one track, kept in `work/<track>.<name>.jsonl`."""
    if track == HTML:
        yield from ((page["id"], page["html"]) for page in pages)
        return
    function, form = TRACKS[track]
    path = work / f"{track}.{name}.jsonl"
    held: dict[str, str] = {}
    if path.exists():
        for line in path.read_text("utf-8").split("\n"):  # never splitlines: texts hold U+2028
            try:
                record = json.loads(line)
            except ValueError:
                continue  # the end of the file, or of a run that was broken off
            held[record["id"]] = record["text"]
    with path.open("a", encoding="utf-8") as out:
        for page in pages:
            if page["id"] not in held:
                try:
                    text = function(page["html"])
                except MissingPackage:
                    raise
                except Exception:  # a peer that fails on a page yields nothing for it
                    text = ""
                record = {"id": page["id"], "url": page["url"], "format": form, "text": text}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
                held[page["id"]] = text
            yield page["id"], held[page["id"]]
