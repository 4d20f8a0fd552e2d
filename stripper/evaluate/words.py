"""Word F1 of stripped renditions against gold-standard texts, and the content lost on the way.

Precision, recall and F1 over bags of lower-case words, averaged over pages, as WCXB defines them;
content lost is the share of the words in content lines that is gone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stripper.evaluate.alignment import CJK, WORD, find_words, label_lines
from stripper.result import Removal

_BREAK = r"(?<=-)\n(?:> ?)? *"
_PART = rf"[^()\s]*(?:{_BREAK}[^()\s]+)*"
_LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]"
    rf"\({_PART}(?:\({_PART}\){_PART})*(?:\s+\"[^\"]*\")?\)|<https?://[^>]+>"
)
"""Links and images, also where html2text breaks their targets at hyphens."""


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page: F1 as it came and as it is, and words of its lines by label, all and gone."""

    before: float
    after: float
    content: int
    content_gone: float
    boilerplate: int
    boilerplate_gone: float


def strip_markup(text: str, format: str) -> str:
    """Markdown without link targets, images and emphasis, which are no words of the page, line by
    line.

    >>> strip_markup("**Rates** [rose](https://example.com/on-\\nmonday)", "markdown").split("\\n")
    [' Rates  rose', '']
    """
    if format != "markdown":
        return text
    for _ in range(2):
        text = _LINK.sub(_read_link, text)
    return re.sub(r"[*_`#>|~]+", " ", text)


def _read_link(found: re.Match[str]) -> str:
    """The text of a link, with all its line breaks."""
    said = "" if found.group(0)[0] in "!<" else found.group(1)
    return said + "\n" * (found.group(0).count("\n") - said.count("\n"))


def word_scores(predicted: str, reference: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags of words.

    >>> word_scores("rates", "rates fell")
    (1.0, 0.5, 0.6666666666666666)
    """
    count = find_words if CJK.search(reference) else (lambda t: WORD.findall(t.lower()))
    found, wanted = Counter(count(predicted)), Counter(count(reference))
    if not found or not wanted:
        same = float(not found and not wanted)
        return same, same, same
    hit, given, asked = sum((found & wanted).values()), sum(found.values()), sum(wanted.values())
    return hit / given, hit / asked, 2 * hit / (given + asked)


def word_f1(predicted: str, reference: str) -> float:
    """F1 of two bags of words.

    >>> word_f1("rates rose", "rates fell")
    0.5
    """
    return word_scores(predicted, reference)[2]


def score_page(
    source: str, text: str, removals: Sequence[Removal], format: str, gold: str, title: str | None
) -> PageScore:
    """Score one stripped rendition against its gold text."""
    lines = source.split("\n")
    plain = strip_markup(source, format).split("\n")
    labels = label_lines(plain, gold, title)
    sizes = [len(find_words(line)) for line in plain]
    totals = {0: [0.0, 0.0], 1: [0.0, 0.0]}
    at = 0
    for line, label, size in zip(lines, labels, sizes, strict=True):
        end = at + len(line)
        if label >= 0 and line:
            cut = sum(max(0, min(end, r.end) - max(at, r.start)) for r in removals)
            totals[label][0] += size
            totals[label][1] += size * cut / len(line)
        at = end + 1
    return PageScore(
        word_f1(strip_markup(source, format), gold),
        word_f1(strip_markup(text, format), gold),
        int(totals[1][0]), totals[1][1], int(totals[0][0]), totals[0][1],
    )  # fmt: skip


def summarise_pages(scores: Iterable[PageScore]) -> dict[str, float]:
    """Mean F1 before and after, and the shares of content and boilerplate words that are gone."""
    held = list(scores)
    count = max(1, len(held))
    content = max(1, sum(s.content for s in held))
    boilerplate = max(1, sum(s.boilerplate for s in held))
    return {
        "pages": len(held),
        "f1_before": round(sum(s.before for s in held) / count, 4),
        "f1": round(sum(s.after for s in held) / count, 4),
        "content_lost": round(sum(s.content_gone for s in held) / content, 5),
        "boilerplate_removed": round(sum(s.boilerplate_gone for s in held) / boilerplate, 4),
    }
