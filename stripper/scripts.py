"""Languages that are written in two scripts: what is stated in one of them is looked for in both.

Serbian is. Each of its Cyrillic letters has one Latin spelling, while a Latin `nj` may stand for
one letter or for two: its words and rules are written in Cyrillic letters.
"""

_CYRILLIC = "абвгдђежзијклмнопрстћуфхцчш"
_LATIN = "abvgdđežzijklmnoprstćufhcčš"
_PAIRS = {"љ": "lj", "њ": "nj", "џ": "dž"}
_SERBIAN = dict(zip(_CYRILLIC, _LATIN, strict=True)) | _PAIRS
_SPELLINGS = {
    "sr": str.maketrans(_SERBIAN | {a.upper(): b.capitalize() for a, b in _SERBIAN.items()})
}
"""By language: how each letter of one script is written in the other."""


def spell(language: str, text: str) -> tuple[str, ...]:
    """A word, phrase or pattern in each script of its language, once where they do not differ.

    >>> spell("sr", "Прати нас на Viberu")
    ('Прати нас на Viberu', 'Prati nas na Viberu')
    >>> spell("sr", "Patreon"), spell("ru", "Ещё")
    (('Patreon',), ('Ещё',))
    """
    if language not in _SPELLINGS:
        return (text,)
    return tuple(dict.fromkeys((text, text.translate(_SPELLINGS[language]))))
