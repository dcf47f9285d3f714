"""From facts to a recipe: which build system, which options, needs, tests and description."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from condax.errors import UsageError
from condax.project.describe import about_of
from condax.project.model import System
from condax.project.needs import needs_of, optional_comment
from condax.project.options import (
    autotools_options,
    cmake_options,
    makefile_options,
    makefile_targets,
    meson_options,
    own_configure_options,
    shared_library,
    unbuilt_switches,
)
from condax.project.package_tests import is_library, package_tests
from condax.recipe.scaffold import (
    Draft,
    Project,
    autotools_recipe,
    cargo_recipe,
    cmake_recipe,
    configure_recipe,
    go_recipe,
    makefile_recipe,
    maturin_recipe,
    meson_recipe,
    perl_configure_recipe,
    python_recipe,
    r_recipe,
)
from condax.recipe.scaffold.parts import templated
from condax.recipe.values import Block, Text
from condax.recipe.yaml_text import string_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.project.model import BuildSystem, ProjectFacts
    from condax.recipe.model import Source

NO_TESTS_COMMENT = "What the package must contain, as far as the sources tell: add what it can do."


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What the user decides instead of the facts."""

    name: str = ""
    version: str = ""
    system: System | None = None
    """Build system to use where there are several."""
    maintainers: tuple[str, ...] = ()
    """Names for `extra.recipe-maintainers`."""


def compose(
    facts: ProjectFacts, source: Source, choices: Choices, *, repository: str = ""
) -> Draft:
    """The draft for a project.

    Raises `UsageError` where name, version or build system are neither found nor given.
    """
    system = _system(facts, choices.system)
    name = choices.name or (facts.name.value if facts.name else "")
    version = choices.version or (facts.version.value if facts.version else "")
    for value, what in ((name, "name"), (version, "version")):
        if not value:
            raise UsageError(
                f"the {what} of the project is not in its sources", hint=f"give it with --{what}"
            )
    about, about_comments = about_of(facts, repository)
    project = Project(
        name=name.lower(),
        version=version,
        source=_templated(source, version),
        about=about,
        languages=_languages(facts, system),
        needs=needs_of(facts, system),
        folder=system.folder,
        check=system.check,
        tests=package_tests(facts, system),
        is_library=is_library(facts, system),
        needs_itself=any(program.is_installed for program in facts.in_tree_programs),
    )
    draft = COMPOSERS[system.kind](facts, system, project)
    comments = {**about_comments, **optional_comment(facts, system), **draft.comments}
    recipe = replace(draft.recipe, extra=_extra(choices.maintainers))
    return replace(draft, recipe=recipe, comments=comments)


def _extra(maintainers: tuple[str, ...]) -> Block:
    if not maintainers:
        return Block()
    return Block(entries=(("recipe-maintainers", tuple(map(string_text, maintainers))),))


def _system(facts: ProjectFacts, wanted: System | None) -> BuildSystem:
    found = {system.kind: system for system in reversed(facts.systems)}
    if not found:
        raise UsageError(
            "no build system was found in the sources",
            hint="name the folder that has configure, CMakeLists.txt, meson.build, Makefile, "
            "pyproject.toml, Cargo.toml, go.mod or DESCRIPTION at its top",
        )
    if wanted is None:
        return facts.systems[0]
    if wanted not in found:
        raise UsageError(
            f"the sources have no build system {wanted.value!r}",
            hint=f"choose one of {', '.join(sorted(kind.value for kind in found))}",
        )
    return found[wanted]


def _languages(facts: ProjectFacts, system: BuildSystem) -> tuple[str, ...]:
    if system.languages:
        return system.languages
    found = tuple(language.name for language in facts.languages)
    if system.kind is System.PYTHON:
        compiles = facts.python is not None and facts.python.has_extensions
        return found if compiles or _builds_inside(facts, system) else ()
    return found or (() if system.kind in {System.R, System.GO} else ("c",))


def _builds_inside(facts: ProjectFacts, system: BuildSystem) -> bool:
    """Whether a Python backend starts another build system that compiles."""
    return any(
        other.kind in {System.MESON, System.CMAKE, System.CARGO} and other.folder == "."
        for other in facts.systems
        if other is not system
    ) and any(marker in system.backend for marker in ("mesonpy", "scikit", "cmake", "maturin"))


def _templated(source: Source, version: str) -> Source:
    texts = [url for url in source.url if isinstance(url, Text)]
    url = tuple(string_text(templated(text.value, version)) for text in texts)
    return replace(source, url=url) if texts else source


def _autotools(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    generate = "is-generated" not in system.knows
    scripts = tuple(scripts.folder for scripts in facts.config_scripts)
    variable = next((k for k in system.knows if k.startswith("env:")), "").removeprefix("env:")
    has_option = "--with-build-cc" in system.knows
    return autotools_recipe(
        replace(
            project,
            options=autotools_options(system),
            config_scripts=() if generate else scripts,
        ),
        generate=generate,
        is_libtool="is-libtool" in system.knows,
        build_cc="" if has_option else variable,
    )


def _cmake(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    del facts
    has_tests = not any("TEST" in switch for switch in unbuilt_switches(system))
    check = project.check if has_tests else ""
    return cmake_recipe(replace(project, options=cmake_options(system), check=check))


def _meson(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    del facts
    return meson_recipe(replace(project, options=meson_options(system)))


def _own_configure(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    del facts
    return configure_recipe(replace(project, options=own_configure_options(system)))


def _perl_configure(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    del facts
    # Its tests take hours under emulation; what is installed is tested. Without modules the legacy
    # algorithms are in the library, which need not know a folder to load them from.
    features = {"ktls": "enable-ktls", "module": "no-module"}
    known = (word for name, word in features.items() if name in system.knows)
    options = ("shared", *known, "no-tests")
    return perl_configure_recipe(replace(project, options=options, check=""))


def _makefile(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    del facts
    return makefile_recipe(
        replace(project, options=makefile_options(system)),
        targets=makefile_targets(system),
        prefix=next((n for n in ("PREFIX", "prefix") if _has(system, n)), "DESTDIR"),
        shared=shared_library(system),
    )


def _has(system: BuildSystem, name: str) -> bool:
    return not system.knows.isdisjoint((f"var:{name}", f"default:{name}"))


def _python(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    if system.backend == "maturin":
        return maturin_recipe(project)
    scripts = facts.python.entry_points if facts.python else ()
    return python_recipe(project, entry_points=scripts)


def _cargo(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    del facts
    has_lock, has_crates = "has-lock" in system.knows, "crates" in system.knows
    return cargo_recipe(project, has_lock=has_lock, has_crates=has_crates)


def _go(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    del facts
    commands = sorted(k.removeprefix("command:") for k in system.knows if k.startswith("command:"))
    return go_recipe(
        project,
        has_cgo="cgo" in system.knows,
        has_modules="modules" in system.knows,
        commands=tuple(commands) or (".",),
    )


def _r(facts: ProjectFacts, system: BuildSystem, project: Project) -> Draft:
    del facts, system
    return r_recipe(project)


COMPOSERS: Mapping[System, Callable[[ProjectFacts, BuildSystem, Project], Draft]] = {
    System.AUTOTOOLS: _autotools,
    System.CMAKE: _cmake,
    System.MESON: _meson,
    System.MAKEFILE: _makefile,
    System.OWN_CONFIGURE: _own_configure,
    System.PERL_CONFIGURE: _perl_configure,
    System.PYTHON: _python,
    System.CARGO: _cargo,
    System.GO: _go,
    System.R: _r,
}
"""A composer for every build system."""
