"""A call to subscribe goes from between paragraphs, unless it may be a title there."""

import pytest

import stripper

TOLD = (
    "The ferry to Holm sails again, the harbour master said on Monday after a long winter.",
    "He told it to a crowd on the pier at noon, and some of them had come from as far as Lind.",
    "No one had asked him to, but he is a man who likes to be heard.",
    "The first boat leaves at seven, with eggs, letters and the doctor.",
    "Last year it carried nine thousand people, most of them in July, and one cow.",
)


def write(lines: tuple[str, ...], form: str) -> str:
    if form == "html":
        return "<h1>The ferry</h1>" + "".join(f"<p>{line}</p>" for line in lines)
    return "\n\n".join(lines) + "\n"


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("label", ["Subscribe to our newsletter", "Sign up for our newsletter"])
def test_it_goes_from_between_paragraphs(label: str, form: str, model: bool) -> None:
    for many in (1, 2):
        page = write((*TOLD * many, label, *TOLD), form)
        text = stripper.strip(page, format=form, model=model).text
        assert label not in text
        assert all(told in text for told in TOLD)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_it_stays_among_titles(form: str) -> None:
    label = "Subscribe to our newsletter"
    parts = (*TOLD[:2], "How the day began", *TOLD[2:4], label, *TOLD, "What came of it", *TOLD)
    assert label in stripper.strip(write(parts, form), format=form).text


@pytest.mark.parametrize("before", ["He read what the button said:", "- one\n- two"])
def test_it_stays_behind_what_is_no_paragraph(before: str) -> None:
    page = write((*TOLD, before, "Subscribe to our newsletter", *TOLD), "markdown")
    assert "Subscribe" in stripper.strip(page, format="markdown", model=False).text


def test_a_heading_stays() -> None:
    page = write((*TOLD, "## Subscribe to our newsletter", *TOLD), "markdown")
    assert "Subscribe" in stripper.strip(page, format="markdown").text


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize(
    ("label", "under"),
    [
        ("Make a contribution", "What the harbour takes in goes to the lamp on the pier."),
        ("Download the app", "It shows where the ferry is, and when it is late it says so."),
        ("Subscribe to our newsletter", "The newsletter comes on Fridays, with the week's tides."),
        (
            "—Subscribe to our newsletter",
            "Nobody laughed, and the doctor looked out of the window.",
        ),
    ],
)
def test_a_title_of_what_stands_under_it_stays(
    label: str, under: str, form: str, model: bool
) -> None:
    page = write((*TOLD, label, under, *TOLD), form)
    assert label in stripper.strip(page, format=form, model=model).text


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_in_a_short_text_the_only_short_line_is_its_title(form: str) -> None:
    page = write((*TOLD[:2], "Subscribe to our newsletter", *TOLD[2:4]), form)
    assert "Subscribe" in stripper.strip(page, format=form).text


def test_what_the_head_calls_the_title_stays() -> None:
    label = "Subscribe to our newsletter"
    page = f"<title>{label} | Holm Ferry</title>" + "".join(
        f"<p>{line}</p>" for line in (*TOLD[:1], label, *TOLD)
    )
    assert label in stripper.strip(page, format="html", model=False).text
