"""`condax build`: build recipes for other platforms, check and test them, index a channel."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.build import BuildOptions, BuildReport

EPILOG = """\b
Examples:
  condax build recipes/xz --target linux-aarch64 --target linux-ppc64le
  condax build recipe/ --target linux-aarch64 -c conda-forge
  condax build recipes/ --target linux-aarch64 --jobs 4 --json report.json
  condax build recipe/ --target linux-aarch64 --debug

Packages go to the output folder, which is a channel that conda, mamba, pixi and rattler-build
install from: `conda install -c file://$PWD/output xz`.
"""

CORES_PER_JOB = 4
"""A job uses more of them only now and then: most of it is one process after the other."""


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


@click.command("build", epilog=EPILOG)
@click.argument("recipes", nargs=-1, required=True, metavar="RECIPE...", type=Path)
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="SUBDIR",
    help="Platform to build for, e.g. linux-aarch64; may be repeated. Default: this machine's.",
)
@click.option(
    "-c",
    "--channel",
    "channels",
    multiple=True,
    metavar="CHANNEL",
    help="Channel (name, URL or folder) for dependencies and build tools; may be repeated, best "
    "first. Without one, build tools come from this machine.",
)
@click.option(
    "-m",
    "--variant-config",
    multiple=True,
    metavar="FILE",
    type=Path,
    help="Variant file, e.g. .ci_support/linux_aarch64_.yaml; may be repeated, later ones win.",
)
@click.option(
    "--output-dir",
    type=_folder,
    default="output",
    show_default=True,
    metavar="DIR",
    help="Channel folder that receives the packages and its index.",
)
@click.option(
    "--cache-dir",
    type=_folder,
    envvar="CONDAX_CACHE_DIR",
    metavar="DIR",
    help="Folder for sources, toolchain and work folders. Default: the user's cache folder.",
)
@click.option(
    "--glibc", metavar="VERSION", help="Oldest glibc to run on, instead of each target's."
)
@click.option(
    "--cxx-runtime",
    type=click.Choice(("libcxx", "libstdcxx")),
    help="C++ standard library: condax's own, or gcc's from a channel. Default: gcc's where a"
    " channel has libstdcxx-devel_SUBDIR.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Packages to build at the same time. Default: two, or one for every four cores.",
)
@click.option(
    "--test",
    type=click.Choice(("skip", "native", "emulate")),
    default="emulate",
    show_default=True,
    help="Tests to run: none, those this machine can run itself, or all that an emulator can run.",
)
@click.option(
    "--engine",
    type=click.Choice(("inprocess", "binary")),
    default="inprocess",
    show_default=True,
    help="The rattler-build library, or the rattler-build program on PATH.",
)
@click.option(
    "--source-mirror",
    "source_mirrors",
    multiple=True,
    metavar="DIR|URL",
    help="Where sources are looked for before upstream; may be repeated.",
)
@click.option("--offline", is_flag=True, help="Take sources from the cache and from folders only.")
@click.option("--rebuild", is_flag=True, help="Build also what the output folder has already.")
@click.option("--keep-build", is_flag=True, help="Keep the folders that packages are built in.")
@click.option(
    "--debug",
    is_flag=True,
    help="The same, with a script that opens a shell in the build environment.",
)
@click.option("--json", "json_path", type=Path, metavar="FILE", help="Write a report as JSON.")
def command(json_path: Path | None, **flags: object) -> int:
    """Build every package of each RECIPE, in dependency order, for each target.

    A RECIPE is a recipe.yaml, a folder that has one, or a folder of such folders. What the output
    folder already has is not built again. What environments need and neither the recipes nor a
    channel have is said before anything is built; without a channel, such a recipe in a folder of
    recipes is left out. A package that fails its audit or its tests goes to broken/ in the output
    folder and does not get into the channel.
    """
    from condax.build import build
    from condax.cli._progress import follow_build
    from condax.system.files import check_writable

    options = options_from(flags, os.environ)
    if json_path is not None:
        check_writable(json_path)
    with follow_build(options, os.environ, is_terminal=sys.stderr.isatty()) as on_event:
        report = build(options, env=os.environ, on_event=on_event)
    if json_path is not None:
        import json

        from condax.system.files import write_text

        write_text(json_path, json.dumps(report.to_json(), indent=1) + "\n")
    return conclude(report)


def default_jobs(cpus: int) -> int:
    """How many packages are built at a time.

    Two already where there are two cores: the second, which gives way, has the core that a
    configure script or a test of the first leaves idle.
    """
    return min(cpus, max(2, cpus // CORES_PER_JOB))


def options_from(flags: Mapping[str, object], env: Mapping[str, str]) -> BuildOptions:
    """The options that the flags of the command line make, with every default decided."""
    from condax.build import BuildOptions, CxxRuntime, Engine, Keep, RunTests
    from condax.platforms import current_platform, get_platform

    here = current_platform()
    names = _strings(flags, "targets")
    cpus = len(os.sched_getaffinity(0))
    keep = Keep.FOLDER if flags["keep_build"] else Keep.NOTHING
    jobs = flags["jobs"]
    cache, output = flags["cache_dir"], flags["output_dir"]
    assert isinstance(output, Path)
    return BuildOptions(
        recipes=_paths(flags, "recipes"),
        targets=tuple(dict.fromkeys(map(get_platform, names))) if names else (here,),
        build_platform=here,
        output_dir=output,
        cache_dir=cache if isinstance(cache, Path) else default_cache(env),
        channels=_strings(flags, "channels"),
        variant_config=_paths(flags, "variant_config"),
        glibc=str(flags["glibc"]) if flags["glibc"] else None,
        cxx_runtime=CxxRuntime(flags["cxx_runtime"]) if flags["cxx_runtime"] else None,
        jobs=jobs if isinstance(jobs, int) else default_jobs(cpus),
        cpu_count=cpus,
        test=RunTests(flags["test"]),
        engine=Engine(flags["engine"]),
        keep=Keep.ENVIRONMENT if flags["debug"] else keep,
        source_mirrors=_strings(flags, "source_mirrors"),
        offline=bool(flags["offline"]),
        rebuild=bool(flags["rebuild"]),
    )


def default_cache(env: Mapping[str, str]) -> Path:
    """`condax` below the user's cache folder, as the XDG base directories say."""
    base = env.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    return Path(base, "condax").absolute()


def conclude(report: BuildReport) -> int:
    """Print the errors and the table; returns the exit status."""
    from condax.cli import _table
    from condax.cli.main import show

    # A staging script that fails does so for every package that inherits it.
    errors = {str(job.error): job.error for job in report.jobs if job.error is not None}
    statuses = [show(error) for error in errors.values()]
    color = _table.wants_color(os.environ, is_terminal=sys.stdout.isatty())
    click.echo(_table.render(report, color=color), nl=False, color=color)
    return statuses[0] if statuses else 0


def _strings(flags: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = flags[name]
    assert isinstance(values, tuple)
    return tuple(str(value) for value in values)


def _paths(flags: Mapping[str, object], name: str) -> tuple[Path, ...]:
    return tuple(Path(value).expanduser().absolute() for value in _strings(flags, name))
