"""The datatrove step: through its local executor, with resume, statistics and both writers."""

import doctest
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import launch

import stripper
from stripper.errors import OptionError
from tests import pages

datatrove = pytest.importorskip("datatrove")
step = pytest.importorskip("stripper.integrations.datatrove")
from datatrove.data import Document  # noqa: E402
from datatrove.executor.local import LocalPipelineExecutor  # noqa: E402
from datatrove.executor.slurm import SlurmPipelineExecutor  # noqa: E402
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402

SHARDS = 3
KEPT = "Rates rose.\n"
SOURCE = "Rates rose.\n\nRead more\n"


def documents() -> list[Any]:
    return [
        Document(str(r["text"]), str(r["id"]), metadata={"url": r["url"]}) for r in pages.records()
    ]


def write_shards(folder: Path) -> None:
    folder.mkdir()
    for shard in range(SHARDS):
        rows = pages.records()[shard::SHARDS]
        lines = "".join(json.dumps(row) + "\n" for row in rows if row["text"])
        (folder / f"{shard}.jsonl").write_text(lines, "utf-8")


def read(folder: Path) -> dict[str, dict[str, Any]]:
    lines = [
        line
        for file in sorted(folder.glob("*.jsonl.gz"))
        for line in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()
    ]
    rows = [json.loads(line) for line in lines]
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: row for row in rows}


def test_examples() -> None:
    assert doctest.testmod(step).failed == 0


def test_local_run_gives_what_strip_gives_and_resumes(tmp_path: Path) -> None:
    write_shards(tmp_path / "in")

    def executor() -> Any:
        steps = [
            JsonlReader(str(tmp_path / "in")),
            step.StripperStep(
                account="why", drop="no_content",
                removed=JsonlWriter(str(tmp_path / "removed")),
                excluded=JsonlWriter(str(tmp_path / "excluded")),
            ),
            JsonlWriter(str(tmp_path / "out")),
        ]  # fmt: skip
        return LocalPipelineExecutor(
            steps, tasks=SHARDS, workers=2, logging_dir=str(tmp_path / "log")
        )

    executor().run()
    out, removed = read(tmp_path / "out"), read(tmp_path / "removed")
    assert len(list((tmp_path / "out").iterdir())) == SHARDS
    wanted = [
        (r, done) for r, done in zip(pages.records(), pages.results(), strict=True) if r["text"]
    ]
    for record, result in wanted:
        name = str(record["id"])
        if "no_content" in result.flags:
            assert read(tmp_path / "excluded")[name]["metadata"]["filter_reason"] == "no_content"
            assert name not in out
            continue
        assert out[name]["text"] == result.text
        assert out[name]["metadata"]["why"]["metadata"]["url"] == record["url"]
        assert (name in removed) == bool(result.removals)
        if result.removals:
            account = removed[name]["metadata"]["stripper"]
            assert removed[name]["text"] == "".join(r.text for r in result.removals)
            assert pages.restore(out[name]["text"], account["removals"]) == record["text"]
    check_statistics(tmp_path / "log" / "stats.json", [result for _, result in wanted])

    # a run that lost one task does that task again, and no other
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "out").iterdir()}
    (tmp_path / "log" / "completions" / "00001").unlink()
    executor().run()
    after = {file: file.stat().st_mtime_ns for file in (tmp_path / "out").iterdir()}
    assert [f.name for f in before if after[f] != before[f]] == ["00001.jsonl.gz"]
    assert read(tmp_path / "out") == out


def check_statistics(file: Path, results: list[stripper.Result]) -> None:
    (held,) = [s for s in json.loads(file.read_text("utf-8")) if s["name"].endswith("stripper")]
    stats = held["stats"]
    assert stats["total"] == len(results)
    blank = sum("no_content" in r.flags for r in results)
    assert blank
    assert (stats["dropped"], stats["dropped_no_content"]) == (blank, blank)
    removals = [removal for result in results for removal in result.removals]
    for category in {r.category for r in removals}:
        sizes = [len(r.text) for r in removals if r.category == category]
        found = stats[f"removed_{category}"]
        assert (found["total"], found["n"]) == (sum(sizes), len(sizes))
    for access in {r.access for r in results}:
        assert stats[f"access_{access}"] == sum(r.access == access for r in results)


def test_options_are_checked_before_any_task_starts() -> None:
    with pytest.raises(OptionError, match="unknown reason to drop a page 'empty'"):
        step.StripperStep(drop=["empty"])
    assert step.StripperStep(preset="precise").tool.options == stripper.Options("precise")


def test_document_that_fails_goes_on_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    pages.fail_on(monkeypatch, "xyzzy")
    tool = step.StripperStep()
    given = [Document(SOURCE, "1"), Document("xyzzy\n\nRead more\n", "2"), Document(SOURCE, "3")]
    done = list(tool.run(given))
    assert [d.text for d in done] == [KEPT, "xyzzy\n\nRead more\n", KEPT]
    assert done[1].metadata == {
        "stripper_error": "could not be stripped, which is a bug: ZeroDivisionError: of this test"
    }
    assert done[0].metadata == {}


def test_a_document_without_a_text_costs_no_other() -> None:
    given = [Document(SOURCE, "1"), Document(None, "2"), Document(SOURCE, "3")]
    tool = step.StripperStep()
    done = list(tool.run(given))
    assert [d.text for d in done] == [KEPT, None, KEPT]
    assert done[1].metadata["stripper_error"].startswith("strip wants text, not NoneType")
    assert tool.stats["failed"].total == 1


def test_slurm_script_has_a_task_for_each_shard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stand-ins for Slurm's commands take the script; then each task is run as Slurm would."""
    (tmp_path / "bin").mkdir()
    for command, answer in (("sbatch", "Submitted batch job 7"), ("scontrol", "localhost")):
        script = tmp_path / "bin" / command
        script.write_text(f'#!/bin/sh\necho "{answer}"\n', "utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    write_shards(tmp_path / "in")
    log = tmp_path / "log"
    SlurmPipelineExecutor(
        [JsonlReader(str(tmp_path / "in")), step.StripperStep(), JsonlWriter(str(tmp_path / "out"))],
        tasks=SHARDS, time="01:00:00", partition="cpu", logging_dir=str(log),
    ).run()  # fmt: skip
    launched = (log / "launch_script.slurm").read_text("utf-8")
    assert f"#SBATCH --array=0-{SHARDS - 1}" in launched
    assert f"launch_pickled_pipeline {log}/executor.pik" in launched
    for task in range(SHARDS):
        ended = launch(
            sys.executable, "-m", "datatrove.tools.launch_pickled_pipeline", log / "executor.pik",
            SLURM_ARRAY_TASK_ID=str(task), SLURM_NODELIST="localhost",
        )  # fmt: skip
        assert ended.status == 0, ended.err
    out = read(tmp_path / "out")
    for record, text in zip(pages.records(), pages.expected(), strict=True):
        assert not record["text"] or out[str(record["id"])]["text"] == text
