"""What selectors of variant files see: the platform, and a few variables that conda-smithy sets.

`os.environ` is only what the caller hands in, so that a file means the same on every machine.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from condax.recipe.expression import evaluate_selector
from condax.recipe.v0.names import platform_selectors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.platforms import Platforms
    from condax.variants.selectors import Matches


def selector_names(platforms: Platforms, environment: Mapping[str, str]) -> dict[str, object]:
    """conda-build's selector names for a build; `environment` is all of `os.environ`."""
    return {
        **platform_selectors(platforms),
        "build_platform": platforms.build.subdir,
        "host_platform": platforms.host.subdir,
        "target_platform": platforms.target.subdir,
        "os": {"environ": environment},
        "environ": environment,
    }


def matcher(platforms: Platforms, environment: Mapping[str, str]) -> Matches:
    """Whether a selector holds for a build."""
    names = selector_names(platforms, environment)

    # Pinnings write the same few selectors on hundreds of lines.
    @cache
    def matches(selector: str) -> bool:
        return evaluate_selector(selector, names)

    return matches
