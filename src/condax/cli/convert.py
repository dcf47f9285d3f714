"""`condax convert`: rewrite a recipe in the other format so that it means the same."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from condax.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command("convert")
@click.argument("recipe", type=click.Path(path_type=Path, exists=True))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the recipe, variant file and build script there.  [default: print the recipe]",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.pass_context
def command(context: click.Context, recipe: Path, output: Path | None, force: bool) -> None:
    """Convert RECIPE, a recipe of either format or its folder, to the other one.

    \b
    Examples:
      condax convert recipe/
      condax convert recipe/ --output recipe/
      condax convert recipe/meta.yaml > recipe.yaml
      condax convert recipe/recipe.yaml > meta.yaml

    A meta.yaml becomes a recipe.yaml: selectors and Jinja conditions become if/then/else, `py`
    comparisons match(), set lines the context; loops and macros are written out.
    conda_build_config.yaml becomes variants.yaml, bld.bat build.bat. A recipe.yaml becomes a
    meta.yaml the other way round. Comments stay where they were. What has no counterpart is listed
    by line on standard error, and the exit status is then 8.
    """
    from condax.recipe.convert.folder import convert_recipe
    from condax.report.text import render, wants_color

    converted = convert_recipe(recipe)
    if output is None:
        click.echo(converted.files[converted.recipe], nl=False)
    else:
        _write(converted.files, output, force=force)
    if converted.notes:
        color = wants_color(os.environ, is_terminal=sys.stderr.isatty())
        click.echo(render(converted.notes, color=color), err=True, color=color)
        context.exit(VerificationError.exit_code)


def _write(files: Mapping[str, str], output: Path, *, force: bool) -> None:
    from condax.system.files import write_tree

    present = [name for name in files if (output / name).exists()]
    if present and not force:
        raise UsageError(
            f"{str(output / present[0])!r} is there already",
            hint="choose another folder with -o, or write over it with --force",
        )
    write_tree(output, files)
    for name in files:
        click.echo(f"wrote {output / name}", err=True)
