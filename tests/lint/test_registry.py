"""Promises that hold for every rule, proved by the examples of its page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from condax.lint.conditions import native
from condax.lint.docs import example, sections
from condax.lint.engine import lint_texts
from condax.lint.registry import UNSAFE, Rule, all_rules
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import parse_recipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lint.conftest import MakeFolder

    from condax.lint.folder import RecipeFolder

RULES = [each for each in all_rules() if not each.online]
FIXABLE = [each for each in RULES if each.fix]
VARIANT = {
    "c_compiler": "gcc",
    "cxx_compiler": "gxx",
    "rust_compiler": "rust",
    "go_compiler": "go",
    "c_stdlib": "sysroot",
    "r_base": "4.4",
    "mpi": "openmpi",
    "python": "3.12",
}


def named(rule: Rule) -> str:
    return rule.name


def after_fix(folder: RecipeFolder, rule: Rule) -> RecipeFolder:
    report = lint_texts(folder, [rule], fix=UNSAFE)
    return replace(folder, files={**folder.files, **report.fixed})


def test_codes_and_names_are_unique() -> None:
    assert len({each.code for each in all_rules()}) == len(all_rules())
    assert len({each.name for each in all_rules()}) == len(all_rules())


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_page_has_its_sections(rule: Rule) -> None:
    expected = ["", "Why", "Bad", "Good"] + (["Fix"] if rule.fix else [])
    assert list(sections(rule)) == expected
    assert re.fullmatch(r"CX\d{3}", rule.code)
    assert rule.summary.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_the_bad_example_triggers_the_rule_and_no_other(
    rule: Rule, make_folder: MakeFolder, require: Callable[[str], str]
) -> None:
    if rule.name == "shellcheck-finding":
        require("shellcheck")
    report = lint_texts(make_folder(example(rule, "Bad")), RULES)
    assert {each.name for each in report.diagnostics} == {rule.name}


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_the_good_example_triggers_nothing(rule: Rule, make_folder: MakeFolder) -> None:
    report = lint_texts(make_folder(example(rule, "Good")), RULES)
    assert [(each.name, each.message) for each in report.diagnostics] == []


@pytest.mark.parametrize("rule", FIXABLE, ids=named)
def test_the_fix_silences_the_rule_and_raises_no_other(rule: Rule, make_folder: MakeFolder) -> None:
    fixed = after_fix(make_folder(example(rule, "Bad")), rule)
    assert [each.name for each in lint_texts(fixed, RULES).diagnostics] == []


@pytest.mark.parametrize("rule", FIXABLE, ids=named)
def test_fixing_twice_is_fixing_once(rule: Rule, make_folder: MakeFolder) -> None:
    fixed = after_fix(make_folder(example(rule, "Bad")), rule)
    assert lint_texts(fixed, RULES, fix=UNSAFE).fixed == {}


@pytest.mark.parametrize("rule", [each for each in FIXABLE if not each.changes_native], ids=named)
def test_the_fix_leaves_a_native_build_as_it_was(rule: Rule, make_folder: MakeFolder) -> None:
    folder = make_folder(example(rule, "Bad"))
    fixed = after_fix(folder, rule)
    before, after = (
        evaluate(parse_recipe(each.files[each.recipe], each.recipe), native(), VARIANT)
        for each in (folder, fixed)
    )
    assert before == after
