"""Texts that look like what renderers and sanitisers leave, and are what they are: content."""

import pytest

import stripper
from stripper.formats import guess

SAID = "The council of Holm met on Tuesday to talk about the weir, which has leaked since the flood.\n\n"
TEXT = SAID * 4


@pytest.mark.parametrize(
    ("source", "format"),
    [
        (f"# Tables\n\n{TEXT}```html\n" + "<td><p>1</p></td>\n" * 12 + "```\n\n<https://a.b>\n", "markdown"),
        (f"How lists are written.\n\n{TEXT}" + "<li>1</li>\n" * 12 + "</ul>\n", "text"),
        (f"<iframe> embeds a page.\n\n{TEXT}Close it with </iframe>", "text"),
        ("<template>\n <h1>{{ t }}</h1>\n</template>\n<script>let a = 1</script>\n", "text"),
        ("<?php $a = 1; ?>\n" + "<p><?= $x ?></p>\n" * 12, "text"),
        ("import os\n" + "out.append('<li>1</li>')\n" * 12 + "# ->", "text"),
        ("diff --git a/x b/x\n" + "+<li>1</li>\n" * 12 + "+</ul>", "text"),
    ],
)  # fmt: skip
def test_what_shows_tags_is_no_html(source: str, format: str) -> None:
    assert guess(source) == format


CITED = "Weirs are dams [1]built by monks [2]and millers [3]alike, and more [4, 5] or [6]-[8] and [9–11]."
LISTED = "".join(f" {n}. https://a.example/paper{n}\n" for n in range(1, 12))


@pytest.mark.parametrize(
    "source",
    [
        f"{CITED}\n\n{TEXT}References\n\n{LISTED}",
        f"{CITED[:62]}\n\n{TEXT}References\n 1. doi:10.1/2\n 2. doi:10.1/3\n 3. doi:10.1/4\n"
        " 4. arXiv:2001.1\n 5. PMID:12345\n",
        f"[1]Weirs [2]Mills [3]Gates\n\n{TEXT}The best sites on weirs:\n\n"
        + "".join(f"{n}. https://a.example/site{n}\n" for n in range(1, 10)),
        f"[Home](/) [Share](/share) [Login](/login)\n\n# Terms\n\n{TEXT}"
        "[share]: The part of a partner in the mill, as the law of 1871 has it.\n",
        f"# How links are written\n\n{TEXT}Write a menu like so:\n\n" + "    [Home](/home)\n" * 11,
        f"# A paper\n\n{TEXT}## References\n\n::: {{#refs}}\n:::\n",
    ],
)
@pytest.mark.parametrize("model", [True, False])
def test_lists_of_what_is_cited_and_code_stay(source: str, model: bool) -> None:
    result = stripper.strip(source, model=model)
    ends = source.rstrip().rsplit("\n", 3)[1:]
    assert all(line in result.text for line in ends)


def test_the_time_grows_with_numbers_of_citations() -> None:
    assert len(
        stripper.strip("# H\n\n[x](y) **b**\n\n" + "N⟨1⟩ " * 100_000, format="markdown").text
    )
