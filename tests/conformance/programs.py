"""Building and running the programs that the suite compares."""

from __future__ import annotations

import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.conformance.conftest import Compiler

    from condax.platforms import Platform

MAX_SECONDS = 300
"""For one emulated program; the slowest needs a few."""


def flags_of(source: Path) -> list[str]:
    """What the first comment says after `flags:`."""
    comment = source.read_text().partition("*/")[0]
    match = re.search(r"flags: (.*?)\s*$", comment, re.DOTALL)
    return shlex.split(match[1]) if match else []


def skip_where_qemu_fails(source: Path, target: Platform) -> None:
    """Skip a program whose first comment says `fails under qemu: SUBDIR`, whoever compiled it."""
    comment = source.read_text().partition("*/")[0]
    if match := re.search(rf"fails under qemu: ({target.subdir}.*)", comment):
        pytest.skip(match[1])


def build(compiler: Compiler, *arguments: str | Path) -> None:
    done = compiler.run(*map(str, arguments))
    assert done.returncode == 0, done.stderr


def result(command: Sequence[str], program: Path) -> tuple[int, str]:
    """How the program ended, and what it printed."""
    done = subprocess.run(
        [*command, str(program)],
        cwd=program.parent,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=MAX_SECONDS,
    )
    return done.returncode, done.stdout
