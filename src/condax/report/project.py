"""What was found in a source tree: a table for people, data for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project import ProjectFacts


def facts_data(facts: ProjectFacts) -> dict[str, Any]:
    """Every fact with its place, as JSON has it; makefiles are left out."""
    data = asdict(facts)
    for system in data["systems"]:
        system.pop("makefile")
        system["knows"] = sorted(system["knows"])
    return data


def render_facts(facts: ProjectFacts) -> str:
    """One line a fact: what, and where it stands."""
    rows = list(_rows(facts))
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(2)]
    lines = [f"{a:{widths[0]}}  {b:{widths[1]}}  {c}".rstrip() for a, b, c in rows]
    return "".join(f"{line}\n" for line in [*lines, *(f"warning: {c}" for c in facts.conflicts)])


def _rows(facts: ProjectFacts) -> Iterator[tuple[str, str, str]]:
    if facts.name:
        yield "name", facts.name.value, facts.name.where
    if facts.version:
        yield "version", facts.version.value, facts.version.where
    for system in facts.systems:
        backend = f" ({system.backend})" if system.backend else ""
        yield "build system", f"{system.kind.value}{backend}", system.where
        if system.check:
            yield "tests", system.check, system.where
    for language in facts.languages:
        yield "language", language.name, language.where
    for license_file in facts.licenses:
        yield "licence", license_file.spdx or "not known", license_file.path
    for dependency in facts.dependencies:
        kind = f"{dependency.use.value} dependency"
        optional = "" if dependency.required else " (optional)"
        spec = f"{dependency.name} {dependency.constraint}".rstrip()
        yield kind, f"{spec}{optional}", dependency.where
    for program in facts.in_tree_programs:
        yield "runs its own", program.name, program.where
