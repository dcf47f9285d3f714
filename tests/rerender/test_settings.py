"""`workflow_settings` for one job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.rerender import load_feedstock, plan_jobs
from condax.rerender.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.rerender import Pinning
    from condax.rerender.settings import JobSettings

RECIPE = 'package: {name: a, version: "1"}\n'
HEAD = """\
conda_build_tool: rattler-build
provider: {linux_64: [azure, github_actions], win_64: azure, osx_64: null}
"""


@pytest.fixture
def settings(
    feedstock: Callable[[str], Path], pinning: Pinning
) -> Callable[[str], dict[str, JobSettings]]:
    """Provider and target of each job with its settings, for lines of conda-forge.yml."""

    def find(lines: str) -> dict[str, JobSettings]:
        folder = feedstock(f"=== conda-forge.yml\n{HEAD}{lines}=== recipe/recipe.yaml\n{RECIPE}")
        loaded = load_feedstock(folder)
        return {
            f"{job.provider.value} {job.target}": settings_of(loaded.config, job)
            for job in plan_jobs(loaded, pinning).jobs
        }

    return find


def test_without_settings_nothing_is_done(
    settings: Callable[[str], dict[str, JobSettings]],
) -> None:
    found = settings("")
    assert sorted(found) == ["azure linux_64", "azure win_64", "github_actions linux_64"]
    for each in found.values():
        assert (each.stores, each.free_disk_space, each.pagefile_size) == (False, "skip", 0)
    assert found["azure linux_64"].paths == ()


def test_conditions_pick_the_jobs(settings: Callable[[str], dict[str, JobSettings]]) -> None:
    found = settings(
        "workflow_settings:\n"
        "  pagefile_size: 4\n"
        "  resize_partitions: true\n"
        "  store_build_artifacts: [{provider: azure, value: true}]\n"
        "  free_disk_space: [{value: max}, {os: win, value: quick}]\n"
        "  tools_install_dir: [{os: win, value: 'E:/tools'}]\n"
    )
    linux, windows = found["azure linux_64"], found["azure win_64"]
    assert (linux.pagefile_size, windows.pagefile_size) == (4, 4)
    assert (linux.resizes, windows.resizes) == (False, True)
    assert (linux.free_disk_space, windows.free_disk_space) == ("max", "quick")
    assert windows.paths == (("MINIFORGE_HOME", "E:/tools"), ("CONDA_BLD_PATH", "E:\\bld"))
    assert [found[key].stores for key in sorted(found)] == [True, True, False]


def test_settings_of_older_files_count(settings: Callable[[str], dict[str, JobSettings]]) -> None:
    found = settings(
        "azure: {free_disk_space: [apt, docker], store_build_artifacts: true, "
        "settings_linux: {swapfile_size: 12GiB}, "
        "settings_win: {variables: {SET_PAGEFILE: 'True'}}}\n"
        "github_actions: {free_disk_space: true}\n"
    )
    azure, github = found["azure linux_64"], found["github_actions linux_64"]
    assert (azure.free_disk_space, azure.stores, azure.pagefile_size) == ("max", True, 12)
    assert found["azure win_64"].pagefile_size == 16
    assert (github.free_disk_space, github.stores, github.pagefile_size) == ("quick", False, 0)


def test_workflow_settings_win_over_older_keys(
    settings: Callable[[str], dict[str, JobSettings]],
) -> None:
    found = settings(
        "azure: {free_disk_space: true, settings_linux: {swapfile_size: 12GiB}}\n"
        "workflow_settings: {free_disk_space: skip, pagefile_size: 1}\n"
    )
    assert found["azure linux_64"].free_disk_space == "skip"
    assert found["azure linux_64"].pagefile_size == 1


def test_azure_has_the_disks_that_conda_smithy_gives_its_jobs(
    settings: Callable[[str], dict[str, JobSettings]],
) -> None:
    found = settings("build_platform: {win_arm64: win_64}\n")
    assert dict(found["azure win_64"].paths)["MINIFORGE_HOME"] == "D:\\Miniforge"
    assert dict(found["azure win_arm64"].paths)["MINIFORGE_HOME"] == "C:\\Miniforge"
    assert dict(found["azure win_arm64"].paths)["CONDA_BLD_PATH"] == "C:\\bld"
