"""What condax tells others to do, its own recipes do."""

from __future__ import annotations

from pathlib import Path

from condax.lint import lint

RECIPES = Path(__file__).parents[2] / "recipes"


def test_our_own_recipes_lint_clean() -> None:
    report = lint(RECIPES)
    assert len(report.folders) > 10
    assert [(each.path, each.name, each.message) for each in report.diagnostics] == []


def test_paths_are_texts_or_paths_one_or_several() -> None:
    folder = RECIPES / "zlib"
    reports = [lint(folder), lint(str(folder)), lint([folder]), lint([str(folder)])]
    assert [[each.folder.root for each in report.folders] for report in reports] == [[folder]] * 4
