"""Running the rules on one recipe folder: findings, what silences them, and the fixes.

Everything here is computed from texts; nothing is read or written.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from condax.diagnostics import Diagnostic, Severity, Span
from condax.errors import RecipeError
from condax.lint.context import LintContext
from condax.lint.fixes import Located, apply_edits, compatible, offered
from condax.lint.forge import read_forge_config
from condax.lint.ignores import find_ignores, line_starts, selector_hint
from condax.lint.lines import as_v0
from condax.lint.reading import shown_path
from condax.recipe.model import RecipeFormat
from condax.recipe.parse import parse_recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from condax.lint.folder import RecipeFolder
    from condax.lint.ignores import Ignore
    from condax.lint.registry import Finding, Fixability, Rule

MAX_ROUNDS = 10
"""How often fixes are applied: one can make room for another."""
PAGES = "https://github.com/condax/condax/blob/main/docs/rules"
UNUSED = "unused-ignore"


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderReport:
    """What was found in one folder, after the fixes if any were asked for."""

    folder: RecipeFolder
    diagnostics: tuple[Diagnostic, ...]
    fixed: Mapping[str, str]
    """New texts of the files that fixes changed or made."""
    fix_count: int


def lint_texts(
    folder: RecipeFolder,
    rules: Sequence[Rule],
    *,
    fix: Fixability | None = None,
    program_path: str = os.defpath,
) -> FolderReport:
    """Lint the texts of one folder; with `fix`, apply fixes until nothing changes."""
    files, fixed, count = dict(folder.files), dict[str, str](), 0
    context, problems = _read(folder, files, program_path)
    located = _findings(context, rules) if context else []
    for _ in range(MAX_ROUNDS if fix else 0):
        edits, used = compatible(context, located, fix) if context and fix else ({}, 0)
        if not edits:
            break
        fixed |= {name: apply_edits(files.get(name, ""), each) for name, each in edits.items()}
        files |= fixed
        count += used
        context, problems = _read(folder, files, program_path)
        located = _findings(context, rules) if context else []
    shown = [_diagnostic(folder, files, each) for each in located]
    shown += (*problems, *folder.unreadable)
    shown.sort(key=lambda d: (d.path, d.span.line if d.span else 0, d.code, d.message))
    return FolderReport(folder=folder, diagnostics=tuple(shown), fixed=fixed, fix_count=count)


def _read(
    folder: RecipeFolder, files: Mapping[str, str], program_path: str
) -> tuple[LintContext | None, list[Diagnostic]]:
    """What rules look at, or why the recipe cannot be read."""
    try:
        recipe = parse_recipe(files[folder.recipe], folder.recipe)
    except RecipeError as error:
        return None, [_in_folder(folder, _explained(each)) for each in error.diagnostics]
    forge = read_forge_config(files)
    return LintContext(recipe, files, forge, program_path=program_path), []


def _findings(context: LintContext, rules: Sequence[Rule]) -> list[Located]:
    """All findings that nothing silences, with the fixes that the engine would make."""
    forge = context.forge_config
    if forge and forge.skipped:
        rules = [each for each in rules if not forge.skips(each)]
    return offered(context, run_rules(context, rules))


def _explained(error: Diagnostic) -> Diagnostic:
    """An error in a selector that was meant to silence a rule says how to do that."""
    hint = selector_hint(error.source_line or "")
    is_v0 = PurePath(error.path).name == "meta.yaml"
    return replace(error, hint=hint) if hint and is_v0 else error


def run_rules(context: LintContext, rules: Sequence[Rule]) -> list[Located]:
    """Every finding that no comment silences, in the order of the rules."""
    with_selectors = context.recipe.path if context.recipe.format is RecipeFormat.V0 else None
    ignores = [
        each
        for name, text in context.files.items()
        for each in find_ignores(name, text, has_selectors=name == with_selectors)
    ]
    used: set[Ignore] = set()
    found: dict[tuple[str, str, int, str], Located] = {}
    written = context.recipe.format
    for each in rules:
        if written not in each.formats or each.name == UNUSED:
            continue
        for finding in each.run(context):
            hits = _covering(ignores, each, finding, context.files) if ignores else ()
            used.update(hits)
            if not hits:
                key = (each.code, finding.at.file, finding.at.start, finding.message)
                found.setdefault(key, Located(rule=each, finding=_as_written(finding, written)))
    if len(used) == len(ignores):
        return list(found.values())
    context.unused_ignores = tuple(each for each in ignores if each not in used)
    context.running = frozenset(each.name for each in rules)
    unused = [each for each in rules if each.name == UNUSED]
    return [
        *found.values(),
        *(Located(rule=each, finding=f) for each in unused for f in each.run(context)),
    ]


def _as_written(finding: Finding, written: RecipeFormat) -> Finding:
    """The finding with what it quotes as the recipe has it."""
    if written is not RecipeFormat.V0:
        return finding
    return replace(finding, message=as_v0(finding.message), hint=as_v0(finding.hint))


def _covering(
    ignores: Sequence[Ignore], rule: Rule, finding: Finding, files: Mapping[str, str]
) -> list[Ignore]:
    here = [each for each in ignores if each.at.file == finding.at.file]
    if not here:
        return []
    line = bisect_right(line_starts(files[finding.at.file]), finding.at.start)
    return [each for each in here if each.covers(rule, line)]


def _diagnostic(folder: RecipeFolder, files: Mapping[str, str], each: Located) -> Diagnostic:
    at, rule, hint = each.finding.at, each.rule, each.finding.hint
    if each.finding.no_fix and not each.finding.fix:
        hint += f" (not corrected: {each.finding.no_fix})"
    text = files[at.file]
    starts = line_starts(text)
    line = bisect_right(starts, at.start)
    begin = starts[line - 1]
    source = text[begin:].split("\n", 1)[0].rstrip("\r")
    length = max(min(at.end - begin, len(source)) - (at.start - begin), 1)
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        path=shown_path(folder.root, at.file),
        message=each.finding.message,
        hint=hint,
        span=Span(line=line, column=at.start - begin + 1, length=length),
        source_line=source,
        fix=each.fixability.value if each.fixability else None,
        url=f"{PAGES}/{rule.code}.md",
    )


def _in_folder(folder: RecipeFolder, diagnostic: Diagnostic) -> Diagnostic:
    return replace(diagnostic, path=(folder.root / diagnostic.path).as_posix())


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is an error."""
    return any(each.severity is Severity.ERROR for each in diagnostics)
