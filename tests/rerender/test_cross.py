"""Edits of `conda-forge.yml` that let it cross-compile."""

from __future__ import annotations

import pytest

from condax.errors import ConfigError, UsageError
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE, OSX_ARM64
from condax.rerender import (
    check_consistency,
    describe_cross,
    enable_cross,
    parse_forge_config,
)
from condax.rerender.forge_file import parse_forge_file

BOTH = (LINUX_AARCH64, LINUX_PPC64LE)

COMMENTED = """\
# Settings of the feedstock.
bot: {automerge: true}  # let it
# Where to build.
build_platform:
  linux_aarch64: linux_aarch64  # on its own machine
  osx_arm64: osx_64

# Who builds.
provider:
  linux_aarch64: default  # native
  win_64: azure
test: native
"""

EDITED = """\
# Settings of the feedstock.
bot: {automerge: true}  # let it
# Where to build.
build_platform:
  linux_aarch64: linux_64  # on its own machine
  linux_ppc64le: linux_64
  osx_arm64: osx_64

# Who builds.
provider:
  win_64: azure
test: native
"""


def test_comments_order_and_other_keys_stay() -> None:
    assert enable_cross(COMMENTED, BOTH) == EDITED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "",
            "build_platform:\n  linux_aarch64: linux_64\n  linux_ppc64le: linux_64\n"
            "test: native_and_emulated\n",
        ),
        (
            "# head\n\nrecipe_dir: x",
            "# head\n\nbuild_platform:\n  linux_aarch64: linux_64\n  linux_ppc64le: linux_64\n"
            "recipe_dir: x\ntest: native_and_emulated\n",
        ),
        (
            "build_platform: {linux_aarch64: linux_64}\nprovider: {linux_ppc64le: native}\n"
            "test: all\n",
            "build_platform: {linux_aarch64: linux_64, linux_ppc64le: linux_64}\nprovider: {}\n"
            "test: native_and_emulated\n",
        ),
        (
            "provider:\n  linux_64: null\n  linux_ppc64le: default\nbuild_platform:\n",
            "provider:\n  linux_64: default\nbuild_platform:\n  linux_aarch64: linux_64\n"
            "  linux_ppc64le: linux_64\ntest: native_and_emulated\n",
        ),
        (
            "provider:\n  linux_ppc64le: default\ntest: native\n",
            "build_platform:\n  linux_aarch64: linux_64\n  linux_ppc64le: linux_64\ntest: native\n",
        ),
    ],
    ids=["empty", "head-comment", "flow-style", "provider-off", "only-provider"],
)
def test_what_is_missing_is_added_where_sorted_keys_have_it(before: str, after: str) -> None:
    assert enable_cross(before, BOTH) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "build_platform: {}  # c2\nprovider:\n  # c3\n  linux_aarch64: default\n"
            "test: all  # c1\n",
            "build_platform:  # c2\n  linux_aarch64: linux_64\n  linux_ppc64le: linux_64\n"
            "provider: {}\n  # c3\ntest: native_and_emulated  # c1\n",
        ),
        (
            "build_platform:  # a\n  # b\n  linux_ppc64le:  # c\ntest:  # d\n",
            "build_platform:  # a\n  linux_aarch64: linux_64\n  # b\n"
            "  linux_ppc64le: linux_64  # c\ntest: native_and_emulated  # d\n",
        ),
        (
            "build_platform: {  # a\n  # b\n}  # c\n",
            "build_platform:  # a\n  # b\n  # c\n  linux_aarch64: linux_64\n"
            "  linux_ppc64le: linux_64\ntest: native_and_emulated\n",
        ),
    ],
    ids=["values", "above-an-entry", "empty-flow"],
)
def test_comments_stay(before: str, after: str) -> None:
    assert enable_cross(before, BOTH) == after


def test_entries_of_a_flow_mapping_of_several_lines_go() -> None:
    provider = (
        "provider: {linux_aarch64: default,\n  # mine\n  linux_ppc64le: default,  # gone\n"
        "  win_64: azure  # c\n}\n"
    )
    edited = enable_cross(f"{provider}test: native\n", BOTH)
    assert "provider: {\n  # mine\n  win_64: azure  # c\n}\n" in edited


@pytest.mark.parametrize(
    ("provider", "edited"),
    [
        ("{linux: null}", "{linux: null}"),
        ("{linux: null, linux_64: azure}", "{linux: null, linux_64: azure}"),
        ("{linux: azure, linux_64: null}", "{linux: azure, linux_64: null}"),
        ("{linux: null, linux_64: null}", "{linux: null, linux_64: default}"),
        ("{linux: None, linux_64: azure}", "{linux: default, linux_64: azure}"),
        ("{linux_64: null}", "{linux_64: default}"),
    ],
)
def test_a_provider_comes_back_where_it_was_off(provider: str, edited: str) -> None:
    text = enable_cross(f"provider: {provider}\n", [LINUX_AARCH64])
    assert f"provider: {edited}\n" in text


def test_what_comes_back_with_the_targets_is_said() -> None:
    off = "provider: {linux_64: null}\n"
    assert describe_cross(off, enable_cross(off, BOTH), BOTH) == (
        "linux_64 is built again: the jobs run on machines of linux_64",
    )
    on = "test: native_and_emulated\n"
    assert describe_cross(on, enable_cross(on, BOTH), BOTH) == ()


def test_tests_that_stay_skipped_are_spoken_of() -> None:
    (found,) = describe_cross(COMMENTED, EDITED, BOTH)
    assert found.startswith("`test: native` stays: nothing is tested that is cross-built")
    assert describe_cross("test: native\n", "test: native\n", ()) == ()


def test_line_ends_stay() -> None:
    edited = enable_cross(COMMENTED.replace("\n", "\r\n"), BOTH)
    assert edited == EDITED.replace("\n", "\r\n")


@pytest.mark.parametrize("text", [COMMENTED, "", "build_platform: {osx_arm64: osx_64}\n"])
def test_the_result_is_consistent_and_stays(text: str) -> None:
    edited = enable_cross(text, BOTH)
    config = parse_forge_config(edited)
    assert config.file.diagnostics == ()
    codes = {found.code for found in check_consistency(config)}
    assert not codes & {"CY105", "CY106"}
    assert set(config.targets) >= {"linux_aarch64", "linux_ppc64le"}
    assert enable_cross(edited, BOTH) == edited


def test_macs_are_cross_compiled_on_macs() -> None:
    config = parse_forge_config(enable_cross("", [OSX_ARM64]))
    assert config.build_platform["osx_arm64"] == "osx_64"


def test_the_build_platform_itself_is_no_cross_target() -> None:
    with pytest.raises(UsageError, match="'linux-64' is no platform to cross-compile for"):
        enable_cross("", [LINUX_64])


def test_two_platforms_are_not_built_on_each_other() -> None:
    text = "build_platform: {osx_64: osx_arm64}\n"
    with pytest.raises(UsageError, match="'osx_64' is built on 'osx_arm64'") as caught:
        enable_cross(text, [OSX_ARM64])
    assert caught.value.hint.startswith("remove `build_platform.osx_64`, or build osx_arm64 on")


@pytest.mark.parametrize("text", ["- a\n", "a: [1\n"], ids=["list", "no-yaml"])
def test_a_file_that_is_no_mapping_is_left_alone(text: str) -> None:
    with pytest.raises(ConfigError, match="no mapping") as caught:
        enable_cross(text, BOTH)
    assert caught.value.diagnostics == parse_forge_file(text).diagnostics != ()
