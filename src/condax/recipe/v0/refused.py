"""Names and versions of a `meta.yaml` that conda-build does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.problems import NO_VERSION
from condax.recipe.values import place_of

if TYPE_CHECKING:
    from condax.recipe.model import Package
    from condax.recipe.problems import Problems
    from condax.recipe.rendered import RenderedOutput

NOWHERE = frozenset("=@#$%^&*:;\"'\\|<>?/ ")
IN_NO_NAME = NOWHERE | {"!"}
IN_NO_VERSION = NOWHERE | {"-"}
"""Characters that have a meaning in file names and requirements."""


def check_package(package: Package, output: RenderedOutput, problems: Problems) -> None:
    """Note what is wrong with the name and the version of a package that is built."""
    if output.skip:
        return
    name, version = output.name, output.version
    if name != name.lower() or not IN_NO_NAME.isdisjoint(name):
        message = f"`{name}` is no name of a package"
        hint = "use lower-case letters, digits, `.`, `-` and `_`"
        problems.add("invalid-value", message, hint, place_of(package.name))
    if not version:
        problems.add("missing-value", *NO_VERSION, output.span)
    elif not IN_NO_VERSION.isdisjoint(version):
        message = f"`{version}` is no version"
        hint = "use letters, digits, `.`, `_`, `+` and `!`"
        problems.add("invalid-value", message, hint, place_of(package.version))
