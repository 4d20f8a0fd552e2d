"""Structure of HTML in Markdown: what a Markdown parser reads is the page's own structure."""

from html import escape
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from stripper.formats.html import split

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
Node = tuple[Any, ...]
"""A kind and what it holds: `("p", words)`, `("ul", items)`, `("code", language, text)`."""

MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "del": "s"}
WORD = st.text("ab1*_`~#>|[]()!<&\\.-+=:\"'é中", min_size=1, max_size=6)
PLAIN = st.text("abcdé", min_size=1, max_size=6)
WORDS = st.lists(
    st.one_of(
        WORD.map(lambda w: (w, "")),
        st.tuples(PLAIN, st.sampled_from([*MARKS, "a"])),
    ),
    min_size=1, max_size=5,
)  # fmt: skip
"""The words of a line, each with the tag around it."""
PARAGRAPH = WORDS.map(lambda words: ("p", words))
HEADING = st.tuples(st.just("h"), st.integers(1, 6), WORDS)
CODE = st.tuples(
    st.just("code"), st.sampled_from(["", "py", "c++"]),
    st.lists(st.text("ab `~>#\t", max_size=6).map(lambda t: f"x{t}y"), min_size=1, max_size=3)
    .map("\n".join),
)  # fmt: skip
CELLS = st.lists(WORDS, min_size=2, max_size=2)
TABLE = st.tuples(st.just("table"), st.lists(CELLS, min_size=2, max_size=3))
FLAT = st.one_of(PARAGRAPH, PARAGRAPH, HEADING, CODE)
BLOCKS: st.SearchStrategy[list[Node]] = st.deferred(
    lambda: st.lists(st.one_of(FLAT, TABLE, LIST, QUOTE), min_size=1, max_size=3)
)
INNER: st.SearchStrategy[list[Node]] = st.deferred(
    lambda: st.tuples(PARAGRAPH, st.lists(st.one_of(PARAGRAPH, CODE, LIST, QUOTE), max_size=2))
    .map(lambda t: [t[0], *t[1]])
)  # fmt: skip
LIST = st.deferred(
    lambda: st.tuples(st.sampled_from(["ul", "ol"]), st.lists(INNER, min_size=1, max_size=3))
)
QUOTE = st.deferred(lambda: INNER.map(lambda blocks: ("quote", blocks)))


def write_words(words: list[tuple[str, str]]) -> str:
    opened = {"a": "a href=/x"}
    return " ".join(
        f"<{opened.get(tag, tag)}>{escape(word)}</{tag}>" if tag else escape(word)
        for word, tag in words
    )


def write(node: Node) -> str:
    """A node as HTML."""
    kind = node[0]
    if kind == "p":
        return f"<p>{write_words(node[1])}</p>"
    if kind == "h":
        return f"<h{node[1]}>{write_words(node[2])}</h{node[1]}>"
    if kind == "code":
        said = f" class=language-{node[1]}" if node[1] else ""
        return f"<pre><code{said}>{escape(node[2])}\n</code></pre>"
    if kind == "table":
        head, *rows = ([write_words(cell) for cell in row] for row in node[1])
        body = "".join(f"<tr><td>{'<td>'.join(row)}" for row in rows)
        return f"<table><tr><th>{'<th>'.join(head)}{body}</table>"
    if kind == "quote":
        return f"<blockquote>{''.join(map(write, node[1]))}</blockquote>"
    return f"<{kind}><li>{'<li>'.join(''.join(map(write, item)) for item in node[1])}</{kind}>"


def mean_words(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words with the mark of each, neighbours under the same mark as one."""
    out: list[tuple[str, str]] = []
    for word, tag in words:
        mark = MARKS.get(tag, tag)
        if out and out[-1][1] == mark not in ("a", "code"):
            out[-1] = (f"{out[-1][0]} {word}", mark)
        else:
            out.append((word, mark))
    return out


def mean(node: Node) -> Node:
    """What a node of ours means."""
    kind = node[0]
    if kind in ("p", "h"):
        return (*node[:-1], mean_words(node[-1]))
    if kind == "table":
        return (kind, [[mean_words(cell) for cell in row] for row in node[1]])
    if kind == "quote":
        return (kind, [mean(inner) for inner in node[1]])
    if kind == "code":
        return node
    return (kind, [[mean(inner) for inner in item] for item in node[1]])


def read_words(inline: SyntaxTreeNode) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for child in inline.children:
        mark = {"text": "", "link": "a", "code_inline": "code"}.get(child.type, child.type)
        text = child.content if not child.children else "".join(c.content for c in child.children)
        text = text.strip(" ") if not mark else text
        if text:
            out.append((text, mark))
    return out


def read(node: SyntaxTreeNode) -> Node:
    """What a node of the Markdown parser means."""
    kind = node.type
    if kind == "paragraph":
        return ("p", read_words(node.children[0]))
    if kind == "heading":
        return ("h", int(node.tag[1:]), read_words(node.children[0]))
    if kind == "fence":
        return ("code", node.info, node.content.removesuffix("\n"))
    if kind == "table":
        rows = [row for part in node.children for row in part.children]
        return ("table", [[read_words(c.children[0]) for c in row.children] for row in rows])
    if kind == "blockquote":
        return ("quote", [read(inner) for inner in node.children])
    if kind in ("bullet_list", "ordered_list"):
        items = [[read(inner) for inner in item.children] for item in node.children]
        return ("ul" if kind == "bullet_list" else "ol", items)
    return (kind,)


@settings(
    deadline=None, max_examples=150, derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(BLOCKS)
def test_a_markdown_parser_reads_the_structure_of_the_page(blocks: list[Node]) -> None:
    page = split("".join(map(write, blocks)), markdown=True)
    tree = SyntaxTreeNode(READER.parse(page.source))
    assert [read(node) for node in tree.children] == list(map(mean, blocks)), page.source
