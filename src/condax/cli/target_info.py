"""`condax target-info`: what a Python of another platform is, told by its files alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from condax.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from condax.diagnostics import Diagnostic
    from condax.python import TargetPython

EPILOG = """\b
Examples:
  condax target-info $PREFIX
  condax target-info python-3.13.5-h1d0f1a2_100_cp313.conda --json
  condax target-info sysroot/usr --python 3.11 --write build-details.json
  condax target-info $PREFIX --check

Nothing of the target is executed: build-details.json is read where there is one (Python 3.14 and
later), else _sysconfigdata_*.py as data, else headers and file names. --check exits with 8 if
build-details.json contradicts PEP 739 or the files beside it.
"""


@click.command("target-info", epilog=EPILOG)
@click.argument("place", metavar="PREFIX|ARTIFACT", type=click.Path(path_type=Path))
@click.option(
    "--python",
    "version",
    metavar="VERSION",
    help="Which Python, e.g. 3.13 or 3.13t, if there are several.",
)
@click.option("--json", "mode", flag_value="json", help="Print everything as JSON.")
@click.option(
    "--write",
    "destination",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a build-details.json (PEP 739) for it; `-` prints it.",
)
@click.option(
    "--check",
    "mode",
    flag_value="check",
    help="Only compare the build-details.json that is there with the files beside it.",
)
@click.pass_context
def command(
    context: click.Context,
    place: Path,
    version: str | None,
    mode: str | None,
    destination: Path | None,
) -> None:
    """Describe the Python of a prefix or package of any platform.

    Version, platform, ABI, extension suffix, headers and libraries: what building for it takes.
    """
    from condax.python import describe_python, find_stdlib, lint_build_details, open_tree
    from condax.python.describe import DETAILS, details_file

    tree = open_tree(place)
    if mode == "check":
        stdlib = find_stdlib(tree, version)
        if details_file(tree, stdlib) is None:
            raise UsageError(
                f"{str(place)!r} has no {stdlib}/{DETAILS}",
                hint=f"write one: condax target-info {place} --write FILE",
            )
        _check(context, lint_build_details(tree, stdlib))
        return
    python = describe_python(tree, version=version)
    if destination is not None:
        _write(python, destination)
    else:
        click.echo(_json(python) if mode == "json" else _text(python), nl=False)


def _check(context: click.Context, found: tuple[Diagnostic, ...]) -> None:
    from condax.report import text

    color = text.wants_color(os.environ, is_terminal=sys.stdout.isatty())
    blocks = text.render(found, color=color)
    click.echo(blocks + ("\n" if blocks else "") + text.render_summary(found))
    if found:
        context.exit(VerificationError.exit_code)


def _write(python: TargetPython, destination: Path) -> None:
    from condax.python import render_build_details
    from condax.system.files import write_text

    text = render_build_details(python)
    if str(destination) == "-":
        click.echo(text, nl=False)
    else:
        write_text(destination, text)


def _facts(python: TargetPython) -> dict[str, object]:
    import dataclasses

    facts = dataclasses.asdict(python)
    computed = {
        "version": str(python.version),
        "described_by": python.described_by.value,
        "cache_tag": python.cache_tag,
        "soabi": python.soabi,
        "wheel_tag": python.wheel_tag,
    }
    return {**facts, **computed}


def _json(python: TargetPython) -> str:
    import json

    return json.dumps(_facts(python), indent=2) + "\n"


def _text(python: TargetPython) -> str:
    facts = _facts(python)
    libraries = facts.pop("libraries")
    assert isinstance(libraries, dict)
    facts |= {f"libpython_{kind}": value for kind, value in libraries.items()}
    lines = [f"{name.replace('_', ' '):28}{value}" for name, value in facts.items() if value]
    return "\n".join(lines) + "\n"
