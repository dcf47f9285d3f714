from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_a_package_for_the_build_machine_is_reported(
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    built_for = {"platform": get_platform("linux-ppc64le")}
    (found,) = audit({}, subdir="linux-64", context=built_for)
    assert (found.name, found.path) == ("wrong-subdir", "info/index.json")
    assert found.message == "the package is for 'linux-64', the build was for 'linux-ppc64le'"


def test_a_package_for_the_platform_passes(names: Callable[..., list[str]]) -> None:
    assert names({}, subdir="linux-ppc64le") == []
