"""What is left of the same pages in many forms: which renderer to take before stripping.

    python tests/benchmarks/forms.py GOLD [--most N] [FORM]...

`GOLD` is a folder of gold-standard pages (see the README, Training). Those of the held-out fifth of
the sites are rendered by each of the tools below that is installed (Python packages, commands on
the path, and packages of Node.js where `NODE_PATH` says), stripped without being told the format,
and scored: word F1 as it is and stripped, content lost and boilerplate left, in percent.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from shutil import which
from subprocess import TimeoutExpired, run
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from stripper import Stripper  # noqa: E402
from stripper.evaluate.held_out import read_held_out  # noqa: E402
from stripper.evaluate.renditions import HTML, TRACKS  # noqa: E402
from stripper.evaluate.words import score_page, summarise_pages  # noqa: E402

SETS = ("wcxb-dev", "fundus-dev")
LONGEST = 20
"""Seconds for a page: some of these tools hardly end on some."""
SCRIPT = "const page = require('fs').readFileSync(0, 'utf8'); process.stdout.write(%s)"
Render = Callable[[str], str]
COMMANDS = {
    "lynx": "lynx -dump -stdin -force_html -assume_charset=utf-8 -display_charset=utf-8",
    "lynx -nolist": ("lynx -dump -stdin -force_html -nolist -assume_charset=utf-8"
                     " -display_charset=utf-8"),
    "w3m": "w3m -dump -T text/html -I utf-8 -O utf-8",
    "html2text (C)": "html2text -utf8",
    "pandoc, plain": "pandoc -f html -t plain",
    "pandoc, gfm": "pandoc -f html -t gfm-raw_html --wrap=none",
}  # fmt: skip
SCRIPTS = {
    "turndown": ("turndown", "new (require('turndown'))().remove(['script', 'style']).turndown(page)"),
    "node-html-markdown": (
        "node-html-markdown", "require('node-html-markdown').NodeHtmlMarkdown.translate(page)"
    ),
    "html-to-text": ("html-to-text", "require('html-to-text').convert(page)"),
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure and write a table to standard output, a row a form."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("forms", nargs="*", metavar="FORM", help="names of the first column")
    parser.add_argument("--most", type=int, help="pages of each set at most")
    given = parser.parse_args(arguments)
    held = {name: list(islice(read_held_out(given.gold, name), given.most)) for name in SETS}
    print(
        f"{'':24}"
        + "".join(f"{f'{name}: as is':>22}{'F1':>8}{'lost':>8}{'left':>8}" for name in SETS)
    )
    for form, render in find_renderers():
        if form in given.forms or not given.forms:
            cells = (measure(render, pages, form) for pages in held.values())
            print(f"{form:24}" + "".join(cells), flush=True)
    return 0


def measure(render: Render, pages: Sequence[dict[str, Any]], form: str) -> str:
    """The cells of a form and a set."""
    texts = [render(page["html"]) for page in pages]
    stripper = Stripper(format="html" if form == "HTML" else None)
    scores = summarise_pages(
        score_page(r.source, r.text, r.removals, r.format, page["main_content"], page["title"])
        for page, r in zip(pages, stripper.strip_many(texts), strict=True)
    )
    left = 1 - scores["boilerplate_removed"]
    return f"{scores['f1_before']:22.3f}{scores['f1']:8.3f}" + "".join(
        f"{100 * share:8.1f}" for share in (scores["content_lost"], left)
    )


def find_renderers() -> Iterator[tuple[str, Render]]:
    """The tools that are installed, by the names of their forms."""
    yield "HTML", str
    for track in TRACKS:
        if track != HTML and installed(track.split("_")[0] if track != "html_text" else track):
            yield track, TRACKS[track][0]
    if installed("markitdown"):
        yield "markitdown", render_by_markitdown
    if installed("html_to_markdown"):
        yield (
            "html-to-markdown",
            lambda p: str(import_module("html_to_markdown").convert(p).content),
        )
    for name, command in COMMANDS.items():
        if which(command.split()[0]):
            yield name, partial(pipe, command.split())
    for name, (package, script) in SCRIPTS.items():
        if (
            which("node")
            and not run(["node", "-e", f"require('{package}')"], capture_output=True).returncode
        ):
            yield name, partial(pipe, ["node", "-e", SCRIPT % script])


def installed(package: str) -> bool:
    """Whether a Python package is."""
    names = {"beautifulsoup": "bs4", "readability": "readability"}
    try:
        import_module(names.get(package, package))
    except ImportError:
        return False
    return True


def pipe(words: Sequence[str], page: str) -> str:
    """What a command makes of a page; nothing where it takes too long."""
    data = page.encode("utf-8", "replace")
    try:
        ended = run(list(words), input=data, capture_output=True, timeout=LONGEST)
    except TimeoutExpired:
        return ""
    return ended.stdout.decode("utf-8", "replace")


def render_by_markitdown(page: str) -> str:
    """The Markdown that markitdown makes of a page."""
    from io import BytesIO

    converter = import_module("markitdown").MarkItDown()
    stream = BytesIO(page.encode("utf-8", "replace"))
    return str(converter.convert_stream(stream, file_extension=".html").text_content)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
