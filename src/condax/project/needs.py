"""Dependencies of a project as needs of its recipe; what is optional goes into a comment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.project.model import System, Use
from condax.recipe.natures import Nature, nature_of
from condax.recipe.scaffold import Need

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.project.model import BuildSystem, Dependency, ProjectFacts

USED_IN_PYTHON = (Use.BUILD_REQUIRES, Use.RUN)


def needs_of(facts: ProjectFacts, system: BuildSystem) -> tuple[Need, ...]:
    """Every required dependency that the system's build is about, each name once."""
    found: dict[str, Need] = {}
    if system.kind is System.PYTHON and facts.python is not None:
        found["python"] = Need(name="python", constraint=facts.python.requires_python)
        if facts.python.has_extensions or facts.languages:
            found["python"] = Need(name="python")
    for dependency in facts.dependencies:
        if (
            not dependency.required
            or dependency.use is Use.TEST
            or not _concerns(dependency, system)
        ):
            continue
        before = found.get(dependency.name)
        found[dependency.name] = _need(dependency, before)
    if system.kind is System.PYTHON and not facts.languages:
        return _imported_alone(found.values(), facts)
    return tuple(found.values())


def _imported_alone(needs: Iterable[Need], facts: ProjectFacts) -> tuple[Need, ...]:
    """Where nothing is compiled, what the package only imports is nothing to build against."""
    built_with = {"python"} | {each.name for each in facts.dependencies if each.use is not Use.RUN}
    return tuple(
        replace(need, nature=Nature.PYTHON)
        if need.is_imported and need.name not in built_with
        else need
        for need in needs
    )


def _need(dependency: Dependency, before: Need | None) -> Need:
    known = before or Need(name=dependency.name, nature=_nature(dependency))
    if dependency.use is Use.RUN:
        constraint = dependency.constraint or known.run_constraint
        return replace(known, run_constraint=constraint, is_imported=True)
    return replace(known, constraint=dependency.constraint or known.constraint)


def _nature(dependency: Dependency) -> Nature | None:
    """What the table does not know is told by how it is used."""
    if dependency.use is Use.BUILD:
        return Nature.PROGRAM
    if nature_of(dependency.name) is None and dependency.use is Use.BUILD_REQUIRES:
        return Nature.BACKEND
    return None


def _concerns(dependency: Dependency, system: BuildSystem) -> bool:
    """Whether a dependency is from the file of the chosen build system, or from metadata."""
    if system.kind in {System.PYTHON, System.R, System.CARGO, System.GO}:
        return True
    if dependency.use in USED_IN_PYTHON:
        return False
    folder = "" if system.folder == "." else f"{system.folder}/"
    file = dependency.where.partition(":")[0]
    return file.startswith(folder) and _is_of(file.rpartition("/")[2], system.kind)


OWNERS = {
    "CMakeLists.txt": System.CMAKE,
    "meson.build": System.MESON,
    "configure.ac": System.AUTOTOOLS,
    "configure.in": System.AUTOTOOLS,
    "aclocal.m4": System.AUTOTOOLS,
    "Makefile": System.MAKEFILE,
    "Configure": System.PERL_CONFIGURE,
}


def _is_of(file: str, kind: System) -> bool:
    return OWNERS.get(file, kind) is kind


def optional_comment(facts: ProjectFacts, system: BuildSystem) -> dict[str, str]:
    """A line about libraries that the build takes if they are there, for the maintainer."""
    needed = {need.name for need in needs_of(facts, system)}
    names = [
        f"{dependency.name} ({dependency.where})"
        for dependency in facts.dependencies
        if not dependency.required
        and dependency.use is Use.LINK
        and dependency.name not in needed
        and _concerns(dependency, system)
    ]
    if not names:
        return {}
    return {"requirements": f"Used by the build if in host: {', '.join(names)}."}
