"""What tests of converted recipes share: beginnings of recipes, variant keys, and rattler-build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rattler_build as rb
from tests.recipe.test_differential import VARIANT

from condax.recipe.rattler import rattler_recipe

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPILERS = {"c_compiler": "c", "cxx_compiler": "cxx", "fortran_compiler": "f"}
KEYS = {**COMPILERS, **VARIANT, "vc": "14", "undefined_here": False}
V0_HEAD = "package:\n  name: x\n  version: '1'\n"
V1_HEAD = "package: {name: x, version: 1.0.0}\n"


def of_rattler_build(text: str, subdir: str, variants: Mapping[str, str] | None = None) -> Any:
    """Stage 1 of the first package that rattler-build makes of a recipe of v1."""
    platform = rb.PlatformConfig(target_platform=subdir, host_platform=subdir, experimental=True)
    values = rb.VariantConfig({key: [value] for key, value in (variants or {}).items()})
    built = rattler_recipe(text).render(values, rb.RenderConfig(platform=platform))
    return built[0].recipe.to_dict()
