"""The `condax` program: finds the command, runs it, and turns errors into messages and statuses."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from condax import cli
from condax.errors import CondaxError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""
NOT_COMMANDS = ("main",)


class LazyGroup(click.Group):
    """Commands are the modules of `condax.cli`, each imported only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the modules that are commands, sorted."""
        del ctx
        return command_names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The `command` of a module."""
        del ctx
        if cmd_name not in command_names():
            return None
        module = importlib.import_module(f"{cli.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one raises `UsageError` with a suggestion."""
        name = args[0]
        if not name.startswith("-") and name not in command_names():
            import difflib

            near = difflib.get_close_matches(name, command_names(), n=1)
            choices = ", ".join(command_names())
            raise UsageError(
                f"unknown command {name!r}",
                hint=f"did you mean 'condax {near[0]}'?" if near else f"choose one of {choices}",
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with what their modules say of them, without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary(name)) for name in command_names()])


def command_names() -> list[str]:
    """What can follow `condax`."""
    modules = (module.name for module in pkgutil.iter_modules(cli.__path__))
    return sorted(
        name.replace("_", "-")
        for name in modules
        if not name.startswith("_") and name not in NOT_COMMANDS
    )


def summary(name: str) -> str:
    """First line of a command module's docstring, without the name of the command."""
    path = Path(cli.__path__[0], f"{name.replace('-', '_')}.py")
    with path.open(encoding="utf-8") as stream:
        line = stream.readline().strip().strip('"')
    text = line.removeprefix(f"`condax {name}`: ").rstrip(".")
    return text[:1].upper() + text[1:]


def _print_version(ctx: click.Context, _: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"condax {version('condax')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    name="condax",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Run `condax COMMAND --help` for the options of a command, with examples.",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
def condax() -> None:
    """Cross-compile conda packages on one ordinary Linux machine."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status.

    With the arguments of the process, which are its last act, it may end the process instead.
    """
    status = guarded(argv)
    if argv is None and "rattler" in sys.modules:
        leave(status)
    return status


def leave(status: int) -> NoReturn:
    """End the process at once: threads of py-rattler abort where Python's own exit meets them."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)


def guarded(argv: Sequence[str] | None) -> int:
    """Run the program; returns its exit status, and prints what was raised."""
    try:
        return run(argv)
    except CondaxError as e:
        return show(e)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted: nothing unfinished was published", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has what it wants; nothing may be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:
        import traceback

        click.echo(traceback.format_exc(), err=True, nl=False)
        click.echo(
            f"\nthis is a bug in condax; please report it with the above: {issues_url()}", err=True
        )
        return 1


def issues_url() -> str:
    """Where bugs are reported, as `pyproject.toml` says."""
    from importlib.metadata import metadata

    urls = (url.partition(", ") for url in metadata("condax").get_all("Project-URL") or ())
    return next((url for name, _, url in urls if name == "Issues"), "the issue tracker of condax")


def run(argv: Sequence[str] | None) -> int:
    """Run the program; what it raises is the caller's."""
    try:
        status = condax.main(args=argv, prog_name="condax", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as e:
        raise as_usage_error(e) from None
    return status if isinstance(status, int) else 0


def show(error: CondaxError) -> int:
    """Print an error to stderr; returns its exit status."""
    from condax.report.text import render_error, wants_color

    color = wants_color(os.environ, is_terminal=sys.stderr.isatty())
    click.echo(render_error(error, color=color), err=True, nl=False, color=color)
    return error.exit_code


def as_usage_error(error: click.ClickException) -> UsageError:
    """What click says about the command line, in the grammar of our messages."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "condax"
    near = getattr(error, "possibilities", None)
    # With possibilities, `format_message` would list them once more.
    message = (error.message if near else error.format_message()).rstrip(".")
    return UsageError(
        message[:1].lower() + message[1:],
        hint=f"did you mean {near[0]!r}?" if near else f"{path} --help",
    )
