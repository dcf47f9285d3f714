from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from condax.cli.target_info import command
from condax.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

MODULE = "lib/python3.12/lib-dynload/math.cpython-312-aarch64-linux-gnu.so"


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    for name in (MODULE, "include/python3.12/Python.h", "bin/python3.12"):
        path = tmp_path / "env" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
        path.chmod(0o755)
    return tmp_path / "env"


def test_facts_are_printed_for_people(prefix: Path) -> None:
    result = CliRunner().invoke(command, [str(prefix)])
    assert result.exit_code == 0
    assert "platform                    linux-aarch64\n" in result.output
    assert "wheel tag                   cp312-cp312-linux_aarch64\n" in result.output


def test_facts_are_printed_for_programs(prefix: Path) -> None:
    result = CliRunner().invoke(command, [str(prefix), "--json"])
    facts = json.loads(result.output)
    assert facts["described_by"] == "headers and file names"
    assert facts["extension_suffix"] == ".cpython-312-aarch64-linux-gnu.so"


def test_build_details_are_written_and_checked(prefix: Path, tmp_path: Path) -> None:
    path = tmp_path / "build-details.json"
    assert CliRunner().invoke(command, [str(prefix), "--write", str(path)]).exit_code == 0
    printed = CliRunner().invoke(command, [str(prefix), "--write", "-"]).output
    assert printed == path.read_text(encoding="utf-8")

    path.rename(prefix / "lib/python3.12/build-details.json")
    result = CliRunner().invoke(command, [str(prefix), "--check"])
    assert (result.exit_code, result.output) == (0, "no findings\n")

    (prefix / "include/python3.12/Python.h").unlink()
    result = CliRunner().invoke(command, [str(prefix), "--check"])
    assert result.exit_code == 8
    assert result.output.startswith("error[CP104] details-missing-file: `c_api.headers` names")


def test_checking_what_is_not_there_is_a_usage_error(prefix: Path) -> None:
    result = CliRunner().invoke(command, [str(prefix), "--check"])
    assert isinstance(result.exception, UsageError)
    assert "--write" in result.exception.hint


@pytest.mark.integration
def test_nothing_of_the_target_is_executed(
    prefix: Path, tmp_path: Path, require: Callable[[str], str]
) -> None:
    trace = tmp_path / "trace"
    values = {"MULTIARCH": "aarch64-linux-gnu", "VERSION": "3.12", "EXT_SUFFIX": ".so"}
    values |= {"INCLUDEPY": "/include/python3.12", "LIBDIR": "/lib"}
    data = prefix / "lib/python3.12/_sysconfigdata__linux_aarch64-linux-gnu.py"
    data.write_text(f"import os\nos.system('true')\nbuild_time_vars = {values}\n")
    condax = Path(sys.executable).with_name("condax")
    done = subprocess.run(
        [
            *(require("strace"), "-f", "-qq", "-e", "trace=execve,execveat", "-o", str(trace)),
            *(sys.executable, str(condax), "target-info", str(prefix), "--json"),
        ],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["described_by"] == "_sysconfigdata"
    started = [line for line in trace.read_text().splitlines() if "exec" in line]
    assert len(started) == 1
    assert sys.executable in started[0]
