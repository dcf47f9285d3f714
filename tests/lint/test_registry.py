"""What every rule's page promises: its sections, and examples that are what they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from condax.lint.docs import example, sections
from condax.lint.engine import lint_texts
from condax.lint.registry import Rule, all_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lint.conftest import MakeFolder


RULES = [each for each in all_rules() if not each.online]


def named(rule: Rule) -> str:
    return rule.name


def test_codes_and_names_are_unique() -> None:
    assert len({each.code for each in all_rules()}) == len(all_rules())
    assert len({each.name for each in all_rules()}) == len(all_rules())


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_page_has_its_sections(rule: Rule) -> None:
    found = sections(rule)
    explains = "Fix" in found and found["Fix"].startswith("None: ")
    assert list(found) == ["", "Why", "Bad", "Good", *(["Fix"] if rule.fix or explains else [])]
    assert not (rule.fix and explains)
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
