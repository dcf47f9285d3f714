"""CMake projects: `${CMAKE_ARGS}`, a guarded `ctest`, and those that look for NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.scaffold.parts import guarded, long_command, make_draft
from condax.recipe.scaffold.requirements import requirements_of

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project

TOOLS = ("cmake", "ninja")
NUMPY = (
    'include_dir="$("$PYTHON" -c \'import sysconfig; print(sysconfig.get_path("include"))\')"',
    'numpy_dir="$("$PYTHON" -c \'import numpy; print(numpy.get_include())\')"',
)
DEFINES = (
    ("EXECUTABLE", "PATH", "$PYTHON"),
    ("INCLUDE_DIR", "PATH", "$include_dir"),
    ("NumPy_INCLUDE_DIR", "PATH", "$numpy_dir"),
)


def cmake_recipe(project: Project) -> Draft:
    """Configures into `build`, with Ninja."""
    return make_draft(project, requirements_of(project, *TOOLS), _lines(project))


def cmake_numpy_recipe(project: Project) -> Draft:
    """Tells CMake where Python and NumPy are, which it would find out by running the host's."""
    defines = [
        f'-D{module}_{name}:{kind}="{value}"'
        for module in ("Python", "Python3")
        for name, kind, value in DEFINES
    ]
    lines = [*NUMPY, *_lines(project, tuple(defines))]
    return make_draft(project, requirements_of(project, *TOOLS), lines)


def _lines(project: Project, defines: tuple[str, ...] = ()) -> list[str]:
    configure = f"cmake -S {project.folder} -B build -G Ninja ${{CMAKE_ARGS}}"
    lines = [
        long_command(configure, (*defines, *project.options)),
        'cmake --build build --parallel "$CPU_COUNT"',
    ]
    if project.check:
        lines += guarded('ctest --test-dir build --output-on-failure --parallel "$CPU_COUNT"')
    return [*lines, "cmake --install build"]
