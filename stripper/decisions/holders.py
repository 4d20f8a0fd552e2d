"""Holders: which of some elements of a page each of its blocks stands in."""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Elements, Ints


def find_holders(elements: Elements, ones: Sequence[int]) -> Ints:
    """For each block the innermost of some elements, in order, that its own is or stands in, or
    -1."""
    if not ones:
        return np.full(len(elements.element), -1)
    end = len(elements.stops)
    places, holders = [-1], [-1]  # from each place on, among the elements, that one holds
    around = [(end + 1, -1)]
    for one, stop in zip((*ones, end), (*elements.stops[list(ones)].tolist(), end), strict=True):
        while around[-1][0] <= one:
            places.append(around.pop()[0])
            holders.append(around[-1][1])
        around.append((stop, one))
        places.append(one)
        holders.append(one)
    held: Ints = np.array(holders)[np.searchsorted(places, elements.element, "right") - 1]
    return held
