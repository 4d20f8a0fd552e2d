"""The Scrapy step: a real crawl of a site on this machine, settings, statistics, drop rules."""

import html
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from commands import Ended, launch

import stripper
from stripper.errors import OptionError
from tests import pages

scrapy = pytest.importorskip("scrapy")
step = pytest.importorskip("stripper.integrations.scrapy")
SOURCE = "Rates rose.\n\nRead more\n"
KEPT = "Rates rose.\n"
SPIDER = '''
import json, scrapy

class Pages(scrapy.Spider):
    """Follows the links of the index and takes what they lead to as text."""
    name = "pages"

    def parse(self, response):
        yield from response.follow_all(css="a", callback=self.take)

    def take(self, response):
        yield {"url": response.url, "text": response.text}

    def closed(self, reason):
        stats = self.crawler.stats.get_stats()
        with open("stats.json", "w") as file:
            json.dump({k: v for k, v in stats.items() if k.startswith(("stripper", "item"))}, file)
'''


class Site(BaseHTTPRequestHandler):
    """An index in HTML, and the fixture pages as plain text behind its links."""

    def do_GET(self) -> None:
        texts = pages.texts()
        if self.path == "/":
            links = "".join(f'<a href="/{n}">{n}</a>' for n in range(len(texts)))
            self.answer("text/html", f"<!doctype html><title>Index</title>{links}")
        elif self.path.strip("/").isdigit():
            self.answer("text/plain", texts[int(self.path.strip("/"))])
        else:
            self.send_error(404)

    def answer(self, kind: str, text: str) -> None:
        body = text.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on standard error."""


@contextmanager
def serving() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def crawl(folder: Path, **settings: Any) -> tuple[dict[int, dict[str, Any]], dict[str, int]]:
    """Crawl the site with the add-on; the items by page, and the statistics."""
    (folder / "spider.py").write_text(SPIDER, "utf-8")
    addons = {"stripper.integrations.scrapy.StripperAddon": 500}
    with serving() as address:
        given = {"ADDONS": addons, "LOG_LEVEL": "INFO", "TELNETCONSOLE_ENABLED": False, **settings}
        code = (
            "import json, sys\n"
            "from scrapy.crawler import CrawlerProcess\n"
            "from spider import Pages\n"
            "settings, address = json.loads(sys.argv[1]), sys.argv[2]\n"
            "process = CrawlerProcess({**settings, 'FEEDS': {'items.jsonl': {'format': 'jsonl'}}})\n"
            "process.crawl(Pages, start_urls=[address])\n"
            "process.start()\n"
        )
        ended: Ended = launch(sys.executable, "-c", code, json.dumps(given), address, cwd=folder)
    assert ended.status == 0, ended.err
    lines = (folder / "items.jsonl").read_text("utf-8").splitlines()
    items = {int(item["url"].rsplit("/", 1)[1]): item for item in map(json.loads, lines)}
    return items, json.loads((folder / "stats.json").read_text("utf-8"))


def test_crawl_gives_what_strip_gives(tmp_path: Path) -> None:
    items, stats = crawl(tmp_path, STRIPPER_ACCOUNT_FIELD="why")
    assert [items[n]["text"] for n in range(len(items))] == pages.expected()
    removals = [removal for result in pages.results() for removal in result.removals]
    for n, text in enumerate(pages.texts()):
        account = items[n]["why"]["text"]
        assert account["metadata"]["url"] == items[n]["url"]
        assert pages.restore(items[n]["text"], account["removals"]) == text
    assert stats["stripper/pages"] == stats["item_scraped_count"] == len(pages.texts())
    assert stats["stripper/removed"] == sum(len(r.text) for r in removals)
    for category in {r.category for r in removals}:
        size = sum(len(r.text) for r in removals if r.category == category)
        assert stats[f"stripper/removed/{category}"] == size


def test_crawl_drops_what_it_is_told_to(tmp_path: Path) -> None:
    items, stats = crawl(tmp_path, STRIPPER_DROP=["no_content", "truncated"])
    held = list(enumerate(pages.results()))
    blank = [n for n, r in held if "no_content" in r.flags]
    cut = [n for n, r in held if r.access == "truncated"]
    assert blank and cut
    assert sorted(items) == [n for n, _ in held if n not in (*blank, *cut)]
    assert stats["stripper/dropped/no_content"] == len(blank)
    assert stats["stripper/dropped/truncated"] == len(cut)
    assert stats["item_dropped_count"] == len(blank) + len(cut)


def pipeline(**settings: Any) -> Any:
    from scrapy.utils.test import get_crawler

    return step.StripperPipeline.from_crawler(get_crawler(settings_dict=settings))


@dataclass
class Page:
    url: str
    body: str
    text: str = SOURCE


class Article(scrapy.Item):  # type: ignore[misc, unused-ignore]
    text = scrapy.Field()
    why = scrapy.Field()


def test_items_of_every_class() -> None:
    tool = pipeline(STRIPPER_ACCOUNT_FIELD="why")
    page = tool.process_item(Page("https://example.com/", SOURCE))
    assert (page.text, page.body, hasattr(page, "why")) == (KEPT, SOURCE, False)
    article = tool.process_item(Article(text=SOURCE))
    assert article["text"] == KEPT
    assert article["why"]["text"]["removals"][0]["text"] == "\nRead more\n"
    assert tool.process_item({"title": SOURCE, "text": None}) == {"title": SOURCE, "text": None}


def test_fields_are_those_of_the_settings() -> None:
    tool = pipeline(STRIPPER_FIELDS="body,text")
    page = tool.process_item(Page("https://example.com/", SOURCE))
    assert (page.text, page.body) == (KEPT, KEPT)
    item = {"text": SOURCE, "markdown": SOURCE, "html": html.escape(SOURCE), "link": "https://a/"}
    assert pipeline().process_item(dict(item)) == {**item, "text": KEPT, "markdown": KEPT}
    linked = pipeline(STRIPPER_URL_FIELD="link", STRIPPER_ACCOUNT_FIELD="why").process_item(item)
    assert linked["why"]["text"]["metadata"] == {"url": "https://a/"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRESET", "precise"),
        ("KEEP", "share,related"),
        ("MODEL", "0"),
        ("LANGUAGE", "de"),
        ("ONLY", ["share"]),
    ],
)
def test_every_option_is_a_setting(name: str, value: Any) -> None:
    options = pipeline(**{f"STRIPPER_{name}": value}).tool.options
    changed = value.split(",") if name == "KEEP" else False if name == "MODEL" else value
    assert options == stripper.Options(**{name.lower(): changed})


def test_mistaken_settings_stop_the_crawl() -> None:
    with pytest.raises(OptionError, match="unknown preset 'exact'"):
        pipeline(STRIPPER_PRESET="exact")
    with pytest.raises(OptionError, match="unknown reason to drop a page 'empty'"):
        pipeline(STRIPPER_DROP="empty")
    wrong = "unknown setting 'STRIPPER_FEILDS': did you mean 'STRIPPER_FIELDS'"
    with pytest.raises(OptionError, match=wrong):
        pipeline(STRIPPER_FEILDS=["text"])


def test_addon_leaves_the_projects_place_in_line() -> None:
    from scrapy.settings import Settings

    name = "stripper.integrations.scrapy.StripperPipeline"
    settings = Settings()
    step.StripperAddon().update_settings(settings)
    assert settings.getdict("ITEM_PIPELINES") == {step.StripperPipeline: step.PRIORITY}
    settings = Settings({"ITEM_PIPELINES": {name: 700}})
    step.StripperAddon().update_settings(settings)
    assert settings.getdict("ITEM_PIPELINES") == {name: 700}


def test_field_that_fails_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pages.fail_on(monkeypatch, "xyzzy")
    tool = pipeline()
    bad = {"url": "https://example.com/", "text": "xyzzy\n", "markdown": SOURCE}
    assert tool.process_item(dict(bad)) == {**bad, "markdown": KEPT}
    assert tool._crawler.stats.get_value("stripper/failed") == 1
    assert caplog.messages == [
        "field 'text' of https://example.com/ could not be stripped, which is a bug: "
        "ZeroDivisionError: of this test"
    ]
