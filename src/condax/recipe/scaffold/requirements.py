"""Requirements of a project: every need where its nature places it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.model import Requirements, RunExports
from condax.recipe.natures import Nature
from condax.recipe.placement import CROSS, Environment, place
from condax.recipe.values import Conditional, Text
from condax.recipe.yaml_text import string_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.recipe.scaffold.model import Need, Project
    from condax.recipe.values import Item, Texts

COMPILED = ("c", "cxx", "fortran", "cuda", "rust", "go-cgo", "go-nocgo")
"""Languages with a `compiler("…")`, in the order they are listed."""
WITH_STDLIB = frozenset(("c", "cxx", "fortran", "cuda", "rust", "go-cgo"))
CROSS_PYTHON = "cross-python_${{ host_platform }}"
FIRST = ("python", "r-base", "pip")
"""What stands first in `host` and `run`."""


def requirements_of(project: Project, *tools: str) -> Requirements:
    """All sections; `tools` are programs that the build system itself needs."""
    needs = project.needs
    return Requirements(
        build=(
            *compilers(project.languages),
            *cross_copies(project),
            *map(string_text, _programs(needs, tools)),
        ),
        host=_placed(needs, Environment.HOST),
        run=_placed(needs, Environment.RUN),
        run_exports=_exports(project),
    )


def compilers(languages: Iterable[str]) -> Texts:
    """`compiler(…)` for each language, `stdlib("c")` where one of them needs it."""
    known = [language for language in COMPILED if language in set(languages)]
    calls = [f'${{{{ compiler("{language}") }}}}' for language in known]
    if WITH_STDLIB.intersection(known):
        calls.append('${{ stdlib("c") }}')
    return tuple(Text(value=call) for call in calls)


def cross_copies(project: Project) -> Texts:
    """What the build platform needs a copy of, under one condition; MPI under its own."""
    names: list[str] = []
    found: list[Item[Text]] = []
    for need in project.needs:
        copies = [p for p in place(need.what) if p.only_when_crossing]
        if not copies:
            continue
        if need.name == "python":
            names = [CROSS_PYTHON, "python", *names]
        elif need.name == "r-base":
            names = ["cross-r-base ${{ r_base }}.*", *names]
        elif need.what is Nature.MPI:
            condition = f'{CROSS} and mpi == "openmpi"'
            found.append(conditional(condition, "openmpi"))
        else:
            names.append(need.spec)
    if project.needs_itself:
        names.append(project.name)
    return (*([conditional(CROSS, *names)] if names else []), *found)


def conditional(condition: str, *names: str) -> Conditional[Text]:
    """Items under a condition."""
    return Conditional(condition=Text(value=condition), then=tuple(map(string_text, names)))


def _programs(needs: Iterable[Need], tools: Iterable[str]) -> list[str]:
    named = [
        need.spec
        for need in needs
        if any(
            p.environment is Environment.BUILD and not p.only_when_crossing
            for p in place(need.what)
        )
    ]
    taken = {spec.split()[0] for spec in named}
    return sorted({*named, *(tool for tool in tools if tool not in taken)})


def _placed(needs: Iterable[Need], environment: Environment) -> Texts:
    specs = {
        need.name: need.run_spec if environment is Environment.RUN else need.spec
        for need in needs
        for each in place(need.what, is_imported=need.is_imported)
        if each.environment is environment
    }
    ranked = sorted(specs, key=lambda name: (_rank(name), name))
    return tuple(string_text(specs[name]) for name in ranked)


def _rank(name: str) -> int:
    return FIRST.index(name) if name in FIRST else len(FIRST)


def _exports(project: Project) -> RunExports:
    if not project.is_library:
        return RunExports()
    pin = f'${{{{ pin_subpackage("{project.name}", upper_bound="x") }}}}'
    return RunExports(weak=(Text(value=pin),))
