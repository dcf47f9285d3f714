"""Staging outputs of recipes, really built."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from condax.build import BuildReport, JobReport, RunTests
from condax.build.stage import move
from condax.errors import ToolFailedError, VerificationError
from condax.platforms import get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.build.conftest import Contents, Project

RECIPE = """
recipe: {name: split, version: "1.0"}
outputs:
  - staging: {name: all}
    requirements: {host: [dep]}
    build:
      script:
        - echo the staging script runs >> @RUNS@
        - mkdir -p $PREFIX/lib $PREFIX/share
        - printf '\\0%s/lib\\0' $PREFIX > $PREFIX/lib/library
        - ln -s $PREFIX/lib/library $PREFIX/lib/link
        - echo $SOURCE_DATE_EPOCH $CPU_COUNT $host_platform > $PREFIX/share/variables
        - cat $PREFIX/share/dep > $PREFIX/share/from-dep
        - echo $PREFIX $SRC_DIR > places
        - touch -d 2001-02-03 old
  - package: {name: split-library}
    inherit: all
    build: {files: [lib/*]}
  - package: {name: split-tools}
    inherit: all
    requirements: {run: ["${{ pin_subpackage('split-library', exact=True) }}"]}
    build:
      files: [share/*]
      script:
        - test "$(cat places)" = "$PREFIX $SRC_DIR"
        - test -f $PREFIX/lib/library
        - test old -ot places
        - touch $PREFIX/share/own
"""
DEP = """
build: {script: "mkdir -p $PREFIX/share; echo dep of $host_platform > $PREFIX/share/dep"}
requirements: {run_exports: [dep]}
"""


def write(project: Project, folder: Path) -> Path:
    project.recipe("dep", DEP)
    return project.recipe("split", RECIPE.replace("@RUNS@", str(folder / "runs")))


def job_of(report: BuildReport, name: str) -> JobReport:
    return next(job for job in report.jobs if job.name == name)


def archive_of(report: BuildReport, name: str) -> Path:
    archive = job_of(report, name).archive
    assert archive is not None, job_of(report, name)
    return archive


@pytest.fixture(scope="module")
def split(
    make_project: Callable[[str], Project], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Project, BuildReport, Path]:
    project = make_project("split")
    folder = tmp_path_factory.mktemp("runs")
    write(project, folder)
    return project, project.build(jobs=2), folder / "runs"


@pytest.mark.integration
def test_staging_scripts_run_once_for_all_packages(
    split: tuple[Project, BuildReport, Path], contents: Callable[[Path], Contents]
) -> None:
    _, report, runs = split
    assert report.error is None
    assert runs.read_text() == "the staging script runs\n"
    library = contents(archive_of(report, "split-library"))
    tools = contents(archive_of(report, "split-tools"))
    assert {"lib/library", "lib/link"} <= library.keys()
    assert tools["share/variables"] == "1700000000 2 linux-aarch64\n"
    assert tools["share/from-dep"] == "dep of linux-aarch64\n"
    assert "share/own" in tools


@pytest.mark.integration
def test_files_are_those_of_a_build_in_the_packages_own_folder(
    split: tuple[Project, BuildReport, Path], contents: Callable[[Path], Contents]
) -> None:
    library = contents(archive_of(split[1], "split-library"))
    assert library["lib/link"] == "-> library"
    assert library["lib/library"].startswith("\0/condax/host_env_placehold")
    for name, text in library.items():
        assert "condax-stage" not in text, name
        assert str(split[0].root) not in text, name


@pytest.mark.integration
def test_a_package_built_alone_and_elsewhere_has_the_same_bytes(
    split: tuple[Project, BuildReport, Path], tmp_path: Path
) -> None:
    project, report, _ = split
    output = tmp_path / "output"
    first = project.build(output_dir=output, cache_dir=tmp_path / "cache", jobs=2)
    tools = archive_of(first, "split-tools")
    tools.unlink()
    alone = project.build(output_dir=output, cache_dir=tmp_path / "another/cache", jobs=2)
    assert [job.state.value for job in alone.jobs if job.name == "split-library"] == ["up to date"]
    for name in ("split-library", "split-tools"):
        assert archive_of(alone, name).read_bytes() == archive_of(report, name).read_bytes()


@pytest.mark.integration
def test_run_exports_of_the_staging_environment_are_inherited_and_nothing_is_left(
    split: tuple[Project, BuildReport, Path], index_of: Callable[[Path, str], dict[str, Any]]
) -> None:
    project, _, _ = split
    records = index_of(project.output, "linux-aarch64").values()
    assert {record["name"] for record in records} == {"dep", "split-library", "split-tools"}
    assert all("dep" in r["depends"] for r in records if r["name"].startswith("split"))
    assert not [path for path in project.cache.glob("work/stages/*/*") if path.is_dir()]


@pytest.mark.integration
def test_each_platform_has_a_stage_of_its_own(
    project: Project, tmp_path: Path, contents: Callable[[Path], Contents]
) -> None:
    write(project, tmp_path)
    targets = (get_platform("linux-aarch64"), get_platform("linux-ppc64le"))
    report = project.build(targets=targets, test=RunTests.SKIP)
    assert (tmp_path / "runs").read_text().count("\n") == 2
    tools = [job.archive for job in report.jobs if job.name == "split-tools"]
    said = [contents(path)["share/from-dep"] for path in tools if path]
    assert sorted(said) == ["dep of linux-aarch64\n", "dep of linux-ppc64le\n"]


@pytest.mark.integration
def test_a_staging_script_that_fails_runs_once_and_fails_every_package(
    project: Project, tmp_path: Path
) -> None:
    recipe = write(project, tmp_path) / "recipe.yaml"
    recipe.write_text(recipe.read_text().replace("touch -d 2001-02-03 old", "exit 3"))
    report = project.build()
    assert (tmp_path / "runs").read_text().count("\n") == 1
    error = job_of(report, "split-library").error
    assert isinstance(error, ToolFailedError)
    assert error.returncode == 3
    assert "+ exit 3" in error.tail
    assert error.log is not None
    assert "the staging script" in error.log.read_text(encoding="utf-8")


@pytest.mark.integration
def test_a_path_of_the_stage_that_cannot_be_replaced_is_found(project: Project) -> None:
    project.recipe(
        "leak",
        """
recipe: {name: leak, version: "1.0"}
outputs:
  - staging: {name: all}
    build:
      script:
        - mkdir -p $PREFIX/lib
        - echo ${SRC_DIR%/out*} > $PREFIX/lib/leak.pc
  - {package: {name: leak}, inherit: all}
""",
    )
    error = project.build().error
    assert isinstance(error, VerificationError)
    assert [each.name for each in error.diagnostics] == ["build-path-left"]


def test_a_path_is_replaced_in_text_binaries_and_links_and_times_stay(tmp_path: Path) -> None:
    old, new, source = Path("/old/folder"), Path("/new/folder"), tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    (source / "sub/binary").write_bytes(b"\0/old/folder/lib\0/old/folder\xff")
    (source / "sub/binary").chmod(0o755)
    (source / "plain").write_text("nothing to replace")
    (source / "link").symlink_to("/old/folder/plain")
    (source / "sub-link").symlink_to("sub")
    for path in (source / "sub/binary", source / "plain"):
        os.utime(path, (1e9, 1e9))
    moved = tmp_path / "moved"
    move(source, moved, old, new)
    assert (moved / "sub/binary").read_bytes() == b"\0/new/folder/lib\0/new/folder\xff"
    assert (moved / "sub/binary").stat().st_mode & 0o777 == 0o755
    assert (moved / "plain").read_text() == "nothing to replace"
    assert {(moved / n).stat().st_mtime for n in ("sub/binary", "plain")} == {1e9}
    assert str((moved / "link").readlink()) == "/new/folder/plain"
    assert str((moved / "sub-link").readlink()) == "sub"
