"""rattler-build's own reading of a recipe's text, without a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rattler_build as rb

_NAME = Path("recipe.yaml")


def rattler_recipe(text: str, recipe: Path = _NAME) -> rb.Stage0Recipe:
    """The recipe with this text, as if rattler-build had read it from `recipe`.

    Text that it refuses raises its `RattlerBuildError`. The library's own `from_yaml` writes what
    it is given into a folder that nobody removes.
    """
    import rattler_build as rb

    # The compiled module has no stubs; see https://github.com/prefix-dev/rattler-build.
    from rattler_build._rattler_build import stage0  # type: ignore[import-not-found]

    parsed = stage0.Stage0Recipe.from_yaml(text)
    if parsed.is_single_output():
        return rb.SingleOutputRecipe(parsed.as_single_output(), parsed, recipe)
    return rb.MultiOutputRecipe(parsed.as_multi_output(), parsed, recipe)
