"""Airflow: one task a file of a crawl, through the command; tried again by itself if it fails."""

import subprocess
import sys
from pathlib import Path

from airflow.sdk import dag, task


@dag(schedule=None, params={"source": "crawl", "target": "clean"})
def strip_crawl() -> None:
    """Strip each `.jsonl` file of the folder `source` into the folder `target`."""

    @task
    def find(params: dict[str, str]) -> list[str]:
        return sorted(map(str, Path(params["source"]).glob("*.jsonl")))

    @task(retries=2, max_active_tis_per_dag=4)
    def strip(path: str, params: dict[str, str]) -> str:
        target = Path(params["target"]) / Path(path).name
        target.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "stripper", "strip", path, "-o", str(target)]
        subprocess.run(command, check=True)  # the file appears whole or not at all
        return str(target)

    strip.expand(path=find())


strip_crawl()
