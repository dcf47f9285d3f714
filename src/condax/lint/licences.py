"""Licences of what a program links: whether a recipe collects them, and edits so that it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.lint.edits import Insertion, inserted
from condax.lint.lines import ITEM, line_end, line_start
from condax.lint.registry import FileEdit, Finding
from condax.lint.scalars import at_the_top
from condax.lint.scripts import WINDOWS_FILES
from condax.recipe.values import guarded_leaves, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.lines import Edits
    from condax.lint.view import OutputView, Requirement


@dataclass(frozen=True, kw_only=True, slots=True)
class Collector:
    """A tool that collects licences, for one compiler."""

    languages: tuple[str, ...]
    tool: str
    command: str
    """What runs it in the source, before anything is built."""
    result: str
    """What it makes, as `license_file` names it."""


def uncollected(context: LintContext, collector: Collector) -> Iterator[Finding]:
    """Outputs with the compiler that nowhere require or run the tool."""
    tool = collector.tool
    run = any(tool in script.masked for script in context.scripts)
    for output in context.outputs:
        compiler = next((e for e in output.compilers if e.argument in collector.languages), None)
        if compiler is None or compiler.span is None or output.has("build", tool) or run:
            continue
        fix, reason = _fix(context, output, compiler, collector)
        yield Finding(
            at=context.place(compiler.span),
            message="the licences of the linked dependencies are not collected",
            hint=f"require `{tool}` in `build`, run it, and list its output in `license_file`",
            fix=fix,
            no_fix=reason,
        )


def _fix(
    context: LintContext, output: OutputView, compiler: Requirement, collector: Collector
) -> tuple[Edits, str]:
    """All three edits, or none and the reason."""
    insertion = Insertion(section="build", specs=(collector.tool,), after=compiler)
    parts = {
        "the compiler has no line of its own, or a condition": ()
        if compiler.conditions
        else inserted(context, output, insertion),
        "it has no script that is all its own, on every machine": _first_command(
            context, output, collector.command
        ),
        "it has no `license_file` that is all its own": _listed(context, output, collector.result),
    }
    reason = next((each for each, edits in parts.items() if not edits), "")
    return () if reason else tuple(edit for edits in parts.values() for edit in edits), reason


def _first_command(context: LintContext, output: OutputView, command: str) -> Edits:
    """A line at the top of the only script that an output has, on whatever machine.

    None where other outputs run it too, beside a script for Windows, or under a condition: what is
    listed has to be everywhere.
    """
    scripts = [each for each in context.scripts if output.is_only or output in each.outputs]
    own = output.output.build.script
    users = sum(own is not None and each.output.build.script is own for each in context.outputs)
    if len(scripts) != 1 or users > 1 or scripts[0].outputs[1:]:
        return ()
    (script,) = scripts
    elsewhere = script.is_file and any(name in context.files for name in WINDOWS_FILES)
    if elsewhere or script.regions[0][2]:
        return ()
    edits = at_the_top(script, f"{command}\n", ())
    # The shell of Windows has no `;`, which parts commands in one text.
    is_bash = any(";" in each.text for each in edits) and bool(script.windows_texts)
    return () if is_bash else edits


def _listed(context: LintContext, output: OutputView, result: str) -> Edits:
    """One more entry of `license_file`, which becomes a list of lines if it is one name.

    None for an output that takes it from the top level, and with it all others, and where the last
    one has a condition.
    """
    files = list(guarded_leaves(output.output.about.license_file))
    if not files:
        return ()
    last, conditions = files[-1]
    shared = () if output.is_only else leaves(context.recipe.about.license_file)
    if last.span is None or conditions or any(each is last for each in shared):
        return ()
    text, span = context.recipe.text, last.span
    line, end = line_start(text, span.start), line_end(text, span.end)
    item, before = ITEM.match(text, line), text[line : span.start]
    path = context.recipe.path
    if item is not None and item.end() == span.start:
        return (FileEdit(file=path, start=end, end=end, text=f"{item[0]}{result}\n"),)
    if before.strip() != "license_file:" or text[span.end : end].strip():
        return ()
    margin = before[: len(before) - len(before.lstrip())]
    names = f"\n{margin}  - {text[span.start : span.end]}\n{margin}  - {result}"
    start = line + len(before.rstrip())
    return (FileEdit(file=path, start=start, end=span.end, text=names),)
