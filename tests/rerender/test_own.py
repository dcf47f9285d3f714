"""The CI files of this repository are the ones that `condax rerender` writes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from condax.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

ROOT = Path(__file__).parent.parent.parent

USER = """\
on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: ./
        with: {path: recipes, pth: misspelled}
"""


def test_actionlint_finds_nothing_in_this_repository(require: Callable[[str], str]) -> None:
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    assert workflows
    done = subprocess.run(
        [require("actionlint"), *map(str, workflows)], capture_output=True, text=True
    )
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_the_action_is_one_that_a_workflow_can_use(
    tmp_path: Path, require: Callable[[str], str]
) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    action = ROOT / "action.yml"
    done = subprocess.run(
        [*command, "vendor.github-actions", str(action)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    # actionlint reads an action where a workflow of its repository uses it.
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    shutil.copy(action, tmp_path)
    (tmp_path / ".github/workflows/lint.yml").write_text(USER)
    done = subprocess.run([require("actionlint")], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.count('input "pth" is not defined') == 1
    assert done.stdout.count(".yml:") == 1


def test_the_files_of_this_repository_are_up_to_date(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rerender", str(ROOT), "--check"]) == 0, capsys.readouterr().err
    assert capsys.readouterr().err == ""
