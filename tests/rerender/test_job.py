"""What a job's machine is to its target, and whether tests run there."""

from __future__ import annotations

import pytest

from condax.rerender import job
from condax.rerender.config import parse_forge_config
from condax.rerender.job import Mode, mode_of
from condax.rerender.providers import Provider

AZURE, GITHUB = Provider.AZURE, Provider.GITHUB_ACTIONS


@pytest.mark.parametrize(
    ("target", "provider", "mode", "why"),
    [
        ("linux_64", AZURE, Mode.NATIVE, "on the machine itself"),
        ("linux_aarch64", GITHUB, Mode.NATIVE, "on the machine itself"),
        ("linux_aarch64", AZURE, Mode.EMULATED, "under emulation"),
        ("linux_ppc64le", GITHUB, Mode.EMULATED, "under emulation"),
        ("win_arm64", GITHUB, Mode.NATIVE, "on the machine itself"),
        ("win_arm64", AZURE, Mode.CROSS, "nothing emulates the target"),
        ("osx_arm64", AZURE, Mode.NATIVE, "on the machine itself"),
    ],
)
def test_the_machine_is_the_providers(
    target: str, provider: Provider, mode: Mode, why: str
) -> None:
    config = parse_forge_config("test: native_and_emulated\n")
    assert mode_of(config, target, provider) is mode
    runs, reason = job.tests_decision(config, target, provider)
    assert why in reason
    assert runs == (mode is not Mode.CROSS)


def test_a_target_with_a_build_platform_is_crossed_everywhere() -> None:
    config = parse_forge_config("build_platform: {linux_aarch64: linux_64}\n")
    assert {mode_of(config, "linux_aarch64", each) for each in Provider} == {Mode.CROSS}
