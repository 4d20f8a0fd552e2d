"""The documentation says what is so: examples run, nothing that users meet is missing from it."""

import ast
import configparser
import doctest
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest
from commands import Shell, tool

import stripper
from stripper.answers import DROPPABLE
from stripper.cli.arguments import make_parser
from stripper.formats import FORMATS
from stripper.packs import PRESETS, categories, load_user_packs
from stripper.packs.rule import EXTENTS, KINDS, POSITIONS, Rule
from stripper.pipeline import Options
from tests.conftest import FIXTURES, ROOT

README = (ROOT / "README.md").read_text("utf-8")
SEED = FIXTURES / "pages" / "text" / "en--moscow-times"
COMMANDS = (
    "python3 -m venv .venv && .venv/bin/pip install -q . "
    "&& .venv/bin/strip fixtures/pages/text/en--moscow-times/page.txt",
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/python -m pytest",
)


def fenced(language: str) -> list[str]:
    """The code blocks of the README that are marked with a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)


def section(title: str) -> str:
    found = re.search(rf"^(#+) {title}\n(.*?)(?=^#|\Z)", README, re.M | re.S)
    assert found, f"README.md has no section {title!r}"
    return found.group(2)


def table(head: str) -> dict[str, list[str]]:
    """The rows of the README's table whose first column has this head, by that column."""
    lines = README.split("\n")
    (start,) = (n for n, line in enumerate(lines) if line.startswith(f"| {head} |"))
    rows = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        name, *cells = (cell.strip() for cell in line.strip("|").split(" | "))
        rows[name.strip(" `")] = cells
    return rows


def test_examples_do_what_they_show() -> None:
    blocks = [block for block in fenced("python") if ">>>" in block]
    assert len(blocks) >= 4
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    parser = doctest.DocTestParser()
    known: dict[str, object] = {}
    for number, block in enumerate(blocks, 1):
        test = parser.get_doctest(block, known, f"README.md, example {number}", None, 0)
        wrong: list[str] = []
        assert runner.run(test, out=wrong.append, clear_globs=False).failed == 0, "".join(wrong)
        known = test.globs


def test_first_example_is_what_the_command_prints(request: pytest.FixtureRequest) -> None:
    before, after, account = fenced("text")[:3]
    ended = tool("strip", "page.txt", "--explain", cwd=SEED)
    if account != ended.err and request.config.getoption("--update-removals"):
        (ROOT / "README.md").write_text(README.replace(account, ended.err, 1), "utf-8")
    assert account == ended.err
    for shown, whole in ((before, (SEED / "page.txt").read_text("utf-8")), (after, ended.out)):
        assert_shortened(shown, whole)


def assert_shortened(shown: str, whole: str) -> None:
    """What is shown stands in the whole in this order, … for what is left out."""
    assert [shown.splitlines()[n] for n in (0, -1)] == [whole.splitlines()[n] for n in (0, -1)]
    at = 0
    for line in shown.splitlines():
        for piece in (piece.strip() for piece in line.split(" …")):
            if piece not in ("", "…"):
                assert piece in whole[at:], piece
                at = whole.index(piece, at) + len(piece)


@pytest.mark.parametrize("command", COMMANDS, ids=("run", "test"))
def test_commands_stand_each_on_a_line(command: str) -> None:
    assert README.split("\n").count(f"    {command}") == 1


def test_test_command_is_the_one_that_is_run_for_every_change() -> None:
    found = re.findall(r"^    (python3 -m venv .venv .*pytest.*)$", README, re.M)
    assert found == [COMMANDS[1]]
    words = shlex.split(COMMANDS[0])
    assert (ROOT / words[-1]).is_file()


def test_every_switch_is_listed() -> None:
    listed = {
        switch for row in table("switch") for switch in re.findall(r"(?<![\w-])--?[\w-]+", row)
    }
    actions = make_parser()._actions
    assert listed == {switch for action in actions for switch in action.option_strings}


def test_exit_statuses_are_listed() -> None:
    from stripper.cli import exits

    known = {str(v) for k, v in vars(exits).items() if k.isupper() and isinstance(v, int)}
    assert set(table("exit status")) == known


def test_every_category_and_preset_is_listed() -> None:
    verbs = {"goes": "goes", "certain": "goes when certain", "stays": "stays"}
    wanted = {
        name: [held.description, *(verbs[held.presets[preset]] for preset in PRESETS)]
        for name, held in categories().items()
    }
    assert table("category") == wanted
    assert f"| category | what it is | {' | '.join(PRESETS)} |" in README


def test_help_names_every_category(shell: Shell) -> None:
    shown = shell.use("strip", "--help").out
    assert shown.split("categories:")[1].split("exit status")[0].split() == list(categories())


def test_every_option_is_listed() -> None:
    rows = table("switch").items()
    listed = [re.findall(r"^`(\w+)=", cells[0].strip()) for _, cells in rows]
    assert sorted(name for names in listed for name in names) == sorted(
        field.name for field in fields(Options)
    )
    told = " ".join(cell for _, row in rows for cell in row)
    assert [name for name in (*PRESETS, *FORMATS) if f"`{name}`" not in told] == []


def test_every_field_of_a_rule_is_explained() -> None:
    own = section("Rules of your own")
    names = [f.name for f in fields(Rule) if f.name not in ("category", "language")]
    example = tomllib.loads(fenced("toml")[0])["rule"]
    shown = {name for rule in example for name in rule}
    missing = [name for name in names if f"`{name}`" not in own and name not in shown]
    assert missing == []
    values = (*POSITIONS, *EXTENTS, *KINDS)
    assert [value for value in values if f"`{value}`" not in own] == []


def test_pack_example_loads_and_its_samples_pass(shell: Shell) -> None:
    (pack,) = fenced("toml")
    own = shell.folder / "own.toml"
    own.write_text(pack, "utf-8")
    assert len(load_user_packs([own])) == 2
    ended = shell.use("rules", "test", own)
    assert (ended.status, ended.out) == (0, "")
    page = "The ferry sails at noon.\n\nJoin the morning list\n"
    found = stripper.strip(page, rules=[str(own)], language="en").removals
    assert [r.rule for r in found] == ["en/newsletter/morning-list"]


def test_record_example_is_what_the_command_prints(tmp_path: Path) -> None:
    (session,) = fenced("console")
    _, record, _, stripped = session.splitlines()
    (tmp_path / "crawl.jsonl").write_text(f"{record}\n", "utf-8")
    ended = tool("strip", "crawl.jsonl", cwd=tmp_path)
    assert (ended.status, ended.out) == (0, f"{stripped}\n")


def test_every_language_is_named() -> None:
    data = tomllib.loads(files("stripper.lexicons").joinpath("languages.toml").read_text("utf-8"))
    text = " ".join(section("Languages").split())
    assert [table["name"] for table in data.values() if table["name"] not in text] == []


def test_every_recipe_is_named() -> None:
    assert "](tests/recipes/)" in README
    told = section("In other engines and frameworks").split("For others")[1].split("\n\n")[0]
    told = re.sub(r"[^a-z0-9]", "", told.lower())
    names = [file.stem.removeprefix("with_") for file in ROOT.glob("tests/recipes/with_*.py")]
    assert names
    assert [name for name in names if name.replace("_", "") not in told] == []


def test_every_setting_of_the_scrapy_step_is_listed() -> None:
    source = (ROOT / "stripper" / "integrations" / "scrapy.py").read_text("utf-8")
    names = set(re.findall(r'"(STRIPPER_[A-Z_]+)"', source))
    assert len(names) == 4
    assert names | {"STRIPPER_PRESET`, …"} == set(table("setting"))
    row = table("setting")["STRIPPER_DROP"][0]
    assert [reason for reason in DROPPABLE if f"`{reason}`" not in row] == []


def test_every_extra_of_a_step_is_listed() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    listed = {cells[0].strip("`") for cells in table("where").values()}
    modules = (ROOT / "stripper" / "integrations").glob("[a-z]*.py")
    assert listed == {"arrow", *(module.stem for module in modules)}
    assert listed <= set(setup["options.extras_require"])


def test_every_extra_is_listed() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    listed = re.findall(r"[a-z]+", " ".join(table("extra")))
    assert sorted(listed) == sorted(setup["options.extras_require"])


def test_names_of_modules_are_importable() -> None:
    named = set(re.findall(r"`(stripper(?:\.\w+)+)`", README))
    assert len(named) >= 4
    for name in named:
        place, _, last = name.rpartition(".")
        if (ROOT / (name.replace(".", "/") + ".py")).is_file():
            continue
        file = ROOT / (place.replace(".", "/") + ".py")
        text = (file if file.is_file() else file.with_suffix("") / "__init__.py").read_text("utf-8")
        assert re.search(rf"^(?:class |def )?{last}\b", text, re.M), name


def test_layers_are_those_that_are_tested() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    layers = setup["importlinter:contract:layers"]["layers"].strip()
    assert f"```text\n{layers}\n```" in section("How it works")


def test_tree_names_every_package_and_nothing_that_is_not_there() -> None:
    tree = next(block for block in fenced("text") if block.startswith("stripper/\n"))
    package = ROOT / "stripper"
    folder, named = "", set()
    for line in tree.splitlines()[1:]:
        folders = [name for name in line.split() if re.fullmatch(r"[\w/]+/", name)]
        if not line.startswith("    "):
            folder = folders[0] if folders else ""
            named.update(folders)
        files = re.findall(r"(?<!\S)\w+\.(?:py|toml|npz)\b", line)
        assert [name for name in files if not (package / folder / name).is_file()] == []
    packages = (file.parent.relative_to(package) for file in package.rglob("*/__init__.py"))
    assert named == {f"{place.as_posix()}/" for place in packages if place.name}


def test_every_module_says_what_it_is_about() -> None:
    silent = [
        file
        for file in (ROOT / "stripper").rglob("*.py")
        if not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    ]
    assert silent == []


def test_dependencies_are_explained() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    needed = re.findall(r"^([\w-]+)", setup["options"]["install_requires"], re.M)
    assert sorted(re.findall(r"^- \*\*([\w-]+)\*\*", section("Dependencies"), re.M)) == needed


def test_public_names_are_importable_and_explained() -> None:
    assert stripper.__all__ == sorted(stripper.__all__)
    for name in stripper.__all__:
        assert (getattr(stripper, name).__doc__ or "").strip(), name
    with pytest.raises(AttributeError, match="has no attribute 'strips'"):
        _ = stripper.strips


MEASURED = (
    "decisions", "engines", "evaluate", "formats", "learning", "pipeline", "profiles", "train",
)  # fmt: skip
"""Packages whose numbers say where they are from."""


def find_numbers(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """The named numbers of a module, each with whether something is said of it."""
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).strip("_(").isupper():
            held = [node.value, *ast.iter_child_nodes(node.value)]
            numbers = [
                n for n in held if isinstance(n, ast.Constant) and type(n.value) in (int, float)
            ]
            plain = isinstance(node.value, ast.Constant | ast.Tuple | ast.UnaryOp)
            if numbers and plain:
                said = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                yield ast.unparse(node), said


@pytest.mark.parametrize("package", MEASURED)
def test_every_named_number_says_what_it_is(package: str) -> None:
    for file in sorted((ROOT / "stripper" / package).rglob("*.py")):
        silent = [n for n, said in find_numbers(ast.parse(file.read_text("utf-8"))) if not said]
        assert not silent, file
