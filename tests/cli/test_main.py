from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from condax.cli.main import command_names, main, summary

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = [sys.executable, "-c", "import sys; from condax.cli.main import main; sys.exit(main())"]


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
    )


def run_with(folder: Path, statement: str) -> subprocess.CompletedProcess[str]:
    """Run `condax try-it`, a command whose module is in a folder of its own."""
    (folder / "try_it.py").write_text(
        "import click\n\n"
        "from condax.errors import ToolNotFoundError\n\n"
        "@click.command()\n"
        "def command() -> None:\n"
        f"    {statement}\n"
    )
    code = (
        "import sys; from condax import cli; from condax.cli.main import main;"
        f"cli.__path__.append({str(folder)!r}); sys.exit(main(['try-it']))"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_help_lists_every_command_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for name in command_names():
        assert f"\n  {name} " in said
        assert summary(name)[:40] in " ".join(said.split())


def test_help_imports_no_command_and_nothing_heavy() -> None:
    code = (
        "import sys; from condax.cli.main import main; main(['--help']);"
        "print([m for m in sys.modules if m.split('.')[0] in"
        " ('rattler', 'rattler_build', 'rich', 'filelock', 'ruamel', 'asyncio')"
        " or m.startswith(('condax.build', 'condax.cli.build'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", command_names())
def test_every_command_has_help_without_heavy_imports(name: str) -> None:
    code = (
        f"import sys; from condax.cli.main import main; main([{name!r}, '--help']);"
        "print([m for m in sys.modules if m.split('.')[0] in"
        " ('rattler', 'rattler_build', 'rich', 'filelock', 'ruamel', 'asyncio')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"Usage: condax {name}")
    assert lines[-1] == "[]"


def test_the_program_leaves_before_threads_of_py_rattler_meet_the_exit(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import atexit, os, sys\nsys.modules['rattler'] = sys\natexit.register(os.abort)\n"
    )
    done = run("nonsense", PYTHONPATH=str(tmp_path))
    assert done.returncode == 2
    assert "unknown command 'nonsense'" in done.stderr
    done = run("--version", PYTHONPATH=str(tmp_path))
    assert done.returncode == 0
    assert done.stdout.startswith("condax ")


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"condax {version('condax')}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["buidl"], "error: unknown command 'buidl'\n hint: did you mean 'condax build'?\n"),
        (["xyzzy"], "error: unknown command 'xyzzy'\n hint: choose one of audit, "),
        (
            ["build", "recipe", "--traget", "linux-64"],
            "error: no such option '--traget'\n hint: did you mean '--target'?\n",
        ),
        (["build"], "error: missing argument 'RECIPE...'\n hint: condax build --help\n"),
        (["build", ".", "--test", "no"], "error: invalid value for '--test': 'no' is not one of"),
    ],
    ids=["near", "far", "option", "no argument", "choice"],
)
def test_a_wrong_command_line_is_one_message_with_a_hint(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith(message)


def test_an_expected_failure_is_shown_with_its_own_status(tmp_path: Path) -> None:
    done = run_with(tmp_path, "raise ToolNotFoundError('no make', hint='apt install make')")
    assert done.returncode == 6
    assert done.stderr == "error: no make\n hint: apt install make\n"


def test_an_interrupt_is_one_line(tmp_path: Path) -> None:
    done = run_with(tmp_path, "raise KeyboardInterrupt")
    assert done.returncode == 130
    assert done.stderr.strip() == "interrupted: nothing unfinished was published"


def test_anything_else_is_called_a_bug_with_its_traceback(tmp_path: Path) -> None:
    done = run_with(tmp_path, "1 / 0")
    assert done.returncode == 1
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "this is a bug in condax" in done.stderr


@pytest.mark.parametrize("arguments", [["platforms", "--json"], ["--version"]])
def test_a_reader_that_leaves_is_met_with_silence(arguments: list[str]) -> None:
    with subprocess.Popen(
        [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (1, b"")


def test_messages_have_no_colour_where_there_is_no_terminal() -> None:
    assert "\x1b" not in run("buidl").stderr


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_messages_on_a_terminal_have_colour_unless_no_color_is_set(
    variables: dict[str, str], coloured: bool
) -> None:
    import pty

    leader, follower = pty.openpty()
    env = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"} | variables
    subprocess.run([*PROGRAM, "buidl"], stderr=follower, check=False, env=env)
    os.close(follower)
    said = os.read(leader, 4096)
    os.close(leader)
    assert b"unknown command" in said
    assert (b"\x1b[" in said) is coloured


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_each_shell(
    capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    assert main(["completion", shell]) == 0
    assert f"_CONDAX_COMPLETE={shell}_complete" in capsys.readouterr().out


def test_completion_knows_commands_and_options() -> None:
    done = run(_CONDAX_COMPLETE="bash_complete", COMP_WORDS="condax bu", COMP_CWORD="1")
    assert done.stdout.split() == ["plain,build"]
    done = run(_CONDAX_COMPLETE="bash_complete", COMP_WORDS="condax build --ta", COMP_CWORD="2")
    assert done.stdout.split() == ["plain,--target"]
