"""Which fixes are offered, and which of them are made together.

A fix is offered if it was tried by itself and everything it edits can still be read: the engine
makes no other, so that what a report offers is what `--fix` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from condax.errors import RecipeError
from condax.lint.context import LintContext
from condax.lint.lines import line_start
from condax.lint.registry import Fixability
from condax.lint.scalars import JINJA
from condax.lint.scripts import SHELL_SUFFIXES
from condax.lint.shell_tree import parse_shell
from condax.recipe.parse import parse_recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from condax.lint.registry import FileEdit, Finding, Rule
    from condax.lint.scripts import BuildScript

UNREADABLE = "the script has parts that the linter cannot parse"
BASH_ONLY = re.compile(r"\$|;|`|\[\[")
SPOILT = "with the correction the file could not be read any more"


@dataclass(frozen=True, kw_only=True, slots=True)
class Located:
    """A finding with the rule it is from."""

    rule: Rule
    finding: Finding

    @property
    def fixability(self) -> Fixability | None:
        """How far its fix can be trusted; `None` if it has none."""
        if not self.finding.fix:
            return None
        return Fixability.UNSAFE if self.finding.is_unsafe else self.rule.fix


def offered(context: LintContext, located: Sequence[Located]) -> list[Located]:
    """The findings, of which those whose fix would not be made have none, and say why.

    One that writes bash where Windows has another shell needs a look.
    """
    located = [_looked_at(context, each) for each in located]
    fixable = [each for each in located if each.finding.fix]
    edits, count = _apart(fixable)
    if count == len(fixable) and _refusal(context, edits) is None:
        return list(located)
    return [_judged(context, each) for each in located]


def _looked_at(context: LintContext, each: Located) -> Located:
    """The finding, whose fix is no safe one if it is wrong on Windows."""
    finding = each.finding
    if each.fixability is not Fixability.SAFE or not _spoils_windows(context, finding.fix):
        return each
    hint = f"{finding.hint} (as bash writes it; Windows runs this text too)"
    return replace(each, finding=replace(finding, is_unsafe=True, hint=hint))


def _spoils_windows(context: LintContext, edits: Iterable[FileEdit]) -> bool:
    """Whether edits put what only bash understands into or before texts that Windows runs."""
    return any(
        edit.file == script.file
        and line_start(script.text, start) <= edit.start <= end
        and BASH_ONLY.search(JINJA.sub("", edit.text)) is not None
        for edit in edits
        for script in context.scripts
        for start, end in script.windows_texts
    )


def compatible(
    context: LintContext, located: Iterable[Located], fix: Fixability
) -> tuple[dict[str, list[FileEdit]], int]:
    """The edits of as many fixes as can be made together, and how many fixes these are."""
    wanted = [each for each in located if each.fixability in {Fixability.SAFE, fix}]
    edits, count = _apart(wanted)
    if _refusal(context, edits) is None:
        return edits, count
    chosen: list[Located] = []
    for each in wanted:
        more, count = _apart([*chosen, each])
        if count > len(chosen) and _refusal(context, more) is None:
            chosen.append(each)
    return _apart(chosen)


def apply_edits(text: str, edits: Iterable[FileEdit]) -> str:
    """The text with all edits made, which do not overlap; lines end as those of the text do."""
    has_crlf = 2 * text.count("\r\n") > text.count("\n")
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        new = re.sub(r"\r?\n", "\r\n", edit.text) if has_crlf else edit.text
        text = text[: edit.start] + new + text[edit.end :]
    return text


def _judged(context: LintContext, each: Located) -> Located:
    edits, _ = _apart([each])
    reason = _refusal(context, edits)
    if reason is None:
        return each
    return replace(each, finding=replace(each.finding, fix=(), no_fix=reason))


def _apart(located: Iterable[Located]) -> tuple[dict[str, list[FileEdit]], int]:
    """The edits of the fixes that touch none before them, and how many fixes these are."""
    chosen: dict[str, list[FileEdit]] = {}
    count = 0
    for each in located:
        if not any(_touches(edit, chosen.get(edit.file, ())) for edit in each.finding.fix):
            count += 1
            for edit in each.finding.fix:
                chosen.setdefault(edit.file, []).append(edit)
    return chosen, count


def _touches(edit: FileEdit, others: Iterable[FileEdit]) -> bool:
    return any(edit.start <= other.end and other.start <= edit.end for other in others)


def _refusal(context: LintContext, edits: Mapping[str, Sequence[FileEdit]]) -> str | None:
    """Why edits cannot be made, if some cannot."""
    for name, listed in edits.items():
        before = context.files.get(name, "")
        after = apply_edits(before, listed)
        reason = None
        if name.endswith(SHELL_SUFFIXES):
            reason = _refused_by_shell(before, after)
        elif name == context.recipe.path:
            reason = _refused_by_recipe(context, listed, after)
        if reason is not None:
            return reason
    return None


def _refused_by_shell(before: str, after: str) -> str | None:
    if parse_shell(before).is_broken:
        return UNREADABLE
    return SPOILT if parse_shell(after).is_broken else None


def _refused_by_recipe(context: LintContext, edits: Iterable[FileEdit], after: str) -> str | None:
    scripts = [each for each in _inline(context) if _is_edited(each, edits)]
    if any(each.shell.is_broken for each in scripts):
        return UNREADABLE
    try:
        recipe = parse_recipe(after, context.recipe.path)
    except RecipeError:
        return SPOILT
    if not scripts:
        return None
    files = {**context.files, context.recipe.path: after}
    new = LintContext(recipe, files, context.forge_config)
    before, now = (
        sum(script.shell.is_broken for script in _inline(each)) for each in (context, new)
    )
    return SPOILT if now > before else None


def _inline(context: LintContext) -> Iterator[BuildScript]:
    """The scripts that are part of the recipe."""
    return (each for each in (*context.scripts, *context.test_scripts) if not each.is_file)


def _is_edited(script: BuildScript, edits: Iterable[FileEdit]) -> bool:
    """Whether edits change what a script does, or put something before or between its lines."""
    start, end = line_start(script.text, script.regions[0][0]), script.regions[-1][1]
    return any(start <= edit.start and edit.end <= end for edit in edits)
