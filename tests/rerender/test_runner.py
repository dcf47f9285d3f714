"""Machines of GitHub Actions, as `github_actions_labels` name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from condax.rerender import job_report, load_feedstock, plan_jobs, render_feedstock
from condax.rerender.runner import runner_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.rerender import Pinning
    from condax.rerender.runner import Runner

    Find = Callable[[str, str], Runner]

FILES = """\
=== conda-forge.yml
conda_build_tool: rattler-build
provider: {{linux_64: null, osx_64: null, win_64: null, {platform}: github_actions}}
=== recipe/recipe.yaml
package: {{name: a, version: "1"}}
=== recipe/variants.yaml
github_actions_labels: {labels}
"""


@pytest.fixture
def runner(feedstock: Callable[[str], Path], pinning: Pinning) -> Find:
    """Of the one job of a platform, for these labels."""

    def find(platform: str, labels: str) -> Runner:
        folder = feedstock(FILES.format(platform=platform, labels=labels))
        [job] = plan_jobs(load_feedstock(folder), pinning).jobs
        return runner_of(job)

    return find


@pytest.mark.parametrize(
    ("platform", "labels", "expected"),
    [
        ("linux_64", "[hosted]", ["ubuntu-latest"]),
        ("win_64", "[default]", ["windows-2022"]),
        ("linux_64", "[ours]", ["ours"]),
        ("linux_64", "[ours, large]", ["large", "ours"]),
        ("linux_64", '["self-hosted@ours"]', ["ours", "linux", "x64", "self-hosted"]),
        ("osx_arm64", '["self-hosted@macOS"]', ["macOS", "arm64", "self-hosted"]),
        (
            "linux_64",
            "[cirun-openstack-cpu-large]",
            ["cirun-openstack-cpu-large--${{ github.run_id }}-linux_64_"],
        ),
        (
            "linux_64",
            "[namespace-profile-8cpu-on-linux-64]",
            [
                "namespace-profile-8cpu-on-linux-64"
                ";container.privileged=true;container.mount-scratch=true"
            ],
        ),
        (
            "win_64",
            "[namespace-profile-8cpu-on-win-64]",
            ["namespace-profile-8cpu-on-win-64"],
        ),
    ],
)
def test_labels_are_completed(
    runner: Find, platform: str, labels: str, expected: list[str]
) -> None:
    assert list(runner(platform, labels).labels) == expected


@pytest.mark.parametrize(
    ("labels", "has_second_disk"),
    [("[hosted]", True), ("[namespace-profile-8cpu-on-win-64]", True), ("[ours]", False)],
)
def test_windows_builds_on_its_second_disk(
    runner: Find, labels: str, has_second_disk: bool
) -> None:
    assert runner("win_64", labels).has_second_disk is has_second_disk


@pytest.mark.parametrize(
    ("provider", "expected"), [("github_actions", "large, ours"), ("azure", None)]
)
def test_json_names_the_machine_that_the_feedstock_chooses(
    feedstock: Callable[[str], Path], pinning: Pinning, provider: str, expected: str | None
) -> None:
    text = FILES.format(platform="linux_64", labels="[ours, large]")
    folder = feedstock(text.replace("github_actions}", f"{provider}}}"))
    [job] = plan_jobs(load_feedstock(folder), pinning).jobs
    assert job_report(job)["runner"] == expected


def test_a_container_sees_the_graphics_processors(
    feedstock: Callable[[str], Path], pinning: Pinning
) -> None:
    folder = feedstock(FILES.format(platform="linux_64", labels="[cirun-openstack-GPU-large]"))
    text = render_feedstock(load_feedstock(folder), pinning).tree[
        ".github/workflows/conda-build.yml"
    ]
    job = yaml.safe_load(text)["jobs"]["build"]
    assert job["strategy"]["matrix"]["include"][0]["docker_run_args"] == "--gpus all"
    [build] = [step for step in job["steps"] if step["name"] == "Build on Linux"]
    assert build["env"]["CONDA_FORGE_DOCKER_RUN_ARGS"] == "${{ matrix.docker_run_args }}"
