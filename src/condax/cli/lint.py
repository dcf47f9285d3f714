"""`condax lint`: check recipes and their build scripts, and correct them."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from condax.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from condax.diagnostics import Diagnostic
    from condax.lint import LintOptions, Report

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab")
WATCH_SECONDS = 0.5

EPILOG = """\b
Examples:
  condax lint recipe/
  condax lint --fix recipe/
  condax lint --fix --diff feedstocks/
  condax lint recipes/ --select CX3 --ignore stale-config-sub
  condax lint recipe/ --format sarif > lint.sarif

Exits with 0 if there is no error (warnings may be), with 8 if there is one, and after --diff with
1 if there is something to change. `condax rule CODE` explains a finding.
"""


@click.command("lint", epilog=EPILOG)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--fix", is_flag=True, help="Make the corrections that are safe.")
@click.option("--unsafe-fixes", is_flag=True, help="Make those that need a look afterwards, too.")
@click.option("--diff", is_flag=True, help="Show what would be corrected; change nothing.")
@click.option(
    "--select",
    metavar="RULES",
    multiple=True,
    help="Run these rules only: codes, names or beginnings of them, separated by commas.",
)
@click.option(
    "--ignore", metavar="RULES", multiple=True, help="Leave these rules out; as for --select."
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What to print: text, one line each, or what CI services read.",
)
@click.option(
    "--statistics", is_flag=True, help="Count the findings of each rule instead, as text or JSON."
)
@click.option("--watch", is_flag=True, help="Lint again whenever a file changes, until Ctrl-C.")
@click.option("--online", is_flag=True, help="Also run the rules that ask the network.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    default=None,
    help="Processes for large trees of recipes.  [default: one a processor]",
)
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], **flags: object) -> None:
    """Check recipes of both formats and their build scripts.

    PATH is a recipe, a folder with one, a feedstock, or a tree of them. Nothing is asked of the
    network unless --online is given.
    """
    # What is imported is no garbage: looking for some costs a tenth of a short run.
    gc.disable()
    folders = [Path(each) for each in paths]
    options = _options(folders[0], flags)
    if flags["statistics"] and flags["output_format"] not in STATISTICS:
        raise UsageError(
            f"there are no statistics in the format {flags['output_format']!r}",
            hint="choose one of " + ", ".join(STATISTICS),
        )
    if flags["watch"]:
        _watch(folders, options, flags)
        return
    context.exit(_once(folders, options, flags))


def _options(first: Path, flags: dict[str, object]) -> LintOptions:
    from condax.lint import SAFE, UNSAFE, LintOptions
    from condax.lint.config import find_config

    config = find_config(first)
    fix = UNSAFE if flags["unsafe_fixes"] else SAFE if flags["fix"] or flags["diff"] else None
    return LintOptions(
        select=_listed(flags["select"]) or config.get("select", ()),
        ignore=(*_listed(flags["ignore"]), *config.get("ignore", ())),
        fix=fix,
        online=bool(flags["online"]),
        program_path=os.environ.get("PATH", os.defpath),
    )


def _listed(values: object) -> tuple[str, ...]:
    assert isinstance(values, tuple)
    return tuple(each.strip() for value in values for each in value.split(",") if each.strip())


def _once(folders: Sequence[Path], options: LintOptions, flags: dict[str, object]) -> int:
    """Lint once and print; returns the exit status."""
    from condax.lint import lint, write_fixes
    from condax.lint.select import selected_rules

    selected_rules(options)
    gc.freeze()
    gc.enable()
    jobs = flags["jobs"]
    processes = jobs if isinstance(jobs, int) else os.cpu_count() or 1
    report = lint(folders, options=options, processes=processes)
    if flags["diff"]:
        click.echo(_diff(report), nl=False)
        return 1 if report.changes else 0
    write_fixes(report)
    renderers = STATISTICS if flags["statistics"] else RENDERERS
    click.echo(renderers[str(flags["output_format"])](report.diagnostics), nl=False)
    if report.fix_count:
        plural = "s" if report.fix_count > 1 else ""
        click.echo(f"made {report.fix_count} correction{plural}", err=True)
    return VerificationError.exit_code if report.errors else 0


def _watch(folders: Sequence[Path], options: LintOptions, flags: dict[str, object]) -> None:
    """Lint whenever a file changes; Ctrl-C is the way to end it, and no failure."""
    import contextlib
    import time

    seen: object = None
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            state = _state(folders)
            if state != seen:
                click.clear()
                _once(folders, options, flags)
                # Corrections change files too, and are no reason to lint once more.
                seen = _state(folders)
            time.sleep(WATCH_SECONDS)


def _state(folders: Sequence[Path]) -> object:
    from condax.lint.folder import find_recipes

    files = [file for recipe in find_recipes(folders) for file in recipe.parent.iterdir()]
    return [(file, file.stat().st_mtime_ns) for file in sorted(files) if file.is_file()]


def _diff(report: Report) -> str:
    import difflib

    parts = []
    for path, (before, after) in report.changes.items():
        # Of a feedstock's own files `recipe/..` is part, which patch refuses.
        name = os.path.normpath(path)
        before_name = name if path.exists() else os.devnull
        lines = (before.splitlines(keepends=True), after.splitlines(keepends=True))
        for line in difflib.unified_diff(*lines, fromfile=before_name, tofile=name):
            end = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
            parts.append(line + end)
    return "".join(parts)


def _counts(diagnostics: Sequence[Diagnostic]) -> list[tuple[tuple[str, str, bool], int]]:
    """Code, name and whether `--fix` corrects it, with how often; the most frequent first."""
    from collections import Counter

    counts = Counter((each.code, each.name, each.fix == "safe") for each in diagnostics)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _statistics(diagnostics: Sequence[Diagnostic]) -> str:
    return "".join(
        f"{count:>6}  {code}  [{'*' if fix else ' '}] {name}\n"
        for (code, name, fix), count in _counts(diagnostics)
    )


def _json_statistics(diagnostics: Sequence[Diagnostic]) -> str:
    import json

    rows = [
        {"code": code, "name": name, "fixable": fix, "count": count}
        for (code, name, fix), count in _counts(diagnostics)
    ]
    return json.dumps({"statistics": rows}, indent=2) + "\n"


def _text(diagnostics: Sequence[Diagnostic]) -> str:
    from condax.report import text

    color = text.wants_color(os.environ, is_terminal=sys.stdout.isatty())
    blocks = text.render(diagnostics, color=color)
    return blocks + ("\n" if blocks else "") + text.render_summary(diagnostics) + "\n"


def _concise(diagnostics: Sequence[Diagnostic]) -> str:
    from condax.report import concise

    return concise.render(diagnostics)


def _json(diagnostics: Sequence[Diagnostic]) -> str:
    from condax.report import json

    return json.render(diagnostics)


def _sarif(diagnostics: Sequence[Diagnostic]) -> str:
    from importlib.metadata import version

    from condax.lint.registry import all_rules
    from condax.report import sarif

    pages = {each.code: each.docs for each in all_rules()}
    return sarif.render(diagnostics, version=version("condax"), pages=pages)


def _github(diagnostics: Sequence[Diagnostic]) -> str:
    from condax.report import github

    return github.render(diagnostics)


def _gitlab(diagnostics: Sequence[Diagnostic]) -> str:
    from condax.report import gitlab

    return gitlab.render(diagnostics)


RENDERERS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
}

STATISTICS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": _statistics,
    "concise": _statistics,
    "json": _json_statistics,
}
"""The formats that counts of findings are printed in."""
