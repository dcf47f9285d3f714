"""Fetch the source archives of recipes, e.g. for a machine without network."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.sources import Resolved, Source, SourceOptions

LANGUAGES = ("c", "cxx", "fortran", "rust", "go")
"""Languages whose `stdlib(…)` needs a variant key before a recipe can be evaluated."""


@click.group(name="sources")
def command() -> None:
    """Fetch the source archives of recipes.

    `condax build` fetches what it needs by itself; this command fills a folder that another
    machine, without network, uses with --source-mirror.
    """


@command.command(name="fetch")
@click.argument("recipes", nargs=-1, required=True, metavar="RECIPE...")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder that receives the files, as <sha256>/<file name>.",
)
@click.option(
    "--target",
    "targets",
    metavar="SUBDIR",
    multiple=True,
    help="Platform to build for, e.g. linux-aarch64; may be repeated. Default: this machine's.",
)
@click.option(
    "--source-mirror",
    "mirrors",
    metavar="FOLDER|URL",
    multiple=True,
    help="Where to look before upstream; may be repeated.",
)
@click.option(
    "-m",
    "--variant-config",
    "variant_config",
    metavar="FILE",
    multiple=True,
    help="Variant file, if a URL depends on a variant; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def fetch(
    recipes: tuple[str, ...],
    folder: Path,
    mirrors: tuple[str, ...],
    as_json: bool,
    **selection: tuple[str, ...],
) -> None:
    """Fetch the sources of each RECIPE (a file, a folder, or a folder of recipes).

    \b
    Examples:
      condax sources fetch recipes/xz --to sources
      condax build recipes/xz --target linux-aarch64 --source-mirror sources

    Wheels that a wheels.txt beside the recipes pins come along. Every file is checked against the
    sha256 in its recipe. Tried in order: the cache, the source mirrors, upstream, PyPI as pip is
    configured, Debian's source archive as apt is configured.
    """
    from condax.cli._download import download_progress
    from condax.sources import save_sources

    files = [Path(name) for name in selection["variant_config"]]
    wanted = _wanted(recipes, selection["targets"], files)
    with download_progress(quiet=as_json) as on_progress:
        pinned = [source for source in wanted if source.sha256]
        saved = save_sources(pinned, source_options(mirrors), folder, on_progress)
    left = [source.urls[0] for source in wanted if not source.sha256]
    if as_json:
        _print_json(saved, left)
    else:
        _print_text(saved, left)


def source_options(mirrors: tuple[str, ...], *, offline: bool = False) -> SourceOptions:
    """The user's cache, and this process's environment for pip and apt."""
    import platformdirs

    from condax.sources import SourceOptions

    return SourceOptions(
        cache=platformdirs.user_cache_path("condax") / "sources",
        mirrors=mirrors,
        offline=offline,
        env=os.environ,
        on_wait=lambda what: click.echo(f"fetching {what}", err=True),
    )


def _wanted(
    recipes: tuple[str, ...], targets: tuple[str, ...], variant_config: list[Path]
) -> list[Source]:
    import rattler_build as rb

    from condax.build.discover import find_recipes
    from condax.build.variants import load_variants
    from condax.build.wheels import pins_beside
    from condax.platforms import Platforms, current_platform, get_platform
    from condax.sources import recipe_sources

    here = current_platform()
    toolchain = {f"{language}_stdlib": ("sysroot",) for language in LANGUAGES}
    found: dict[Source, None] = {}
    for target in [get_platform(name) for name in targets] or [here]:
        platforms = Platforms(build=here, host=target, target=target)
        for recipe in find_recipes(Path(name) for name in recipes):
            variants = load_variants(recipe, platforms, toolchain, variant_config)
            config = rb.VariantConfig(
                {key: list(values) for key, values in variants.values.items()},
                zip_keys=[list(group) for group in variants.zip_keys] or None,
            )
            found.update(dict.fromkeys(recipe_sources(recipe, [platforms], config)))
    pins = pins_beside(find_recipes(Path(name) for name in recipes))
    found.update(dict.fromkeys(pin.source for pin, _ in pins.values()))
    return list(found)


def _print_json(saved: Sequence[Resolved], left: Sequence[str]) -> None:
    rows = [
        {
            "file": each.source.archive_name,
            "sha256": each.source.sha256,
            "origin": each.origin.value,
            "from": each.where,
            "note": each.note,
        }
        for each in saved
    ]
    click.echo(json.dumps({"sources": rows, "without_sha256": left}, indent=2))


def _print_text(saved: Sequence[Resolved], left: Sequence[str]) -> None:
    for each in saved:
        click.echo(f"{each.source.archive_name}  {each.origin.value}: {each.where}")
        if each.note:
            click.echo(f"warning: {each.path.name} stands in: {each.note}", err=True)
    for url in left:
        click.echo(f"warning: {url} is not fetched, because it has no sha256", err=True)
