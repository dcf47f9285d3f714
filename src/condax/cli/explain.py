"""Say why each requirement of a recipe is where it is, and what crossing changes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from condax.platforms import Platform, Platforms
    from condax.recipe.model import Recipe
    from condax.recipe.names import Variant

DEFAULTS = {
    "c_stdlib": "sysroot",
    "cxx_stdlib": "sysroot",
    "mpi": "openmpi",
    "numpy": "2",
    "python": "3.13",
    "python_min": "3.10",
    "r_base": "4.4",
}
"""Keys that recipes expect from conda-forge's variants, where nothing else gives them."""


@click.command(name="explain")
@click.argument("recipe", type=click.Path(path_type=Path, exists=True))
@click.argument("dependency", default="")
@click.option(
    "--target",
    metavar="SUBDIR",
    help="Platform to cross-compile for.  [default: the next one with this system]",
)
@click.option(
    "-m",
    "--variant-config",
    "files",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Variant file; may be repeated, later ones win.",
)
@click.option(
    "--variant",
    "settings",
    metavar="KEY=VALUE",
    multiple=True,
    help="Value of one variant key; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(recipe: Path, dependency: str, as_json: bool, **words: object) -> None:
    """Explain each requirement of RECIPE, or those on DEPENDENCY alone.

    \b
    Examples:
      condax explain recipes/xz
      condax explain recipe/ numpy --target linux-ppc64le
      condax explain meta.yaml --json

    For each: its environment, the platform of that environment, what the package is, why that
    puts it there, and what is different when the build and the host platform are not the same.
    """
    from condax.recipe.explain import explain_recipe
    from condax.recipe.parse import load_recipe
    from condax.report.explain import render_explanations

    parsed = load_recipe(recipe)
    platforms = _platforms(words["target"])
    variant = _variant(parsed, platforms, words)
    found = explain_recipe(parsed, platforms, variant, dependency)
    if as_json:
        data = {
            "build_platform": platforms.build.subdir,
            "host_platform": platforms.host.subdir,
            "requirements": [asdict(each) for each in found],
        }
        click.echo(json.dumps(data, indent=2))
    else:
        click.echo(render_explanations(found, platforms), nl=False)


def _platforms(target: object) -> Platforms:
    from condax.platforms import Platforms, current_platform, get_platform

    here = current_platform()
    there = get_platform(str(target)) if target else _neighbour(here)
    return Platforms(build=here, host=there, target=there)


def _neighbour(here: Platform) -> Platform:
    """The first other platform of the table with the same system."""
    from condax.platforms import TABLE

    return next(row for row in TABLE if row.os is here.os and row != here)


def _variant(recipe: Recipe, platforms: Platforms, words: dict[str, object]) -> Variant:
    """The first value of each key: defaults, the files, then the settings of the command line."""
    from condax.build.discover import variant_file_beside
    from condax.errors import UsageError
    from condax.recipe.model import RecipeFormat
    from condax.variants import (
        VariantConfig,
        as_written,
        first_values,
        load_variants_file,
        merge_variants,
    )
    from condax.variants.names import matcher

    files, settings = words["files"], words["settings"]
    assert isinstance(files, tuple)
    assert isinstance(settings, tuple)
    matches = matcher(platforms, {})
    beside = variant_file_beside(Path(recipe.path))
    paths = (*([beside] if beside else []), *files)
    layers = [load_variants_file(path, matches) for path in paths]
    defaults = VariantConfig(values={key: (value,) for key, value in DEFAULTS.items()})
    merged = merge_variants(defaults, *layers)
    first = first_values(merged)
    is_v1 = recipe.format is RecipeFormat.V1
    found: dict[str, str | int | bool] = {**(as_written(merged, first) if is_v1 else first)}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise UsageError(
                f"{setting!r} sets no variant key", hint="write KEY=VALUE, e.g. mpi=mpich"
            )
        found[key] = value
    return found
