"""How much of a page stays at least, and what is given back."""

import pytest

import stripper
from stripper.decisions.budget import SMALL

FEE = """<html lang="de"><head><title>Hundesteuer anmelden - Stadt Lind</title></head><body>
<div class="x2"><div>Sie sind hier: <a href="/">Startseite</a> » <a href="/b">Bürgerservice</a> » Hundesteuer</div>
<div class="t">Hundesteuer anmelden</div>
<div class="p">Wer in Lind einen Hund hält, muss ihn innerhalb von 14 Tagen anmelden.</div>
<div class="p">Erster Hund: 96 Euro im Jahr</div><div class="p">Jeder weitere Hund: 144 Euro im Jahr</div>
</div></body></html>"""
CANTEEN = """<html lang="fr"><head><title>Cantine - Ville de Lind</title></head><body><main>
<h1>S'inscrire à la cantine</h1><p>L'inscription est obligatoire, même pour un repas par semaine.</p>
<p>Connectez-vous à l'espace famille ou créez un compte.</p><p>Tarif : 3,20 € le repas</p>
<p>Paiement mensuel : 4 jours par semaine</p></main></body></html>"""
SONG = """<html lang="en"><head><title>Share the Ferry</title></head><body><h1>Share the Ferry</h1><div class="lyrics">
<p>Share the ferry, share the rain</p><p>Row it out and home again</p><p>Donate your heart, donate your shoe</p>
<p>The tide will bring it back to you</p><p>We haven't lost the harbour yet</p></div></body></html>"""


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize(
    ("page", "held"),
    [
        (FEE, ("Hundesteuer anmelden", "14 Tagen", "96 Euro", "144 Euro")),
        (CANTEEN, ("S'inscrire", "espace famille", "3,20", "mensuel")),
        (SONG, ("Share the ferry", "Row it out", "Donate your heart", "harbour yet")),
    ],
)
def test_a_small_page_keeps_most_of_what_is_no_link(
    page: str, held: tuple[str, ...], model: bool
) -> None:
    text = stripper.strip(page, model=model).text
    assert [part for part in held if part not in text] == []


def test_what_stands_around_the_text_of_a_small_page_goes() -> None:
    around = (
        "<nav><a href=/>Home</a> <a href=/news>News</a></nav>{}<aside><p>Subscribe to our newsletter and get "
        "the best of the week in your inbox, every Friday, for free.</p></aside><footer><p>© 2031 City of Lind. "
        "All rights reserved.</p></footer>"
    )
    story = (
        "<p>The weir was mended in spring with oak from the same hill. It took eleven weeks.</p>"
    )
    result = stripper.strip(f"<title>The weir</title>{around.format(story)}")
    assert len(result.source.split()) < SMALL
    assert (
        result.text.strip()
        == "The weir was mended in spring with oak from the same hill. It took eleven weeks."
    )


SHEET = "".join(
    f"<tr><td>{name}</td><td>{value}</td></tr>"
    for name, value in (
        ("Length", "61 km"),
        ("Source", "Cold Fell"),
        ("Mouth", "Brackwater"),
        ("Basin", "Marsh"),
    )
)
NOTICE = (
    '<div id="siteNotice">Dear readers, we are sorry to interrupt. If everyone reading this gave $3, our '
    "fundraiser would be done within an hour. Please donate today.</div>"
)


def test_an_appeal_goes_though_it_is_all_the_prose() -> None:
    facts = "".join(f"<p>{word} of the Brack: see the map of {word.lower()}</p>" for word in (
        "Gauges", "Weirs", "Mills", "Bridges", "Fords", "Locks", "Fish", "Floods", "Boats", "Ferries", "Springs",
        "Banks", "Birds", "Reeds", "Towpaths",
    ))  # fmt: skip
    page = f"<title>Brack</title><h1>Brack</h1>{NOTICE}<table>{SHEET}</table>{facts}"
    result = stripper.strip(page)
    assert "donate" not in result.text and "Cold Fell" in result.text
    assert result.flags == ()


def test_an_appeal_is_given_back_after_all_else(tmp_path) -> None:  # type: ignore[no-untyped-def]
    rules = tmp_path / "own.toml"
    rules.write_text(
        'category = "related"\nlanguage = "any"\n[[rule]]\nid = "all"\ndescription = "All that is long"\n'
        'shape = true\nmin_words = 12\nnone = ["donation", "support"]\nconfidence = 0.7\nkinds = ["paragraph"]\n'
        'strip = ["The weir at Olden mill was mended in the spring of 1911, with oak from the hill."]\n'
        'keep = ["Short."]\n'
    )
    story = "The weir at Olden mill was mended in the spring of {}, with oak from the same hill and by grandsons.\n\n"
    page = (
        "The weir\n\n"
        + "".join(story.format(year) for year in range(1900, 1912))
        + (
            "If you value our journalism, please consider making a donation. Your support keeps the Olden Post "
            "independent and free to read for everyone.\n"
        )
    )
    result = stripper.strip(page, rules=[str(rules)])
    assert result.text.count("Olden mill") == 12
    assert "making a donation" not in result.text
    assert "budget_exceeded" in result.flags
