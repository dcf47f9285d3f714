"""`condax rerender`: write the CI files of a feedstock from its recipe and conda-forge.yml."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from condax.cli.build import default_cache
from condax.errors import ConfigError, SystemRefusedError, UsageError, VerificationError

if TYPE_CHECKING:
    from condax.diagnostics import Diagnostic
    from condax.platforms import Platform
    from condax.rerender import Changes, Pinning, Rendered

CROSS_RULES = ("CX2", "CX3")
"""Lint rules about cross-compiling and the requirements that it needs."""

EPILOG = """\b
Examples:
  condax rerender
  condax rerender path/to/feedstock --pinning 2026.08.20.15.37.09
  condax rerender --dry-run
  condax rerender --check --diff
  condax rerender --cross linux-aarch64,linux-ppc64le

Exits with 3 if conda-forge.yml is wrong, and with 8 if --check finds a difference.
"""


@click.command("rerender", epilog=EPILOG)
@click.argument("feedstock", type=Path, default=".", metavar="[FEEDSTOCK]")
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is not up to date.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show the jobs.")
@click.option("--json", "as_json", is_flag=True, help="Show the jobs as JSON, writing nothing.")
@click.option("--commit", is_flag=True, help="Commit with git what git does not have yet.")
@click.option(
    "--pinning",
    metavar="FILE|VERSION",
    help="Variant file, folder, package or version of conda-forge-pinning. Default: the newest in "
    "the cache, else the channel's.",
)
@click.option(
    "--pinning-channel",
    default="conda-forge",
    show_default=True,
    metavar="CHANNEL",
    help="Channel (name, URL or folder) that has conda-forge-pinning.",
)
@click.option(
    "--cross",
    metavar="SUBDIR,...",
    help="First let conda-forge.yml cross-compile for these platforms, and the linter correct the "
    "recipe.",
)
@click.option(
    "--compiler",
    type=click.Choice(["gcc", "zig"]),
    help="With zig, cross jobs are built by condax itself too, without a container; with gcc, no "
    "more. Default: as the feedstock has it.",
)
@click.pass_context
def command(context: click.Context, /, feedstock: Path, **flags: object) -> None:
    """Write the CI files of a feedstock.

    Reads conda-forge.yml, the recipe (meta.yaml or recipe.yaml), the variant files beside it, the
    migrations in .ci_support/migrations and the pinning; writes what they give: .ci_support,
    workflows, scripts, README and the like. Running it twice changes nothing.

    In a git work tree these files are staged, for the .gitignore among them names most.
    """
    from condax.rerender import apply_changes, render_jobs, report_jobs, rerender

    cross = _platforms(flags["cross"])
    notes = _notes_on_cross(feedstock, cross)
    writes = not any(flags[name] for name in ("check", "diff", "dry_run", "as_json"))
    if flags["commit"]:
        _refuse_commit(feedstock, writes=writes)
    with_zig = None if flags["compiler"] is None else flags["compiler"] == "zig"
    pinning = _pinning(feedstock, flags)
    render = partial(rerender, feedstock, pinning, with_zig=with_zig, cross=cross)
    # What is wrong with the feedstock, its variants or the platforms is said before a file is
    # touched.
    rendered, changes = render()
    _refuse_errors(rendered)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    if with_zig and not rendered.zig:
        click.echo("warning: no Linux target is cross-compiled, so condax builds none", err=True)
    corrected = _make_cross_ready(feedstock, rendered, write=writes) if cross else {}
    if corrected:
        rendered, changes = render(corrected=corrected)
    if flags["as_json"]:
        click.echo(json.dumps(report_jobs(rendered, changes), indent=1))
    elif flags["dry_run"]:
        click.echo(render_jobs(rendered), nl=False)
    if flags["diff"]:
        click.echo(changes.diff(), nl=False)
    if flags["check"]:
        _conclude_check(context, changes, _options(cross, flags["compiler"]))
    elif writes:
        apply_changes(feedstock, changes)
        _say_changes(changes, rendered)
        _keep_in_git(feedstock, rendered, changes, tuple(corrected), commits=bool(flags["commit"]))


def _pinning(feedstock: Path, flags: dict[str, object]) -> Pinning:
    from condax.rerender import Pinning, find_pinning, load_forge_config, load_pinning

    own = load_forge_config(feedstock).text("exclusive_config_file")
    wanted = flags["pinning"]
    if own and wanted is None:
        return load_pinning(feedstock / own)
    try:
        return find_pinning(
            None if wanted is None else str(wanted),
            channel=str(flags["pinning_channel"]),
            cache=default_cache(os.environ) / "pinning",
        )
    except SystemRefusedError as e:
        if wanted is not None:
            raise
        click.echo(
            f"warning: no pinning to be had; only the feedstock's own variant files count: {e}",
            err=True,
        )
        return Pinning()


def _notes_on_cross(feedstock: Path, cross: tuple[Platform, ...]) -> tuple[str, ...]:
    """Raise where conda-forge.yml cannot be edited for these platforms."""
    from condax.rerender import describe_cross, enable_cross, read_forge_file

    before = read_forge_file(feedstock)[1]
    return describe_cross(before, enable_cross(before, cross), cross)


def _platforms(listed: object) -> tuple[Platform, ...]:
    from condax.platforms import get_platform

    if listed is None:
        return ()
    names = [name.strip() for name in str(listed).split(",") if name.strip()]
    if not names:
        raise UsageError(
            f"--cross {str(listed)!r} names no platform",
            hint="write, for example, --cross linux-aarch64,linux-ppc64le",
        )
    return tuple(dict.fromkeys(get_platform(name) for name in names))


def _refuse_commit(feedstock: Path, *, writes: bool) -> None:
    """Raise where there is nothing to commit, or no git that could."""
    from condax.cli._git import is_work_tree

    if not writes:
        raise UsageError(
            "nothing is written, so there is nothing to commit",
            hint="leave out --commit, or --check, --diff, --dry-run and --json",
        )
    if not is_work_tree(feedstock):
        raise UsageError(
            f"{str(feedstock)!r} is in no work tree of git",
            hint="leave out --commit, or make it one with `git init`",
        )


def _make_cross_ready(feedstock: Path, rendered: Rendered, *, write: bool) -> dict[str, str]:
    """Let the linter correct what keeps the recipe from being cross-compiled: path → new text.

    It reads the edited conda-forge.yml, as the platforms there decide what there is to correct.
    """
    from condax.lint import SAFE, LintOptions, lint, write_fixes

    root, config = feedstock.resolve(), "conda-forge.yml"
    report = lint(
        feedstock,
        options=LintOptions(select=CROSS_RULES, fix=SAFE),
        texts={root / config: rendered.tree[config]},
    )
    if write:
        write_fixes(report)
        for path in report.changes:
            click.echo(f"corrected {path}")
    elif report.changes:
        count = report.fix_count
        click.echo(f"{count} correction{'s' if count != 1 else ''} of the linter", err=True)
    if report.diagnostics:
        count = len(report.diagnostics)
        command = f"condax lint --select {','.join(CROSS_RULES)} {feedstock}"
        click.echo(
            f"warning: the linter has {count} more remark{'s' if count != 1 else ''} about "
            f"requirements and cross compilation: {command}",
            err=True,
        )
    return {
        path.resolve().relative_to(root).as_posix(): text
        for path, (_, text) in report.changes.items()
    }


def _refuse_errors(rendered: Rendered) -> None:
    """Raise for errors in conda-forge.yml; show its warnings."""
    from condax.diagnostics import Severity
    from condax.report import text

    color = text.wants_color(os.environ, is_terminal=sys.stderr.isatty())
    found: list[Diagnostic] = list(rendered.diagnostics)
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        raise ConfigError(
            "conda-forge.yml cannot be used", hint="correct the places above", diagnostics=found
        )
    if found:
        click.echo(text.render(found, color=color), err=True, color=color)
    for name, others in rendered.plan.waiting.items():
        click.echo(
            f"warning: the migration {name} comes after {', '.join(others)}, which this feedstock "
            "does not have",
            err=True,
        )


def _options(cross: tuple[Platform, ...], compiler: object) -> str:
    """What a run needs beside the name of the command to make the same files."""
    options = f" --cross {','.join(each.subdir for each in cross)}" if cross else ""
    return options + (f" --compiler {compiler}" if compiler else "")


def _conclude_check(context: click.Context, changes: Changes, options: str) -> None:
    for path in sorted({*changes.written, *changes.removed}):
        state = "not needed" if path in changes.removed else "not up to date"
        click.echo(f"{path}: {state}", err=True)
    if changes:
        click.echo(f"run `condax rerender{options}`", err=True)
        context.exit(VerificationError.exit_code)


def _say_changes(changes: Changes, rendered: Rendered) -> None:
    from condax.rerender import count_jobs

    for path in sorted(changes.written):
        click.echo(f"{'changed' if path in changes.before else 'new'} {path}")
    for path in changes.removed:
        click.echo(f"removed {path}")
    jobs = count_jobs(rendered)
    click.echo(jobs if changes else f"{jobs}; every file is up to date")


def _keep_in_git(
    feedstock: Path,
    rendered: Rendered,
    changes: Changes,
    corrected: tuple[str, ...],
    *,
    commits: bool,
) -> None:
    """Stage what rerendering made, and commit it; .gitignore would keep it out of git."""
    from importlib.metadata import version

    from condax.cli._git import commit, is_work_tree, stage, staged
    from condax.rerender import is_removable

    if not commits and not is_work_tree(feedstock):
        return
    own = {*rendered.tree} - {"conda-forge.yml"} | {*changes.written, *corrected}
    stage(feedstock, own, changes.removed)
    if not commits:
        return
    gone = {path for path in staged(feedstock, removed=True) if is_removable(path)}
    paths = staged(feedstock) & own | gone
    if paths:
        message = f"MNT: Re-rendered with condax {version('condax')}"
        commit(feedstock, paths, message)
        click.echo(f"committed: {message}")
