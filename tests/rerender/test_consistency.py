"""Warnings where a `conda-forge.yml` contradicts itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.report.text import render
from condax.rerender.config import parse_forge_config
from condax.rerender.consistency import check_consistency

if TYPE_CHECKING:
    from tests.conftest import Golden

CONTRADICTING = """\
build_platform:
  linux_64: linux_64
  linux_aarch64: linux_64
  osx_arm64: osx_64
provider:
  linux_aarch64: default
  linux_ppc64le: native
  linux_riscv64: default
  osx_64: null
  win_64: appveyor
"""


@pytest.mark.golden
def test_contradictions_are_warned_of_and_explained(golden: Golden) -> None:
    config = parse_forge_config(CONTRADICTING)
    assert config.file.diagnostics == ()
    golden("contradictions.txt", render(check_consistency(config)))


def test_a_target_that_nothing_can_test_is_warned_of() -> None:
    text = "build_platform: {osx_arm64: osx_64}\n"
    [found] = check_consistency(parse_forge_config(text))
    assert found.hint == "set `test: native_and_emulated`"
    assert check_consistency(parse_forge_config(text + "test: native_and_emulated\n")) == ()


def test_a_consistent_file_is_quiet() -> None:
    text = "build_platform: {linux_aarch64: linux_64, linux_ppc64le: linux_64}\n"
    assert check_consistency(parse_forge_config(text)) == ()


@pytest.mark.parametrize(
    ("provider", "place"),
    [
        ("{linux: azure, linux_64: azure}", "linux_64"),
        ("{osx_64: null, osx: azure}", "osx_64"),
        ("{linux: null}", "linux"),
        ("{linux: null, linux_64: azure}", "linux"),
        ("{linux: native}", "linux"),
    ],
)
def test_an_alias_and_the_platform_it_stands_for_are_warned_of(provider: str, place: str) -> None:
    text = f"provider: {provider}"
    [found] = check_consistency(parse_forge_config(text))
    assert found.code == "CY113"
    assert found.span is not None
    assert text[found.span.column - 1 :].startswith(f"{place}:")


def test_an_alias_alone_is_no_contradiction() -> None:
    text = "provider: {linux: azure, osx: None, win: false, linux_aarch64: default}"
    assert check_consistency(parse_forge_config(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "build_platform: {linux_armv7l: linux_64}",
        "build_platform: {linux_aarch64: linux_armv7l}",
        "provider: {linux_armv7l: default}",
    ],
)
def test_a_platform_without_jobs_is_warned_of(text: str) -> None:
    [found] = check_consistency(parse_forge_config(text))
    assert (found.code, found.message.split(",")[0]) == (
        "CY111",
        "condax does not know 'linux_armv7l'",
    )
    assert check_consistency(parse_forge_config("provider: {linux_armv7l: null}")) == ()


def test_keys_without_effect_are_warned_of() -> None:
    [found] = check_consistency(parse_forge_config("choco: [nasm]\nidle_timeout_minutes: 9\n"))
    assert (found.code, found.span and found.span.line) == ("CY111", 2)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("build_platform: {linux_aarch64: osx_64}", "foreign-machine"),
        ("test: native\nbuild_platform: {osx_64: linux_64}", "foreign-machine"),
        ("build_platform: {linux_64: linux_riscv64}", "target-without-ci"),
        ("provider: {linux_riscv64: azure}", "no-machine"),
    ],
)
def test_machines_that_cannot_build_a_target_are_warned_of(text: str, name: str) -> None:
    [found] = check_consistency(parse_forge_config(text))
    assert found.name == name
    assert "linux_64" in found.hint or "osx_64" in found.hint


def test_a_provider_without_machines_of_a_platform_is_warned_of() -> None:
    [found] = check_consistency(parse_forge_config("provider: {win_arm64: azure}"))
    assert found.name == "no-machine"
    assert found.hint == "write 'github_actions'"
    assert check_consistency(parse_forge_config("provider: {win_arm64: github_actions}")) == ()
