"""`condax ci` as a user types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder `recipes` below the current one."""
    (tmp_path / "recipes").mkdir()
    monkeypatch.chdir(tmp_path)


def run(*argv: str | Path) -> int:
    return main(["ci", *map(str, argv)])


def test_a_workflow_is_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "workflows" / "conda.yml"
    argv = ["recipes/", "--target", "linux-aarch64", "--output", str(file)]
    assert run(*argv, "--check") == 8
    assert capsys.readouterr().err.endswith("run `condax ci recipes --target linux-aarch64`\n")
    assert run(*argv) == 0
    assert run(*argv, "--check") == 0
    assert capsys.readouterr().out == f"new {file}\n{file} is up to date\n"
    assert run(*argv, "-c", "conda-forge") == 0
    assert "-c conda-forge" in file.read_text()


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--target", "linux-arm"], "unknown platform 'linux-arm'"),
        (["recipe", "--target", "linux-64"], "there is no folder 'recipe'"),
        (["/", "--target", "linux-64"], "'/' leads out of the repository"),
        (["recipes/../recipes", "--target", "linux-64"], "leads out of the repository"),
        (["--target", "linux-64", "-c", "https://u:secret@x.example.org/c"], "'x.example.org'"),
        (["--target", "linux-64", "-c", "https://x.example.org/t/ab-c/c"], "credentials"),
        ([], "missing option '--target'"),
        (["--target", "linux-64", "--publish", "foldr:x"], "did you mean 'folder'?"),
        (["--target", "linux-64", "--runner", "[self-hosted"], "'[self-hosted' is no label"),
    ],
)
def test_wrong_options_are_explained(
    argv: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*argv) == 2
    said = capsys.readouterr().err
    assert message in said
    assert "secret" not in said
