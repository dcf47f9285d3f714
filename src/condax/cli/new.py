"""Write a recipe for a source tree, ready to be cross-compiled."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from condax.project.new import NewOptions, NewRecipe

SYSTEMS = (
    "autotools",
    "cmake",
    "meson",
    "makefile",
    "own-configure",
    "perl-configure",
    "python",
    "cargo",
    "go",
    "r",
)


@click.command(name="new")
@click.argument("source", metavar="SOURCE")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the recipe.  [default: recipes/NAME]",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["v1", "v0"]),
    default="v1",
    show_default=True,
    help="v1 is recipe.yaml, v0 is meta.yaml.",
)
@click.option(
    "--build-system",
    type=click.Choice(SYSTEMS),
    help="Which one to use if the project has several.  [default: the first that is listed]",
)
@click.option("--name", default="", help="Name of the package, instead of the one that is found.")
@click.option("--version", default="", help="Version, instead of the one that is found.")
@click.option(
    "--maintainer",
    "maintainers",
    metavar="NAME",
    multiple=True,
    help="GitHub name for extra.recipe-maintainers; may be repeated.",
)
@click.option("--url", default="", metavar="URL", help="Where a local archive can be downloaded.")
@click.option(
    "--sha256",
    default="",
    metavar="HEX",
    help="Digest of the archive; with it, a URL is also looked for in mirrors.",
)
@click.option(
    "--patch",
    "patches",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Patch to apply to the source, copied beside the recipe; may be repeated.",
)
@click.option(
    "--source-mirror",
    "mirrors",
    metavar="FOLDER|URL",
    multiple=True,
    help="Where to look before upstream; may be repeated.",
)
@click.option("--offline", is_flag=True, help="Ask only the cache and folders.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--dry-run", is_flag=True, help="Print the recipe instead of writing it.")
@click.option("--json", "as_json", is_flag=True, help="Print what was detected as JSON.")
def command(folder: Path | None, force: bool, dry_run: bool, as_json: bool, **words: str) -> None:
    """Write a recipe for SOURCE: a folder, an archive, a URL or pypi:NAME[==VERSION].

    \b
    Examples:
      condax new ./project
      condax new https://example.org/tool-1.2.tar.gz -o recipes/tool
      condax new tool-1.2.tar.gz --url https://example.org/tool-1.2.tar.gz
      condax new pypi:httptools==0.6.4 --format v0

    The sources are read, never run. The recipe builds natively and for other platforms as it is;
    comments in it say what is a guess.
    """
    from condax.cli._download import download_progress
    from condax.project.new import new_recipe

    options = _options(folder, words)
    with download_progress(quiet=as_json) as on_progress:
        made = new_recipe(options, on_progress)
    written = () if dry_run else made.write(force=force)
    if as_json:
        _print_json(made, written)
    else:
        _print_text(made, written)


def _options(folder: Path | None, words: dict[str, str]) -> NewOptions:
    from condax.cli.sources import source_options
    from condax.project.compose import Choices
    from condax.project.locate import SourceWish
    from condax.project.model import System
    from condax.project.new import NewOptions
    from condax.recipe.model import RecipeFormat

    system = words["build_system"]
    return NewOptions(
        source=SourceWish(text=words["source"], url=words["url"], sha256=words["sha256"]),
        sources=source_options(tuple(words["mirrors"]), offline=bool(words["offline"])),
        choices=Choices(
            name=words["name"],
            version=words["version"],
            system=System(system) if system else None,
            maintainers=tuple(words["maintainers"]),
        ),
        format=RecipeFormat(words["format_"]),
        folder=folder,
        patches=tuple(Path(patch) for patch in words["patches"]),
    )


def _print_json(made: NewRecipe, written: tuple[Path, ...]) -> None:
    from condax.report.project import facts_data

    data = {
        "folder": str(made.folder),
        "written": [str(path) for path in written],
        "files": dict(made.tree),
        "facts": facts_data(made.facts),
    }
    click.echo(json.dumps(data, indent=2))


def _print_text(made: NewRecipe, written: tuple[Path, ...]) -> None:
    from condax.report.project import render_facts

    click.echo(render_facts(made.facts), nl=False, err=not written)
    for path in written:
        click.echo(f"wrote {path}")
    if not written:
        for name, text in made.tree.items():
            click.echo(f"==> {name} <==\n{text}")
