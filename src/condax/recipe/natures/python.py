"""Python and R, and what their packages use while they are built."""

from __future__ import annotations

from condax.recipe.natures.model import KnownPackage, Nature

PEP517 = "https://peps.python.org/pep-0517/: a build backend is imported by the build"
CROSSENV = "https://peps.python.org/pep-0720/: compiled modules of the host cannot be imported"
PYTEST = "its own manual: runs tests"

IMPORTED = ("cffi", "cython", "maturin", "mypy", "numpy", "pybind11", "scipy")
_BACKENDS = (
    "beniget cppy expandvars flit-core gast hatch-fancy-pypi-readme hatch-vcs hatchling "
    "meson-python packaging pathspec pbr pdm-backend pip ply poetry-core pybind11-global py- "
    "build-cmake pyproject-metadata scikit-build scikit-build-core setuptools setuptools-rust "
    "setuptools-scm tomli versioneer versioningit wheel uv-build semantic-version trove- "
    "classifiers flit-scm nanobind distlib pythran"
)
BACKENDS = tuple(_BACKENDS.split())
TEST_TOOLS = ("abi3audit", "coverage", "hypothesis", "nose", "pytest", "pytest-cov", "tox")
ALIASES = {
    "pyyaml": ("pyyaml",),
    "msgpack-python": ("msgpack",),
    "python-tzdata": ("tzdata",),
    "typing_extensions": ("typing-extensions",),
    "importlib_metadata": ("importlib-metadata",),
    "importlib_resources": ("importlib-resources",),
    "jaraco.context": ("jaraco-context",),
    "ruamel.yaml": ("ruamel-yaml",),
    "matplotlib-base": ("matplotlib",),
    "dask-core": ("dask",),
    "opencv": ("opencv-python", "opencv-python-headless"),
}
"""conda names that differ from the names of the projects."""


def _rows(
    names: tuple[str, ...] | list[str], nature: Nature, source: str
) -> tuple[KnownPackage, ...]:
    return tuple(
        KnownPackage(name=name, nature=nature, source=source, pypi=ALIASES.get(name, ()))
        for name in names
    )


TABLE = (
    KnownPackage(
        name="python",
        nature=Nature.INTERPRETER,
        source=CROSSENV,
        cmake=("Python", "Python3", "PythonInterp", "PythonLibs"),
        pkg_config=("python3", "python-3"),
        programs=("python", "python3"),
    ),
    KnownPackage(
        name="r-base",
        nature=Nature.INTERPRETER,
        source="https://cran.r-project.org/doc/manuals/r-release/R-exts.html",
        programs=("R", "Rscript"),
    ),
    *_rows(IMPORTED, Nature.BUILD_IMPORT, CROSSENV),
    *_rows(BACKENDS, Nature.BACKEND, PEP517),
    *_rows(TEST_TOOLS, Nature.TEST, PYTEST),
    *_rows(tuple(ALIASES), Nature.PYTHON, PEP517),
    KnownPackage(
        name="tzdata", nature=Nature.DATA, source="https://www.iana.org/time-zones: no code"
    ),
    KnownPackage(
        name="ca-certificates", nature=Nature.DATA, source="certificates of authorities: no code"
    ),
)
