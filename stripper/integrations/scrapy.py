"""Scrapy: an item pipeline that strips the text fields of items, and the add-on that enables it.

    ADDONS = {"stripper.integrations.scrapy.StripperAddon": 500}

| setting | meaning |
| --- | --- |
| `STRIPPER_FIELDS` | the fields to strip, of those that an item has |
| `STRIPPER_URL_FIELD` | the field that holds the page's address (default: `url`) |
| `STRIPPER_ACCOUNT_FIELD` | the field to put the account in, by field; none unless named |
| `STRIPPER_DROP` | flags and kinds of access for which an item is dropped |
| `STRIPPER_PRESET`, … | every field of `Options`, in capitals |
"""

import logging
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from stripper.answers import answer, check_droppable, describe_error, find_reason
from stripper.errors import OptionError, missing, unknown
from stripper.pipeline import Options, Stripper
from stripper.result import Result
from stripper.rows import TEXT_FIELDS

try:
    from itemadapter import ItemAdapter
    from scrapy.exceptions import DropItem
except ImportError as error:
    raise missing("stripper.integrations.scrapy", "scrapy", "scrapy") from error

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

PREFIX = "STRIPPER_"
_OWN = ("FIELDS", "URL_FIELD", "ACCOUNT_FIELD", "DROP")
"""The settings that are no options."""
PRIORITY = 250
"""Before the pipelines that check and store items, which people number from 300."""
_LOG = logging.getLogger(__name__)


class StripperPipeline:
    """Strips text fields of items (dict, `Item`, dataclass, attrs, pydantic) under the settings.

    A field that cannot be stripped stays as it is; that is logged and counted as `stripper/failed`.
    """

    def __init__(self, crawler: "Crawler") -> None:
        settings = crawler.settings
        self.tool = Stripper(read_options(settings))
        self.fields = settings.getlist("STRIPPER_FIELDS", [n for n in TEXT_FIELDS if n != "html"])
        self.url_field = settings.get("STRIPPER_URL_FIELD", "url")
        self.account_field = settings.get("STRIPPER_ACCOUNT_FIELD")
        self.drop = check_droppable(settings.getlist("STRIPPER_DROP"))
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "StripperPipeline":
        """Scrapy's way to make a component."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item, stripped; raises `DropItem` where `STRIPPER_DROP` says so."""
        held = ItemAdapter(item)
        url = held.get(self.url_field)
        accounts = {}
        for name in self.fields:
            text = held.get(name)
            if not isinstance(text, str):
                continue
            (found,) = answer(self.tool, [(text, url if isinstance(url, str) else None)])
            if not isinstance(found, Result):
                _LOG.error("field %r of %s %s", name, url or "an item", describe_error(found))
                self._count("failed")
                continue
            self._count_result(found)
            reason = find_reason(found, self.drop)
            if reason:
                self._count(f"dropped/{reason}")
                raise DropItem(f"field {name!r} is {reason}")
            held[name] = found.text
            accounts[name] = found.as_dict()
        if accounts and self._has_place(held):
            held[self.account_field] = accounts
        return item

    def _has_place(self, held: Any) -> bool:
        """Whether the account can be put into an item: a dict takes any field, a class its own."""
        name = self.account_field
        return bool(name) and (name in held.field_names() or isinstance(held.item, dict))

    def _count_result(self, result: Result) -> None:
        self._count("pages")
        self._count(f"access/{result.access}")
        self._count("characters", len(result.source))
        for flag in result.flags:
            self._count(f"flag/{flag}")
        for removal in result.removals:
            self._count("removed", len(removal.text))
            self._count(f"removed/{removal.category}", len(removal.text))

    def _count(self, name: str, count: int = 1) -> None:
        stats = self._crawler.stats
        if stats:
            stats.inc_value(f"stripper/{name}", count)


class StripperAddon:
    """Enables `StripperPipeline`, unless the project's settings do so themselves."""

    def update_settings(self, settings: "BaseSettings") -> None:
        """Scrapy's way to let an add-on change settings."""
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", StripperPipeline, PRIORITY)


def read_options(settings: "BaseSettings") -> Options:
    """The options that `STRIPPER_` settings name; they may be text, as on Scrapy's command line. An
    `OptionError` says that there is no such setting.
    """
    known = [PREFIX + name for name in (*_OWN, *(f.name.upper() for f in fields(Options)))]
    for name in settings:
        if str(name).startswith(PREFIX) and name not in known:
            raise OptionError(unknown("setting", name, known))
    changes: dict[str, Any] = {}
    for field in fields(Options):
        name = PREFIX + field.name.upper()
        if settings.get(name) is None:
            continue
        if isinstance(field.default, tuple):
            changes[field.name] = settings.getlist(name)
        elif isinstance(field.default, bool):
            changes[field.name] = settings.getbool(name)
        else:
            changes[field.name] = settings.get(name)
    return Options.of(**changes)
