"""The toolbox `stripper`, end to end: rules, their samples, scores."""

import gzip
import json
import tomllib
from dataclasses import replace

import numpy as np
import pytest
from commands import KEPT, PAGE, RULES, Shell, tool

from stripper import Stripper, __version__
from stripper.decisions.meanings import OF_CODE
from stripper.engines.model import read_weights
from stripper.engines.network import load_network
from stripper.lexicons import languages
from stripper.packs import ANY, load_packs
from stripper.train.model import save_network
from tests.conftest import FIXTURES


def test_toolbox_rules() -> None:
    listed = tool("rules", "list", "--language", "en", "--category", "newsletter")
    rows = [line.split("\t") for line in listed.out.splitlines()]
    assert listed.status == 0
    assert ["en/newsletter/labels", "0.95"] in [row[:2] for row in rows]
    assert all(row[0].startswith("en/newsletter/") and len(row) == 3 for row in rows)
    shown = tool("rules", "show", "en/newsletter/labels")
    assert shown.status == 0
    table = tomllib.loads(shown.out)
    assert (table["category"], table["language"]) == ("newsletter", "en")
    assert table["rule"][0]["id"] == "en/newsletter/labels"
    assert "subscribe to our newsletter" in table["rule"][0]["labels"]


def test_what_removals_name_that_is_no_rule_of_a_pack_is_shown(shell: Shell) -> None:
    cases = (FIXTURES / "pages").glob("*/*/case.toml")
    listed = (line for case in cases for line in tomllib.loads(case.read_text("utf-8"))["removals"])
    named = {line.split(" | ")[1].split(" ", 1)[1] for line in listed}
    of_packs = {rule.id for code in (ANY, *languages()) for rule in load_packs(code)}
    for name in sorted({*named, *OF_CODE, "example.com/gap"} - of_packs):
        shown = shell.use("rules", "show", name)
        assert (shown.status, shown.err) == (0, "")
        table = tomllib.loads(shown.out)
        assert table["id"] == name and len(table["description"]) > 20


def test_ids_that_nothing_has_are_unknown(shell: Shell) -> None:
    for name in (
        "any/comments/boxes",
        "model/nothing",
        "model",
        "head",
        "example.com/nothing",
        "/gap",
    ):
        ended = shell.use("rules", "show", name)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err.startswith(f"stripper: unknown rule {name!r}: ")
    assert (
        "did you mean 'any/comments/box'?" in shell.use("rules", "show", "any/comments/boxes").err
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["rules", "show", "en/newsletter/label"], "unknown rule 'en/newsletter/label': did you mean 'en/newsletter/labels'?"),
        (["rules", "list", "--category", "newsleter"], "unknown category 'newsleter': did you mean 'newsletter'? Known: "),
        (["rules", "list", "--language", "xx"], "unknown language 'xx': "),
        (["rules", "test", "none.toml"], "none.toml: cannot be read: No such file or directory"),
    ],
)  # fmt: skip
def test_toolbox_usage_errors(shell: Shell, arguments: list[str], line: str) -> None:
    ended = shell.use(*arguments)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"stripper: {line}")


def test_toolbox_tests_rules(shell: Shell) -> None:
    shell.put("own.toml", RULES)
    good = shell.use("rules", "test", "own.toml")
    assert (good.status, good.out) == (0, "")
    assert good.err == "stripper: 1 rule, 2 samples, 0 faults\n"
    wrong = RULES.replace(
        'strip = ["Frobnicate this page"]', 'strip = ["Look at this page of the atlas"]'
    )
    shell.put("own.toml", wrong)
    bad = shell.use("rules", "test", "own.toml")
    assert bad.status == 1
    assert (
        "strip sample 'Look at this page of the atlas': the rule does not find all of it" in bad.out
    )
    assert bad.err == "stripper: 1 rule, 2 samples, 1 fault\n"


def test_samples_are_not_tried_against_the_shipped_rule_that_is_replaced(shell: Shell) -> None:
    keep = RULES.replace("They frobnicate this page of the atlas every year.", "Read more")
    keep = keep.replace('language = "any"', 'language = "en"')
    found = "keep sample 'Read more': is found by en/related/buttons"
    for name, faults in (("own-label", True), ("en/related/buttons", False)):
        shell.put("own.toml", keep.replace("own-label", name))
        assert (found in shell.use("rules", "test", "own.toml").out) is faults


def test_a_full_id_that_replaces_nothing_is_told(shell: Shell) -> None:
    shell.put("page.txt", PAGE)
    line = (
        "own.toml: rule 'en/newsletter/lables' replaces none: unknown shipped rule "
        "'en/newsletter/lables': did you mean 'en/newsletter/labels'? Known: "
    )
    for name in ("en/newsletter/lables", "en/newsletter/labels", "acme/share/mine", "mine"):
        shell.put("own.toml", RULES.replace("own-label", name))
        told = line in shell.use("rules", "test", "own.toml").err
        assert told == (line in shell.run("page.txt", "--rules", "own.toml").err)
        assert told == (name == "en/newsletter/lables")
        assert shell.run("page.txt", "--rules", "own.toml", "--quiet").err == ""


def test_toolbox_evaluates(shell: Shell) -> None:
    record = {
        "id": "a",
        "text": PAGE,
        "labels": ["content", "", "newsletter", ""],
        "language": "en",
    }
    shell.put("labelled.jsonl", json.dumps(record) + "\n")
    scored = shell.use("evaluate", "labelled.jsonl", "--json")
    assert scored.status == 0
    expected = {
        "pages": 1,
        "boilerplate_removed": 100.0,
        "asks_removed": 100.0,
        "content_lost": 0.0,
        "precision": 100.0,
        "recall": 100.0,
        "f1": 100.0,
    }
    assert json.loads(scored.out)["all"] == expected
    table = shell.use("evaluate", "labelled.jsonl")
    head, first, *_ = table.out.splitlines()
    assert head.split() == list(expected)
    assert first.split() == ["all", "1", "100.0", "100.0", "0.0", "100.0", "100.0", "100.0"]
    missing = shell.use("evaluate", "none.jsonl")
    assert (missing.status, missing.out) == (3, "")
    assert missing.err == "stripper: none.jsonl: no such file or folder\n"


def test_evaluate_takes_short_lines_that_should_be_left_for_content(shell: Shell) -> None:
    for name, text, kept, removed, lost in (
        ("alone", "Rates rose.\n\nSkip to content\n", "Rates rose.\n", 100.0, 0.0),
        ("lost", "Subscribe\n\nRates rose.\n", "Subscribe\n\nRates rose.\n", None, 50.0),
        # what the page says twice and should say once is told by its neighbours
        ("twice", f"Share this\n\n{PAGE}\nShare this\n", f"{KEPT}\nShare this\n", 100.0, 0.0),
    ):
        shell.put("page.jsonl", json.dumps({"text": text, "kept": kept}) + "\n")
        rates = json.loads(shell.use("evaluate", "page.jsonl", "--json", "--no-model").out)["all"]
        assert (name, rates.get("boilerplate_removed"), rates["content_lost"]) == (
            name, removed, lost,
        )  # fmt: skip


def test_evaluate_reads_kept_texts_and_gold_standards(shell: Shell) -> None:
    page = "<p>Rates rose again on Monday.</p><p>Subscribe to our newsletter</p>"
    kept = {"text": PAGE + "\nBy Jane Doe\n", "kept": KEPT, "kind": "forum"}
    for name, record in (
        ("kept", kept),
        ("main", {"text": PAGE, "main_content": KEPT}),
        ("gold", {"html": page, "main_content": KEPT, "url": "https://example.com/"}),
    ):
        shell.put(f"{name}.jsonl", json.dumps(record) + "\n")
    shell.put("gold.jsonl.gz", gzip.compress(shell.read("gold.jsonl").encode()))
    gold = json.loads(shell.use("evaluate", "gold.jsonl.gz", "main.jsonl", "--json").out)
    assert gold["all"] == {"pages": 2, "boilerplate_removed": 100.0, "content_lost": 0.0,
                           "precision": 100.0, "recall": 100.0, "f1": 100.0}  # fmt: skip
    assert gold["format=html"]["pages"] == gold["format=text"]["pages"] == 1
    balanced, thorough = (
        json.loads(shell.use("evaluate", "kept.jsonl", "--json", "--preset", preset).out)
        for preset in ("balanced", "thorough")
    )
    rates = balanced["kind=forum"]
    assert (rates["boilerplate_removed"], rates["precision"], rates["recall"]) == (
        50.0,
        62.5,
        100.0,
    )
    assert rates["f1"] == 76.92
    assert thorough["all"]["f1"] == 100.0
    shell.put("none.jsonl", '{"text": "a", "html": "b"}\n')
    none = shell.use("evaluate", "none.jsonl")
    assert (none.status, none.err) == (3, "stripper: none.jsonl:1: wants text with labels or kept, "
                                       "or html with main_content, not text and html\n")  # fmt: skip
    shell.put("deep.jsonl", '{"text": ' + "[" * 10_000 + "\n")
    deep = shell.use("evaluate", "deep.jsonl")
    assert (deep.status, deep.err) == (3, "stripper: deep.jsonl:1: is nested too deeply\n")


def test_evaluate_rates_categories_in_the_format_of_the_page(shell: Shell) -> None:
    labels = ["content", "", "newsletter", "", "byline", "", "newsletter", ""]
    text = PAGE + "\nBy Jane Doe\n\n<p>Newsletter</p>\n"
    shell.put("page.jsonl", json.dumps({"text": text, "labels": labels, "format": "text"}) + "\n")
    rows = json.loads(shell.use("evaluate", "page.jsonl", "--json", "--no-model").out)
    assert rows["category=newsletter"]["boilerplate_removed"] == 50.0
    assert rows["category=byline"] == {"pages": 1, "content_lost": 0.0}
    assert rows["all"]["precision"] < rows["all"]["recall"] == 100.0


def test_evaluate_takes_weights(shell: Shell) -> None:
    network = load_network()
    blind = replace(network, lexical=np.zeros_like(network.lexical), members=network.members[:1])
    save_network(blind, shell.folder / "own.npz")
    pages = sorted((FIXTURES / "training").glob("en--*.lines"))[:12]
    shipped, own = (
        shell.use("evaluate", *pages, "--json", *more) for more in ((), ("--weights", "own.npz"))
    )
    assert shipped.status == own.status == 0
    assert json.loads(shipped.out)["all"] != json.loads(own.out)["all"]
    assert Stripper(weights="own.npz").version != Stripper().version
    assert read_weights("own.npz") is read_weights("own.npz")
    save_network(replace(blind, members=network.members[:2]), shell.folder / "own.npz")
    assert len(read_weights("own.npz").members) == 2  # not what the file held before
    fewer = replace(network.standin, weights=network.standin.weights[:-3])
    save_network(replace(network, standin=fewer), shell.folder / "old.npz")
    old = shell.use("evaluate", *pages, "--weights", "old.npz")
    assert old.err.startswith("stripper: old.npz: was fitted to ") and "train anew" in old.err
    shell.put("no.npz", "no weights")
    wrong = shell.use("evaluate", *pages, "--weights", "no.npz")
    assert wrong.err == "stripper: no.npz: holds no weights as stripper train writes them\n"
    assert wrong.status == 2


def test_card_says_what_the_weights_were_fitted_to(shell: Shell) -> None:
    shipped = shell.use("card")
    assert shipped.status == 0
    digest = Stripper().version.split()[-1]
    assert shipped.out.startswith(f"Weights {digest}\n")
    for said in (
        "CC-BY-4.0",
        "Roles: we,",
        "Features",
        "Known weaknesses",
        "wcxb-dev html article",
    ):
        assert said in shipped.out
    network = replace(load_network(), card="My own pages.")
    save_network(network, shell.folder / "card.npz")  # a process reads a file once, by its name
    assert shell.use("card", "--weights", "card.npz").out.endswith("\nMy own pages.\n")
    missing = shell.use("card", "--weights", "none.npz")
    assert (missing.status, missing.err.count("\n"), "none.npz" in missing.err) == (2, 1, True)


def test_toolbox_without_a_tool_shows_its_help(shell: Shell) -> None:
    for arguments in ((), ("rules",)):
        ended = shell.use(*arguments)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err.startswith("usage: stripper")
    unknown = shell.use("evalate")
    assert (unknown.status, unknown.out, unknown.err.count("\n")) == (2, "", 1)
    assert shell.use("--version").out == f"stripper (boilerstrip) {__version__}\n"
