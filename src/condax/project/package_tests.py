"""Tests of the finished package, as far as the sources tell what will be in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.project.model import System
from condax.project.options import shared_library
from condax.recipe.model import ContentsTest, PythonTest, Test
from condax.recipe.scaffold.parts import command_test, link_test
from condax.recipe.values import Block, Data
from condax.recipe.yaml_text import string_text

if TYPE_CHECKING:
    from condax.project.model import BuildSystem, ProjectFacts

COMPILED = (
    System.AUTOTOOLS,
    System.CMAKE,
    System.MESON,
    System.MAKEFILE,
    System.OWN_CONFIGURE,
    System.PERL_CONFIGURE,
)


def is_library(facts: ProjectFacts, system: BuildSystem) -> bool:
    """Whether other packages link what this one installs."""
    has_files = any(file.libraries or file.name for file in facts.pkg_config)
    is_shared = shared_library(system) is not None or "--with-shared" in system.knows
    return system.kind in COMPILED and (has_files or is_shared)


def package_tests(facts: ProjectFacts, system: BuildSystem) -> tuple[Test, ...]:
    """What can be promised: files, a program that links, imports, commands."""
    if system.kind is System.PYTHON:
        return _python_tests(facts)
    if system.kind is System.R:
        name = facts.name.value.removeprefix("r-") if facts.name else ""
        return (command_test(f"$R -e \"library('{name}')\""),)
    if system.kind in {System.CARGO, System.GO}:
        programs = tuple(each.name for each in facts.installed_programs)
        return (_contents(bin=programs or ((facts.name.value,) if facts.name else ())),)
    return _compiled_tests(facts, system)


def _compiled_tests(facts: ProjectFacts, system: BuildSystem) -> tuple[Test, ...]:
    folder = "*" if system.kind is System.CMAKE else "lib"
    files = tuple(f"{folder}/pkgconfig/{file.name}.pc" for file in facts.pkg_config)
    libraries = [file.libraries[0] for file in facts.pkg_config if file.libraries]
    shared = shared_library(system)
    if shared:
        libraries.append(shared.link_name.removeprefix("lib").removesuffix(".so"))
    own = (each.name for each in facts.in_tree_programs if each.is_installed)
    programs = tuple(dict.fromkeys((*own, *(each.name for each in facts.installed_programs))))
    tests: list[Test] = []
    if files or programs:
        tests.append(_contents(bin=programs, files=files))
    if libraries:
        tests.append(link_test(*dict.fromkeys(libraries)))
    return tuple(tests) or (_contents(files=("*/*",)),)


def _python_tests(facts: ProjectFacts) -> tuple[Test, ...]:
    modules = facts.python.modules if facts.python else ()
    names = modules or ((facts.name.value.replace("-", "_"),) if facts.name else ())
    imports = PythonTest(imports=tuple(map(string_text, names)))
    scripts = facts.python.entry_points if facts.python else ()
    commands = [f"{script.partition('=')[0].strip()} --help" for script in scripts]
    return (imports, command_test(*commands)) if commands else (imports,)


def _contents(*, bin: tuple[str, ...] = (), files: tuple[str, ...] = ()) -> ContentsTest:
    entries: list[tuple[str, Data]] = []
    if bin:
        entries.append(("bin", tuple(map(string_text, bin))))
    if files:
        entries.append(("files", tuple(map(string_text, files))))
    return ContentsTest(contents=Block(entries=tuple(entries)))
