"""Pin wheels of PyPI that become noarch packages of a folder of recipes."""

from __future__ import annotations

import os
from pathlib import Path

import click

PYTHON = "3.13"


@click.command(name="wheels")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("requirements", nargs=-1, required=True, metavar="PROJECT...")
@click.option(
    "--python",
    metavar="X.Y",
    default=PYTHON,
    show_default=True,
    help="Python version that the wheels have to support.",
)
@click.option("--diff", "only_diff", is_flag=True, help="Print what would change; write nothing.")
def command(folder: Path, requirements: tuple[str, ...], python: str, only_diff: bool) -> None:
    """Pin the wheels of each PROJECT, and of what it depends on, in FOLDER/wheels.txt.

    \b
    Examples:
      condax wheels recipes pip setuptools meson-python
      condax wheels recipes 'pytest<9' --python 3.12
      condax build recipes --target linux-aarch64

    `condax build` makes noarch packages of those that its recipes ask for, where neither a recipe
    of the run nor a channel has them. Only wheels in pure Python qualify. What is pinned already
    stays in the file, at the new version where the project is asked for again.
    """
    import difflib

    from condax.system.files import write_text
    from condax.system.process import run
    from condax.wheels import PINS, choose_wheels, load_pins, render_pins

    path = folder / PINS
    chosen = choose_wheels(requirements, python=python, env=os.environ, run=run)
    before = {pin.name: pin for pin in load_pins(path)} if path.is_file() else {}
    text = render_pins((before | {pin.name: pin for pin in chosen}).values())
    if only_diff:
        old = path.read_text(encoding="utf-8") if path.is_file() else ""
        lines = difflib.unified_diff(
            old.splitlines(keepends=True), text.splitlines(keepends=True), str(path), str(path)
        )
        click.echo("".join(lines), nl=False)
        return
    write_text(path, text)
    for pin in sorted(chosen, key=lambda pin: pin.name):
        known = before.get(pin.name)
        was = "new" if known is None else "as before" if known == pin else f"was {known.version}"
        click.echo(f"{pin.name} {pin.version}  {was}")
    click.echo(f"wrote {path}", err=True)
