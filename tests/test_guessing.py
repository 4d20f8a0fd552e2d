"""Fragments of HTML are told from text and Markdown by their tags."""

import pytest

from stripper.formats import guess


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("<!-- a --><!-- b -->\n<noscript><iframe></iframe></noscript><p>Rates rose.</p>", "html"),
        ("<x-app><p>Rates rose.</p></x-app>", "html"),
        ("<my-note>Rates rose.</my-note>", "text"),
        ("Rates<div>" + "<p>They rose.</p>" * 10 + "</div>", "html"),
        ("Rates<div>" + "<p>They rose.</p>" * 9 + "</div>", "text"),
        ("# Rates\n\n" + "- One <p>two</p>\n" * 10, "markdown"),
        ("<script>a = /[_.](b)/; c[d](e); f[g](h)</script><p>Rates rose.</p>", "html"),
        ("&lt; 5 and &gt; 3", "text"),
    ],
)
def test_fragments_are_told_by_their_tags(source: str, form: str) -> None:
    assert guess(source) == form
