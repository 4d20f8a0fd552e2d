"""Members: what a forum writes around a post of who wrote it, by the classes of its elements.

Gold texts of forums have the posts alone, and so the model takes such boxes here and leaves them
there: a signature reads like a sentence, and stands as a quote. The name itself it takes as well,
so that nobody knows who says what. `stripper/packs/members.toml` holds the classes.
"""

from stripper.blocks import Elements
from stripper.decisions.bars import SURE
from stripper.decisions.classes import LONGEST_NAME, gather_names
from stripper.decisions.meanings import MEMBER_NAMES, MEMBERS
from stripper.engines import Opinion
from stripper.facts import Facts
from stripper.packs import load_members

NAME_SCORE = 0.75
"""The score of a name: that of other bylines known by their element."""
NAME_WORDS = 6
"""Words of a name at the most. Set by hand: names of members have one or two, and a rank beside
them."""
REACH = 6
"""Elements from a block's own outwards whose classes are read: three or four are between a box and
its post."""
_BOX = "Of who wrote a post, by the name of its box"
_NAME = "Who wrote a post, by the name of its element"


def find_members(facts: Facts, number: int) -> list[Opinion]:
    """The blocks of a page of HTML that stand in such a box around a post, and names of members."""
    elements = facts.pages[number].elements
    if elements is None or not _has_box(elements):
        return []
    known: dict[int, str] = {}
    found = []
    for row, at in zip(facts.blocks_of(number), elements.element.tolist(), strict=True):
        if at not in known:
            known[at] = _find_rule(elements, at)
        if known[at] == MEMBERS:
            found.append(Opinion(number, row, row, "metadata", "rule", MEMBERS, SURE, _BOX))
        elif known[at] == MEMBER_NAMES and facts.words[row] <= NAME_WORDS:
            found.append(
                Opinion(number, row, row, "byline", "rule", MEMBER_NAMES, NAME_SCORE, _NAME)
            )
    return found


def _has_box(elements: Elements) -> bool:
    """Whether the class of a box or of a name stands anywhere in a page: it does on few."""
    boxes, writers, _ = load_members()
    _, names = gather_names(elements)
    return not (boxes | writers).isdisjoint(names.split())


def _find_rule(elements: Elements, at: int) -> str:
    """The rule that an element is known by: as such a box, or in one, or as a name, with a post
    around it; else ""."""
    boxes, writers, posts = load_members()
    rule = ""
    for _ in range(REACH):
        if at < 0:
            break
        name = elements.names[at][:LONGEST_NAME].partition("#")[0].lower()
        classes = name.split()
        if not boxes.isdisjoint(classes):
            rule = MEMBERS
        elif not rule and not writers.isdisjoint(classes):
            rule = MEMBER_NAMES
        if rule and not posts.isdisjoint(classes):
            return rule
        at = elements.parents[at]
    return ""
