from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from condax.build import Engine, RunTests
from condax.errors import ToolFailedError, ToolNotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import Project

pytestmark = pytest.mark.integration

# rattler-build's own command line code, behind a name on PATH: there is no wheel of the program.
PROGRAM = """#!@PYTHON@
import argparse, pathlib, warnings
import rattler_build

parser = argparse.ArgumentParser()
parser.add_argument("command", choices=["build"])
for name in ("recipe", "build-platform", "target-platform", "host-platform", "output-dir"):
    parser.add_argument(f"--{name}", required=True)
for name in ("package-format", "test", "log-style"):
    parser.add_argument(f"--{name}", required=True)
parser.add_argument("--variant-config", action="append")
parser.add_argument("--channel", action="append")
for name in ("ignore-recipe-variants", "keep-build", "no-build-id"):
    parser.add_argument(f"--{name}", action="store_true")
options = vars(parser.parse_args())
for name in ("command", "log_style"):
    del options[name]
warnings.simplefilter("ignore")
recipe = options.pop("recipe")
try:
    rattler_build.build_recipes([recipe], **options)
except rattler_build.RattlerBuildError as error:
    log = next(pathlib.Path(options["output_dir"], "bld").rglob("conda_build.log"), None)
    if log:
        print(log.read_text())
    raise SystemExit(f"Error: {error}")
"""
RECIPE = """
build:
  script:
    - mkdir -p $PREFIX/share
    - echo $PREFIX > $PREFIX/share/prefix
    - env | grep -E '^(CPU_COUNT|SOURCE_DATE_EPOCH|PKG_HASH|.*_platform)=' > variables
    - sort variables > $PREFIX/share/env
requirements:
  build: [make]
"""


@pytest.fixture
def with_program(project: Project, tmp_path: Path) -> Project:
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "rattler-build"
    program.write_text(PROGRAM.replace("@PYTHON@", sys.executable), encoding="utf-8")
    program.chmod(0o755)
    project.env = {**project.env, "PATH": f"{folder}{os.pathsep}{project.env['PATH']}"}
    return project


def test_both_engines_make_the_same_package(with_program: Project, tmp_path: Path) -> None:
    project = with_program
    project.recipe("a", RECIPE)
    archives = []
    for engine in Engine:
        [job] = project.build(engine=engine, output_dir=tmp_path / engine.value).jobs
        assert job.error is None
        assert job.archive is not None
        archives.append(job.archive.read_bytes())
    assert archives[0] == archives[1]


def test_a_failing_script_is_explained_the_same_way(with_program: Project) -> None:
    with_program.recipe("a", "build: {script: [echo last words, exit 3]}")
    [job] = with_program.build(engine=Engine.BINARY, test=RunTests.SKIP).jobs
    assert isinstance(job.error, ToolFailedError)
    assert "the build script of a-1.0" in str(job.error)
    assert any("last words" in line for line in job.error.tail)


def test_without_the_program_the_engine_is_not_found(project: Project) -> None:
    project.recipe("a")
    [job] = project.build(engine=Engine.BINARY).jobs
    assert isinstance(job.error, ToolNotFoundError)
    assert "--engine inprocess" in job.error.hint
