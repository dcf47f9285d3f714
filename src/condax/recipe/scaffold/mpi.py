"""Projects that use MPI: Open MPI's wrappers run here and find its files by `OPAL_PREFIX`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.natures import Nature
from condax.recipe.scaffold.cmake import cmake_recipe
from condax.recipe.scaffold.model import Draft, Need
from condax.recipe.scaffold.parts import HEAD, IS_CROSS

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Project

OPAL = f"""\
{IS_CROSS}
  if [[ "$mpi" == "openmpi" ]]; then
    export OPAL_PREFIX="$PREFIX"
  fi
fi
"""
MPI = Need(name="${{ mpi }}", nature=Nature.MPI)


def mpi_recipe(project: Project) -> Draft:
    """A CMake project for each MPI of the variant `mpi`."""
    draft = cmake_recipe(replace(project, needs=(*project.needs, MPI)))
    script = draft.files["build.sh"].removeprefix(HEAD)
    comments = {
        **draft.comments,
        "requirements.build/openmpi": "Its compiler wrappers run during the build.",
    }
    return Draft(
        recipe=draft.recipe, files={"build.sh": f"{HEAD}\n{OPAL}{script}"}, comments=comments
    )
