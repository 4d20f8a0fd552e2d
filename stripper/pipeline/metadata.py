"""Metadata of HTML: what a page says of itself in its markup, read when it is first looked at."""

from collections.abc import Iterator, Mapping
from functools import cached_property

_FIELDS = {"title": "title", "author": "author", "date": "date", "site": "sitename", "url": "url"}


class PageMetadata(Mapping[str, str]):
    """Title, author, date, site, url and language of a page, as trafilatura finds them.

    What is `known` beforehand, such as the address that the caller gave, stands as it is.

    >>> PageMetadata("<title>Rates rise</title>", {"language": "en"})["language"]
    'en'
    """

    def __init__(self, source: str, known: Mapping[str, str]) -> None:
        self._source = source
        self._known = dict(known)

    @cached_property
    def _found(self) -> dict[str, str]:
        from trafilatura.metadata import extract_metadata  # a second's worth of imports

        try:
            said = extract_metadata(
                self._source, default_url=self._known.get("url"), extensive=False
            )  # else "repaired in 2015" is a date
        except Exception:  # a page that its parser breaks on says nothing of itself
            said = None
        found = {name: getattr(said, held, None) for name, held in _FIELDS.items()}
        return {**{name: str(value) for name, value in found.items() if value}, **self._known}

    def __repr__(self) -> str:
        """All that the page says where it was looked at, otherwise what was known: to be shown, by
        a debugger or a failing test, is not to be asked."""
        if "_found" in self.__dict__:
            return repr(self._found)
        return f"{{{''.join(f'{name!r}: {value!r}, ' for name, value in self._known.items())}…}}"

    def __getitem__(self, name: str) -> str:
        return self._known[name] if name in self._known else self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
