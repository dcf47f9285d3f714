"""Find out, under emulation, what configure scripts ask of a platform."""

from __future__ import annotations

import os
from pathlib import Path

import click

EPILOG = """\b
Examples:
  condax probe linux-ppc64le
  condax probe linux-aarch64 --libc /usr/aarch64-linux-gnu --libc ./glibc-2.28 --json
  condax probe linux-aarch64 --output src/condax/toolchain/configure/probes/linux-aarch64.txt

The answers are in the compiler packages already: a recipe's CONFIG_SITE names them. This command
is for a platform or a C library that they were not found with.
"""


@click.command("probe", epilog=EPILOG)
@click.argument("target", metavar="SUBDIR")
@click.option(
    "--libc",
    "libcs",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Root of a C library of the platform; may be repeated. What they differ in is left out.",
)
@click.option("--output", type=Path, metavar="FILE", help="Write to a file instead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--cache-dir",
    type=Path,
    envvar="CONDAX_CACHE_DIR",
    metavar="DIR",
    help="Folder for the toolchain. Default: the user's cache folder.",
)
def command(
    target: str, libcs: tuple[Path, ...], output: Path | None, as_json: bool, cache_dir: Path | None
) -> None:
    """Compile and run the probe programs for SUBDIR, and print autoconf's cache variables."""
    from condax.cli.build import default_cache
    from condax.platforms import Platforms, current_platform, get_platform
    from condax.system.files import write_text
    from condax.toolchain import compiler_environment, ensure_toolchain
    from condax.toolchain.configure.answers import render_answers
    from condax.toolchain.configure.probe import run_probes

    platform, here = get_platform(target), current_platform()
    cache = cache_dir.expanduser().absolute() if cache_dir else default_cache(os.environ)
    toolchain = ensure_toolchain(
        build=here,
        targets=[platform],
        cache=cache,
        progress=lambda name: click.echo(f"making {name}", err=True),
    )
    platforms = Platforms(build=here, host=platform, target=platform)
    environment = compiler_environment(toolchain, platforms, cache=cache, env=os.environ)
    answers = run_probes(environment, libcs)
    if as_json:
        import json

        text = json.dumps(answers, indent=2) + "\n"
    else:
        text = render_answers(platform, answers)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text)
