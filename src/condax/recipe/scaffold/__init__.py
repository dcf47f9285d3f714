"""Recipes for whole projects of one kind each: cross-ready, tests guarded, as `Draft`s.

One function a build system; `condax new` and programs call the same ones.
"""

from condax.recipe.scaffold.autotools import autotools_recipe
from condax.recipe.scaffold.cargo import cargo_recipe
from condax.recipe.scaffold.cmake import cmake_numpy_recipe, cmake_recipe
from condax.recipe.scaffold.configure import configure_recipe, perl_configure_recipe
from condax.recipe.scaffold.go import go_recipe
from condax.recipe.scaffold.makefile import makefile_recipe
from condax.recipe.scaffold.meson import meson_recipe
from condax.recipe.scaffold.model import Draft, Need, Project
from condax.recipe.scaffold.mpi import mpi_recipe
from condax.recipe.scaffold.python import maturin_recipe, python_recipe
from condax.recipe.scaffold.r import r_recipe

__all__ = [
    "Draft",
    "Need",
    "Project",
    "autotools_recipe",
    "cargo_recipe",
    "cmake_numpy_recipe",
    "cmake_recipe",
    "configure_recipe",
    "go_recipe",
    "makefile_recipe",
    "maturin_recipe",
    "meson_recipe",
    "mpi_recipe",
    "perl_configure_recipe",
    "python_recipe",
    "r_recipe",
]
