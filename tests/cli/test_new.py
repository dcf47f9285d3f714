"""`condax new` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from condax.cli.main import main
from condax.cli.new import SYSTEMS
from condax.errors import UsageError
from condax.project import System

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tool"
    folder.mkdir()
    (folder / "CMakeLists.txt").write_text("project(tool VERSION 1.5 LANGUAGES C)\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def test_a_recipe_is_written_and_what_was_detected_is_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "tool"]) == 0
    shown = capsys.readouterr().out
    assert "version       1.5    CMakeLists.txt:1" in shown
    recipe = project.parent / "recipes" / "tool" / "recipe.yaml"
    assert "wrote recipes/tool/recipe.yaml" in shown
    assert "path: ../../tool" in recipe.read_text()


def test_nothing_is_overwritten_unless_forced(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "tool"]) == 0
    recipe = project.parent / "recipes" / "tool" / "recipe.yaml"
    recipe.write_text("mine")
    assert main(["new", "tool", "--format", "v0"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert recipe.read_text() == "mine"
    assert main(["new", "tool", "--force"]) == 0
    assert recipe.read_text() != "mine"


def test_a_dry_run_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "tool", "--dry-run", "--format", "v0"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("==> meta.yaml <==\n{% set version")
    assert "build system" in captured.err
    assert not (project.parent / "recipes").exists()


def test_json_has_facts_and_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(project), "-o", "out", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["facts"]["systems"][0]["kind"] == "cmake"
    assert data["written"] == ["out/recipe.yaml"]
    assert list(data["files"]) == ["recipe.yaml"]


def test_a_patch_is_copied_and_named(project: Path) -> None:
    (project.parent / "fix.patch").write_text("--- a/x\n+++ b/x\n")
    assert main(["new", "tool", "-o", "out", "--patch", "fix.patch"]) == 0
    assert (project.parent / "out" / "fix.patch").read_text().startswith("--- a/x")
    recipe = (project.parent / "out" / "recipe.yaml").read_text()
    assert "  patches:\n    - fix.patch\n" in recipe


def test_every_build_system_can_be_chosen() -> None:
    assert set(SYSTEMS) == {each.value for each in System}


def test_a_file_that_is_no_toml_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "CMakeLists.txt").unlink()
    (project / "pyproject.toml").write_text("[project\nname = 'tool'\n")
    assert main(["new", "tool"]) == UsageError.exit_code
    said = capsys.readouterr().err
    assert said.startswith("error: 'pyproject.toml' is no TOML: expected ']'")
    assert "line 1" in said
