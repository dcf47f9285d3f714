"""Running the detectors over a tree, and putting what they say together.

Every module of `condax.project.detectors` has one function decorated with `detector`, which reads
a `SourceTree` and yields facts. Reading is all they do: nothing of a tree is ever run or imported.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from condax.project.model import (
    AboutFact,
    BuildSystem,
    ConfigScripts,
    Dependency,
    Fact,
    InstalledProgram,
    InTreeProgram,
    Language,
    LicenseFile,
    Name,
    PkgConfigFile,
    ProjectFacts,
    PythonProject,
    System,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.project.tree import SourceTree

Detector = Callable[["SourceTree"], Iterator[Fact]]
T = TypeVar("T")
Candidate = TypeVar("Candidate", Name, Version)

_REGISTRY: dict[str, Detector] = {}

PREFERENCE = (
    System.PYTHON,
    System.R,
    System.MESON,
    System.AUTOTOOLS,
    System.CMAKE,
    System.OWN_CONFIGURE,
    System.PERL_CONFIGURE,
    System.CARGO,
    System.GO,
    System.MAKEFILE,
)
"""Best first where a project has several: metadata for packages, then what crosses by itself."""
RELIABLE = 5
"""Weight from which a place should say the same as the others."""


def detector(function: Detector) -> Detector:
    """Register the detector of a module; one module holds one."""
    module = function.__module__.rpartition(".")[2]
    if module in _REGISTRY:
        raise ValueError(f"two detectors in {module}")
    _REGISTRY[module] = function
    return function


def load_detectors() -> dict[str, Detector]:
    """Every detector by the name of its module, sorted."""
    from condax.project import detectors

    for module in pkgutil.iter_modules(detectors.__path__):
        importlib.import_module(f"{detectors.__name__}.{module.name}")
    return dict(sorted(_REGISTRY.items()))


def detect_project(tree: SourceTree) -> ProjectFacts:
    """Everything that the detectors find, the doubtful places named in `conflicts`."""
    facts = [fact for run in load_detectors().values() for fact in run(tree)]
    return collect(facts)


def collect(facts: Iterable[Fact]) -> ProjectFacts:
    """Put facts together: the heaviest name and version win, systems are in order."""
    facts = list(facts)
    systems = sorted(_of(facts, BuildSystem), key=_rank)
    name, versions = _heaviest(_of(facts, Name)), _of(facts, Version)
    pkg_config = _unique(_of(facts, PkgConfigFile), lambda each: each.name)
    # The first library of `Libs` is the file's own, others are what it needs.
    own = {each for p in pkg_config for each in (p.name, *(f"-l{x}" for x in p.libraries[:1]))}
    own.add(name.value if name else "")
    needed = [d for d in _of(facts, Dependency) if own.isdisjoint((d.name, d.written))]
    return ProjectFacts(
        name=name,
        version=_heaviest(versions),
        about=_about(_of(facts, AboutFact)),
        licenses=_unique(_of(facts, LicenseFile), lambda each: each.path),
        languages=_unique(_of(facts, Language), lambda each: each.name),
        systems=tuple(systems),
        dependencies=_dependencies(needed),
        in_tree_programs=_unique(_of(facts, InTreeProgram), lambda each: each.name),
        installed_programs=_unique(_of(facts, InstalledProgram), lambda each: each.name),
        config_scripts=_unique(_of(facts, ConfigScripts), lambda each: each.folder),
        pkg_config=pkg_config,
        python=_python(_of(facts, PythonProject)),
        conflicts=_conflicts(versions),
    )


def _of(facts: Iterable[Fact], kind: type[T]) -> list[T]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _heaviest(candidates: list[Candidate]) -> Candidate | None:
    """The first of the heaviest."""
    return max(candidates, key=lambda each: each.weight, default=None)


def _unique(facts: Iterable[T], key: Callable[[T], str]) -> tuple[T, ...]:
    """The first fact of each key, sorted by key."""
    found: dict[str, T] = {}
    for fact in facts:
        found.setdefault(key(fact), fact)
    return tuple(found[each] for each in sorted(found))


def _rank(system: BuildSystem) -> tuple[int, bool, int, str]:
    depth = 0 if system.folder == "." else system.folder.count("/") + 1
    needs_generating = system.kind is System.AUTOTOOLS and "is-generated" not in system.knows
    is_doubtful = needs_generating or "is-incomplete" in system.knows
    return depth, is_doubtful, PREFERENCE.index(system.kind), system.where


def _about(facts: Iterable[AboutFact]) -> tuple[AboutFact, ...]:
    best: dict[str, AboutFact] = {}
    for fact in facts:
        if fact.value and (fact.key not in best or fact.weight > best[fact.key].weight):
            best[fact.key] = fact
    return tuple(best[key] for key in sorted(best))


def _dependencies(facts: Iterable[Dependency]) -> tuple[Dependency, ...]:
    """One for each name and use; what one place requires is required."""
    found: dict[tuple[str, str], Dependency] = {}
    for fact in facts:
        key = (fact.name, fact.use.value)
        before = found.get(key)
        if before is None or (fact.required and not before.required):
            constraint = fact.constraint or (before.constraint if before else "")
            found[key] = replace(fact, constraint=constraint)
    return tuple(found[key] for key in sorted(found))


def _python(projects: list[PythonProject]) -> PythonProject | None:
    """What the detectors of Python metadata say, together."""
    if not projects:
        return None
    return PythonProject(
        modules=next((p.modules for p in projects if p.modules), ()),
        # One with extras in brackets runs only where those are installed.
        entry_points=tuple(
            dict.fromkeys(e for p in projects for e in p.entry_points if "[" not in e)
        ),
        requires_python=next((p.requires_python for p in projects if p.requires_python), ""),
        has_extensions=any(p.has_extensions for p in projects),
        where=projects[0].where,
    )


def _conflicts(versions: list[Version]) -> tuple[str, ...]:
    """Versions of some weight that are not the same."""
    weighty = [each for each in versions if each.weight >= RELIABLE]
    if len({each.value for each in weighty}) < 2:  # noqa: PLR2004 - two differ
        return ()
    said = ", ".join(f"{each.value} ({each.where})" for each in weighty)
    return (f"the version is not the same everywhere: {said}",)
