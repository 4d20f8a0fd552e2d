"""Members: what a forum writes around a post of who wrote it, by the classes of its elements.

Gold texts of forums have the posts alone, and so the model takes such boxes here and leaves them
there: a signature reads like a sentence, and stands as a quote. `stripper/packs/members.toml` holds
the classes.
"""

from stripper.blocks import Elements
from stripper.decisions.bars import SURE
from stripper.decisions.classes import LONGEST_NAME
from stripper.decisions.meanings import MEMBERS
from stripper.engines import Opinion
from stripper.facts import Facts
from stripper.packs import load_members

REACH = 6
"""Elements from a block's own outwards whose classes are read: three or four are between a box and
its post."""


def find_members(facts: Facts, number: int) -> list[Opinion]:
    """The blocks of a page of HTML that stand in such a box around a post."""
    elements = facts.pages[number].elements
    if elements is None or not _has_box(elements):
        return []
    known: dict[int, bool] = {}
    reason = "Of who wrote a post, by the name of its box"
    found = []
    for row, at in zip(facts.blocks_of(number), elements.element.tolist(), strict=True):
        if at not in known:
            known[at] = _is_in_box(elements, at)
        if known[at]:
            found.append(Opinion(number, row, row, "metadata", "rule", MEMBERS, SURE, reason))
    return found


def _has_box(elements: Elements) -> bool:
    """Whether the class of such a box stands anywhere in a page: it does on few."""
    boxes, _ = load_members()
    names = " ".join(name[:LONGEST_NAME] for name in set(elements.names))
    return not boxes.isdisjoint(names.replace("#", " ").lower().split())


def _is_in_box(elements: Elements, at: int) -> bool:
    """Whether an element is such a box, or in one, with a post around it."""
    boxes, posts = load_members()
    boxed = False
    for _ in range(REACH):
        if at < 0:
            break
        name = elements.names[at][:LONGEST_NAME].partition("#")[0].lower()
        classes = name.split()
        boxed = boxed or not boxes.isdisjoint(classes)
        if boxed and not posts.isdisjoint(classes):
            return True
        at = elements.parents[at]
    return False
