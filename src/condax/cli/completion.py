"""`condax completion`: print a script that makes a shell complete condax commands and options."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")

EPILOG = """\b
Examples:
  eval "$(condax completion bash)"
  condax completion fish > ~/.config/fish/completions/condax.fish
"""


@click.command("completion", epilog=EPILOG)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    Have your shell run it at start: put the line of the example into ~/.bashrc or ~/.zshrc.
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    root = context.find_root().command
    click.echo(kind(root, {}, "condax", "_CONDAX_COMPLETE").source())
