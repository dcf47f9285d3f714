"""Every key of conda-forge.yml changes what is rendered, or is reported to change nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from condax.rerender import load_feedstock, render_feedstock
from condax.rerender.forge_file import DEPRECATED, UNKNOWN, WRONG, parse_forge_file
from condax.rerender.key import Kind
from condax.rerender.keys import BOT_KEYS, BY_NAME, KEYS, top_level_keys
from condax.rerender.providers import DEPRECATED_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.rerender import Pinning

BASE: Mapping[str, Any] = {
    "build_platform": {"linux_aarch64": "linux_64"},
    "provider": {"linux_64": ["azure", "github_actions"], "osx_64": "azure", "win_64": None},
    "test": "native_and_emulated",
}

FILES = """\
=== recipe/meta.yaml
package: {name: tool, version: "1"}
requirements:
  build:
    - {{ compiler('c') }}
outputs:
  - name: tool
  - name: tool-data
    build: {noarch: generic}
=== recipe/conda_build_config.yaml
c_compiler:
  - gcc
  - other  # [os.environ.get("CONFIG_VERSION") == "3"]
=== other/meta.yaml
package: {name: other, version: "1"}
build: {noarch: generic}
"""

WINDOWS = {"provider.win_64": ["azure", "github_actions"]}

VALUES: Mapping[str, Any] = {
    "build_platform": {"linux_ppc64le": "linux_64"},
    "provider": {"linux_64": "azure"},
    "os_version": {"linux_64": "alma8"},
    "test": "native",
    "noarch_platforms": ["osx_64"],
    "conda_build_tool": "mambabuild",
    "conda_install_tool": "pixi",
    "recipe_dir": "other",
    "config_version": "3",
    "channel_priority": "disabled",
    "conda_solver": "classic",
    "conda_build.pkg_format": "1",
    "conda_build.zstd_compression_level": 19,
    "conda_build.error_overlinking": True,
    "docker.executable": "podman",
    "docker.fallback_image": "image",
    "docker.command": "sh",
    "docker.run_args": "--privileged",
    "remote_ci_setup": ["own-ci-setup"],
    "conda_forge_output_validation": True,
    "skip_render": ["README.md"],
    "github.user_or_org": "us",
    "github.repo_name": "tool",
    "github.branch_name": "dev",
    "choco": ["nasm"],
    "clone_depth": 1,
    "private_upload": True,
    "secrets": ["TOKEN"],
    "upload_on_branch": "dev",
    "azure.force": True,
    "azure.max_parallel": 3,
    "azure.project_name": "builds",
    "azure.build_id": 7,
    "azure.user_or_org": "us",
    "azure.upload_packages": False,
    "azure.timeout_minutes": 9,
    "azure.settings_linux.swapfile_size": "8GiB",
    "azure.settings_win.install_atl": True,
    **{
        f"azure.settings_{system}.{name}": value
        for system in ("linux", "osx", "win")
        for name, value in {
            "pool": {"vmImage": "large"},
            "timeoutInMinutes": 9,
            "variables": {"A": "b"},
        }.items()
    },
    "github_actions.artifact_retention_days": 3,
    "github_actions.cancel_in_progress": False,
    "github_actions.max_parallel": 3,
    "github_actions.timeout_minutes": 9,
    "github_actions.triggers": ["push"],
    "github_actions.upload_packages": False,
    "workflow_settings.store_build_artifacts": True,
    "workflow_settings.tools_install_dir": "~/tools",
    "workflow_settings.build_workspace_dir": "~/work",
    "workflow_settings.pagefile_size": 4,
    "workflow_settings.free_disk_space": "max",
    "workflow_settings.resize_partitions": True,
}

BESIDE: Mapping[str, Mapping[str, Any]] = {
    "choco": WINDOWS,
    "azure.force": {"provider.linux_64": "github_actions"},
    "azure.settings_win.install_atl": WINDOWS,
    "azure.settings_win.pool": WINDOWS,
    "azure.settings_win.timeoutInMinutes": WINDOWS,
    "azure.settings_win.variables": WINDOWS,
    "github_actions.artifact_retention_days": {"workflow_settings.store_build_artifacts": True},
    "noarch_platforms": {"recipe_dir": "other"},
    "workflow_settings.resize_partitions": WINDOWS,
}
"""What a key needs beside it."""

REPORTED = (
    *("idle_timeout_minutes", "templates"),
    *("azure.settings_osx.swapfile_size", "azure.settings_win.swapfile_size"),
    *(f"azure.settings_{system}.install_atl" for system in ("linux", "osx")),
)

FOR_OTHERS: Mapping[str, str] = {
    "azure.project_id": "conda-smithy finds the build number through it",
    "exclusive_config_file": "the command, in place of --pinning",
    "github.tooling_branch_name": "conda-forge's automation",
    "linter.skip": "condax lint",
    "package": "conda-smithy, before it made the feedstock",
    "shellcheck.enabled": "condax lint",
    **{key.name: "conda-forge's bot" for key in BOT_KEYS if key.kind is not Kind.SECTION},
}
"""Keys that are read before rendering or by someone else."""

NAMES = [key.name for key in KEYS if not key.instead and key.kind is not Kind.SECTION]


SMITHY = [
    line.split()
    for line in (Path(__file__).parent / "conda_smithy_keys.txt").read_text().splitlines()
    if not line.startswith("#")
]
"""Name of each key that conda-smithy has, and `deprecated` for those that are."""


def test_the_top_level_is_that_of_conda_smithy() -> None:
    listed = {name for name, *_ in SMITHY if "." not in name}
    assert len(listed) == 45
    assert listed == {*top_level_keys()}


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, *words in SMITHY])
def test_a_key_of_conda_smithy_is_known_and_its_misspelling_is_not(
    name: str, words: list[str]
) -> None:
    # condax gives up the services too that conda-smithy is about to.
    is_deprecated = bool(words) or name in DEPRECATED_PROVIDERS
    assert bool(BY_NAME[name].instead) == is_deprecated
    *sections, last = name.split(".")
    for spelling, codes in (
        (last, {DEPRECATED} if is_deprecated else set()),
        (f"{last}x", {UNKNOWN}),
    ):
        if spelling != last and sections == ["conda_build"]:
            continue  # takes keys of any name
        lines = "".join(f"{'  ' * i}{key}:\n" for i, key in enumerate([*sections, spelling]))
        found = parse_forge_file(lines).diagnostics
        own = [each for each in found if each.span and each.span.line == len(sections) + 1]
        assert {each.code for each in own} - {WRONG} == codes
        if spelling != last:
            assert f"did you mean '{last}'?" in [each.hint for each in own]


def test_every_key_has_its_place_in_this_table() -> None:
    assert sorted((*VALUES, *REPORTED, *FOR_OTHERS)) == sorted(NAMES)


def _config(values: Mapping[str, Any]) -> str:
    document: dict[str, Any] = yaml.safe_load(yaml.safe_dump(dict(BASE)))
    for name, value in values.items():
        *sections, last = name.split(".")
        place = document
        for section in sections:
            place = place.setdefault(section, {})
        old = place.get(last)
        place[last] = {**old, **value} if isinstance(old, dict) else value
    return yaml.safe_dump(document)


@pytest.mark.parametrize("name", VALUES)
def test_a_key_changes_what_is_rendered(
    name: str, feedstock: Callable[[str], Path], pinning: Pinning
) -> None:
    beside = BESIDE.get(name, {})
    folder = feedstock(FILES)
    trees = []
    for values in (beside, {**beside, name: VALUES[name]}):
        (folder / "conda-forge.yml").write_text(_config(values))
        trees.append(render_feedstock(load_feedstock(folder), pinning).tree)
    assert trees[0] != trees[1]


@pytest.mark.parametrize("name", REPORTED)
def test_a_key_without_effect_is_reported(
    name: str, feedstock: Callable[[str], Path], pinning: Pinning
) -> None:
    folder = feedstock(FILES)
    (folder / "conda-forge.yml").write_text(_config({name: {"a": "b"}}))
    found = render_feedstock(load_feedstock(folder), pinning).diagnostics
    assert any(re.search(f"renders nothing from '{name}'", each.message) for each in found)
