"""The page of commands, rendered from the help that each one prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from condax.cli.main import condax

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 88


def render_reference() -> str:
    """Text of `docs/reference/cli.md`."""
    sections = [
        "<!-- Rendered from the commands: pytest tests/cli/test_docs.py --update-golden -->",
        "# Commands",
        "Every command prints this with `--help`. Exit statuses are those of"
        " [errors](errors.md). Colours follow `NO_COLOR`.",
    ]
    for title, text in _helps(condax, "condax"):
        sections.append(f"## {title}")
        sections.append(f"```text\n{text}\n```")
    return "\n\n".join(sections) + "\n"


def _helps(command: click.Command, title: str) -> Iterator[tuple[str, str]]:
    """Title and help of a command and of everything below it."""
    # click keeps the help option that a command was first asked for, whatever its names were.
    command._help_option = None
    names = condax.context_settings["help_option_names"]
    context = click.Context(command, info_name=title, terminal_width=WIDTH, help_option_names=names)
    lines = command.get_help(context).splitlines()
    yield title, "\n".join(line.rstrip() for line in lines)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _helps(below, f"{title} {name}")
