"""The workflow of a project that is no feedstock."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from condax.errors import UsageError
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE
from condax.rerender import ProjectCi, parse_runner, render_project_ci

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Golden

TARGETS = (LINUX_64, LINUX_AARCH64, LINUX_PPC64LE)
OURS = ("self-hosted", "linux")
PLACES = {
    "anaconda": ("anaconda:us/dev", 'channel=["dev"]'),
    "prefix": ("prefix:ours", '"ours",\n'),
    "artifactory": (
        "artifactory:https://a.example.org/artifactory/conda",
        '"https://a.example.org/artifactory",\n              "conda",\n',
    ),
    "s3": ("s3:bucket/channel", '"s3://bucket/channel".removeprefix'),
    "folder": ("folder:/srv/channel", 'CHANNEL: "/srv/channel"'),
}


@pytest.mark.golden
def test_the_workflow(golden: Golden) -> None:
    options = ProjectCi(
        recipes="recipes",
        targets=TARGETS,
        channels=("./channel", "conda-forge"),
        publish="prefix:ours",
    )
    golden("project.yml", render_project_ci(options))


@pytest.mark.parametrize(("place", "words"), PLACES.values(), ids=PLACES)
def test_every_place_has_its_upload(place: str, words: str) -> None:
    options = ProjectCi(recipes="r", targets=TARGETS, publish=place, runner=OURS)
    text = render_project_ci(options)
    assert words in text
    assert f"--publish {place} --runner self-hosted,linux`" in text.splitlines()[0]


def test_without_a_place_nothing_is_published() -> None:
    text = render_project_ci(ProjectCi(recipes="r", targets=(LINUX_AARCH64,), runner=("ours",)))
    assert "publish" not in text
    assert 'target: ["linux-aarch64"]' in text
    assert text.splitlines()[0].endswith(
        "--target linux-aarch64 --runner ours`: run it again to change this file."
    )


@pytest.mark.parametrize(
    ("text", "runs_on"),
    [
        ("a: b", "a: b"),
        ("on", "on"),
        ("${{ vars.RUNNER }}", "${{ vars.RUNNER }}"),
        ("self-hosted,linux", ["self-hosted", "linux"]),
        ("[self-hosted, linux, linux]", ["self-hosted", "linux"]),
    ],
)
def test_labels_of_a_runner_stay_what_they_are(text: str, runs_on: object) -> None:
    options = ProjectCi(
        recipes="r", targets=TARGETS, publish="prefix:ours", runner=parse_runner(text)
    )
    rendered = render_project_ci(options)
    found = [job["runs-on"] for job in yaml.safe_load(rendered)["jobs"].values()]
    assert found == [runs_on, runs_on]
    assert parse_runner(",".join(options.runner)) == options.runner


@pytest.mark.parametrize("text", ["", "a,", "[a", "[a]]", "a,'b'", "a\nb", "{group: a}", "a" * 257])
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no label of a runner"):
        parse_runner(text)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("prefx:ours", "unknown service 'prefx'"),
        ("prefix", "'prefix' is no place to publish to"),
        ("artifactory:conda", "'conda' is no channel of an Artifactory"),
    ],
)
def test_a_place_that_is_none_is_explained(place: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        render_project_ci(ProjectCi(recipes="r", targets=TARGETS, publish=place))


@pytest.mark.parametrize(
    ("folder", "runner", "message"),
    [
        ("/srv/channel", "ubuntu-latest", "'/srv/channel' is gone when the machine"),
        ("/srv/channel", "ubuntu-24.04", "'/srv/channel' is gone when the machine"),
        ("channel", "self-hosted,linux", "'channel' is below the checkout"),
        ("~/channel", "self-hosted,linux", "'~/channel' is below the checkout"),
    ],
)
def test_a_folder_that_does_not_last_is_refused(folder: str, runner: str, message: str) -> None:
    options = ProjectCi(
        recipes="r", targets=TARGETS, publish=f"folder:{folder}", runner=parse_runner(runner)
    )
    with pytest.raises(UsageError, match=message):
        render_project_ci(options)


@pytest.mark.parametrize("folder", ["/srv/channel", "${{ vars.CHANNEL }}/main"])
@pytest.mark.parametrize("runner", ["self-hosted,ubuntu-24.04", "cores-8", "${{ vars.RUNNER }}"])
def test_a_folder_of_a_machine_of_ones_own_is_taken(folder: str, runner: str) -> None:
    options = ProjectCi(
        recipes="r", targets=TARGETS, publish=f"folder:{folder}", runner=parse_runner(runner)
    )
    publish = yaml.safe_load(render_project_ci(options))["jobs"]["publish"]
    assert publish["steps"][-1]["env"]["CHANNEL"] == folder


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A workflow for every kind of place."""
    for name, (place, _) in PLACES.items():
        options = ProjectCi(recipes="r", targets=TARGETS, publish=place, runner=OURS)
        (tmp_path / f"{name}.yml").write_text(render_project_ci(options))
    hosted = ProjectCi(recipes="r", targets=TARGETS, publish="prefix:ours")
    (tmp_path / "hosted.yml").write_text(render_project_ci(hosted))
    return sorted(map(str, tmp_path.glob("*.yml")))


def test_actionlint_finds_nothing_in_the_workflows(
    files: list[str], require: Callable[[str], str]
) -> None:
    done = subprocess.run([require("actionlint"), *files], capture_output=True, text=True)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_the_workflows_satisfy_the_schema(files: list[str]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*command, "vendor.github-workflows", *files], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
