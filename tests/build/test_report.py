"""What a program reads of a build."""

import re
import subprocess
import sys
from pathlib import Path

from condax.build import BuildReport, JobReport, JobState
from condax.build.worker import processor_seconds

ROOT = Path(__file__).parent.parent.parent
BUSY = "import time\nwhile time.process_time() < 0.2: pass"


def test_every_key_is_documented() -> None:
    job = JobReport(
        name="a",
        version="1",
        build="0",
        subdir="noarch",
        recipe=Path("recipe.yaml"),
        state=JobState.BUILT,
    )
    document = BuildReport(jobs=(job,), channel="file:///o", seconds=1).to_json()
    page = (ROOT / "docs/reference/build-report.md").read_text(encoding="utf-8")
    first = re.findall(r"^\| (`.*?`) \|", page, re.MULTILINE)
    keys = [key for cell in first for key in re.findall(r"`(\w+)`", cell)]
    assert keys == [*document, *document["jobs"][0]]


def test_processor_time_of_what_ended_is_counted() -> None:
    before = processor_seconds()
    subprocess.run([sys.executable, "-c", BUSY], check=True)
    assert processor_seconds() - before >= 0.2
