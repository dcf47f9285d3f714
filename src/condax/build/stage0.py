"""Parsing recipe text with rattler-build without writing it to a file first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import rattler_build as rb


def parse_recipe(text: str, recipe: Path) -> rb.Stage0Recipe:
    """The recipe with this text, as if it had been read from `recipe`.

    The library's own `from_yaml` writes what it is given into a folder.
    """
    import rattler_build as rb

    # The compiled module has no stubs; see https://github.com/prefix-dev/rattler-build.
    from rattler_build._rattler_build import stage0  # type: ignore[import-not-found]

    parsed = stage0.Stage0Recipe.from_yaml(text)
    if parsed.is_single_output():
        return rb.SingleOutputRecipe(parsed.as_single_output(), parsed, recipe)
    return rb.MultiOutputRecipe(parsed.as_multi_output(), parsed, recipe)
