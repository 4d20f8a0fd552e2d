"""Pages about the things that furniture is made of: terms, imprints, manuals, judgments, entries."""

import pytest

import stripper
from stripper.facts import measure
from stripper.formats.text import split

TERMS = """TERMS OF SERVICE
Last updated: 1 January 2031

1. Acceptance
By using this website you agree to these terms. If you do not agree, do not use the site.

2. Subscriptions
2.1 You may subscribe monthly (€4.99) or yearly (€49).
2.2 Gift subscriptions cannot be refunded.

3. Cookies
We use cookies to analyse traffic. By continuing to use the site you accept our use of cookies.

4. Copyright
© 2031 Lind Digital. All rights reserved. No part of this site may be reproduced.

5. Contact
Lind Digital, Kaistr. 4, 20000 Lind.
"""
IMPRINT = """Impressum

Angaben gemäß § 5 DDG

Lind Digital, Kaistr. 4, 20000 Lind
Vertreten durch: Lena Ahrend

Haftung für Links
Unser Angebot enthält Links zu Websites Dritter, auf deren Inhalte wir keinen Einfluss haben.
"""
JUDGMENT = """Lind District Court, 4 February 2031

1. The claimant runs a news site with a paywall. The paywall reads:

To continue reading, subscribe from £1 a month

2. The defendant showed readers how to remove it.

3. The claimant also relies on the notice at the foot of each page:

© 2029 Lind Media Ltd. All rights reserved.

4. The claim is dismissed. The claimant bears the costs.
"""
LABELS = """# Button labels

The labels our app uses, in alphabetical order.

- Accept all
- Add to cart
- Log in
- Read more
- Share
- Sign up
- Subscribe

## Rules

1. Use the imperative.
2. Never write *Click here*.
"""
FOOTER = """# Sign-in form

The footer has these links:

- About us
- Contact
- Privacy policy
- Terms of service
- Cookie settings

## Tests

Run `make test`.
"""


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize(
    ("page", "format"),
    [
        (TERMS, "text"), (IMPRINT, "text"), (JUDGMENT, "text"), (LABELS, "markdown"),
        (FOOTER, "markdown"),
    ],
)  # fmt: skip
def test_a_page_about_such_things_stays_whole(page: str, format: str, model: bool) -> None:
    assert stripper.strip(page, format=format, model=model).text == page


@pytest.mark.parametrize("label", ["Follow us:", "More:"])
def test_a_label_introduces_nothing(label: str) -> None:
    story = "The mill at Lind has ground rye since 1781, and still does, every Tuesday, for the bakery.\n\n"
    page = f"{story}{label}\n\nShare on Facebook\n\nSubscribe to our newsletter\n"
    text = stripper.strip(page).text
    assert "newsletter" not in text and "Facebook" not in text


P = "The ferry to Holm has run every day since 1911, and nobody can remember a winter in which it stayed away.\n\n"


@pytest.mark.parametrize(
    ("page", "promo"),
    [
        (P + "The mayor of Holm said in a statement:\n\nRead also: Bridge to Holm opens a year late\n\n“It is done.”\n\n" + P, "Read also"),
        (P + "Die Bürgermeisterin sagte dazu:\n\nLesen Sie auch: Brücke öffnet ein Jahr zu spät\n\n„Es ist getan.“\n\n" + P, "Lesen Sie auch"),
        (P + "The ferry will be replaced by three buses:\n\nSubscribe to our newsletter\n\n- One at six\n- One at eight\n\n" + P, "newsletter"),
        (P + "1. Mix flour and water\n2. Let it stand\n3. Bake for an hour\nSubscribe to our newsletter\n", "newsletter"),
        (P + "1. Mix flour and water\n\n2. Let it stand\n\n3. Bake for an hour\n\nSubscribe to our newsletter\n", "newsletter"),
        (P + "1. The kettle\n\nWe use cookies to improve your experience on our website.\n\n2. The pot\n\n" + P, "cookies"),
    ],
)  # fmt: skip
def test_what_is_set_into_a_text_goes(page: str, promo: str) -> None:
    assert promo not in stripper.strip(page, model=False).text


@pytest.mark.parametrize("lines", ["Culture\n\nLatest news in Holm", "Sport\n\nHolm wins"])
def test_the_name_of_a_section_is_no_name_of_an_entry(lines: str) -> None:
    headline = lines.rpartition("\n")[2]
    assert headline in stripper.strip(f"{lines}\n\n{P}{P}").text


ENTRY = """Brack (river)
From Openpedia, the free encyclopedia
Jump to navigation
Jump to search

The Brack is a river of 61 km in the county of Marsh. It rises at Cold Fell and reaches the sea at Brackwater.[1]

Course[edit]
The river leaves Cold Fell to the south and is joined by the Linn at Ousby.[2][3]
"""


def test_an_entry_keeps_its_name() -> None:
    assert stripper.strip(ENTRY).text.startswith("Brack (river)\n")


@pytest.mark.parametrize(
    ("line", "terminal"),
    [
        ("It rises at Cold Fell.[1]", True),
        ("It rises at Cold Fell.[1] [12][3]", True),
        ("It rises at Cold Fell[1]", False),
        ("See note [1]", False),
        ("[1]", False),
        ("1]", False),
        ("It rises at Cold Fell.[12345]", False),
        ("It rises." + "[1]" * 9, False),
    ],
)
def test_numbers_of_notes_stand_behind_a_sentence(line: str, terminal: bool) -> None:
    assert measure([split(line)]).terminal.tolist() == [terminal]
