"""Meson projects: `${MESON_ARGS}` brings the cross file, tests are guarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.scaffold.parts import guarded, long_command, make_draft
from condax.recipe.scaffold.requirements import requirements_of

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project


def meson_recipe(project: Project) -> Draft:
    """Sets up in `builddir`."""
    folder = "" if project.folder == "." else f" {project.folder}"
    lines = [
        long_command(f"meson setup ${{MESON_ARGS}} builddir{folder}", project.options),
        'meson compile -C builddir -j "$CPU_COUNT"',
        *(guarded("meson test -C builddir --print-errorlogs") if project.check else []),
        "meson install -C builddir --no-rebuild",
    ]
    return make_draft(project, requirements_of(project, "meson", "ninja"), lines)
