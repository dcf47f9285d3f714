"""Tests of v0 as the tests that v1 has: Python's own, and the files that are run by their names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.inherit import known_name
from condax.recipe.model import Output, PythonTest, ScriptTest
from condax.recipe.v0.testing import RUNNERS, test_command
from condax.recipe.values import Text, leaves

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.recipe.model import Recipe, Test
    from condax.recipe.values import Item


def with_v1_tests(tests: tuple[Item[Test], ...]) -> tuple[Item[Test], ...]:
    """`pip check` and a Python to test with are v1's own words of the Python test.

    Imports that need more packages than that become commands beside the other ones.
    """
    imports = next((test for test in tests if isinstance(test, PythonTest)), None)
    script = next((test for test in tests if isinstance(test, ScriptTest)), None)
    if imports is None or script is None:
        return tests
    rest = tuple(test for test in tests if test is not imports and test is not script)
    commands = tuple(text for text in script.script.content if text != PIP_CHECK)
    checks = commands != script.script.content
    pythons = tuple(text for text in script.run if _is_python(text))
    others = tuple(text for text in script.run if text not in pythons and text != PIP)
    if commands or script.recipe_files or script.source_files:
        uses_pip = not checks or any("pip" in text.value for text in leaves(commands))
        run = script.run if uses_pip else tuple(text for text in script.run if text != PIP)
        kept = replace(script, script=replace(script.script, content=commands), run=run)
        return (replace(imports, pip_check=None if checks else imports.pip_check), kept, *rest)
    if others:
        lines = tuple(_mapped(item, _import_command) for item in imports.imports)
        content = (*lines, *((PIP_CHECK,) if checks else ()))
        return (replace(script, script=replace(script.script, content=content)), *rest)
    versions = tuple(_mapped(text, _python_version) for text in pythons)
    made = replace(imports, pip_check=None if checks else imports.pip_check)
    return (replace(made, python_version=versions) if versions else made, *rest)


PIP_CHECK, PIP = Text(value="pip check"), Text(value="pip")


def _is_python(item: Item[Text]) -> bool:
    """Whether a requirement is one version of Python, which v1's test takes without operator."""
    return all(ONE_PYTHON.match(text.value) for text in leaves((item,)))


ONE_PYTHON = re.compile(r"python +[^\s<>=!~]")


def _python_version(text: Text) -> Text:
    return replace(text, value=text.value.removeprefix("python ").strip())


def _import_command(text: Text) -> Text:
    return replace(text, value=f'python -c "import {text.value}"', quoted=False)


def _mapped(item: Item[Text], change: Callable[[Text], Text]) -> Item[Text]:
    if isinstance(item, Text):
        return change(item)
    return replace(
        item,
        then=tuple(_mapped(each, change) for each in item.then),
        otherwise=tuple(_mapped(each, change) for each in item.otherwise),
    )


TEST_FILES = tuple(f"run_test{ending}" for ending in RUNNERS)
"""Files that conda-build runs as tests by their name."""


def with_test_files(recipe: Recipe, beside: frozenset[str]) -> Recipe:
    """The recipe with the files that v0 runs by their name among its tests, and no idle tests.

    They test the package that the recipe is named for, and run where its commands do, with the
    same files. A test that runs nothing is no test, and has no counterpart.
    """
    named = tuple(Text(value=name) for name in TEST_FILES if name in beside)
    if not recipe.outputs:
        return replace(recipe, tests=_with_named(recipe.tests, named))
    top = known_name(recipe, recipe.package.name)
    outputs = []
    for output in recipe.outputs:
        assert isinstance(output, Output)
        is_top = known_name(recipe, output.package.name) == top
        tests = _with_named(output.tests, named if is_top else ())
        outputs.append(replace(output, tests=tests))
    return replace(recipe, outputs=tuple(outputs))


def _with_named(tests: tuple[Item[Test], ...], named: tuple[Text, ...]) -> tuple[Item[Test], ...]:
    if named:
        script = next((test for test in tests if isinstance(test, ScriptTest)), ScriptTest())
        content = (*script.script.content, *(each for name in named for each in test_command(name)))
        listed = {text.value for text in leaves(script.recipe_files)}
        files = (*script.recipe_files, *(text for text in named if text.value not in listed))
        made = replace(script, script=replace(script.script, content=content), recipe_files=files)
        tests = (*(test for test in tests if test is not script), made)
    return tuple(t for t in tests if not isinstance(t, ScriptTest) or t.script.content)
