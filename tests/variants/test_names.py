"""Selectors of variant files for a platform pair."""

from __future__ import annotations

import pytest

from condax.platforms import Platform, Platforms
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE, OSX_ARM64, WIN_64
from condax.variants.names import matcher

CUDA = 'linux and (x86_64 or aarch64) and os.environ.get("CF_CUDA_ENABLED", "False") == "True"'


@pytest.mark.parametrize(
    ("selector", "host", "holds"),
    [
        ("linux and not ppc64le", LINUX_PPC64LE, False),
        ("linux64", LINUX_64, True),
        ("linux64", LINUX_AARCH64, False),
        ("arm64 or aarch64", OSX_ARM64, True),
        ("x86 or x86_64", WIN_64, True),
        ("unix or win64", WIN_64, True),
        ("not (win and arm64)", WIN_64, True),
        ("armv7l", LINUX_AARCH64, False),
        (CUDA, LINUX_AARCH64, True),
        (CUDA, LINUX_PPC64LE, False),
        ('os.environ.get("BUILD_PLATFORM", "").startswith("linux-")', OSX_ARM64, True),
        ('os.environ.get("X", "a") in ("a", "b")', LINUX_64, True),
        ("build_platform != target_platform", LINUX_AARCH64, True),
    ],
)
def test_a_selector_is_told_the_platform_and_the_environment(
    selector: str, host: Platform, holds: bool
) -> None:
    platforms = Platforms(build=LINUX_64, host=host, target=host)
    environment = {"BUILD_PLATFORM": LINUX_64.subdir, "CF_CUDA_ENABLED": "True"}
    assert matcher(platforms, environment)(selector) is holds
