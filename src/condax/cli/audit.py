"""`condax audit`: run the artifact checks on finished packages."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from condax.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from condax.audit import AuditReport
    from condax.diagnostics import Diagnostic

FORMATS = ("text", "json", "sarif", "github")

EPILOG = """\b
Examples:
  condax audit output/linux-aarch64/xz-5.4.1-h1d0f1a2_0.conda
  condax audit output/linux-ppc64le/*.conda --glibc 2.28
  condax audit xz.conda --format sarif > audit.sarif

Exits with 0 if there is no error (warnings may be), with 8 if there is one.
"""


@click.command("audit", epilog=EPILOG)
@click.argument("artifacts", metavar="ARTIFACT...", nargs=-1, required=True)
@click.option(
    "--glibc",
    metavar="VERSION",
    help="Oldest glibc the package has to run on. Default: the `__glibc` it depends on, else the "
    "platform's floor.",
)
@click.option(
    "--ignore",
    metavar="NAME",
    multiple=True,
    help="Leave a check out, e.g. missing-run-exports; may be repeated.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What to print: text, or what code scanning and GitHub Actions read.",
)
@click.pass_context
def command(
    context: click.Context,
    artifacts: tuple[str, ...],
    glibc: str | None,
    ignore: tuple[str, ...],
    output_format: str,
) -> None:
    """Check finished .conda and .tar.bz2 packages.

    Looks for what only shows on a user's machine: files for another processor, symbols of a newer
    glibc than the floor, folders of the build machine, libraries that nothing provides, and more.
    """
    reports = [_audit(Path(name), glibc, ignore) for name in artifacts]
    diagnostics = [
        dataclasses.replace(each, path=f"{report.path.as_posix()}/{each.path}")
        for report in reports
        for each in report.diagnostics
    ]
    click.echo(RENDERERS[output_format](diagnostics), nl=False)
    if any(report.errors for report in reports):
        context.exit(VerificationError.exit_code)


def _audit(path: Path, glibc: str | None, ignore: tuple[str, ...]) -> AuditReport:
    from condax.audit import check_names, context_for, load_artifact, run_checks

    ignored = check_names(ignore)
    artifact = load_artifact(path)
    context = context_for(artifact, libc_floor=glibc)
    return run_checks(artifact, dataclasses.replace(context, ignored=ignored))


def _text(diagnostics: Sequence[Diagnostic]) -> str:
    from condax.report import text

    color = text.wants_color(os.environ, is_terminal=sys.stdout.isatty())
    blocks = text.render(diagnostics, color=color)
    return blocks + ("\n" if blocks else "") + text.render_summary(diagnostics) + "\n"


def _json(diagnostics: Sequence[Diagnostic]) -> str:
    from condax.report import json

    return json.render(diagnostics)


def _sarif(diagnostics: Sequence[Diagnostic]) -> str:
    from importlib.metadata import version

    from condax.audit.engine import all_checks
    from condax.report import sarif

    pages = {each.code: each.docs for each in all_checks()}
    return sarif.render(diagnostics, version=version("condax"), pages=pages)


def _github(diagnostics: Sequence[Diagnostic]) -> str:
    from condax.report import github

    return github.render(diagnostics)


RENDERERS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
