"""Tests as the one `test` section of `meta.yaml`, and the error for what v0 has no words for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from condax.errors import RecipeError
from condax.recipe.emit_common import block
from condax.recipe.model import ContentsTest, DownstreamTest, PythonTest, ScriptTest
from condax.recipe.package_contents import UNIX, WINDOWS, contents_commands, possible
from condax.recipe.values import Block, Conditional, Text, guarded_leaves, leaves

if TYPE_CHECKING:
    from condax.recipe.model import Build, Test
    from condax.recipe.package_contents import Systems
    from condax.recipe.values import Item, Texts, Value


def v0_tests(tests: tuple[Item[Test], ...], *builds: Build) -> Block:
    """v0 has one test: everything that the tests of v1 do, together.

    The `builds` are the build section of the package and that of the recipe around it.
    """
    systems = systems_of(builds)
    lists: dict[str, list[Item[Text]]] = {
        "files": [],
        "source_files": [],
        "imports": [],
        "requires": [],
        "commands": [],
        "downstreams": [],
    }
    for test, conditions in guarded_leaves(tests):
        # mypy joins the kinds of tests to `object` where a type variable stands for them.
        here = systems
        for condition in conditions:
            here = possible(here, condition, holds=True)
        for key, items in _lists(cast("Test", test), here).items():
            added = under(items, conditions)
            known = () if key == "commands" else lists[key]
            lists[key] += [item for item in added if item not in known]
    lists["commands"].sort(key=lambda command: command != PIP_CHECK)
    return block(*((key, tuple(items)) for key, items in lists.items()))


PIP_CHECK = Text(value="pip check")


def systems_of(builds: tuple[Build, ...]) -> Systems:
    """Where the package is tested: one without platform on any, which Unix stands for."""
    systems: Systems = (UNIX, WINDOWS)
    for build in builds:
        skips = [t.value for t, outer in guarded_leaves(build.skip) if not outer]
        for condition in skips:
            systems = possible(systems, condition, holds=False)
        if build.noarch is not None:
            systems = (UNIX,)
    return systems


def _lists(test: Test, systems: Systems) -> dict[str, tuple[Item[Text], ...]]:
    """What one test adds to each list of v0's section."""
    if isinstance(test, ScriptTest):
        return {
            "commands": test.script.content,
            "requires": (*test.run, *test.build),
            "files": test.recipe_files,
            "source_files": test.source_files,
        }
    if isinstance(test, PythonTest):
        # v0 tests with one Python.
        versions = leaves(test.python_version)
        python = tuple(replace(v, value=f"python {v.value}", quoted=False) for v in versions)[:1]
        if _is_false(test.pip_check):
            return {"imports": test.imports, "requires": python}
        pip = Text(value="pip")
        return {"imports": test.imports, "commands": (PIP_CHECK,), "requires": (pip, *python)}
    if isinstance(test, ContentsTest):
        return {"commands": contents_commands(test.contents, systems)}
    if isinstance(test, DownstreamTest) and test.downstream is not None:
        return {"downstreams": (test.downstream,)}
    raise unspeakable("this kind of test", "write it as commands")


def under(items: Texts, conditions: tuple[str, ...]) -> Texts:
    """The items, all of them under the conditions of their test."""
    for condition in reversed(conditions):
        items = (Conditional(condition=Text(value=condition), then=items),) if items else ()
    return items


def _is_false(value: Value) -> bool:
    return isinstance(value, Text) and value.value == "false"


def unspeakable(what: str, hint: str) -> RecipeError:
    """The error for something that only v1 can say."""
    return RecipeError(f"meta.yaml cannot say {what}", hint=hint)
