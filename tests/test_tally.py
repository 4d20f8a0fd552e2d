"""What a run tells of itself: its log, its summary, its counts."""

import json

from commands import Shell

from stripper.runs.tally import Tally, summarise
from tests.test_runs import put_crawl


def test_log_and_summary(shell: Shell) -> None:
    put_crawl(shell, 3)
    ended = shell.run("crawl.jsonl", "-o", "out.jsonl", "--log")
    assert ended.err.splitlines()[:-1] == [
        "strip: 3 documents, 3 changed, 0 failed",
        "strip: 75 characters in, 42 out, 33 removed (44.0%)",
        "strip: removed: related rule 33",
        "strip: access: open 3",
    ]
    assert ended.err.splitlines()[-1].endswith(" seconds")


def test_tallies_add_up() -> None:
    one = Tally(2, 2, 1, 1, 0, 100, 90)
    one.removed["share rule"] = 10
    other = Tally.of(json.loads(json.dumps(one.as_dict())))
    other.add(one)
    assert (other.documents, other.kept, other.removed["share rule"]) == (4, 180, 20)
    assert summarise(Tally(1))[0] == "1 document, 0 changed, 0 failed"
    assert summarise(other)[1] == "200 characters in, 180 out, 20 removed (10.0%)"
