"""Keeping in a variant file the version of the C library that a recipe asked for by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.lint.macos import VARIANT_FILES
from condax.lint.registry import FileEdit
from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from condax.lint.context import LintContext
    from condax.platforms import Os

KEY = "c_stdlib_version"


def has_stdlib_version(context: LintContext) -> bool:
    """Whether a variant file of the recipe says the version for some platform."""
    return any(KEY in context.files.get(name, "") for name in VARIANT_FILES)


def stdlib_version(context: LintContext, system: Os, version: str) -> FileEdit:
    """Adds the version to the recipe's variant file, or makes the one of the recipe's format."""
    selectors, conditions = VARIANT_FILES
    own = selectors if context.recipe.format is RecipeFormat.V0 else conditions
    name = next((each for each in VARIANT_FILES if each in context.files), own)
    text = context.files.get(name, "")
    if name == selectors:
        new = f'{KEY}:  # [{system.value}]\n  - "{version}"  # [{system.value}]\n'
    else:
        new = f'{KEY}:\n  - if: {system.value}\n    then: "{version}"\n'
    gap = "\n" * (text != "" and not text.endswith("\n"))
    return FileEdit(file=name, start=len(text), end=len(text), text=gap + new)
