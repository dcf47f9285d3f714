"""Print the variables that make a shell, CMake, Meson or CI cross-compile."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

EPILOG = """\b
Examples:
  eval "$(condax env linux-ppc64le)" && ./configure --host=$HOST && make
  eval "$(condax env linux-aarch64)" && cmake $CMAKE_ARGS -S . -B build
  eval "$(condax env linux-aarch64 --cxx)" && $CXX $CXXFLAGS $LDFLAGS main.cc -o main
  condax env linux-aarch64 --format fish | source
  condax env linux-aarch64 --format cmake > cross.cmake
  cmake -DCMAKE_TOOLCHAIN_FILE=cross.cmake -S . -B build
  condax env linux-ppc64le --format meson > cross.ini && meson setup build --cross-file cross.ini
  condax env linux-aarch64 --format github >> "$GITHUB_ENV"

Flags that CFLAGS, LDFLAGS and the like have already stay behind the toolchain's. Another target
takes the place of the one before.
"""

FORMATS = ("shell", "fish", "github", "json", "cmake", "meson")


@click.command("env", epilog=EPILOG)
@click.argument("target", metavar="SUBDIR")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="shell",
    show_default=True,
    help="Who reads the output: sh, bash or zsh; fish; GitHub Actions; a program; CMake; Meson.",
)
@click.option("--cxx", is_flag=True, help="With C++; its library is compiled on first use.")
@click.option("--glibc", metavar="VERSION", help="Oldest glibc to run on, instead of the target's.")
@click.option(
    "--cache-dir",
    type=Path,
    envvar="CONDAX_CACHE_DIR",
    metavar="DIR",
    help="Folder for the toolchain. Default: the user's cache folder.",
)
def command(target: str, form: str, cxx: bool, glibc: str | None, cache_dir: Path | None) -> None:
    """Print the environment in which SUBDIR is compiled for, outside of any recipe.

    The compilers are made when they are first asked for, and then kept in the cache.
    """
    from condax.cli.build import default_cache
    from condax.platforms import Platforms, current_platform, get_platform
    from condax.toolchain import (
        EnvFormat,
        add_cxx,
        compiler_environment,
        ensure_toolchain,
        render_environment,
    )

    platform, here = get_platform(target), current_platform()
    cache = cache_dir.expanduser().absolute() if cache_dir else default_cache(os.environ)

    def progress(name: str) -> None:
        click.echo(f"making {name}", err=True)

    toolchain = ensure_toolchain(
        build=here, targets=[platform], cache=cache, glibc=glibc, progress=progress
    )
    if cxx:
        add_cxx(toolchain, build=here, targets=[platform], progress=progress)
    platforms = Platforms(build=here, host=platform, target=platform)
    environment = compiler_environment(toolchain, platforms, cache=cache, env=os.environ, cxx=cxx)
    click.echo(render_environment(environment, EnvFormat(form)), nl=False)
    if sys.stdout.isatty() and form == "shell":
        click.echo(f'use it with: eval "$(condax env {target})"', err=True)
