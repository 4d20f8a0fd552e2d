"""Batches larger than memory should be: none is held whole, and each comes out."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from commands import KEPT, PAGE, Shell, environment

from stripper.writers import columns

ROWS = 500


def write(path: Path, size: int) -> list[str]:
    raw = ["x" * size + str(n) for n in range(ROWS)]
    table = pa.table({"text": [PAGE] * ROWS, "raw": raw})
    with pa.ipc.new_file(path, table.schema) as out:
        out.write_table(table)
    return raw


def test_a_batch_is_not_held_whole(tmp_path: Path) -> None:
    write(tmp_path / "in.arrow", 400_000)  # 200 MB
    code = (
        "import sys; sys.argv[0] = 'strip'\n"
        "from stripper.cli.front import run\n"
        "status = run()\n"
        "import pyarrow\n"
        "print(pyarrow.default_memory_pool().max_memory())\n"
        "sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "in.arrow", "-o", "out.arrow", "--no-model"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) < 120_000_000


def test_a_large_batch_comes_out_as_several(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_BATCH", 100_000)
    raw = write(shell.folder / "in.arrow", 1_000)
    assert shell.run("in.arrow", "-o", "out.arrow", "--no-model").status == 0
    file = pa.ipc.open_file("out.arrow")
    assert (file.num_record_batches, file.read_all()["raw"].to_pylist()) == (4, raw)
    assert file.read_all()["text"].to_pylist() == [KEPT] * ROWS
