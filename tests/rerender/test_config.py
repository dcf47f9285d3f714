"""Targets, build platforms and providers of a `conda-forge.yml`."""

from __future__ import annotations

import pytest

from condax.rerender.config import TestPolicy, parse_forge_config
from condax.rerender.providers import Provider

AZURE, GITHUB = Provider.AZURE, Provider.GITHUB_ACTIONS


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("", ["linux_64", "osx_64", "win_64"]),
        ("provider: {osx: null, osx_64: None, win_64: false}", ["linux_64"]),
        (
            "provider: {linux_aarch64: default, osx_64: null, win_64: null}",
            ["linux_64", "linux_aarch64"],
        ),
        (
            "build_platform: {linux_ppc64le: linux_64}\nprovider: {osx_64: null, win_64: null}",
            ["linux_64", "linux_ppc64le"],
        ),
        (
            "build_platform: {osx_arm64: osx_64}\nprovider: {osx_64: null, win_64: null}",
            ["linux_64"],
        ),
        ("provider: {osx: false, win: 'None', linux: null}", ["linux_64"]),
        ("provider: {osx: azure, osx_64: null, win_64: null}", ["linux_64", "osx_64"]),
        ("provider: {linux_ppc64le: native, linux_64: null, win_64: null}", ["osx_64"]),
    ],
    ids=[
        "default",
        "off",
        "native-arm",
        "cross",
        "lost-with-its-build-platform",
        "alias-off",
        "alias-first",
        "no-machine",
    ],
)
def test_targets_are_the_platforms_whose_build_platform_has_a_provider(
    text: str, targets: list[str]
) -> None:
    assert list(parse_forge_config(text).targets) == targets


@pytest.mark.parametrize(
    ("provider", "target", "expected"),
    [
        ("linux_64: azure", "linux_64", [AZURE]),
        ("linux: azure", "linux_64", [AZURE]),
        ("linux: azure", "linux_aarch64", []),
        ("linux_64: [azure, github_actions]", "linux_64", [AZURE, GITHUB]),
        ("linux_ppc64le: emulated", "linux_ppc64le", [GITHUB]),
        ("osx_arm64: default", "osx_arm64", [AZURE]),
        ("win_arm64: native", "win_arm64", [GITHUB]),
        ("linux_aarch64: travis", "linux_aarch64", []),
    ],
)
def test_providers_by_name_alias_and_list(
    provider: str, target: str, expected: list[Provider]
) -> None:
    config = parse_forge_config(f"provider: {{{provider}}}")
    assert list(config.providers_of(target)) == expected


def test_a_cross_built_target_runs_where_its_build_platform_does() -> None:
    text = "build_platform: {linux_ppc64le: linux_64}\nprovider: {linux_64: azure}\n"
    assert parse_forge_config(text).providers_of("linux_ppc64le") == (AZURE,)


def test_azure_may_be_forced_and_then_does_not_upload() -> None:
    config = parse_forge_config("azure: {force: true}")
    assert config.providers_of("linux_64") == (AZURE, GITHUB)
    assert not config.uploads("linux_64", AZURE)
    assert config.uploads("linux_64", GITHUB)
    assert not parse_forge_config("github_actions: {upload_packages: false}").uploads(
        "linux_64", GITHUB
    )


def test_the_test_policy() -> None:
    assert parse_forge_config("").test is TestPolicy.ALL
    assert parse_forge_config("test: native").test is TestPolicy.NATIVE
    old = parse_forge_config("test_on_native_only: true")
    assert old.test is TestPolicy.NATIVE_AND_EMULATED


def test_the_last_matching_workflow_setting_counts() -> None:
    config = parse_forge_config(
        "build_platform: {linux_aarch64: linux_64}\n"
        "workflow_settings:\n"
        "  pagefile_size:\n"
        "    - value: 4\n"
        "    - {value: 8, os: linux}\n"
        "    - {value: 16, platform: linux_aarch64}\n"
        "    - {value: 32, provider: [azure], os: [linux, win]}\n"
    )
    assert config.setting("pagefile_size", "linux_aarch64", GITHUB) == 16
    assert config.setting("pagefile_size", "linux_64", AZURE) == 32
    assert config.setting("pagefile_size", "osx_64", GITHUB) == 4
    assert config.setting("free_disk_space", "osx_64", GITHUB) is None


def test_conditions_are_about_the_target_of_a_job() -> None:
    config = parse_forge_config(
        "build_platform: {linux_ppc64le: linux_64, osx_arm64: linux_64}\n"
        "workflow_settings:\n"
        "  free_disk_space: [{os: osx, value: quick}]\n"
        "  pagefile_size: [{platform: linux_64, value: 8}]\n"
    )
    assert config.setting("pagefile_size", "linux_64", GITHUB) == 8
    assert config.setting("pagefile_size", "linux_ppc64le", GITHUB) is None
    assert config.setting("free_disk_space", "osx_arm64", GITHUB) == "quick"


def test_a_windows_target_built_on_linux_has_the_distribution_of_those_before_it() -> None:
    text = "os_version: {linux_64: alma8}\nbuild_platform: {win_64: linux_64}\n"
    assert parse_forge_config(text).os_version("win_64") == "alma8"
    azure = "provider: {linux_64: [azure, github_actions]}\n"
    assert parse_forge_config(text + azure).os_version("win_64") == "alma8"
    assert parse_forge_config(text.replace("linux_64: a", "osx_64: a")).os_version("win_64") is None


def test_other_settings() -> None:
    config = parse_forge_config(
        "os_version: {linux_64: alma8}\nconda_build_tool: rattler-build\n"
        "conda_forge_output_validation: true\nazure: {settings_win: {variables: {A: b}}}\n"
    )
    assert (config.os_version("linux_64"), config.os_version("linux_aarch64")) == ("alma8", None)
    assert config.uses_rattler_build
    assert config.secrets == ("BINSTAR_TOKEN", "FEEDSTOCK_TOKEN", "STAGING_BINSTAR_TOKEN")
    assert config.mapping("azure.settings_win.variables") == {"A": "b"}
    assert config.number("azure.max_parallel") == 50
    assert config.text("upload_on_branch") == ""
    assert config.noarch_platforms == ("linux_64",)
