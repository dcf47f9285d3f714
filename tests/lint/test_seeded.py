"""Real-looking recipes with one mistake each, and their twins without it, in both formats.

A case is a folder of `seeded/`: the rule that it is about in `rule`, below `v1` and `v0` the recipe
as `broken` and as `clean`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from condax.lint import UNSAFE, LintOptions, all_rules, lint
from condax.lint.docs import AREAS

ROOT = Path(__file__).parent / "seeded"
CASES = sorted(folder for folder in ROOT.glob("*/v?") if folder.is_dir())


def named(folder: Path) -> str:
    return f"{folder.parent.name}-{folder.name}"


def rule_of(folder: Path) -> str:
    return (folder.parent / "rule").read_text(encoding="utf-8").strip()


def found(folder: Path, *, fix: bool = False) -> list[str]:
    report = lint(folder, options=LintOptions(fix=UNSAFE if fix else None))
    return sorted({each.name for each in report.diagnostics})


def test_there_are_enough_cases_of_enough_rules() -> None:
    assert len(CASES) >= 150
    seeded = {rule_of(folder) for folder in CASES}
    assert len(seeded) >= 45
    assert {each.code[:3] for each in all_rules() if each.name in seeded} == set(AREAS)


@pytest.mark.parametrize("folder", CASES, ids=named)
def test_the_mistake_is_found_and_nothing_else(folder: Path) -> None:
    assert found(folder / "broken") == [rule_of(folder)]


@pytest.mark.parametrize("folder", CASES, ids=named)
def test_the_twin_without_the_mistake_is_clean(folder: Path) -> None:
    report = lint(folder / "clean")
    assert [(each.name, each.message) for each in report.diagnostics] == []


@pytest.mark.parametrize("folder", CASES, ids=named)
def test_a_mistake_that_can_be_fixed_is_fixed(folder: Path) -> None:
    fixable = any(each.fix for each in lint(folder / "broken").diagnostics)
    expected = any(each.name == rule_of(folder) and each.fix for each in all_rules())
    assert fixable == expected
    if fixable:
        assert found(folder / "broken", fix=True) == []
