"""CMake looks for Python and NumPy, and a cross build gives it no hints.

## Why
`find_package(Python COMPONENTS NumPy)` runs the Python that it finds and asks it. In a cross build
that is the build machine's, and the include folders are those of `$BUILD_PREFIX`. The hints name
the ones of `$PREFIX`.

## Bad
    # recipe.yaml
    requirements:
      build:
        - if: build_platform != host_platform
          then:
            - python
            - cross-python_${{ host_platform }}
            - numpy
        - ${{ compiler("cxx") }}
        - ${{ stdlib("c") }}
        - cmake
      host:
        - python
        - numpy
      run:
        - python
    # build.sh
    cmake ${CMAKE_ARGS} -S . -B build

## Good
    # recipe.yaml
    requirements:
      build:
        - if: build_platform != host_platform
          then:
            - python
            - cross-python_${{ host_platform }}
            - numpy
        - ${{ compiler("cxx") }}
        - ${{ stdlib("c") }}
        - cmake
      host:
        - python
        - numpy
      run:
        - python
    # build.sh
    Python_INCLUDE_DIR="$(python -c 'import sysconfig; print(sysconfig.get_path("include"))')"
    Python_NumPy_INCLUDE_DIR="$(python -c 'import numpy; print(numpy.get_include())')"
    CMAKE_ARGS="${CMAKE_ARGS} -DPython_EXECUTABLE:PATH=${PYTHON}"
    CMAKE_ARGS="${CMAKE_ARGS} -DPython_INCLUDE_DIR:PATH=${Python_INCLUDE_DIR}"
    CMAKE_ARGS="${CMAKE_ARGS} -DPython_NumPy_INCLUDE_DIR=${Python_NumPy_INCLUDE_DIR}"
    CMAKE_ARGS="${CMAKE_ARGS} -DPython3_EXECUTABLE:PATH=${PYTHON}"
    CMAKE_ARGS="${CMAKE_ARGS} -DPython3_INCLUDE_DIR:PATH=${Python_INCLUDE_DIR}"
    CMAKE_ARGS="${CMAKE_ARGS} -DPython3_NumPy_INCLUDE_DIR=${Python_NumPy_INCLUDE_DIR}"
    cmake ${CMAKE_ARGS} -S . -B build

## Fix
Unsafe: puts these lines before all that the script does, in the recipe as an item of its own. A
project that does not look for Python with CMake has no use for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import is_cmake_configure
from condax.lint.registry import UNSAFE, Finding, rule
from condax.lint.scalars import at_the_top, why_not_at_the_top

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

HINTS = ("NumPy_INCLUDE_DIR", "NUMPY_INCLUDE")
"""`Python_EXECUTABLE` alone is the Python that answers for the build machine."""
SETTINGS = """\
Python_INCLUDE_DIR="$(python -c 'import sysconfig; print(sysconfig.get_path("include"))')"
Python_NumPy_INCLUDE_DIR="$(python -c 'import numpy; print(numpy.get_include())')"
CMAKE_ARGS="${CMAKE_ARGS} -DPython_EXECUTABLE:PATH=${PYTHON}"
CMAKE_ARGS="${CMAKE_ARGS} -DPython_INCLUDE_DIR:PATH=${Python_INCLUDE_DIR}"
CMAKE_ARGS="${CMAKE_ARGS} -DPython_NumPy_INCLUDE_DIR=${Python_NumPy_INCLUDE_DIR}"
CMAKE_ARGS="${CMAKE_ARGS} -DPython3_EXECUTABLE:PATH=${PYTHON}"
CMAKE_ARGS="${CMAKE_ARGS} -DPython3_INCLUDE_DIR:PATH=${Python_INCLUDE_DIR}"
CMAKE_ARGS="${CMAKE_ARGS} -DPython3_NumPy_INCLUDE_DIR=${Python_NumPy_INCLUDE_DIR}"
"""


@rule("CX315", severity=Severity.WARNING, fix=UNSAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """CMake runs of outputs with NumPy in `host`, without any of the hints."""
    for script in context.cross_scripts:
        if not any(output.has_when_crossing("host", "numpy") for output in script.outputs):
            continue
        if any(hint in script.masked for hint in HINTS):
            continue
        for command in filter(is_cmake_configure, script.commands):
            if script.crossing_runs(command):
                yield Finding(
                    at=script.place(command.start, command.words[0].end),
                    message="CMake finds the build machine's Python and NumPy",
                    hint="pass `-DPython_EXECUTABLE`, `-DPython_INCLUDE_DIR` and "
                    "`-DPython_NumPy_INCLUDE_DIR`",
                    fix=at_the_top(script, SETTINGS, [command.start]),
                    no_fix=why_not_at_the_top(script, [command.start]),
                )
                break
