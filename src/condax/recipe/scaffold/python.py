"""Python projects, with and without compiled parts, and those in Rust by maturin."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from packaging.specifiers import SpecifierSet

from condax.recipe.model import Build, ContextVariable, PythonBuild, PythonTest, Requirements
from condax.recipe.natures import Nature
from condax.recipe.scaffold.model import Draft, Need
from condax.recipe.scaffold.parts import make_draft
from condax.recipe.scaffold.requirements import requirements_of
from condax.recipe.values import Text
from condax.recipe.yaml_text import string_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.scaffold.model import Project

PIP = "${{ PYTHON }} -m pip install . -vv --no-deps --no-build-isolation"
MESON_SETUP = " -Csetup-args=${MESON_ARGS// / -Csetup-args=}"
"""meson-python hands Meson what it is told by `-C`, one option at a time."""
PYTHON, PIP_NEED = Need(name="python"), Need(name="pip")
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
"""Those that conda-forge has packages for."""
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
    minimum, host, run = _bounds(constraint)
    pinned = {
        "host": "python ${{ python_min }}.*" + host,
        "run": f"python {run}",
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


def _bounds(constraint: str) -> tuple[str, str, str]:
    """The oldest minor version of Python, what `host` adds to it, and the versions of `run`.

    The minor version is one of which every release fits; where there is none, one of which some
    do, with the constraint beside it.
    """
    allowed = SpecifierSet(WITHOUT_OPERATOR.sub("==", constraint))
    minors = range(int(PYTHONS[0].partition(".")[2]), 100)
    for minor in minors:
        if all(f"3.{minor}.{patch}" in allowed for patch in PATCHES):
            return f"3.{minor}", "", ",".join([LOWEST, *_limits(constraint, minor)])
    for minor in minors:
        if any(f"3.{minor}.{patch}" in allowed for patch in PATCHES):
            return f"3.{minor}", f",{constraint}", constraint
    return PYTHONS[0], "", LOWEST


def _limits(constraint: str, minimum: int) -> Iterator[str]:
    """What a constraint says of versions after the oldest one."""
    for part in constraint.split(","):
        found = CLAUSE.fullmatch(part)
        if found is None or int(found["minor"]) < minimum:
            continue
        if not found["operator"]:
            yield f"<3.{int(found['minor']) + 1}"
        elif found["operator"] in {"<", "<=", "!="}:
            yield part


LOWEST = ">=${{ python_min }}"
PATCHES = range(30)
WITHOUT_OPERATOR = re.compile(r"(?<![^,])(?=\d)")
CLAUSE = re.compile(r"(?P<operator>[<>=!]*)3\.(?P<minor>\d+)(?:\.\d+)*(?:\.\*)?")


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
