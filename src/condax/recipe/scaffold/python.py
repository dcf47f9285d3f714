"""Python projects, with and without compiled parts, and those in Rust by maturin."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.model import Build, ContextVariable, PythonBuild, PythonTest, Requirements
from condax.recipe.natures import Nature
from condax.recipe.scaffold.model import Draft, Need
from condax.recipe.scaffold.parts import make_draft
from condax.recipe.scaffold.requirements import requirements_of
from condax.recipe.values import Text
from condax.recipe.yaml_text import string_text

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Project

PIP = "${{ PYTHON }} -m pip install . -vv --no-deps --no-build-isolation"
MESON_SETUP = " -Csetup-args=${MESON_ARGS// / -Csetup-args=}"
"""meson-python hands Meson what it is told by `-C`, one option at a time."""
PYTHON, PIP_NEED = Need(name="python"), Need(name="pip")
CARGO_LICENSES = "cargo-bundle-licenses --format yaml --output THIRDPARTY.yml"


def python_recipe(project: Project, *, entry_points: tuple[str, ...] = ()) -> Draft:
    """A package for every platform where nothing is compiled, else one for each Python."""
    project = replace(project, needs=(*_with(project, PYTHON, PIP_NEED), *project.needs))
    if not project.languages:
        return _pure(project, entry_points)
    has_meson = any(need.name == "meson-python" for need in project.needs)
    tools = _tools(project)
    command = PIP + (MESON_SETUP if has_meson else "")
    languages = tuple(dict.fromkeys("c" if x == "cython" else x for x in project.languages))
    project = replace(project, languages=languages)
    return make_draft(project, requirements_of(project, *tools), [command])


def maturin_recipe(project: Project) -> Draft:
    """A Python extension in Rust; the linker is the C compiler's."""
    languages = tuple(dict.fromkeys(("c", "rust", *project.languages)))
    bounds = next((need.constraint for need in project.needs if need.name == "maturin"), "")
    maturin = Need(name="maturin", constraint=bounds, nature=Nature.BUILD_IMPORT)
    others = tuple(need for need in project.needs if need.name != "maturin")
    needs = (*_with(project, PYTHON, PIP_NEED), maturin, *others)
    project = replace(with_bundled_licenses(project), languages=languages, needs=needs)
    requirements = requirements_of(project, "cargo-bundle-licenses")
    return make_draft(project, requirements, [CARGO_LICENSES, PIP])


def with_bundled_licenses(project: Project) -> Project:
    """The licences of everything that Rust links in are part of the package."""
    files = (*project.about.license_file, Text(value="THIRDPARTY.yml"))
    return replace(project, about=replace(project.about, license_file=files))


def _pure(project: Project, entry_points: tuple[str, ...]) -> Draft:
    requirements = requirements_of(project)
    constraint = next((n.constraint for n in project.needs if n.name == "python"), "")
    minimum, limit = _oldest(constraint), UPPER_BOUND.search(constraint)
    pinned = {
        "host": "python ${{ python_min }}.*",
        "run": "python >=${{ python_min }}" + (f",{limit[0]}" if limit else ""),
    }
    requirements = Requirements(
        host=_replaced(requirements.host, pinned["host"]),
        run=_replaced(requirements.run, pinned["run"]),
    )
    build = Build(
        noarch=Text(value="python"),
        python=PythonBuild(entry_points=tuple(map(string_text, entry_points))),
    )
    tests = tuple(
        replace(test, python_version=(Text(value="${{ python_min }}.*"), Text(value="*")))
        if isinstance(test, PythonTest)
        else test
        for test in project.tests
    )
    draft = make_draft(replace(project, tests=tests), requirements, [PIP], build=build)
    variable = ContextVariable(name="python_min", value=string_text(minimum))
    return replace(draft, recipe=replace(draft.recipe, context=(*draft.recipe.context, variable)))


def _oldest(constraint: str) -> str:
    """The oldest minor version of Python that fits and that there are packages for."""
    found = LOWER_BOUND.search(constraint)
    minor = int(found[1]) + (int(found[2] or 0) > 0) if found else 0
    return f"3.{max(minor, OLDEST_MINOR)}"


LOWER_BOUND = re.compile(r">=\s*3\.(\d+)(?:\.(\d+))?")
UPPER_BOUND = re.compile(r"<=?3\.\d+(?:\.\d+)*")
OLDEST_MINOR = 10
"""Of the oldest Python that conda-forge builds for."""


def _replaced(items: tuple[object, ...], spec: str) -> tuple[Text, ...]:
    texts = [item for item in items if isinstance(item, Text)]
    return tuple(Text(value=spec) if t.value.split()[0] == "python" else t for t in texts)


def _with(project: Project, *needs: Need) -> tuple[Need, ...]:
    present = {need.name for need in project.needs}
    return tuple(need for need in needs if need.name not in present)


def _tools(project: Project) -> tuple[str, ...]:
    """Programs that the backend starts."""
    names = {need.name for need in project.needs}
    if "meson-python" in names:
        return ("meson", "ninja", "pkg-config")
    if names & {"scikit-build-core", "scikit-build", "py-build-cmake"}:
        return ("cmake", "ninja")
    return ()
