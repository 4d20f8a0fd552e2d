"""What is kept of parsed TOML between runs is what the files hold, and is never needed."""

import tomllib
from pathlib import Path

import pytest

import stripper
from stripper.parsed import CACHE, find_cache, keep_text, read_toml

PACKAGE = Path(stripper.__file__).parent
SHIPPED = sorted(PACKAGE.rglob("*.toml"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def write(folder: Path, text: str) -> Path:
    file = folder / "sample.toml"
    file.write_text(text, "utf-8")
    return file


def test_kept_tables_equal_the_toml_of_every_shipped_file(cache: Path) -> None:
    parsed = [tomllib.loads(file.read_text("utf-8")) for file in SHIPPED]
    assert read_toml(SHIPPED) == parsed
    assert [file.suffix for file in cache.iterdir()] == [".json"]
    assert repr(read_toml(SHIPPED)) == repr(parsed)  # 1 and 1.0 and True are not alike


def test_what_is_kept_is_used_and_what_has_changed_is_parsed(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, "a = 1")
    assert read_toml([file]) == [{"a": 1}]
    with monkeypatch.context() as patch:
        patch.setattr(tomllib, "loads", None)
        assert read_toml([file]) == [{"a": 1}]
    assert read_toml([write(tmp_path, "a = 2")]) == [{"a": 2}]
    assert read_toml([file, file]) == [{"a": 2}, {"a": 2}]


def test_a_text_is_made_once_a_key(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "\u00e4" * len(made)

    assert [keep_text(key, make) for key in ("a", "a", "b", "a")] == ["ä", "ä", "ää", "ä"]
    monkeypatch.setenv(CACHE, "")
    assert keep_text("a", make) == "äää"


@pytest.mark.parametrize("found", ["", "{", "[]", "7", '{"a": 1}', "\x00"])
def test_what_was_not_put_there_is_not_believed(cache: Path, tmp_path: Path, found: str) -> None:
    file = write(tmp_path, "a = 1")
    read_toml([file])
    (kept,) = cache.iterdir()
    kept.write_text(found, "utf-8")
    assert read_toml([file]) == [{"a": 1}]


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE, str(write(tmp_path, "a = 1")))  # a file, where a folder should be
    assert read_toml([tmp_path / "sample.toml"]) == [{"a": 1}]
    assert [file.name for file in tmp_path.iterdir()] == ["sample.toml"]


def test_an_empty_variable_turns_it_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, "")
    assert find_cache() is None
    assert read_toml([write(tmp_path, "a = 1")]) == [{"a": 1}]


def test_faults_of_a_file_are_told_as_before(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 1"):
        read_toml([write(tmp_path, "= 1")])
    with pytest.raises(FileNotFoundError):
        read_toml([tmp_path / "none.toml"])
    assert not cache.exists()
