"""From a source to the page that is judged, and from the judged page to what the caller asked for.

Text and Markdown are judged as they are. HTML is rendered first, or handed to an extractor; what
the markup says besides is added to the result.
"""

from dataclasses import replace

import numpy as np
import regex

from stripper.blocks import Page
from stripper.errors import InputError
from stripper.formats import Rendering, guess, split
from stripper.options import Options
from stripper.result import Removal, Result

WALL_WORDS = 150
"""Words that a bot wall says at most; whole pages load the same scripts and say more."""
_BOT_WALL = regex.compile(
    r"cf-browser-verification|/cdn-cgi/challenge-platform|cf-chl-|captcha-delivery\.com|px-captcha"
    r"|_Incapsula_Resource|awsWafCookieDomainList|ddos-guard"
)


def read_page(source: str, options: Options) -> Page:
    """The page that is judged of a source. What is text or Markdown stays what it is, whatever HTML
    becomes; where it was named as such, an `InputError` says that it cannot become anything else.
    """
    form = options.format or guess(source)
    if options.extractor:
        if form != "html":
            raise InputError(f"this is {form}, and an extractor wants HTML")
        return _extract(source, options)
    if form != "html" and options.format and options.to not in (None, form):
        raise InputError(f"this is {form}: only HTML can be rendered as {options.to}")
    return split(source, form, Rendering(options.to == "markdown", options.links, options.images))


def finish(result: Result, page: Page, source: str, options: Options) -> Result:
    """The result of a page, with what the markup of HTML adds to it, also to an extract."""
    if page.elements is None and not options.extractor:
        return result
    whole = page if page.elements is not None else split(source, "html")
    if _is_blocked(source, whole):
        flags = tuple(dict.fromkeys((*result.flags, "blocked")))
        result = replace(result, text=result.source, removals=(), flags=flags)
    # what pages of text do without: a parser, and the patterns of what markup declares
    from stripper.formats.html.cutting import cut
    from stripper.pipeline.declared import weigh_declared
    from stripper.pipeline.metadata import PageMetadata

    text = result.text
    if options.to == "html":
        spans = [(r.start, r.end) for r in result.removals]
        text = cut(source, spans, images=options.images)
    access, evidence = weigh_declared(
        source, whole, result.text, result.access, result.access_evidence
    )
    removals = _name_elements(page, result.removals)
    language = result.language or whole.language
    metadata = PageMetadata(
        source, {**result.metadata, **({"language": language} if language else {})}
    )
    return replace(
        result, text=text, removals=removals, language=language, metadata=metadata,
        access=access, access_evidence=evidence,
    )  # fmt: skip


def _is_blocked(source: str, page: Page) -> bool:
    """Whether a page is what stands where it did not load: a shell for scripts, a bot wall."""
    if not len(page):
        return "<script" in source.lower()
    words = page.source.split(None, WALL_WORDS)
    return len(words) <= WALL_WORDS and bool(_BOT_WALL.search(source))


def _extract(source: str, options: Options) -> Page:
    """What trafilatura leaves of a page."""
    from trafilatura import extract  # a second's worth of imports

    form = options.to or "text"
    wanted = "markdown" if form == "markdown" else "txt"
    text = extract(
        source, output_format=wanted, include_links=options.links and form == "markdown",
        include_images=options.images, include_comments="comments" in options.keep,
    )  # fmt: skip
    return split(f"{text}\n" if text else "", form)


def _name_elements(page: Page, removals: tuple[Removal, ...]) -> tuple[Removal, ...]:
    """Removals with the element of the first block that they hold of."""
    if not removals or page.elements is None:
        return removals
    solid = [r.start + len(r.text) - len(r.text.lstrip()) for r in removals]
    rows = np.searchsorted(page.end, solid, "right").clip(max=len(page) - 1).tolist()
    paths = {row: page.elements.path(row, steps=2) for row in set(rows)}
    return tuple(
        Removal(r.start, r.end, r.category, r.by, r.rule, r.score, r.text, r.reason, paths[row])
        for r, row in zip(removals, rows, strict=True)
    )
