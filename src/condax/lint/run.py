"""Linting what is on disk: `lint`, its `Report`, and writing the fixes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.errors import RecipeError
from condax.lint.engine import FolderReport, lint_texts
from condax.lint.folder import RecipeFolder, find_recipes, read_folder
from condax.lint.select import LintOptions, selected_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from condax.diagnostics import Diagnostic
    from condax.lint.registry import Rule

WORTH_A_PROCESS = 150
"""Recipes that one process lints in about the time that another needs to start."""
DEFAULTS = LintOptions()


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What was found in all recipes, after the fixes if any were asked for."""

    folders: tuple[FolderReport, ...]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings, by recipe, then by place."""
        return tuple(each for folder in self.folders for each in folder.diagnostics)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that break a build."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    @property
    def fix_count(self) -> int:
        """How many fixes were applied."""
        return sum(each.fix_count for each in self.folders)

    @property
    def changes(self) -> Mapping[Path, tuple[str, str]]:
        """File → its text before the fixes, if it was there, and after, of those that changed."""
        return {
            each.folder.root / name: (each.folder.files.get(name, ""), text)
            for each in self.folders
            for name, text in each.fixed.items()
        }


def lint(
    paths: str | Path | Iterable[str | Path],
    *,
    options: LintOptions = DEFAULTS,
    processes: int = 1,
    texts: Mapping[Path, str] | None = None,
) -> Report:
    """Lint recipe files, recipe folders, feedstocks, or trees of them; nothing is written.

    `texts` (absolute path → text) stand in for files that are there; they ask for one process.
    With `options.fix` the report is about the fixed texts, which are in `changes`. Raises
    `UsageError` for a path without a recipe and for a rule that does not exist.
    """
    listed = [Path(each) for each in ([paths] if isinstance(paths, str | Path) else paths)]
    selected_rules(options)
    recipes = find_recipes(listed)
    workers = min(processes, len(recipes) // WORTH_A_PROCESS)
    if workers > 1 and not texts:
        return Report(folders=_in_parallel(recipes, options, workers))
    return Report(folders=_lint_all(recipes, options, texts or {}))


def write_fixes(report: Report) -> None:
    """Write what the fixes changed or made, each in one step and with the mode that it has."""
    if not report.changes:
        return
    from condax.system.files import write_text

    for path, (_, text) in report.changes.items():
        write_text(path, text, mode=path.stat().st_mode & 0o777 if path.exists() else 0o644)


def _lint_all(
    recipes: Sequence[Path], options: LintOptions, texts: Mapping[Path, str] = MappingProxyType({})
) -> tuple[FolderReport, ...]:
    rules = selected_rules(options)
    return tuple(_lint_one(each, rules, options, texts) for each in recipes)


def _lint_one(
    recipe: Path, rules: Sequence[Rule], options: LintOptions, texts: Mapping[Path, str]
) -> FolderReport:
    """A recipe that is no text is a finding, and the others are linted all the same."""
    try:
        folder = read_folder(recipe)
        if texts:
            given = {n: texts.get((folder.root / n).resolve(), t) for n, t in folder.files.items()}
            folder = replace(folder, files=given)
        return lint_texts(folder, rules, fix=options.fix, program_path=options.program_path)
    except RecipeError as error:
        folder = RecipeFolder(root=recipe.parent, recipe=recipe.name, files={})
        return FolderReport(folder=folder, diagnostics=error.diagnostics, fixed={}, fix_count=0)


def _in_parallel(
    recipes: Sequence[Path], options: LintOptions, workers: int
) -> tuple[FolderReport, ...]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    size = -(-len(recipes) // workers)
    pieces = [recipes[i : i + size] for i in range(0, len(recipes), size)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        done = pool.map(_lint_all, pieces, [options] * len(pieces))
        return tuple(report for piece in done for report in piece)
