"""An output as rules look at it: its requirements with their names and conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from condax.lint.choices import written
from condax.lint.conditions import (
    condition_truth,
    crossings,
    holds,
    may_hold_when_crossing,
    native,
    windows,
)
from condax.recipe.inherit import all_outputs, known_name
from condax.recipe.model import Output, RecipeFormat, Requirements
from condax.recipe.values import guarded_leaves, value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.platforms import Platforms
    from condax.recipe.model import Recipe
    from condax.recipe.values import SourceSpan, Text, Value

CALL = re.compile(r"\$\{\{\s*(\w+)\s*\(\s*(?:[\"']([^\"']*)[\"'])?")
SPEC_NAME = re.compile(r"[^\s<>=!~;\[]+")
SECTIONS = ("build", "host", "run", "run_constraints")
UNIX_ONLY = frozenset({"__unix", "__linux", "__osx"})
"""Virtual packages that no Windows machine has."""
COMPILED_LANGUAGES = frozenset(
    {"c", "cxx", "fortran", "rust", "go-cgo", "m2w64_c", "m2w64_cxx", "m2w64_fortran"}
)
"""Arguments of `compiler(…)` that bring a C library's headers and start files into play."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirement:
    """One entry of a requirement list."""

    section: str
    text: Text
    name: str
    """Name of the package in lower case; empty for a call such as `${{ compiler("c") }}`."""
    call: str
    """The function called, e.g. `compiler`; empty for a plain spec."""
    argument: str
    """Its first argument, if that is a string."""
    conditions: tuple[str, ...]

    @property
    def span(self) -> SourceSpan | None:
        """Where it stands."""
        return self.text.span

    @property
    def is_unconditional(self) -> bool:
        """Whether it stands under no condition at all."""
        return not self.conditions

    @property
    def when_crossing(self) -> bool:
        """Whether some cross build can have it."""
        return may_hold_when_crossing(self.conditions)

    @property
    def when_native(self) -> bool:
        """Whether a native build can have it."""
        return holds(self.conditions, native()) is not False

    def holds(self, platforms: Platforms) -> bool:
        """Whether a build on these platforms can have it."""
        return holds(self.conditions, platforms) is not False


class OutputView:
    """One output, with what it inherits."""

    def __init__(self, output: Output, *, is_only: bool) -> None:
        """`is_only`: the recipe has no `outputs`; this is all there is."""
        self.output = output
        self.is_only = is_only

    @cached_property
    def name(self) -> str:
        """Name of the package as written; empty if it is not one plain text."""
        names = {text.value for text in value_leaves(self.output.package.name)}
        return names.pop() if len(names) == 1 else ""

    @cached_property
    def noarch(self) -> str | None:
        """`python` or `generic`; `None` for a package with platform-specific files."""
        for text, conditions in guarded_value(self.output.build.noarch):
            if not conditions:
                return text.value
        return None

    @cached_property
    def is_cross_built(self) -> bool:
        """Whether a cross build for some Linux machine makes it."""
        if self.noarch is not None or not may_hold_when_crossing(self.output.conditions):
            return False
        return not any(
            all(condition_truth(text.value, each) is True for each in crossings())
            for text, conditions in guarded_leaves(self.output.build.skip)
            if not conditions
        )

    @cached_property
    def is_built_on_windows(self) -> bool:
        """Whether Windows builds it, unless something but the machine decides."""
        if self.noarch is not None or holds(self.output.conditions, windows()) is False:
            return False
        if any(each.name in UNIX_ONLY and each.is_unconditional for each in self.requirements):
            return False
        return not any(
            holds((*conditions, text.value), windows()) is True
            for text, conditions in guarded_leaves(self.output.build.skip)
        )

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """All entries of all sections."""
        return tuple(
            _requirement(section, text, plain, (*self.output.conditions, *conditions, *own))
            for section in SECTIONS
            for text, conditions in guarded_leaves(getattr(self.output.requirements, section))
            for plain, own in written(text.value)
            if plain
        )

    @cached_property
    def build(self) -> tuple[Requirement, ...]:
        """What runs while building."""
        return tuple(each for each in self.requirements if each.section == "build")

    @cached_property
    def host(self) -> tuple[Requirement, ...]:
        """What the package is built against."""
        return tuple(each for each in self.requirements if each.section == "host")

    @cached_property
    def run(self) -> tuple[Requirement, ...]:
        """What the package needs when it is used."""
        return tuple(each for each in self.requirements if each.section == "run")

    @cached_property
    def compilers(self) -> tuple[Requirement, ...]:
        """The `compiler(…)` calls of `build` that concern Linux."""
        return tuple(
            each
            for each in self.build
            if each.call == "compiler" and (each.when_crossing or each.when_native)
        )

    @cached_property
    def compiles(self) -> bool:
        """Whether it has a compiler for C, C++, Fortran, Rust or the like."""
        return any(each.argument in COMPILED_LANGUAGES for each in self.compilers)

    def has(self, section: str, *names: str) -> bool:
        """Whether a section lists one of these packages, under whatever condition."""
        return any(each.name in names for each in getattr(self, section))

    def find(self, section: str, *names: str) -> Iterator[Requirement]:
        """The entries of a section with one of these names."""
        return (each for each in getattr(self, section) if each.name in names)

    def has_when_crossing(self, section: str, *names: str) -> bool:
        """Whether a cross build can have one of these packages in a section."""
        return any(each.name in names and each.when_crossing for each in getattr(self, section))


def guarded_value(value: Value) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """What a single value can be, with the conditions for each."""
    if value is not None:
        yield from guarded_leaves((value,))


def output_views(recipe: Recipe) -> tuple[OutputView, ...]:
    """All outputs of a recipe."""
    is_only = not recipe.outputs
    views = [OutputView(each, is_only=is_only) for each in all_outputs(recipe)]
    own = known_name(recipe, recipe.package.name)
    builds_itself = recipe.requirements != Requirements() and recipe.format is RecipeFormat.V0
    if (
        not is_only
        and builds_itself
        and all(known_name(recipe, each.output.package.name) != own for each in views)
    ):
        views.insert(0, OutputView(_top_level(recipe), is_only=False))
    return tuple(views)


def _top_level(recipe: Recipe) -> Output:
    """What v0 builds before its outputs: an environment and a script, and no package."""
    return Output(
        package=recipe.package,
        is_staging=True,
        source=recipe.source,
        build=recipe.build,
        requirements=recipe.requirements,
    )


def _requirement(section: str, text: Text, plain: str, conditions: tuple[str, ...]) -> Requirement:
    called = CALL.match(plain) if plain.startswith("${{") else None
    found = None if called else SPEC_NAME.match(plain)
    return Requirement(
        section=section,
        text=text,
        name=found[0].rpartition("::")[2].lower() if found else "",
        call=called[1] if called else "",
        argument=(called[2] or "") if called else "",
        conditions=conditions,
    )
