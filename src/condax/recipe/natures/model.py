"""What a package is to a build that uses it: `Nature`, and the row of the table, `KnownPackage`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Nature(str, Enum):
    """What a build does with a package; the values are what users read."""

    COMPILER = "compiler"
    """Writes code for the host platform and runs on the build platform."""
    PROGRAM = "program"
    """Runs during the build: make, cmake, bison, perl."""
    LIBRARY = "library"
    """Is linked into what is built."""
    HEADERS = "headers"
    """Is compiled into what is built; has no library of its own."""
    LIBRARY_AND_PROGRAM = "library and program"
    """Is linked, and brings a program that generates code during the build: protobuf."""
    INTERPRETER = "interpreter"
    """Runs what is built, and runs during the build: python, r-base."""
    BUILD_IMPORT = "imported while building"
    """A Python package with compiled parts that the build imports: cython, numpy."""
    BACKEND = "pure Python build tool"
    """A Python package without compiled parts that the build imports: setuptools, pip."""
    PYTHON = "Python package"
    """Is imported by what is built."""
    MPI = "MPI"
    """Is linked, and has compiler wrappers that run during the build."""
    DATA = "data"
    """Is read at run time: tzdata, ca-certificates."""
    TEST = "test tool"
    """Is only used by tests."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownPackage:
    """One conda package: its nature, and what build systems call it."""

    name: str
    nature: Nature
    source: str
    """Where the nature can be checked."""
    cmake: tuple[str, ...] = ()
    """Names for `find_package`."""
    pkg_config: tuple[str, ...] = ()
    """Modules for `pkg-config` and Meson's `dependency()`."""
    libraries: tuple[str, ...] = ()
    """Names after `-l`."""
    programs: tuple[str, ...] = ()
    """Programs it has; for most, one of its own name."""
    tools: tuple[str, ...] = ()
    """Programs that some builds run from a library; what links it needs none of them."""
    is_linked: bool = False
    """A program that packages also link, extend or import: for these it stands in `host`."""
    pypi: tuple[str, ...] = ()
    """Normalised names of the project where Python packages are indexed, if other than `name`."""
