"""`condax conform`: does a cross environment's Python answer as the real target does."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from condax.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.python.identity import Difference

EPILOG = """\b
Examples:
  condax conform                        in a build script: $PREFIX and its python
  condax conform $PREFIX --json
  condax conform $PREFIX --interpreter $BUILD_PREFIX/venv/bin/python
  condax conform $PREFIX --record golden.json \\
    --interpreter "qemu-riscv64 -L /usr/riscv64-linux-gnu $PREFIX/bin/python3.13"

Exits with 0 if every answer is the target's, with 8 if one is not.
"""


@click.command("conform", epilog=EPILOG)
@click.argument("prefix", type=click.Path(path_type=Path), envvar="PREFIX", required=False)
@click.option(
    "--interpreter",
    metavar="COMMAND",
    help="The Python to ask, an emulator before it if need be. Default: bin/python of PREFIX.",
)
@click.option(
    "--golden",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Answers of the real target. Default: those that condax has for its platform.",
)
@click.option(
    "--record",
    "destination",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the answers as a golden file and compare nothing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@click.pass_context
def command(context: click.Context, /, prefix: Path | None, **options: object) -> None:
    """Compare a cross environment's Python with the real target's.

    Some 60 ways to ask a Python who it is (sys, os.uname, platform, sysconfig, packaging.tags, …)
    are put to the interpreter of PREFIX, the host environment of a build; its answers have to be
    those that the target's own interpreter gave. Works in any cross environment, whoever made it.
    """
    if prefix is None:
        raise UsageError(
            "no PREFIX is given, and the environment has none",
            hint="name the host environment: condax conform PREFIX",
        )
    found = _ask(prefix.absolute(), options)
    if found is None:
        return
    click.echo(_json(found) if options["as_json"] else _text(found), nl=False)
    if found:
        context.exit(VerificationError.exit_code)


def _ask(prefix: Path, options: dict[str, object]) -> tuple[Difference, ...] | None:
    """The differences; `None` when answers were recorded instead."""
    from condax.python import describe_python, identity, open_tree
    from condax.system.process import run

    interpreter = tuple(shlex.split(str(options["interpreter"] or "")))
    golden, destination = options["golden"], options["destination"]
    assert golden is None or isinstance(golden, Path)
    if isinstance(destination, Path):
        python = describe_python(open_tree(prefix))
        command = interpreter or (f"{prefix}/bin/python",)
        answers = identity.ask(command, env=os.environ, run=run)
        identity.record(answers, python, str(prefix), destination)
        return None
    wanted = identity.ConformOptions(interpreter=interpreter, golden=golden)
    return identity.conform(prefix, wanted, env=os.environ, run=run)


def _text(found: Sequence[Difference]) -> str:
    lines = [f"{each.expression}\n  - {each.expected}\n  + {each.found}\n" for each in found]
    count = len(found)
    summary = f"{count} answer{'s' if count > 1 else ''} differ{'' if count > 1 else 's'}"
    return "".join(lines) + (f"\n{summary}\n" if found else "every answer is the target's\n")


def _json(found: Sequence[Difference]) -> str:
    import dataclasses

    return json.dumps([dataclasses.asdict(each) for each in found], indent=2) + "\n"
