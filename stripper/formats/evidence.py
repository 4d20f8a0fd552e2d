"""What the element of a block says about it, as named yes-or-no facts; the model weighs them.

The first facts hold of an element and all that stands in it, and are gathered while the page is
walked; the others are measured afterwards, over all elements at once.
"""

INHERITED = (
    "in nav", "in header", "in footer", "in aside", "in main", "in article", "in section",
    "in form", "in figure", "in figcaption", "in table", "in list", "in definitions", "in quote",
    "in control", "in dialog", "hidden", "in noscript", "in embedded data", "in link",
    "in article body", "in comment", "in author",
)  # fmt: skip
OWN = ("h1", "h2", "h3 to h6", "p", "li", "cell", "code", "definition", "div", "other element")
MEASURED = (
    "first child", "last child", "only child", "up to 4 children beside", "5 or more beside",
    "class of the block before", "class of the block after",
    "6 deep", "10 deep", "15 deep",
    "in the body", "1 out of the body", "2 out of the body", "3 or 4 out of the body",
    "5 or more out of the body", "directly there", "3 or more below there", "after the body",
    "where most prose is",
    "links around 25%", "links around 50%", "links around 75%",
    "2% of the text around", "10% of the text around", "40% of the text around",
    "20 characters a tag around", "60 characters a tag around",
    "prose around", "3 paragraphs around", "8 paragraphs around", "links farther around 50%",
)  # fmt: skip
STATED = (
    "the title", "the summary", "in the stated article", "beside the stated article",
    "in other stated data",
)  # fmt: skip
"""What the head and the data of a page say too, as bits of `Elements.stated`; the model sees these,
and not who "the author" is, whose bit comes behind them."""
ELEMENT_FLAGS = (*INHERITED, *OWN, *MEASURED)
"""The facts in the order of their bits in `Elements.flags`."""

BIT = {name: 1 << at for at, name in enumerate(ELEMENT_FLAGS)}
STATED_BIT = {name: 1 << at for at, name in enumerate((*STATED, "the author"))}
AROUND = sum(BIT[f"in {name}"] for name in ("nav", "footer", "aside", "dialog", "form"))
"""The bits of what stands around a text rather than in it."""
ROLES = {
    "navigation": BIT["in nav"], "menu": BIT["in nav"], "menubar": BIT["in nav"],
    "banner": BIT["in header"], "contentinfo": BIT["in footer"], "complementary": BIT["in aside"],
    "main": BIT["in main"], "article": BIT["in article"], "search": BIT["in form"],
    "dialog": BIT["in dialog"], "alertdialog": BIT["in dialog"], "button": BIT["in control"],
    "tablist": BIT["in control"], "link": BIT["in link"],
}  # fmt: skip
MICRODATA = {
    "articlebody": BIT["in article body"], "comment": BIT["in comment"],
    "author": BIT["in author"],
}  # fmt: skip
OWN_TAGS = {
    "h1": "h1", "h2": "h2", "h3": "h3 to h6", "h4": "h3 to h6", "h5": "h3 to h6", "h6": "h3 to h6",
    "p": "p", "li": "li", "td": "cell", "th": "cell", "table": "cell", "pre": "code",
    "dt": "definition", "dd": "definition", "div": "div",
}  # fmt: skip
