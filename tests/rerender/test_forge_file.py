"""Reading `conda-forge.yml`: every key known, every mistake shown where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.diagnostics import Severity
from condax.report.text import render
from condax.rerender.forge_file import parse_forge_file
from condax.rerender.keys import KEYS, Key, Kind, keys_below, top_level_keys

if TYPE_CHECKING:
    from tests.conftest import Golden

WRONG = """\
build_platfrom:
  linux_aarch64: linux_64
build_platform:
  linux_aarch46: linux_64
  linux_ppc64le: linux64
provider:
  linux_aarch64: github_action
  linux: [azure, native]
test: nativ_and_emulated
test_on_native_only: true
azure:
  max_paralel: 3
  max_parallel: many
docker: podman
noarch_platforms: linux_64
recipe_dir: a
recipe_dir: b
linter:
  skip: [lint_stdlb]
workflow_settings:
  pagefile_size:
    - value: 16
      operating_system: linux
    - os: linux
conda_build:
  anything: goes
"""


def test_conda_smithy_has_45_top_level_keys() -> None:
    assert len(top_level_keys()) == len(set(top_level_keys())) == 45


@pytest.mark.parametrize("key", [k for k in KEYS if "." in k.name], ids=lambda k: k.name)
def test_nested_keys_stand_below_a_section(key: Key) -> None:
    section = key.name.rpartition(".")[0]
    assert key.name in [each.name for each in keys_below(section)]
    assert [k.kind for k in KEYS if k.name == section] == [Kind.SECTION]


@pytest.mark.golden
def test_every_mistake_is_shown_where_it_stands(golden: Golden) -> None:
    file = parse_forge_file(WRONG)
    golden("wrong-conda-forge.txt", render(file.diagnostics))


def test_what_cannot_be_used_counts_as_not_set() -> None:
    file = parse_forge_file(WRONG)
    assert file.values["azure.max_parallel"] == 50
    assert file.values["docker.executable"] == "docker"


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "provider:\n"])
def test_an_empty_file_means_the_defaults(text: str) -> None:
    file = parse_forge_file(text)
    assert file.diagnostics == ()
    assert file.values["recipe_dir"] == "recipe"


def test_a_file_that_is_no_yaml_is_one_diagnostic() -> None:
    [found] = parse_forge_file("a: [1\nb: {\n").diagnostics
    assert found.code == "CY100"
    assert found.severity is Severity.ERROR


def test_a_list_is_no_configuration() -> None:
    [found] = parse_forge_file("- a\n").diagnostics
    assert found.message == "conda-forge.yml is a mapping"


def test_deprecated_keys_say_what_to_write() -> None:
    hints = {d.hint for d in parse_forge_file("min_py_ver: '36'\ntravis: {}\n").diagnostics}
    assert hints == {"limit versions with `skip` in the recipe", "use provider: github_actions"}


def test_values_are_those_of_the_file() -> None:
    text = (
        "conda_build: {pkg_format: 2, use_channeldata: true}\nsecrets: [A, B]\n"
        "idle_timeout_minutes: 30\nskip_render: README.md\nbot: {automerge: true}\n"
        "workflow_settings: {free_disk_space: max}\n"
    )
    values = parse_forge_file(text).values
    assert parse_forge_file(text).diagnostics == ()
    assert values["conda_build.pkg_format"] == "2"
    assert values["conda_build.use_channeldata"] is True
    assert values["secrets"] == ("A", "B")
    assert values["skip_render"] == ("README.md",)
    assert values["idle_timeout_minutes"] == 30
    assert values["bot"] == {"automerge": True}
    assert values["workflow_settings.free_disk_space"] == ({"value": "max"},)
