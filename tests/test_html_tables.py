"""Tables of HTML with several lines in a cell: data where they have headings, else layout."""

from stripper.formats.html import split

HEAD = "<tr><th>Boat</th><th>Sails</th></tr>"


def render(source: str, *, markdown: bool = True) -> str:
    return split(source, markdown=markdown).source


def test_lines_in_a_cell_of_a_table_with_headings_are_joined() -> None:
    rows = "<tr><td>Teal</td><td>May<br>June</td></tr><tr><td><p>Gull</p><p>II</p></td>"
    table = f"<table>{HEAD}{rows}<td><ul><li>July</li><li>August</li></ul></td></tr></table>"
    said = "Boat | Sails\nTeal | May June\nGull II | July August\n"
    assert render(table, markdown=False) == said
    assert render(table).splitlines() == [
        "| Boat | Sails |", "| --- | --- |", "| Teal | May June |", "| Gull II | July August |",
    ]  # fmt: skip


def test_lines_in_a_cell_of_any_other_table_are_read_one_by_one() -> None:
    rows = "<tr><td>Teal</td><td>May<br>June</td></tr><tr><td>Gull</td><td>July</td></tr>"
    assert "|" not in render(f"<table>{rows}</table>")
    long = "The ferry sails in May. " * 6
    column = f"<tr><td>Teal</td><td><p>{long}</p><p>{long}</p></td></tr>"
    assert "|" not in render(f"<table>{HEAD}{column}</table>")
