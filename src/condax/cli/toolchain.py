"""Make the compilers for some targets as ordinary conda packages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.platforms import Platform
    from condax.toolchain.packages import GnuRuntime


@click.group(name="toolchain")
def command() -> None:
    """Make the compilers for some targets as ordinary conda packages.

    `condax build` makes what it needs by itself; this command publishes the same packages, so
    that rattler-build or conda-build can use them from a channel.
    """


@command.command(name="build")
@click.argument("subdirs", nargs=-1, required=True, metavar="SUBDIR...")
@click.option(
    "--output-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("output"),
    show_default=True,
    help="Channel folder that receives the packages and its index.",
)
@click.option(
    "--glibc", metavar="VERSION", help="Oldest glibc to run on, instead of each target's."
)
@click.option(
    "-c",
    "--channel",
    "channels",
    multiple=True,
    metavar="CHANNEL",
    help="Channel (name, URL or folder) with libstdcxx-devel_SUBDIR, for C++ with gcc's libstdc++"
    " and that channel's sysroot instead of condax's own; may be repeated.",
)
@click.option("--no-cxx", is_flag=True, help="Leave C++ out, which takes most of the time.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def build(
    subdirs: tuple[str, ...], output_dir: Path, no_cxx: bool, as_json: bool, **flags: object
) -> None:
    """Write the toolchain packages for each SUBDIR into a channel.

    \b
    Examples:
      condax toolchain build linux-aarch64 linux-ppc64le
      condax toolchain build linux-aarch64 --glibc 2.28 --output-dir channel
      condax toolchain build linux-aarch64 -c conda-forge
    """
    from condax.platforms import current_platform, get_platform
    from condax.toolchain import add_cxx, publish_toolchain

    def tell(name: str) -> None:
        click.echo(f"making {name}", err=True)

    targets = [get_platform(name) for name in subdirs]
    glibc = str(flags["glibc"]) if flags["glibc"] else None
    toolchain = publish_toolchain(
        targets=targets,
        channel=output_dir.absolute(),
        gnu=_gnu_runtimes(targets, flags["channels"], glibc),
        glibc=glibc,
        progress=tell,
    )
    if not no_cxx:
        add_cxx(toolchain, build=current_platform(), targets=targets, progress=tell)
    variants = {
        target.subdir: {
            key: value
            for key, value in toolchain.variants(target).items()
            if not (no_cxx and key.startswith("cxx_"))
        }
        for target in targets
    }
    if as_json:
        import json

        click.echo(json.dumps({"channel": toolchain.url, "variants": variants}, indent=2))
        return
    click.echo(f"channel: {toolchain.url}")
    for subdir, keys in variants.items():
        words = ", ".join(f"{key}: {value[0]}" for key, value in keys.items())
        click.echo(f"  {subdir}: {words}")


def _gnu_runtimes(
    targets: Sequence[Platform], channels: object, glibc: str | None
) -> Mapping[str, GnuRuntime]:
    """Of all targets, where channels are named."""
    assert isinstance(channels, tuple)
    if not channels:
        return {}
    from condax.build.channels import Offers, channel_url
    from condax.build.cxx_runtime import gnu_runtimes
    from condax.build.options import BuildOptions, CxxRuntime
    from condax.platforms import current_platform

    asked = BuildOptions(
        recipes=(),
        targets=tuple(targets),
        build_platform=current_platform(),
        cache_dir=Path(),
        channels=channels,
        glibc=glibc,
        cxx_runtime=CxxRuntime.LIBSTDCXX,
    )
    return gnu_runtimes(asked, Offers([channel_url(each) for each in channels]))
