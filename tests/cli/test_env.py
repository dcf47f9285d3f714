"""`condax env`: what it prints, and what it refuses."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from condax.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["linux-aarch46"], 2, "did you mean 'linux-aarch64'?"),
        (["linux-aarch64", "--format", "yaml"], 2, "'yaml' is not one of 'shell', 'fish'"),
        (["linux-aarch64", "--glibc", "99.1"], 2, "there is no glibc '99.1'"),
        (["osx-arm64"], 5, "condax has no compiler for 'osx-arm64'"),
        (["noarch"], 5, "condax has no compiler for 'noarch'"),
        ([], 2, "missing argument 'SUBDIR'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_makes_no_environment_is_refused(
    arguments: list[str],
    status: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    assert main(["env", *arguments, "--cache-dir", str(tmp_path)]) == status
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err


@pytest.mark.integration
def test_the_output_holds_nothing_but_the_environment(
    capsys: pytest.CaptureFixture[str], toolchain_cache: Path
) -> None:
    arguments = ["env", "linux-ppc64le", "--format", "json", "--cache-dir", str(toolchain_cache)]
    assert main(arguments) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["target"] == "linux-ppc64le"
    assert facts["variables"]["CC"] == "powerpc64le-conda-linux-gnu-cc"
    assert facts["variables"]["PATH"] == f"{facts['prefix']}/bin:{os.environ['PATH']}"
