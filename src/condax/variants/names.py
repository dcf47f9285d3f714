"""What selectors of variant files see: the platform, and a few variables that conda-smithy sets.

`os.environ` is only what the caller hands in, so that a file means the same on every machine.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from condax.platforms import TABLE, Os
from condax.recipe.expression import evaluate_selector

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.platforms import Platform, Platforms
    from condax.variants.selectors import Matches

MACHINES = tuple(
    dict.fromkeys(row.processor for row in TABLE if row.processor and row.zig_cpu != "x86_64")
)
"""Selector names of processors other than Intel's."""


def selector_names(platforms: Platforms, environment: Mapping[str, str]) -> dict[str, object]:
    """conda-build's selector names for a build; `environment` is all of `os.environ`."""
    environ = {**environment, "get": lambda key, default=None: environment.get(key, default)}
    return {
        **platform_names_of(platforms.host),
        "build_platform": platforms.build.subdir,
        "host_platform": platforms.host.subdir,
        "target_platform": platforms.target.subdir,
        "os": {"environ": environ},
        "environ": environ,
    }


def platform_names_of(host: Platform) -> dict[str, object]:
    """`linux`, `unix`, `x86_64`, `aarch64` …: booleans about the platform that is built for."""
    is_intel = host.zig_cpu == "x86_64"
    names: dict[str, object] = {each.value: host.os is each for each in Os if each is not Os.ANY}
    names |= {machine: host.processor == machine for machine in MACHINES}
    names |= {
        "unix": host.os in (Os.LINUX, Os.MACOS),
        "x86": is_intel,
        "x86_64": is_intel,
        "linux64": is_intel and host.os is Os.LINUX,
        "win64": is_intel and host.os is Os.WINDOWS,
    }
    return names


def matcher(platforms: Platforms, environment: Mapping[str, str]) -> Matches:
    """Whether a selector holds for a build."""
    names = selector_names(platforms, environment)

    # Pinnings write the same few selectors on hundreds of lines.
    @cache
    def matches(selector: str) -> bool:
        return evaluate_selector(selector, names)

    return matches
