"""Reading `conda-forge.yml`: every key known, every mistake shown where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.diagnostics import Severity
from condax.report.text import render
from condax.rerender.forge_file import parse_forge_file
from condax.rerender.key import Key, Kind
from condax.rerender.keys import KEYS, keys_below, top_level_keys

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
        "idle_timeout_minutes: 30\nskip_render: [README.md]\nbot: {automerge: true}\n"
        "workflow_settings: {free_disk_space: max}\n"
    )
    values = parse_forge_file(text).values
    assert parse_forge_file(text).diagnostics == ()
    assert values["conda_build.pkg_format"] == "2"
    assert values["conda_build.use_channeldata"] is True
    assert values["secrets"] == ("A", "B")
    assert values["skip_render"] == ("README.md",)
    assert values["idle_timeout_minutes"] == 30
    assert values["bot.automerge"] is True
    assert values["workflow_settings.free_disk_space"] == ({"value": "max"},)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("linter: {skip: text}", "'linter.skip' takes a list of texts"),
        ("linter: {skip: [{a: b}]}", "'linter.skip' takes a list of texts"),
        ("bot: {automerge: foo}", "'foo' is no value of 'bot.automerge'"),
        ("bot: {automerge: [version]}", "'bot.automerge' takes true, false or a text"),
        ("bot: {version_updates: {sources: [pipy]}}", "'pipy' is no value of {key}.sources'"),
        (
            "bot: {version_updates: {random_fraction_to_keep: few}}",
            "{key}.random_fraction_to_keep' takes a fraction",
        ),
        ("conda_build: {pkg_format: 9}", "'9' is no value of 'conda_build.pkg_format'"),
        ("noarch_platforms: foo", "'foo' is no value of 'noarch_platforms'"),
        ("noarch_platforms: [linux_64, osx-64]", "'osx-64' is no value of 'noarch_platforms'"),
        ("skip_render: README.md", "'skip_render' takes a list of texts"),
        ("shellcheck: {enabled: 1}", "'shellcheck.enabled' takes true or false"),
        ("azure: {settings_linux: {pool: big}}", "'azure.settings_linux.pool' takes any mapping"),
        ("azure: {free_disk_space: [tmp]}", "'tmp' is no value of 'azure.free_disk_space'"),
        ("clone_depth: 1:30", "'clone_depth' takes a number"),
        ("workflow_settings: {pagefile_size: big}", "{settings}.pagefile_size' takes a number"),
        (
            "workflow_settings: {resize_partitions: [{value: 3}]}",
            "{settings}.resize_partitions' takes true or false",
        ),
        (
            "workflow_settings: {pagefile_size: [{os: lunix, value: 3}]}",
            "'lunix' is no value of {settings}.pagefile_size'",
        ),
    ],
)
def test_values_of_another_kind_are_shown_at_every_depth(text: str, message: str) -> None:
    places = {"key": "'bot.version_updates", "settings": "'workflow_settings"}
    found = [each for each in parse_forge_file(text).diagnostics if each.name != "deprecated-key"]
    assert [each.message for each in found] == [message.format(**places)]
    assert found[0].span is not None


def test_values_that_the_schema_allows_are_taken() -> None:
    text = (
        "noarch_platforms: osx_64\nremote_ci_setup: own-setup\nconda_build: {pkg_format: tar}\n"
        "bot:\n  automerge: version\n  abi_migration_branches: [1.10, v2]\n"
        "  version_updates: {random_fraction_to_keep: 0.1, allowed_tag_globs: v*}\n"
        "workflow_settings:\n  pagefile_size:\n    - {os: [linux, win], value: 8}\n"
    )
    file = parse_forge_file(text)
    assert file.diagnostics == ()
    assert file.values["noarch_platforms"] == ("osx_64",)
    assert file.values["bot.abi_migration_branches"] == ("1.10", "v2")
    assert file.values["workflow_settings.pagefile_size"] == ({"os": ["linux", "win"], "value": 8},)


def test_mistakes_in_what_rerendering_does_not_read_are_warnings() -> None:
    text = "bot: {automerge: foo}\nlinter: {skip: 3}\ntest: foo\n"
    severities = [each.severity for each in parse_forge_file(text).diagnostics]
    assert severities == [Severity.WARNING, Severity.WARNING, Severity.ERROR]
