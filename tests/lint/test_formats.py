"""The examples of the rules' pages, written as `meta.yaml`: rules do not know the format.

Rules about the text itself, or about one format only, have no example in the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from condax.lint.docs import example
from condax.lint.engine import lint_texts
from condax.lint.registry import UNSAFE, Rule, all_rules
from condax.recipe.emit import emit_recipe
from condax.recipe.model import RecipeFormat
from condax.recipe.parse import parse_recipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Golden
    from tests.lint.conftest import MakeFolder

    from condax.lint.folder import RecipeFolder

OF_ONE_FORMAT = {
    "bld-bat-in-v1",
    "handmade-sp-dir",
    "jinja-block",
    "old-python-selector",
    "unknown-key",
    "crowded-jinja",
    "missing-newest-python-test",
    "missing-tests",
    "selector-in-v1",
    "target-platform-for-host",
    "two-recipes",
    "two-variant-files",
    "unknown-section",
    "unordered-requirements",
    "unordered-sections",
    "unquoted-version",
    "untidy-end-of-file",
    "untidy-selector",
    "untidy-set",
    "unused-ignore",
    "missing-build-number",
    "missing-abi3audit",
}
RULES = [each for each in all_rules() if not each.online]
IN_BOTH = [each for each in RULES if each.name not in OF_ONE_FORMAT]
FIXABLE = [each for each in IN_BOTH if each.fix]


def named(rule: Rule) -> str:
    return rule.name


def as_v0(folder: RecipeFolder) -> RecipeFolder:
    recipe = parse_recipe(folder.files["recipe.yaml"], "recipe.yaml")
    files = {name: text for name, text in folder.files.items() if name != "recipe.yaml"}
    text = emit_recipe(recipe, RecipeFormat.V0)
    return replace(folder, recipe="meta.yaml", files={**files, "meta.yaml": text})


@pytest.mark.parametrize("rule", IN_BOTH, ids=named)
def test_the_bad_example_is_bad_as_meta_yaml(
    rule: Rule, make_folder: MakeFolder, require: Callable[[str], str]
) -> None:
    if rule.name == "shellcheck-finding":
        require("shellcheck")
    folder = as_v0(make_folder(example(rule, "Bad")))
    assert {each.name for each in lint_texts(folder, RULES).diagnostics} == {rule.name}


@pytest.mark.parametrize("rule", IN_BOTH, ids=named)
def test_the_good_example_is_good_as_meta_yaml(rule: Rule, make_folder: MakeFolder) -> None:
    folder = as_v0(make_folder(example(rule, "Good")))
    assert [(each.name, each.message) for each in lint_texts(folder, RULES).diagnostics] == []


@pytest.mark.parametrize("rule", FIXABLE, ids=named)
def test_the_fix_corrects_meta_yaml(rule: Rule, make_folder: MakeFolder) -> None:
    folder = as_v0(make_folder(example(rule, "Bad")))
    report = lint_texts(folder, [rule], fix=UNSAFE)
    fixed = replace(folder, files={**folder.files, **report.fixed})
    again = lint_texts(fixed, RULES, fix=UNSAFE)
    assert ([each.name for each in again.diagnostics], again.fixed) == ([], {})


@pytest.mark.golden
@pytest.mark.parametrize("rule", [each for each in RULES if each.fix], ids=named)
def test_what_a_fix_writes(rule: Rule, make_folder: MakeFolder, golden: Golden) -> None:
    import difflib

    folders = [make_folder(example(rule, "Bad"))]
    if rule in FIXABLE:
        folders.append(as_v0(folders[0]))
    lines: list[str] = []
    for folder in folders:
        for name, after in lint_texts(folder, [rule], fix=UNSAFE).fixed.items():
            before = folder.files[name]
            texts = (before.splitlines(keepends=True), after.splitlines(keepends=True))
            lines += difflib.unified_diff(*texts, fromfile=name, tofile=name, n=2)
    golden(f"fixes/{rule.name}.diff", "".join(lines))
