"""Python requirements (PEP 508) as dependencies: conda's name, constraint and marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from condax.project.model import Dependency, Use
from condax.recipe.natures import by_pypi
from condax.recipe.scaffold.python import PYTHONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OPERATORS = (">=", ">", "<", "<=", "!=")


def python_dependencies(
    requirements: Iterable[str], use: Use, where: str, pythons: str = ""
) -> Iterator[Dependency]:
    """Each requirement that holds on Linux for one of the `pythons`, a specifier.

    Those of extras and unreadable ones are left out.
    """
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        name = str(canonicalize_name(requirement.name))
        row = by_pypi(name)
        marker = str(requirement.marker or "")
        if _never_holds(requirement, pythons):
            continue
        yield Dependency(
            name=row.name if row else name,
            written=text,
            use=use,
            where=where,
            constraint=conda_constraint(requirement),
            condition=marker,
            is_known=row is not None,
        )


def conda_constraint(requirement: Requirement) -> str:
    """`>=1,<2` as conda writes it; `~=` and `===` are spelled out."""
    parts = []
    for each in sorted(
        requirement.specifier, key=lambda s: (s.operator not in {">=", ">"}, str(s))
    ):
        operator, version = each.operator, each.version
        if operator == "~=":
            parts += [f">={version}", _following(version)]
        elif operator in {"==", "==="}:
            parts.append(f"=={version}" if not version.endswith("*") else version)
        else:
            parts.append(f"{operator}{version}")
    return ",".join(part for part in parts if part)


def _following(version: str) -> str:
    """The upper bound of `~=`: the last part may grow, the one before it may not."""
    release = Version(version).release[:-1]
    return f"<{'.'.join(map(str, (*release[:-1], release[-1] + 1)))}" if release else ""


def python_range(specifier: str) -> str:
    """`requires-python` in conda's spelling, e.g. `>=3.10`; empty if it cannot be read."""
    try:
        return conda_constraint(Requirement(f"python{specifier}")) if specifier else ""
    except InvalidRequirement:
        return ""


def _never_holds(requirement: Requirement, pythons: str) -> bool:
    """Whether the marker is false on Linux with every CPython that fits."""
    marker = requirement.marker
    if marker is None:
        return False
    try:
        allowed = SpecifierSet(pythons)
    except InvalidSpecifier:
        allowed = SpecifierSet()
    environment = {
        "extra": "",
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "sys_platform": "linux",
    }
    return not any(
        marker.evaluate(
            {**environment, "python_version": version, "python_full_version": f"{version}.20"}
        )
        for version in PYTHONS
        if allowed.contains(f"{version}.20")
    )
