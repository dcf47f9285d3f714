"""Make the compilers for some targets as ordinary conda packages."""

from __future__ import annotations

from pathlib import Path

import click


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
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def build(subdirs: tuple[str, ...], output_dir: Path, glibc: str | None, as_json: bool) -> None:
    """Write the toolchain packages for each SUBDIR into a channel.

    \b
    Examples:
      condax toolchain build linux-aarch64 linux-ppc64le
      condax toolchain build linux-aarch64 --glibc 2.28 --output-dir channel
    """
    from condax.platforms import current_platform, get_platform
    from condax.toolchain import publish_toolchain

    targets = [get_platform(name) for name in subdirs]
    toolchain = publish_toolchain(
        build=current_platform(),
        targets=targets,
        channel=output_dir.absolute(),
        glibc=glibc,
        progress=lambda name: click.echo(f"making {name}", err=True),
    )
    variants = {target.subdir: toolchain.variants(target) for target in targets}
    if as_json:
        import json

        click.echo(json.dumps({"channel": toolchain.url, "variants": variants}, indent=2))
        return
    click.echo(f"channel: {toolchain.url}")
    for subdir, keys in variants.items():
        words = ", ".join(f"{key}: {value[0]}" for key, value in keys.items())
        click.echo(f"  {subdir}: {words}")
