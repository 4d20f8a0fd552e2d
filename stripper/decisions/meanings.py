"""Meanings: what a removal's `rule` names where it is no rule of a pack.

Code finds what takes a page's data, its elements or all of its comments to see; the model and the
profiles of sites name what they find by themselves.
"""

from collections.abc import Mapping

from stripper.engines.site import MEANINGS as OF_SITES
from stripper.packs import categories

ENVELOPE = "any/metadata/envelope"
UNUSED = "any/metadata/unused"
EMPTIED = "any/boilerplate/emptied"
MEMBERS = "any/metadata/members"
MEMBER_NAMES = "any/byline/members"
AUTHOR_BOX = "any/byline/box"
MENU_TABLE = "any/navigation/table"
COMMENT_BOX = "any/comments/box"
STATED_AUTHOR = "any/byline/stated"
DATED_LINE = "any/byline/dated"
OF_CODE: Mapping[str, str] = {
    ENVELOPE: "Header lines that a crawler wrote before the page",
    UNUSED: "Entries of a list of links under the page whose numbers are not in what stays",
    EMPTIED: "Fences of pandoc around a box of which nothing stays",
    MEMBERS: "What a forum writes around a post of who wrote it, by the class of its box",
    MEMBER_NAMES: "Who wrote a post of a forum, by the class of the element",
    AUTHOR_BOX: "What a page says of its author under the text, by the class of its box",
    MENU_TABLE: "A table of links in what a page of HTML calls its navigation",
    COMMENT_BOX: "The rest of a box of comments of which a good part goes as such",
    STATED_AUTHOR: "The author's name beside the headline, by the page's data or its element",
    DATED_LINE: "A line beside the headline with a full date, no sentence and no link",
}
MODEL = "model/"
"""What stands before the category of a run of blocks that goes by the model alone."""


def find_meaning(name: str) -> str | None:
    """What a finding of this name is, in a line; None where code, model and profiles have none.

    >>> find_meaning("any/comments/box")
    'The rest of a box of comments of which a good part goes as such'
    >>> find_meaning("model/share")
    'What goes by the model alone, most likely share: share bars, follow lines, counters'
    """
    if name in OF_CODE:
        return OF_CODE[name]
    category = categories().get(name.removeprefix(MODEL))
    if category is not None and name.startswith(MODEL):
        return f"What goes by the model alone, most likely {category.name}: {category.description}"
    host, _, found = name.rpartition("/")
    return OF_SITES.get(found) if host and "/" not in host else None
